import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { instant, text, trafficClass } from '../../kernel/codes.ts';

/** A place in one quarter of an hour of one class. `capacity` names the published capacity that the booking relies on. */
export const slotBooked = z.strictObject({
  start: instant,
  end: instant,
  trafficClass,
  capacity: z.strictObject({ fact: z.string(), validUntil: instant, degraded: z.boolean() }),
});
export type SlotBooked = z.infer<typeof slotBooked>;
export const slotReleased = z.strictObject({ reason: text(500).optional() });
export const slotMissed = z.strictObject({});

export const slotFacts = {
  SlotBooked: { on: 'crossing', author: 'origin', data: slotBooked },
  SlotMoved: { on: 'crossing', author: 'origin', data: slotBooked },
  SlotReleased: { on: 'crossing', author: 'origin', data: slotReleased },
  SlotMissed: { on: 'crossing', author: 'origin', data: slotMissed },
} satisfies Record<string, FactType>;
