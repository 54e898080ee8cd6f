import { SIDES, type Direction, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY } from '@pairgate/domain/kernel/instant.ts';
import { isOpen, nextOpening, sharedOpen } from '@pairgate/domain/gate/calendar/open.ts';
import { huuNghiYouyiGuan as pair } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';

/** Opening hours and stations of the pair, as the pair's own dated data states them. */
const calendars = SIDES.map((side) => pair.sides[side].calendar);

export const openOn = (side: SideId, now: number): boolean => isOpen(pair.sides[side].calendar, now);
export const bothOpen = (now: number): boolean => calendars.every((calendar) => isOpen(calendar, now));

/** Milliseconds until the first of the two gates closes; 0 when one is closed. */
export function untilClosing(now: number): number {
  const open = sharedOpen(calendars, now, now + DAY)[0];
  return open && open.from <= now ? open.to - now : 0;
}

/** The next instant at which a side is open; now when it is. */
export const nextOpen = (side: SideId, now: number): number => nextOpening(pair.sides[side].calendar, now) ?? now + DAY;

export const yardPlaces = (side: SideId, direction: Direction): number =>
  pair.sides[side].yards.filter((yard) => yard.direction === direction).reduce((all, yard) => all + yard.places, 0);

export const yardOf = (side: SideId, direction: Direction): string =>
  pair.sides[side].yards.find((yard) => yard.direction === direction)!.id;

export type StationKind = 'lane' | 'bay' | 'desk' | 'laboratory';

export function stationsOf(side: SideId, kind: StationKind, direction: Direction): string[] {
  const { lanes, stations } = pair.sides[side];
  const all = kind === 'lane' ? lanes : stations.filter((station) => station.kind === kind);
  return all.filter((station) => station.direction === direction).map((station) => station.id);
}

/** The lanes, bays, desks and benches of one side, and which of them somebody works at now. */
export class Stations {
  readonly #busy = new Set<string>();
  readonly #closed = new Set<string>();

  constructor(readonly side: SideId) {}

  /** Takes a free station; `undefined` when all are busy. */
  take(kind: StationKind, direction: Direction): string | undefined {
    const free = stationsOf(this.side, kind, direction).find((id) => !this.#busy.has(id) && !this.#closed.has(id));
    if (free !== undefined) this.#busy.add(free);
    return free;
  }

  leave(id: string): void {
    this.#busy.delete(id);
  }

  /** A station that is closed while somebody works at it takes nobody after that. */
  close(id: string): void {
    this.#closed.add(id);
  }

  open(id: string): void {
    this.#closed.delete(id);
  }

  isClosed(id: string): boolean {
    return this.#closed.has(id);
  }

  /** How many nobody works at. */
  free(kind: StationKind, direction: Direction): number {
    return stationsOf(this.side, kind, direction).filter((id) => !this.#busy.has(id) && !this.#closed.has(id)).length;
  }
}

export const offsetOf = (side: SideId): number => pair.sides[side].utcOffsetMinutes;
