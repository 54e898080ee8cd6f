import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { instant, trafficClass } from '../../kernel/codes.ts';

/** How many lorries of a class the destination accepts in an hour, from now until `validUntil`. */
export const capacityPublished = z.strictObject({
  trafficClass,
  perHour: z.int().min(0).max(1000),
  validUntil: instant,
});
export type CapacityPublished = z.infer<typeof capacityPublished>;

export const capacityFacts = {
  CapacityPublished: { on: 'gate', author: 'either', data: capacityPublished },
} satisfies Record<string, FactType>;
