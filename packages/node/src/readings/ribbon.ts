import type { Cause, Direction } from '@pairgate/domain/kernel/codes.ts';
import { DAY, HOUR, QUARTER, fromMillis, localDate, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { causeAt, endedAt, type GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';

type Waiting = Partial<Record<Cause, number>>;
type PerDirection = Record<Direction, number>;

/** Whether the lorry stands at one of the gates at an instant. */
export const standsAt = (view: CrossingView, millis: number): boolean =>
  view.origin.ticket.arrivedAt !== null && toMillis(view.origin.ticket.arrivedAt) <= millis;

/** From when until when a lorry can have waited at one of the gates; `undefined` when it has not come yet. */
function stayOf(view: CrossingView) {
  const { arrivedAt } = view.origin.ticket;
  if (arrivedAt === null) return undefined;
  const ended = endedAt(view);
  return { view, from: toMillis(arrivedAt), to: ended === null ? Infinity : toMillis(ended) };
}

function waitingAt(views: Iterable<CrossingView>, millis: number, gate: GateTimes): Waiting {
  const counts: Waiting = {};
  for (const view of views) {
    const cause = causeAt(view, millis, gate);
    if (cause) counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}

/**
 * The day so far in quarters of an hour: how many crossed, and who waited for what at the end of each. Past quarters are
 * worked out once, from the facts.
 */
export class Ribbon {
  readonly #crossed = new Map<string, { direction: Direction; at: number }>();
  readonly #departed = new Map<string, { direction: Direction; at: number }>();
  readonly #waiting = new Map<number, Waiting>();
  #sampledTo: number | undefined;

  /** Notes what passed the line and what left; called for every crossing that changed. */
  note(view: CrossingView): void {
    const { crossedAt, departedAt } = view.destination.passage;
    const { direction } = view;
    if (crossedAt) this.#crossed.set(view.reference, { direction, at: toMillis(crossedAt) });
    if (departedAt) this.#departed.set(view.reference, { direction, at: toMillis(departedAt) });
  }

  /** The last day again, after a start. `views` are all lorries that stood there at any time of it: those that have left since too. */
  restore(now: number, views: readonly CrossingView[], gate: GateTimes): void {
    for (const view of views) this.note(view);
    this.sample(now, () => views, gate, now - DAY);
  }

  /** Works out the quarters that have passed since the last call. `views` are all lorries that may have stood there meanwhile. */
  sample(now: number, views: () => Iterable<CrossingView>, gate: GateTimes, from = now - QUARTER): void {
    const last = Math.floor(now / QUARTER) * QUARTER;
    const first = (this.#sampledTo ?? Math.floor(from / QUARTER) * QUARTER) + QUARTER;
    this.#sampledTo = last;
    if (first > last) return;
    const stays = [...views()].map(stayOf).filter((stay) => stay !== undefined);
    for (let at = first; at <= last; at += QUARTER) {
      const there = stays.filter((stay) => stay.from <= at && at < stay.to).map(({ view }) => view);
      this.#waiting.set(at - QUARTER, waitingAt(there, at, gate));
    }
  }

  /** Lorries over the line in the hour before an instant. */
  rates(now: number): PerDirection {
    const rates: PerDirection = { 'VN-CN': 0, 'CN-VN': 0 };
    for (const { direction, at } of this.#crossed.values()) if (at > now - HOUR && at <= now) rates[direction] += 1;
    return rates;
  }

  /** Lorries that left the second gate on a local day. */
  through(day: string, offsetMinutes: number): PerDirection {
    const through: PerDirection = { 'VN-CN': 0, 'CN-VN': 0 };
    for (const { direction, at } of this.#departed.values()) {
      if (localDate(at, offsetMinutes) === day) through[direction] += 1;
    }
    return through;
  }

  /** The quarters from the start of a day until now; the last one is still running. */
  quarters(from: number, now: number, running: Waiting) {
    const crossed = new Map<number, PerDirection>();
    for (const { direction, at } of this.#crossed.values()) {
      const quarter = Math.floor(at / QUARTER) * QUARTER;
      const counts = crossed.get(quarter) ?? { 'VN-CN': 0, 'CN-VN': 0 };
      counts[direction] += 1;
      crossed.set(quarter, counts);
    }
    const quarters = [];
    const current = Math.floor(now / QUARTER) * QUARTER;
    for (let at = from; at <= current; at += QUARTER) {
      quarters.push({
        from: fromMillis(at),
        crossed: crossed.get(at) ?? { 'VN-CN': 0, 'CN-VN': 0 },
        waiting: at === current ? running : (this.#waiting.get(at) ?? {}),
      });
    }
    return quarters;
  }

  /** Drops what is older than two days. */
  forget(now: number): void {
    const before = now - 48 * HOUR;
    for (const map of [this.#crossed, this.#departed]) {
      for (const [reference, { at }] of map) if (at < before) map.delete(reference);
    }
    for (const at of this.#waiting.keys()) if (at < before) this.#waiting.delete(at);
  }
}
