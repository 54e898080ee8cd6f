import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { text } from '../../kernel/codes.ts';

/**
 * A gate lane's reading. Readings are physical: one that does not fit what was known is recorded all the same, with
 * `expected: false`, and raises an alarm.
 */
export const reading = z.strictObject({
  lane: text(20),
  plateMatch: z.boolean(),
  sealMatch: z.boolean(),
  expected: z.boolean(),
});
export type Reading = z.infer<typeof reading>;

export const passageFacts = {
  OriginExited: { on: 'crossing', author: 'origin', data: reading },
  BorderCrossed: { on: 'crossing', author: 'destination', data: reading },
  VehicleReturned: { on: 'crossing', author: 'origin', data: reading },
  VehicleDeparted: { on: 'crossing', author: 'destination', data: reading },
} satisfies Record<string, FactType>;
