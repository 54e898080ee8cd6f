import { setTimeout as sleep } from 'node:timers/promises';
import type { Schemas } from '@pairgate/client/client.ts';
import { SIDES, type Direction, type SideId, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { NodeLink } from './node-link.ts';
import { onlooker } from './accounts.ts';
import type { PlannedLorry } from './plan.ts';

export type Row = Schemas['CrossingRow'];

/** One lorry as both nodes tell of it, planned by the day or declared by somebody else. */
export interface Lorry {
  readonly reference: string;
  readonly direction: Direction;
  readonly trafficClass: TrafficClass;
  readonly rows: Partial<Record<SideId, Row>>;
  plan: PlannedLorry | undefined;
  consignment: string;
}

type Listener = (lorry: Lorry, side: SideId) => void;

/** Ended lorries are forgotten this long after their end; until then they count in the live rates. */
const KEPT = 2 * HOUR;
/** After trouble with a stream it is followed anew this much later, real time. */
const ANEW_MS = 2000;
const ENDED = new Set(['departed', 'returned', 'withdrawn', 'expired']);

/**
 * What is going on, followed through the event streams of both nodes, which go on where they were after a lost
 * connection. The day remembers nothing else of a lorry: after a restart the nodes tell it again.
 */
export class World {
  readonly #lorries = new Map<string, Lorry>();
  /** Plans of crossings; a lorry may be planned before its node tells of it. */
  readonly #plans = new Map<string, { plan: PlannedLorry; consignment: string }>();
  readonly #listeners: Listener[] = [];
  readonly #stop = new AbortController();

  constructor(
    private readonly nodes: Readonly<Record<SideId, NodeLink>>,
    private readonly onError: (error: unknown) => void,
  ) {}

  onRow(listener: Listener): void {
    this.#listeners.push(listener);
  }

  all(): Iterable<Lorry> {
    return this.#lorries.values();
  }

  find(reference: string): Lorry | undefined {
    return this.#lorries.get(reference);
  }

  /** Says that this crossing is one of the plan's. */
  bind(reference: string, plan: PlannedLorry, consignment: string): void {
    this.#plans.set(reference, { plan, consignment });
    const lorry = this.#lorries.get(reference);
    if (!lorry) return;
    lorry.plan = plan;
    lorry.consignment = consignment;
  }

  /** Begins to follow both nodes; resolves when everything that is open is known. */
  async follow(): Promise<void> {
    await Promise.all(
      SIDES.map((side) => new Promise<void>((resolve) => {
        void this.#follow(side, resolve);
      })),
    );
  }

  stop(): void {
    this.#stop.abort();
  }

  /**
   * Reads everything that is open, and what was open when it was read before. No event is taken meanwhile, so that what is
   * read is the newer, whatever number it has: a node that was restored counts from an earlier one.
   */
  async #list(side: SideId): Promise<void> {
    const gone = new Set([...this.#lorries.values()].filter(({ rows }) => rows[side] && !hasEnded(rows[side])));
    let cursor: string | undefined;
    do {
      const query = { open: true, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.nodes[side].read(onlooker(side), (client) => client.GET('/api/crossings', { params: { query } }));
      for (const row of page.items) {
        this.#note(side, row);
        gone.delete(this.#lorries.get(row.reference)!);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    for (const { reference } of gone) await this.#readEnd(side, reference);
  }

  async #readEnd(side: SideId, reference: string): Promise<void> {
    const tried = await this.nodes[side].try(onlooker(side), (client) =>
      client.GET('/api/crossings/{reference}', { params: { path: { reference } } }),
    );
    if (tried.ok) this.#note(side, tried.data.row);
    // A node that was restored may not know it any more.
    else delete this.#lorries.get(reference)?.rows[side];
  }

  async #follow(side: SideId, listed: () => void): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#stream(side, listed);
      } catch (error) {
        this.onError(error);
        await sleep(ANEW_MS);
      }
    }
  }

  /** The list is read once the stream has begun, so that nothing falls between the two. */
  async #stream(side: SideId, listed: () => void): Promise<void> {
    let begun = false;
    for await (const event of this.nodes[side].events(onlooker(side), this.#stop.signal)) {
      if (!begun || event.event === 'reset') await this.#list(side);
      if (!begun) listed();
      begun = true;
      if (event.event === 'crossings') for (const row of event.data) this.#take(side, row);
    }
  }

  #take(side: SideId, row: Row): void {
    const known = this.#lorries.get(row.reference);
    if (!known && ENDED.has(row.phase)) return;
    if ((known?.rows[side]?.change ?? 0) <= row.change) this.#note(side, row);
  }

  #note(side: SideId, row: Row): void {
    const known = this.#lorries.get(row.reference);
    const lorry: Lorry = known ?? {
      reference: row.reference,
      direction: row.direction,
      trafficClass: row.trafficClass,
      rows: {},
      plan: this.#plans.get(row.reference)?.plan,
      consignment: this.#plans.get(row.reference)?.consignment ?? row.consignments[0] ?? '',
    };
    if (!known) this.#lorries.set(row.reference, lorry);
    if (lorry.consignment === '') lorry.consignment = row.consignments[0] ?? '';
    lorry.rows[side] = row;
    for (const listener of this.#listeners) listener(lorry, side);
  }

  /** Forgets what has long ended on both sides. */
  forget(now: number): void {
    for (const [reference, { rows }] of this.#lorries) {
      const over = SIDES.every((side) => {
        const row = rows[side];
        return row && ENDED.has(row.phase) && row.endedAt !== null && toMillis(row.endedAt) < now - KEPT;
      });
      if (!over) continue;
      this.#lorries.delete(reference);
      this.#plans.delete(reference);
    }
  }

  /** The lorries of a direction as one side sees them now. */
  seen(side: SideId, direction: Direction): Row[] {
    const rows: Row[] = [];
    for (const lorry of this.#lorries.values()) {
      const row = lorry.rows[side];
      if (row && lorry.direction === direction) rows.push(row);
    }
    return rows;
  }
}

export const hasEnded = (row: Row): boolean => ENDED.has(row.phase);
