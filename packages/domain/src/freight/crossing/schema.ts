import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { direction, instant, text, trafficClass } from '../../kernel/codes.ts';
import { borderTransportMeans } from '../declaration/schema.ts';
import { reference } from '../../kernel/reference.ts';

/** The person at the wheel. Stays on the side that wrote it. */
export const driver = borderTransportMeans.shape.driver.unwrap();
export type Driver = z.infer<typeof driver>;

/** One transport unit over the line once. */
export const planned = z.strictObject({
  direction,
  consignments: z.array(reference).min(1),
  trafficClass,
  tractorID: text(20),
  trailerID: text(20).nullable(),
  containerID: text(20).nullable(),
  sealID: z.array(text(20)),
  driver: driver.nullable(),
  shelfLifeHours: z.int().min(0).nullable(),
});
export type Planned = z.infer<typeof planned>;

/** Whether the lorry that never came had let its slot pass or had none. `since` is when it could have come last. */
export const crossingExpired = z.strictObject({ cause: z.enum(['no_slot', 'slot_missed']), since: instant });
export type CrossingExpired = z.infer<typeof crossingExpired>;

export const crossingFacts = {
  CrossingPlanned: { on: 'crossing', author: 'origin', data: planned },
  CrossingExpired: { on: 'crossing', author: 'origin', data: crossingExpired },
} satisfies Record<string, FactType>;
