import type { Fact } from '../../kernel/decider.ts';
import { DAY, toMillis, type Instant } from '../../kernel/instant.ts';
import type { TrafficClass } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { CapacityPublished } from './schema.ts';

export interface Capacity {
  readonly fact: string;
  readonly from: Instant;
  readonly validUntil: Instant;
  readonly perHour: number;
}

/** What this side accepts, per class, oldest first. Two days are kept: the dwell of a lorry is explained from them. */
export type CapacityState = Readonly<Partial<Record<TrafficClass, readonly Capacity[]>>>;

const KEPT = 2 * DAY;
const initial: CapacityState = {};

export const capacitySlice = {
  initial,
  keys: { CapacityPublished: 'trafficClass' },
  evolve: {
    CapacityPublished: (state, fact: Fact<string, CapacityPublished>) => {
      const { trafficClass, perHour, validUntil } = fact.data;
      const since = toMillis(fact.occurredAt) - KEPT;
      // One counts until the next begins, so what was followed more than two days ago explains nothing any more.
      const kept = (state[trafficClass] ?? []).filter(
        (_each, index, all) => index === all.length - 1 || toMillis(all[index + 1]!.from) >= since,
      );
      const last = kept.at(-1);
      const at = toMillis(fact.occurredAt);
      // A rate that is published again while it still holds is the same rate for longer: the list stays short.
      if (last && last.perHour === perHour && toMillis(last.from) <= at && at <= toMillis(last.validUntil)) {
        return { ...state, [trafficClass]: [...kept.slice(0, -1), { ...last, fact: fact.id, validUntil }] };
      }
      const all = [...kept, { fact: fact.id, from: fact.occurredAt, validUntil, perHour }];
      // One that is entered late does not outdo what was published after it.
      return { ...state, [trafficClass]: all.toSorted((a, b) => toMillis(a.from) - toMillis(b.from)) };
    },
  },
} satisfies Slice<CapacityState>;

/** The newest capacity published at or before an instant, or `undefined` when none was. */
export function capacityAt(state: CapacityState, trafficClass: TrafficClass, millis: number): Capacity | undefined {
  const all = state[trafficClass] ?? [];
  // By halves, since every edge of every lorry's waiting asks.
  let [from, until] = [0, all.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if (toMillis(all[middle]!.from) <= millis) from = middle + 1;
    else until = middle;
  }
  return all[from - 1];
}

/**
 * Lorries an hour that may be sent at an instant: the newest published rate while it is valid, after that the degraded
 * share of it that the pair agreed on (design §7). Zero when nothing was ever published.
 */
export function acceptedPerHour(
  state: CapacityState,
  trafficClass: TrafficClass,
  millis: number,
  degradedShare: number,
): { perHour: number; degraded: boolean; capacity: Capacity | undefined } {
  const capacity = capacityAt(state, trafficClass, millis);
  if (!capacity) return { perHour: 0, degraded: false, capacity };
  if (toMillis(capacity.validUntil) > millis) return { perHour: capacity.perHour, degraded: false, capacity };
  return { perHour: Math.floor(capacity.perHour * degradedShare), degraded: true, capacity };
}
