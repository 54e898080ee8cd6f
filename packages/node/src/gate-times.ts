import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { GateView } from '@pairgate/domain/freight/context.ts';
import { acceptedPerHour } from '@pairgate/domain/gate/capacity/evolve.ts';
import { openIntervals, type Interval } from '@pairgate/domain/gate/calendar/open.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';

/** Opening hours by day are asked for a thousand times a second, so a window of days is worked out once. */
class Hours {
  #window: { from: number; to: number; open: readonly Interval[] } = { from: 0, to: 0, open: [] };

  constructor(
    private readonly pair: Pair,
    private readonly side: SideId,
  ) {}

  between(from: number, to: number): readonly Interval[] {
    if (from < this.#window.from || to > this.#window.to) {
      const window = { from: from - 7 * DAY, to: to + 7 * DAY };
      this.#window = { ...window, open: openIntervals(this.pair.sides[this.side].calendar, window.from, window.to) };
    }
    return this.#window.open;
  }
}

/** The gates of a pair over time: published hours, and capacity as this side has received it. */
export function gateTimes(pair: Pair): (gate: GateView) => GateTimes {
  const hours = { VN: new Hours(pair, 'VN'), CN: new Hours(pair, 'CN') };
  return (gate) => ({
    isOpen: (side, millis) => hours[side].between(millis, millis).some((open) => open.from <= millis && millis < open.to),
    acceptedPerHour: (side, trafficClass, millis) =>
      acceptedPerHour(gate[side].capacity, trafficClass, millis, pair.degradedShare).perHour,
    edges(from, to, far, trafficClass) {
      const edges: number[] = [];
      for (const side of ['VN', 'CN'] as const) {
        for (const open of hours[side].between(from, to)) edges.push(open.from, open.to);
      }
      for (const each of gate[far].capacity[trafficClass] ?? []) edges.push(toMillis(each.from), toMillis(each.validUntil));
      return edges.filter((millis) => from < millis && millis < to);
    },
  });
}
