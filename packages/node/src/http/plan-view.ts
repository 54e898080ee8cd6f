import { z } from 'zod';
import { direction, instant, sideId, trafficClass } from '@pairgate/domain/kernel/codes.ts';

/** The plan in force as it is read over HTTP. */

const count = z.int().min(0);

const span = z.enum(['night', 'day']).meta({ description: 'The plan of seven days, made at night, or that of the next six hours' });

const resource = z.object({
  kind: z.enum(['accepted', 'bay']).meta({ description: 'What a side accepts of a class, or its inspection bays' }),
  side: sideId,
  trafficClass: trafficClass.nullable(),
  utilisation: z.number().meta({ description: 'Used over offered, over the whole plan' }),
  binds: z.array(instant).meta({ description: 'Starts of the quarters of the day asked for in which it is used up' }),
  oneMoreSavesMinutes: z.number().meta({
    description: 'Weighted minutes a day of waiting and displacement that one more saves at most: a lorry an hour more accepted, or a bay',
  }),
});

const plan = z.object({
  span,
  from: instant,
  until: instant,
  by: z.enum(['solver', 'rule']).meta({ description: 'The rule gives places evenly where no plan was ever feasible' }),
  madeAt: instant,
  askedAt: instant.meta({ description: 'When it was last tried to make a new one' }),
  stale: z
    .object({ since: instant, status: z.enum(['infeasible', 'unbounded', 'late', 'failed']), reason: z.string() })
    .nullable()
    .meta({ description: 'Since when and why no new plan came out, so that this one goes on' }),
  forecast: z.object({
    basis: z.enum(['weekday', 'days', 'none']).meta({ description: 'Days on the same weekday, the newest days, or no record' }),
    days: count,
  }),
  withoutPlace: z.array(z.object({ trafficClass, lorries: z.number() })).meta({ description: 'Wishes that the plan has no place for' }),
  resources: z.array(resource),
});

const slot = z.object({
  start: instant,
  trafficClass,
  span: span.nullable().meta({ description: 'Whose places these are; null where no plan speaks of the slot' }),
  expected: z.number().nullable().meta({ description: 'Lorries, with the reserve' }),
  planned: count.nullable(),
  taken: count,
  capacity: count.meta({ description: 'What the newest capacity allows now' }),
  places: count.meta({ description: 'What a trader can book: the plan where it limits, never above the capacity' }),
});

export const planView = z
  .object({ direction, now: instant, plans: z.array(plan), slots: z.array(slot) })
  .meta({ id: 'Plan', description: "This side's own plan for the slots that it gives. It is not shared with the other side." });
export type PlanView = z.infer<typeof planView>;
