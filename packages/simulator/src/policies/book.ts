import type { Compiled } from '../model/compile.ts';

/** Bookings reach so many days ahead, when the days before are full. */
const AHEAD_DAYS = 14;

/**
 * A book of equal places in every slot, which is filled in booking order: each lorry takes the free place that is nearest to its
 * wish; of two that are equally near, the later. Slots are counted since the start of the run.
 */
export class Book {
  private readonly free: Int32Array;
  /** The slots of each day are known a fortnight ahead. */
  private known = 0;
  private first = 0;

  constructor(
    private readonly compiled: Compiled,
    private readonly of: { readonly days: number; readonly perSlot: number; readonly slots: (day: number) => readonly number[] },
  ) {
    this.free = new Int32Array((of.days + AHEAD_DAYS + 1) * compiled.slotsPerDay);
  }

  openDay(day: number): void {
    const { perSlot, slots } = this.of;
    for (; this.known <= day + AHEAD_DAYS; this.known += 1) {
      let due = 0;
      for (const slot of slots(this.known)) {
        // Whole places: what a slot lacks, the next one has more.
        const places = Math.floor(due + perSlot) - Math.floor(due);
        due += perSlot;
        this.free[slot] = places;
      }
    }
    this.first = day * this.compiled.slotsPerDay;
  }

  /** The beginning of the slot, in minutes since the start; −1 when the fortnight is full: the lorry comes as it likes, and waits. */
  take(wish: number): number {
    const { first } = this;
    const { slotMinutes } = this.compiled;
    const wished = Math.max(first, Math.floor(wish / slotMinutes));
    const last = this.known * this.compiled.slotsPerDay;
    for (let away = 0; away < last - first; away += 1) {
      for (const slot of [wished + away, wished - away]) {
        if (slot < first || slot >= last || this.free[slot]! <= 0) continue;
        this.free[slot]! -= 1;
        return slot * slotMinutes;
      }
    }
    return -1;
  }
}

export interface Direction {
  readonly from: string;
  readonly to: string;
  /** Indices of its classes. */
  readonly classes: readonly number[];
}

export function directionsOf({ scenario, classes }: Compiled): Direction[] {
  const found = new Map<string, { from: string; to: string; classes: number[] }>();
  for (const [index, id] of classes.entries()) {
    const { from, to } = scenario.classes[id]!;
    const key = `${from}-${to}`;
    const direction = found.get(key) ?? { from, to, classes: [] };
    direction.classes.push(index);
    found.set(key, direction);
  }
  return [...found.values()];
}
