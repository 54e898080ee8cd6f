import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept } from '../../kernel/decider.ts';
import { DAY, toMillis, type Instant } from '../../kernel/instant.ts';
import type { Pair } from '../../gate/pair/schema.ts';
import type { Context } from '../context.ts';
import { fact, notArrived, notEnded } from './guards.ts';
import type { CrossingExpired } from './schema.ts';
import type { CrossingView } from './view.ts';

/** When the lorry could have come last: by its slot, by the papers that it carries, or else by its plan. */
function lastChance({ origin, loads }: CrossingView): Instant {
  const { end, missedAt } = origin.slot;
  const valid = loads.map((load) => load.origin.declaration.expiresAt);
  // Instants have one form, so that they compare as texts.
  return [origin.plan.plannedAt, end, missedAt, ...valid].filter((each) => each !== null).toSorted().at(-1)!;
}

/** When a lorry that does not come is given up, in milliseconds. */
export const givenUpAt = (view: CrossingView, pair: Pair): number => toMillis(lastChance(view)) + pair.arrivalGraceDays * DAY;

/**
 * Papers that expire end the lorry that they were for. A consignment of which one lorry has come does not expire any more,
 * so that another lorry that was planned for it would wait for ever: it ends by itself.
 */
export const expireCrossing: Act<Record<string, never>, CrossingView, Context> = {
  name: 'expireCrossing',
  on: 'crossing',
  summary: 'Give up a planned lorry that has not come, days after its slot and its papers.',
  schema: z.strictObject({}) as never,
  who: may('origin', 'system'),
  when(view, context) {
    const closed = notEnded(view) ?? notArrived(view);
    if (closed) return closed;
    if (view.origin.passage.exitedAt) return { code: 'already_exited' };
    if (view.destination.passage.crossedAt) return { code: 'already_crossed' };
    return givenUpAt(view, context.pair) <= context.now ? undefined : { code: 'crossing_not_overdue' };
  },
  decide(_command, view) {
    const { end, missedAt } = view.origin.slot;
    const cause = (end ?? missedAt) ? 'slot_missed' : 'no_slot';
    return accept(fact(view, 'CrossingExpired', { cause, since: lastChance(view) } satisfies CrossingExpired));
  },
};

export const crossingActs = [expireCrossing] as const;
