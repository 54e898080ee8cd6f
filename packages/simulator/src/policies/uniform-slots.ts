import { planningProblem } from '../model/planning-problem.ts';
import type { Bookings, Policy } from '../model/policy.ts';
import type { Compiled } from '../model/compile.ts';
import { Hours } from '../model/hours.ts';
import { Book, directionsOf, type Direction } from './book.ts';

/**
 * P1, the yardstick, and frozen: the same number of places in every quarter of the hours in which lorries are called, for each
 * direction, whatever the class. There are as many as the direction's tightest stage can take over the day. In booking order each
 * lorry takes the free place that is nearest to its wish; of two that are equally near, the later.
 */
export const uniformSlots: Policy = {
  id: 'P1',
  name: 'Uniform slots',
  begin: (compiled, { days }) => ({ book: uniformBook(compiled, days) }),
};

/** Gives equal places in every slot, in each direction. */
export function uniformBook(compiled: Compiled, days: number): (bookings: Bookings) => void {
  const hours = new Hours(compiled);
  const slots = (day: number): readonly number[] => hours.callSlots(day);
  return bookOf(compiled, ({ classes }) => new Book(compiled, { days, slots, perSlot: placesPerSlot(compiled, { classes, slots }) }));
}

/** Books of the directions as one. */
export function bookOf(compiled: Compiled, make: (direction: Direction) => Book): (bookings: Bookings) => void {
  const books = directionsOf(compiled).map((direction) => ({ classes: direction.classes, book: make(direction) }));
  const ofClass = compiled.classes.map((_, index) => books.find(({ classes }) => classes.includes(index))!.book);
  return ({ day, count, classOf, wish, slot }) => {
    for (const { book } of books) book.openDay(day);
    for (let at = 0; at < count; at += 1) slot[at] = ofClass[classOf[at]!]!.take(wish[at]!);
  };
}

export interface Share {
  readonly classes: readonly number[];
  /** Slots of a day, counted since the start of the run. */
  readonly slots: (day: number) => readonly number[];
  /** Side whose stages count; absent: both sides'. */
  readonly side?: string;
}

/** Lorries of these classes that their tightest stage takes in a slot of its working hours, over a week. */
export function placesPerSlot(compiled: Compiled, { classes, slots, side }: Share): number {
  const days = 7;
  const problem = planningProblem(compiled, { days });
  const total = (values: Iterable<number>): number => [...values].reduce((sum, each) => sum + each, 0);
  const ids = classes.map((index) => compiled.classes[index]!);
  const wished = (id: string): number => total(problem.classes.find((each) => each.id === id)!.wished);
  const open = Array.from({ length: days }, (_, day) => slots(day)).flat();
  const all = total(ids.map(wished));
  const counted = problem.resources.filter(({ id }) => side === undefined || compiled.scenario.stages[id]?.side === side);
  const limits = counted.map((resource) => {
    const uses = problem.uses.filter((use) => use.resource === resource.id);
    const minutes = total(uses.map((use) => wished(use.class) * use.minutes));
    return uses.some((use) => ids.includes(use.class)) ? (total(open.map((slot) => resource.capacity[slot]!)) / minutes) * all : Infinity;
  });
  return Math.min(...limits) / open.length;
}
