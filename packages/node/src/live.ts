import type { Direction, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { DAY, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import type { WaitingTicket } from '@pairgate/domain/freight/context.ts';
import { hasEnded } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { waitingTicket } from '@pairgate/domain/queue/order/eligible.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { crossingView, fromRows, type StateReader, type StreamState } from './states.ts';

/** A quarter of an hour of one class in one direction. */
export const slotKey = (direction: Direction, trafficClass: TrafficClass, start: number): string =>
  `${direction}|${trafficClass}|${start}`;

/**
 * What is going on now, in memory: every crossing that has not ended, who waits for a call, and how many slots are booked.
 * All of it is derived from states and can be made again from the database at any moment.
 */
export class Live {
  /** States of all streams that matter now, and of others that were used lately. */
  readonly #states = new Map<string, StreamState>();
  readonly #open = new Set<string>();
  readonly #inYard = new Set<string>();
  readonly #booked = new Map<string, number>();
  readonly #slots = new Map<string, string>();
  readonly #carriers = new Map<string, readonly string[]>();
  /** States of streams that have ended are dropped, oldest first, beyond this many. */
  readonly #kept: number;
  /** With how many states it is looked again for what can be dropped: looking through those that are needed takes as long as there are many. */
  #crowded: number;

  constructor(
    readonly side: SideId,
    kept = 6_000,
  ) {
    this.#kept = kept;
    this.#crowded = kept;
  }

  readonly read: StateReader = (stream) => this.#states.get(stream);

  async load(journal: Journal, now: number): Promise<void> {
    this.#states.clear();
    this.#open.clear();
    this.#inYard.clear();
    this.#booked.clear();
    this.#slots.clear();
    this.#carriers.clear();
    for (const row of await journal.bookedSlots(fromMillis(now - 2 * DAY))) {
      const key = slotKey(row.direction as Direction, row.traffic_class as TrafficClass, toMillis(row.slot_start));
      this.#booked.set(key, row.count);
    }
    const open = await journal.openCrossings();
    for (let at = 0; at < open.length; at += 1000) {
      await this.fetch(journal, open.slice(at, at + 1000).map((reference) => streamOf('crossing', reference)));
    }
    await this.fetch(journal, [streamOf('gate', 'VN'), streamOf('gate', 'CN')]);
    for (const reference of open) {
      const view = crossingView(this.read, this.side, reference);
      if (view) this.#remember(view, false);
    }
  }

  /**
   * Brings streams into memory with everything that deciding on them can touch: the consignments of a crossing and the
   * crossings of a consignment.
   */
  async fetch(journal: Journal, streams: readonly string[]): Promise<void> {
    let missing = [...new Set(streams)].filter((stream) => !this.#states.has(stream));
    for (let depth = 0; depth < 3 && missing.length > 0; depth += 1) {
      const rows = await journal.states(missing);
      // What the writer has committed meanwhile is newer than what was just read.
      const states = fromRows(rows);
      for (const [stream, state] of states) if (!this.#states.has(stream)) this.#states.set(stream, state);
      const next = new Set<string>();
      const consignments: string[] = [];
      for (const stream of states.keys()) {
        const { kind, reference } = parseStream(stream);
        if (kind === 'consignment' && !this.#carriers.has(reference)) consignments.push(reference);
        if (kind !== 'crossing') continue;
        for (const load of crossingView(this.read, this.side, reference)?.origin.loads ?? []) {
          next.add(streamOf('consignment', load));
        }
      }
      const carriers = new Map<string, string[]>();
      for (const { consignment, crossing } of await journal.carriers(consignments)) {
        carriers.set(consignment, [...(carriers.get(consignment) ?? []), crossing]);
        next.add(streamOf('crossing', crossing));
      }
      // A carrier that a commit has added meanwhile stays.
      for (const consignment of consignments) {
        const added = this.carriersOf(consignment);
        this.#carriers.set(consignment, [...new Set([...(carriers.get(consignment) ?? []), ...added])]);
      }
      missing = [...next].filter((stream) => !this.#states.has(stream));
    }
  }

  has(stream: string): boolean {
    return this.#states.has(stream);
  }

  carriersOf(consignment: string): readonly string[] {
    return this.#carriers.get(consignment) ?? [];
  }

  addCarrier(consignment: string, crossing: string): void {
    const carriers = this.carriersOf(consignment);
    if (!carriers.includes(crossing)) this.#carriers.set(consignment, [...carriers, crossing]);
  }

  /** The lorry's load was erased: which consignments it carried is not known any more. */
  removeCarrier(consignment: string, crossing: string): void {
    const carriers = this.#carriers.get(consignment);
    if (carriers) this.#carriers.set(consignment, carriers.filter((each) => each !== crossing));
  }

  /** Takes over what a group has committed. */
  commit(changed: ReadonlyMap<string, StreamState>): void {
    for (const [stream, state] of changed) {
      this.#states.delete(stream);
      this.#states.set(stream, state);
    }
    // A lorry is looked at once, however many of its streams have changed.
    const crossings = new Set<string>();
    for (const stream of changed.keys()) {
      const { kind, reference } = parseStream(stream);
      if (kind === 'crossing') crossings.add(reference);
      else if (kind === 'consignment') for (const crossing of this.carriersOf(reference)) crossings.add(crossing);
    }
    for (const crossing of crossings) {
      const view = crossingView(this.read, this.side, crossing);
      if (view) this.#remember(view, true);
    }
    this.#forget();
  }

  /** `count` is false while loading: the database has counted the slots already. */
  #remember(view: CrossingView, count: boolean): void {
    const { reference } = view;
    const ended = hasEnded(view);
    if (ended && !this.#open.has(reference)) return;
    const { start } = view.origin.slot;
    const before = this.#slots.get(reference);
    const after = start ? slotKey(view.direction, view.origin.plan.trafficClass, toMillis(start)) : undefined;
    if (count && before !== after) {
      if (before) this.#booked.set(before, (this.#booked.get(before) ?? 1) - 1);
      if (after) this.#booked.set(after, (this.#booked.get(after) ?? 0) + 1);
    }
    if (after && !ended) this.#slots.set(reference, after);
    else this.#slots.delete(reference);
    if (ended) {
      this.#open.delete(reference);
      // It and its consignment can be dropped now.
      this.#crowded = Math.max(this.#kept, this.#crowded - 2);
    } else this.#open.add(reference);
    if (!ended && view.origin.ticket.arrivedAt && !view.origin.passage.exitedAt) this.#inYard.add(reference);
    else this.#inYard.delete(reference);
  }

  #forget(): void {
    if (this.#states.size <= this.#crowded) return;
    for (const stream of this.#states.keys()) {
      if (this.#states.size <= this.#kept) break;
      const { kind, reference } = parseStream(stream);
      const needed =
        (kind !== 'crossing' && kind !== 'consignment') ||
        (kind === 'crossing' ? this.#open.has(reference) : this.carriersOf(reference).some((each) => this.#open.has(each)));
      if (!needed) {
        this.#states.delete(stream);
        if (kind === 'consignment') this.#carriers.delete(reference);
      }
    }
    this.#crowded = this.#states.size <= this.#kept ? this.#kept : Math.ceil(this.#states.size * 1.25);
  }

  /** All crossings that have not ended. */
  *crossings(): Iterable<CrossingView> {
    for (const reference of this.#open) {
      const view = crossingView(this.read, this.side, reference);
      if (view) yield view;
    }
  }

  get openCount(): number {
    return this.#open.size;
  }

  booked(direction: Direction, trafficClass: TrafficClass, start: number): number {
    return this.#booked.get(slotKey(direction, trafficClass, start)) ?? 0;
  }

  /** Tickets that wait for a call, seen through the states of a group that is not committed yet. */
  waiting(direction: Direction, now: number, read: StateReader): WaitingTicket[] {
    const tickets: WaitingTicket[] = [];
    for (const reference of this.#inYard) {
      const view = crossingView(read, this.side, reference);
      const ticket = view && view.direction === direction ? waitingTicket(view, now) : undefined;
      if (ticket) tickets.push(ticket);
    }
    return tickets;
  }
}
