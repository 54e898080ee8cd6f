import { planningProblem } from '../model/planning-problem.ts';
import type { Bookings, Policy } from '../model/policy.ts';
import type { Compiled } from '../model/compile.ts';
import { Hours } from '../model/hours.ts';

/** Bookings reach so many days ahead, when the days before are full. */
const AHEAD_DAYS = 14;

/**
 * P1, the yardstick, and frozen: the same number of places in every quarter of the hours in which lorries are called, for each
 * direction, whatever the class. There are as many as the direction's tightest stage can take over the day. In booking order each
 * lorry takes the free place that is nearest to its wish; of two that are equally near, the later.
 */
export const uniformSlots: Policy = {
  id: 'P1',
  name: 'Uniform slots',
  begin(compiled, { days }) {
    const books = new Map(directionsOf(compiled).map((direction) => [direction.key, new Book(compiled, direction.classes, days)]));
    const bookOf = compiled.classes.map((id) => books.get(directionOf(compiled, id))!);
    return {
      book({ day, count, classOf, wish, slot }: Bookings): void {
        for (const book of books.values()) book.openDay(day);
        for (let at = 0; at < count; at += 1) slot[at] = bookOf[classOf[at]!]!.take(wish[at]!);
      },
    };
  },
};

const directionOf = (compiled: Compiled, id: string): string => {
  const { from, to } = compiled.scenario.classes[id]!;
  return `${from}-${to}`;
};

function directionsOf(compiled: Compiled): { key: string; classes: string[] }[] {
  const keys = [...new Set(compiled.classes.map((id) => directionOf(compiled, id)))];
  return keys.map((key) => ({ key, classes: compiled.classes.filter((id) => directionOf(compiled, id) === key) }));
}

/** The places of one direction, by slot since the start of the run. */
class Book {
  private readonly free: Int32Array;
  private readonly hours: Hours;
  /** The slots that are called in on each day are known a fortnight ahead. */
  private known = 0;
  private first = 0;
  private readonly perQuarter: number;

  constructor(private readonly compiled: Compiled, classes: readonly string[], days: number) {
    this.free = new Int32Array((days + AHEAD_DAYS + 1) * compiled.slotsPerDay);
    this.hours = new Hours(compiled);
    this.perQuarter = placesPerSlot(compiled, classes);
  }

  openDay(day: number): void {
    const { slotsPerDay } = this.compiled;
    for (; this.known <= day + AHEAD_DAYS; this.known += 1) {
      let due = 0;
      for (const slot of this.hours.callSlots(this.known)) {
        // Whole places: what a slot lacks, the next one has more.
        const places = Math.floor(due + this.perQuarter) - Math.floor(due);
        due += this.perQuarter;
        this.free[slot] = places;
      }
    }
    this.first = day * slotsPerDay;
  }

  take(wish: number): number {
    const { slotMinutes } = this.compiled;
    const wished = Math.max(this.first, Math.floor(wish / slotMinutes));
    const last = this.known * this.compiled.slotsPerDay;
    for (let away = 0; away < last - this.first; away += 1) {
      for (const slot of [wished + away, wished - away]) {
        if (slot < this.first || slot >= last || this.free[slot]! <= 0) continue;
        this.free[slot]! -= 1;
        return slot * slotMinutes;
      }
    }
    // Full for a fortnight: it comes as it likes, and waits.
    return -1;
  }
}

/** Lorries of a direction that its tightest stage takes in a slot of its working hours. */
function placesPerSlot(compiled: Compiled, classes: readonly string[]): number {
  const days = 7;
  const problem = planningProblem(compiled, { days });
  const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
  const wished = (id: string): number => total(problem.classes.find((each) => each.id === id)!.wished);
  const hours = new Hours(compiled);
  const slots = Array.from({ length: days }, (_, day) => hours.callSlots(day)).flat();
  const all = total(classes.map(wished));
  const limits = problem.resources.map((resource) => {
    const uses = problem.uses.filter((use) => use.resource === resource.id);
    const minutes = total(uses.map((use) => wished(use.class) * use.minutes));
    return uses.some((use) => classes.includes(use.class)) ? (total(slots.map((slot) => resource.capacity[slot]!)) / minutes) * all : Infinity;
  });
  return Math.min(...limits) / slots.length;
}

