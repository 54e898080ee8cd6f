import type { Compiled } from '../model/compile.ts';
import type { Bookings } from '../model/policy.ts';
import { RISKS } from '../scenario/schema.ts';
import type { Quotas } from './quotas.ts';

/**
 * Gives the lorries of a day the places of their kind: sorted by wish into the places in the order of time, which is the
 * least displacement in all (Wasserstein distance on a line). The bookings of a day are known the night before, so that nobody gains by
 * booking first. Who finds no place on the day is first on the next.
 */
export class SlotBook {
  /** Places given on later days: kind and slot since the start of the run, to how many. */
  private readonly ahead = new Map<number, number>();

  constructor(private readonly compiled: Compiled, private readonly quotas: Quotas) {}

  async book(bookings: Bookings): Promise<void> {
    const { day, count, classOf, risk, wish, slot } = bookings;
    const { all, of } = this.quotas.kinds;
    const mine = all.map((): number[] => []);
    for (let at = 0; at < count; at += 1) mine[of[classOf[at]! * RISKS.length + risk[at]!]!]!.push(at);
    for (const each of mine) each.sort((one, other) => wish[one]! - wish[other]!);
    let left = mine;
    for (let on = day; on <= day + LATEST_DAYS && left.some((each) => each.length > 0); on += 1) {
      left = await this.fill(on, day, left, slot);
    }
    for (const each of left) for (const at of each) slot[at] = -1;
  }

  /** Gives places on a day; who is left over. */
  private async fill(on: number, day: number, lorries: readonly number[][], slot: Float64Array): Promise<number[][]> {
    const { slotsPerDay, slotMinutes } = this.compiled;
    const counts = Float64Array.from(lorries, (each) => each.length);
    const held = lorries.map((_, index) => Float64Array.from({ length: slotsPerDay }, (__, t) => this.ahead.get(this.keyOf(index, on * slotsPerDay + t)) ?? 0));
    const none = new Float64Array(counts.length);
    const places = await this.quotas.placesOf(on, { lorries: counts, carried: on === day ? none : counts, held });
    return lorries.map((each, index) => {
      let next = 0;
      for (let t = 0; t < slotsPerDay && next < each.length; t += 1) {
        for (let place = places[index * slotsPerDay + t]!; place > 0 && next < each.length; place -= 1) {
          slot[each[next]!] = (on * slotsPerDay + t) * slotMinutes;
          next += 1;
          if (on > day) this.hold(this.keyOf(index, on * slotsPerDay + t));
        }
      }
      return each.slice(next);
    });
  }

  private keyOf(kind: number, slot: number): number {
    return slot * this.quotas.kinds.all.length + kind;
  }

  private hold(key: number): void {
    this.ahead.set(key, (this.ahead.get(key) ?? 0) + 1);
  }
}

/** Who has no place within so many days comes as it likes. */
const LATEST_DAYS = 14;
