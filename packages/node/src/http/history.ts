import { z } from 'zod';
import { authority, cause, direction, instant, sideId, trafficClass } from '@pairgate/domain/kernel/codes.ts';
import { phase, type PageAfter } from './readings.ts';

/**
 * What lorries went through, as instants alone: for whoever fits a model to the gates or checks a forecast. No person, no
 * plate, no goods, no firm.
 */

const work = z.object({
  side: sideId,
  kind: z.enum(['inspection', 'laboratory', 'transfer']),
  authority: authority.nullable(),
  station: z.string().nullable().meta({ description: 'Bay, laboratory or vehicle; null where the other side does not say' }),
  from: instant,
  to: instant.nullable().meta({ description: 'Null while it goes on' }),
});

export const pastCrossing = z
  .object({
    reference: z.string(),
    direction,
    trafficClass,
    phase,
    plannedAt: instant,
    slot: z.object({
      start: instant.nullable().meta({ description: 'Of the booking that holds, or held when the lorry came' }),
      bookedAt: instant.nullable(),
      missedAt: instant.nullable().meta({ description: 'When it was last given up that the lorry would come in its slot' }),
    }),
    arrivedAt: instant.nullable(),
    calledAt: instant.nullable(),
    releasedAt: instant.nullable().meta({ description: 'By the origin' }),
    exitedAt: instant.nullable(),
    crossedAt: instant.nullable(),
    clearedAt: instant.nullable().meta({ description: 'Released by the destination' }),
    departedAt: instant.nullable(),
    endedAt: instant.nullable(),
    work: z.array(work).meta({ description: 'Services of which the facts tell the beginning and the end' }),
    waits: z
      .array(z.object({ from: instant, to: instant.nullable().meta({ description: 'Null while it goes on' }), cause, side: sideId }))
      .meta({ description: 'From the arrival on' }),
  })
  .meta({ id: 'PastCrossing' });
export type PastCrossing = z.infer<typeof pastCrossing>;

export const historyPage = z
  .object({
    since: instant.meta({ description: 'The records of this node begin here: before, nothing is known' }),
    asOf: instant.meta({ description: 'What has not ended goes on at this instant' }),
    items: z.array(pastCrossing),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HistoryPage' });

/** The crossings that were under way at some time from one instant until another, newest planned first. */
export interface History {
  between(
    from: string,
    to: string,
    page: { readonly after?: PageAfter; readonly limit: number },
  ): Promise<{ readonly since: string; readonly asOf: string; readonly items: PastCrossing[]; readonly more: boolean }>;
}
