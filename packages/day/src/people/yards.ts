import { SIDES, destinationOf, type Direction, type SideId, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, MINUTE, QUARTER, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { huuNghiYouyiGuan as pair } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { yard } from '../accounts.ts';
import { every, noted, spanOf, type Day } from '../day.ts';
import { SERVICE } from '../figures.ts';
import { bothOpen, stationsOf, untilClosing } from '../hours.ts';
import type { Row } from '../world.ts';
import type { SlotBoard } from './slot-board.ts';

const LOOK = 20_000;
const SLOT_LOOK = 2 * MINUTE;
const SLOT_WINDOW = 3 * HOUR;
/** Nobody is called who could not be over before the first gate closes. */
const LAST_CALL = 20 * MINUTE;
/** A call that nobody follows for ten minutes may be passed. */
const PATIENCE = 10.5 * MINUTE;
/** Calls that may be made at once after a pause: what is accepted in twenty minutes, or this many. */
const BURST = 2;

const directionFrom = (side: SideId): Direction => (side === 'VN' ? 'VN-CN' : 'CN-VN');

/** The yard operators of both sides: they call the first of each class as the other side accepts, and help out with slots. */
export class Yards {
  /** Lorries that the far side's acceptance would allow to be called now, by direction and class. */
  readonly #allowance = new Map<string, { tokens: number; at: number }>();
  readonly #calls = new Map<string, number>();
  #lane = 0;

  constructor(
    private readonly day: Day,
    private readonly slots: SlotBoard,
  ) {}

  start(): void {
    for (const side of SIDES) {
      every(this.day, LOOK, `calls of ${side}`, () => this.#call(side));
      every(this.day, SLOT_LOOK, `slots of ${side}`, () => this.#giveSlots(side));
    }
  }

  /** How often a lorry has been called; a driver who slept hears the second call. */
  callsOf(crossing: string): number {
    return this.#calls.get(crossing) ?? 0;
  }

  async #call(side: SideId): Promise<void> {
    const { nodes, clock } = this.day;
    if (untilClosing(clock.now()) < LAST_CALL) return;
    const direction = directionFrom(side);
    const queue = await nodes[side].read(yard(side), (client) => client.GET('/api/queue', { params: { query: { direction } } }));
    const first = new Map<TrafficClass, string[]>();
    for (const { reference, trafficClass, position } of queue.items) {
      if (position !== null) first.set(trafficClass, [...(first.get(trafficClass) ?? []), reference]);
    }
    if (first.size === 0) return;
    const gates = await nodes[side].read(yard(side), (client) => client.GET('/api/gate'));
    const { capacity } = gates[destinationOf(direction)];
    const callClass = async ([trafficClass, order]: [TrafficClass, string[]]): Promise<void> => {
      const published = capacity[trafficClass];
      if (!published) return;
      const valid = toMillis(published.validUntil) > clock.now();
      const perHour = valid ? published.perHour : Math.floor(published.perHour * pair.degradedShare);
      await this.#callClass(side, direction, trafficClass, order, perHour);
    };
    await Promise.all([...first].map(callClass));
  }

  /** Calls from the front of the order for as long as the acceptance and the lanes have room. */
  async #callClass(side: SideId, direction: Direction, trafficClass: TrafficClass, order: readonly string[], perHour: number) {
    const now = this.day.clock.now();
    const key = `${direction}/${trafficClass}`;
    const before = this.#allowance.get(key) ?? { tokens: 1, at: now };
    let tokens = Math.min(Math.max(BURST, perHour / 3), before.tokens + ((now - before.at) / HOUR) * perHour);
    if (perHour === 0) tokens = 0;
    const lanes = stationsOf(side, 'lane', direction);
    for (const crossing of order) {
      if (tokens < 1) break;
      const lane = lanes[(this.#lane += 1) % lanes.length]!;
      const tried = noted(this.day, 'called', await this.day.nodes[side].try(yard(side), (client) =>
        client.POST('/api/crossings/{reference}/call-vehicle', { params: { path: { reference: crossing } }, body: { lane } }),
      ));
      if (!tried.ok) break;
      tokens -= 1;
      this.#called(side, crossing);
    }
    this.#allowance.set(key, { tokens, at: now });
  }

  #called(side: SideId, crossing: string): void {
    this.#calls.set(crossing, this.callsOf(crossing) + 1);
    this.day.engine.after(PATIENCE, 'pass', () => this.#pass(side, crossing));
  }

  /** Passes the call of a driver who is not at the wheel; a lorry that papers keep is not to blame. */
  async #pass(side: SideId, crossing: string): Promise<void> {
    const lorry = this.day.world.find(crossing);
    const row = lorry?.rows[side];
    const asleep = lorry?.plan?.lateDriver === true && this.callsOf(crossing) === 1;
    const waits = row?.phase === 'released' || row?.phase === 'called';
    const shut = waits && !bothOpen(this.day.clock.now());
    if (!waits || (!asleep && !shut)) return;
    noted(this.day, 'call passed', await this.day.nodes[side].try(yard(side), (client) =>
      client.POST('/api/crossings/{reference}/pass-call', {
        params: { path: { reference: crossing } },
        body: { reason: asleep ? 'Nobody at the wheel' : 'The gate has closed' },
      }),
    ));
  }

  /** Whether the driver of a called lorry moves now, and after how long. */
  followsAfter(crossing: string): number | undefined {
    const plan = this.day.world.find(crossing)?.plan;
    if (plan?.lateDriver && this.callsOf(crossing) === 1) return undefined;
    return spanOf(this.day.chance.of(`follow/${crossing}/${this.callsOf(crossing)}`), SERVICE.followCall);
  }

  /** Lorries that came without a slot are given the next free ones, in the order of their arrival. */
  async #giveSlots(side: SideId): Promise<void> {
    const { nodes, clock } = this.day;
    const direction = directionFrom(side);
    const waiting = this.day.world
      .seen(side, direction)
      .filter((row) => row.phase === 'arrived' && row.slotStart === null)
      .toSorted((a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? ''));
    if (waiting.length === 0 || untilClosing(clock.now()) < QUARTER) return;
    const give = async ({ reference, trafficClass }: Row): Promise<void> => {
      const wish = { direction, trafficClass, from: clock.now(), until: clock.now() + SLOT_WINDOW };
      const start = await this.slots.find(yard(side), wish);
      if (start === undefined) return;
      const tried = noted(this.day, 'booked by the yard', await nodes[side].try(yard(side), (client) =>
        client.POST('/api/crossings/{reference}/book-slot', { params: { path: { reference } }, body: { start } }),
      ));
      if (!tried.ok) this.slots.stale(wish);
    };
    await Promise.all(waiting.map(give));
  }
}
