import { destinationOf, originOf } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, MINUTE, QUARTER, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import { noted, type Day } from '../day.ts';
import type { PlannedLorry } from '../plan.ts';
import { hasEnded } from '../world.ts';
import type { Arrivals } from './arrivals.ts';
import type { SlotBoard } from './slot-board.ts';

/** A trader looks for a slot within this time of its wish, and looks again when there was none. */
const SLOT_WINDOW = 4 * HOUR;
const LOOK_AGAIN = 20 * MINUTE;
/** What was missed before the beginning is declared in this part of the time until the lorry comes. */
const CATCH_UP = 0.5;
/** A declaration takes a moment to reach the other side. */
const NOT_THERE_YET = MINUTE;

/** Traders of both sides: they declare, complete, book, amend and withdraw what the plan of the day says. */
export class Traders {
  /** The planned lorry of each of the traders' own references. */
  readonly #planned = new Map<string, PlannedLorry>();
  /** Plates of lorries whose declarations are on their way. */
  readonly #lodging = new Set<string>();

  constructor(
    private readonly day: Day,
    private readonly arrivals: Arrivals,
    private readonly slots: SlotBoard,
  ) {}

  /** True while the declaration of such a lorry is on its way, so that it must not be taken for a stranger's. */
  isLodging(tractorID: string | null): boolean {
    return tractorID !== null && this.#lodging.has(tractorID);
  }

  planned(reference: string): PlannedLorry | undefined {
    return this.#planned.get(reference);
  }

  /**
   * Takes over the plan of a day. What should have been declared before the demonstration began is declared in its first
   * hours, whoever comes first first: nobody could have entered it earlier, and all at once would be no day.
   */
  take(plan: readonly PlannedLorry[]): void {
    const now = this.day.clock.now();
    for (const lorry of plan) {
      this.#planned.set(lorry.reference, lorry);
      const late = now + Math.max(0, lorry.arriveAt - now) * CATCH_UP;
      this.day.engine.at(lorry.lodgeAt < now ? late : lorry.lodgeAt, 'lodge', () => this.#lodge(lorry));
    }
  }

  /** Lodging again after a restart is refused with the consignment that is there already, and the day goes on with it. */
  async #lodge(lorry: PlannedLorry): Promise<void> {
    const { nodes, world } = this.day;
    const side = originOf(lorry.direction);
    const { tractorID } = lorry.marks;
    this.#lodging.add(tractorID);
    try {
      const tried = noted(this.day, 'lodged', await nodes[side].try(lorry.trader.persona, (client) =>
        client.POST('/api/declarations', { params: {}, body: { declaration: lorry.papers.declaration } }),
      ));
      if (tried.ok) {
        const { reference, crossing } = tried.data;
        if (crossing === undefined) return;
        world.bind(crossing, lorry, reference);
        this.#completeSoon(lorry, reference);
        this.#bring(lorry, reference, crossing);
      } else await this.#resume(lorry, String(tried.problem.problem.params?.['consignment'] ?? ''));
    } finally {
      this.#lodging.delete(tractorID);
    }
  }

