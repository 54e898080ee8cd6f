import { SIDES, otherSide, type Direction, type SideId, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { HOUR, MINUTE, QUARTER, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { manager } from '../accounts.ts';
import { every, noted, type Day } from '../day.ts';
import { MORNING_BAYS, NOMINAL, PRESSURE } from '../figures.ts';
import { nextOpen, openOn, stationsOf, yardPlaces } from '../hours.ts';
import type { Row } from '../world.ts';

const BAY_LOOK = 5 * MINUTE;
const HOLD_LOOK = 10 * MINUTE;
/** Capacity is told from half an hour before the gate opens, so that the first slots can be given. */
const BEFORE_OPENING = 30 * MINUTE;
const VALID = HOUR;
/** Half an hour after opening the live rate says something. */
const WARM = 30 * MINUTE;

const directionInto = (side: SideId): Direction => (side === 'CN' ? 'VN-CN' : 'CN-VN');
const ON_ITS_WAY = new Set(['released', 'exited']);
const PRESENT = new Set(['destination_apron', 'destination_bay', 'destination_lab']);

/** The managers of both gates: they publish what they accept, open bays under pressure, and end holds past their deadline. */
export class Managers {
  readonly #openedAt = new Map<SideId, number>();

  constructor(private readonly day: Day) {}

  start(): void {
    for (const side of SIDES) {
      this.#publishAgain(side);
      every(this.day, HOLD_LOOK, `holds of ${side}`, () => this.#liftOverdue(side));
    }
    // Youyi Guan begins with some of its bays; the others open under pressure.
    for (const bay of stationsOf('CN', 'bay', 'VN-CN').slice(MORNING_BAYS)) this.day.stations.CN.close(bay);
    every(this.day, BAY_LOOK, 'bays of CN', () => this.#watchBays('CN'));
  }

  /** At every quarter of an hour, and at once when the day begins. */
  #publishAgain(side: SideId): void {
    const { engine, clock } = this.day;
    const publish = async (): Promise<void> => {
      const next = (Math.floor(clock.now() / QUARTER) + 1) * QUARTER;
      engine.at(next, 'publish', publish);
      const soon = nextOpen(side, clock.now()) - clock.now() <= BEFORE_OPENING;
      if (soon || !(await this.#hasPublished(side))) await this.#publish(side);
      if (openOn(side, clock.now())) this.#openedAt.set(side, this.#openedAt.get(side) ?? clock.now());
      else this.#openedAt.delete(side);
    };
    engine.after(0, 'publish', publish);
  }

  /** A gate that has never told what it accepts tells it at once, or nobody could book. */
  async #hasPublished(side: SideId): Promise<boolean> {
    const gates = await this.day.nodes[side].read(manager(side), (client) => client.GET('/api/gate'));
    return Object.keys(gates[side].capacity).length > 0;
  }

  async #publish(side: SideId): Promise<void> {
    const direction = directionInto(side);
    const rows = this.day.world.seen(side, direction);
    const sent = this.day.world.seen(otherSide(side), direction).filter((row) => ON_ITS_WAY.has(row.phase));
    const present = rows.filter((row) => PRESENT.has(row.place));
    const full = present.length + sent.length >= yardPlaces(side, direction);
    const validUntil = fromMillis(this.day.clock.now() + VALID);
    for (const [name, nominal] of Object.entries(NOMINAL[direction])) {
      const trafficClass = name as TrafficClass;
      const inWork = [...present, ...sent].filter((row) => row.trafficClass === trafficClass).length;
      const perHour = full ? 0 : this.#accepts(side, rows, trafficClass, nominal, inWork);
      noted(this.day, 'capacity published', await this.day.nodes[side].try(manager(side), (client) =>
        client.POST('/api/gate/publish-capacity', { params: {}, body: { trafficClass, perHour, validUntil } }),
      ));
    }
  }

  /**
   * Lorries an hour of one class: the rate at which they have left of late, more while the apron holds less than an hour's
   * work, less while it holds more, and none when it holds an hour and a half of it.
   */
  #accepts(side: SideId, rows: readonly Row[], trafficClass: TrafficClass, nominal: number, inWork: number): number {
    const now = this.day.clock.now();
    const opened = this.#openedAt.get(side);
    const since = Math.max(now - HOUR, opened ?? now);
    const left = rows.filter((row) => row.trafficClass === trafficClass && row.phase === 'departed' && row.endedAt !== null && toMillis(row.endedAt) > since);
    const known = opened !== undefined && now - opened >= WARM;
    const live = known ? (left.length * HOUR) / (now - since) : nominal;
    // When little stands on the apron, it is not this side that is slow.
    const rate = Math.max(live, inWork < nominal / 2 ? nominal : nominal / 3);
    if (inWork >= 1.5 * nominal) return 0;
    const wanted = rate * (1 + (0.6 * (nominal - inWork)) / nominal);
    return Math.round(Math.min(1.5 * nominal, Math.max(1, wanted)));
  }

  /** Opens one more bay when many wait for each open one, and closes it when hardly anybody does. */
  async #watchBays(side: SideId): Promise<void> {
    if (!openOn(side, this.day.clock.now())) return;
    const direction = directionInto(side);
    const stations = this.day.stations[side];
    const extra = stationsOf(side, 'bay', direction).slice(MORNING_BAYS);
    const open = stationsOf(side, 'bay', direction).filter((bay) => !stations.isClosed(bay)).length;
    const waiting = this.day.world.seen(side, direction).filter((row) => row.cause === 'bay' && row.causeSide === side).length;
    const toOpen = waiting / open > PRESSURE.open ? extra.find((bay) => stations.isClosed(bay)) : undefined;
    const toClose = waiting / open < PRESSURE.close ? extra.find((bay) => !stations.isClosed(bay)) : undefined;
    await this.#tellAtFirst(side, extra);
    if (toOpen !== undefined) await this.#setBay(side, direction, toOpen, true);
    else if (toClose !== undefined) await this.#setBay(side, direction, toClose, false);
  }

  #told = false;

  /** The node takes every station for open until it is told otherwise. */
  async #tellAtFirst(side: SideId, extra: readonly string[]): Promise<void> {
    if (this.#told) return;
    this.#told = true;
    const direction = directionInto(side);
    const gates = await this.day.nodes[side].read(manager(side), (client) => client.GET('/api/gate'));
    const known = gates[side].lane as Record<string, { open: boolean } | undefined>;
    for (const bay of extra) {
      if (known[bay]?.open === true) this.day.stations[side].open(bay);
      if (known[bay] === undefined) {
        await this.#setBay(side, direction, bay, true);
        await this.#setBay(side, direction, bay, false);
      }
    }
  }

  async #setBay(side: SideId, direction: Direction, station: string, open: boolean): Promise<void> {
    const node = this.day.nodes[side];
    if (open) {
      this.day.stations[side].open(station);
      noted(this.day, 'bay opened', await node.try(manager(side), (client) =>
        client.POST('/api/gate/open-station', { params: {}, body: { station, kind: 'bay', direction } }),
      ));
      return;
    }
    this.day.stations[side].close(station);
    noted(this.day, 'bay closed', await node.try(manager(side), (client) =>
      client.POST('/api/gate/close-station', { params: {}, body: { station, reason: 'Nobody waits' } }),
    ));
  }

  async #liftOverdue(side: SideId): Promise<void> {
    if (!openOn(side, this.day.clock.now())) return;
    const node = this.day.nodes[side];
    const { items } = await node.read(manager(side), (client) => client.GET('/api/worklist'));
    for (const { row } of items) {
      const { reference } = row;
      const detail = await node.read(manager(side), (client) => client.GET('/api/crossings/{reference}', { params: { path: { reference } } }));
      const hold = detail.holds.find((each) => each.side === side && each.liftedAt === null);
      if (!hold) continue;
      noted(this.day, 'lifted by the manager', await node.try(manager(side), (client) =>
        client.POST('/api/crossings/{reference}/lift-hold', {
          params: { path: { reference }, header: { 'If-Match': `"v${detail.version}"` } },
          body: { hold: hold.hold, reason: 'Past its deadline' },
        }),
      ));
    }
  }
}