  /** Goes on with a lorry that was declared before a restart, from where it stands. */
  async #resume(lorry: PlannedLorry, consignment: string): Promise<void> {
    if (consignment === '') return;
    const { nodes, world } = this.day;
    const side = originOf(lorry.direction);
    const known = await nodes[side].read(lorry.trader.persona, (client) =>
      client.GET('/api/consignments/{reference}', { params: { path: { reference: consignment } } }),
    );
    const crossing = known.crossings[0];
    const row = crossing === undefined ? undefined : world.find(crossing)?.rows[side];
    // What the streams do not tell of has ended.
    if (crossing === undefined || !row || hasEnded(row)) return;
    world.bind(crossing, lorry, consignment);
    const { declaration } = known.destination as unknown as ConsignmentSide;
    if (!declaration.completedAt) this.#completeSoon(lorry, consignment);
    if (row.arrivedAt === null) this.#bring(lorry, consignment, crossing, row.slotStart !== null);
  }

  #completeSoon(lorry: PlannedLorry, consignment: string): void {
    this.day.engine.after(lorry.completeAfter, 'complete', () => this.#complete(lorry, consignment));
  }

  #bring(lorry: PlannedLorry, consignment: string, crossing: string, booked = lorry.noSlot): void {
    const { engine } = this.day;
    if (!booked) engine.after(MINUTE, 'book', () => this.#book(lorry, crossing));
    const { withdrawAt } = lorry;
    if (withdrawAt !== undefined) engine.at(withdrawAt, 'withdraw', () => this.#withdraw(lorry, consignment));
    else if (lorry.noShow) engine.at(lorry.arriveAt + 6 * HOUR, 'withdraw', () => this.#withdraw(lorry, consignment));
    else engine.at(lorry.arriveAt, 'arrive', () => this.arrivals.come(crossing, lorry));
  }

  async #complete(lorry: PlannedLorry, consignment: string, mended = false, tries = 0): Promise<void> {
    const side = destinationOf(lorry.direction);
    const completion = mended ? lorry.papers.mendedCompletion : lorry.papers.completion;
    const tried = noted(this.day, 'completed', await this.day.nodes[side].try(lorry.importer.persona, (client) =>
      client.POST('/api/consignments/{reference}/complete-declaration', {
        params: { path: { reference: consignment } },
        body: { completion },
      }),
    ));
    if (tried.ok || !['reference_unknown', 'declaration_not_received'].includes(tried.code)) return;
    const pause = Math.min(NOT_THERE_YET * 2 ** tries, LOOK_AGAIN);
    this.day.engine.after(pause, 'complete', () => this.#complete(lorry, consignment, mended, tries + 1));
  }

  /** Books the first free quarter from the wish on. When there is none, the yard finds one for the lorry that has come. */
  async #book(lorry: PlannedLorry, crossing: string): Promise<void> {
    const { nodes, clock, engine, world } = this.day;
    const side = originOf(lorry.direction);
    const wish = Math.max(lorry.arriveAt - QUARTER, clock.now());
    const trafficClass = world.find(crossing)?.trafficClass;
    if (trafficClass === undefined) {
      if (clock.now() < lorry.arriveAt) engine.after(NOT_THERE_YET, 'book', () => this.#book(lorry, crossing));
      return;
    }
    const slotWish = { direction: lorry.direction, trafficClass, from: wish, until: wish + SLOT_WINDOW };
    const start = await this.slots.find(lorry.trader.persona, slotWish, this.day.chance.of(`slot/${lorry.reference}`));
    if (start === undefined) {
      if (clock.now() + LOOK_AGAIN < lorry.arriveAt) engine.after(LOOK_AGAIN, 'book', () => this.#book(lorry, crossing));
      return;
    }
    const booked = noted(this.day, 'booked', await nodes[side].try(lorry.trader.persona, (client) =>
      client.POST('/api/crossings/{reference}/book-slot', { params: { path: { reference: crossing } }, body: { start } }),
    ));
    if (booked.ok) this.arrivals.booked(crossing, toMillis(start));
    else if (booked.code === 'slot_full' || booked.code === 'slot_beyond_plan') {
      this.slots.stale(slotWish);
      engine.after(NOT_THERE_YET, 'book', () => this.#book(lorry, crossing));
    }
  }

  async #withdraw(lorry: PlannedLorry, consignment: string): Promise<void> {
    const reason = lorry.noShow ? 'The lorry did not come' : 'Sold on the home market';
    noted(this.day, 'withdrawn', await this.day.nodes[originOf(lorry.direction)].try(lorry.trader.persona, (client) =>
      client.POST('/api/consignments/{reference}/withdraw-declaration', {
        params: { path: { reference: consignment } },
        body: { reason },
      }),
    ));
  }

  /** Puts right what an officer held the lorry for: the trader of either side mends its own part. */
  async mend(lorry: PlannedLorry, consignment: string): Promise<void> {
    if (lorry.fault === undefined) return;
    if (lorry.fault === 'completion_incomplete') {
      await this.#complete(lorry, consignment, true);
      return;
    }
    noted(this.day, 'amended', await this.day.nodes[originOf(lorry.direction)].try(lorry.trader.persona, (client) =>
      client.POST('/api/consignments/{reference}/amend-declaration', {
        params: { path: { reference: consignment } },
        body: { declaration: lorry.papers.mended, reason: 'Papers put right after the hold' },
      }),
    ));
  }
}
