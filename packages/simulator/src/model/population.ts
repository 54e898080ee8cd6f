import { Draws } from '../engine/draws.ts';
import { normal } from '../engine/inversion.ts';
import { bits, keyOf, purposeOf, uniform } from '../engine/random.ts';
import type { Compiled } from './compile.ts';
import { shocksOf, type Hours } from './hours.ts';

/** At most so many lorries of a class on a day: what is left of a number for day and class. */
export const MOST_A_DAY = 8192;
/** The number of a lorry is a signed integer of 32 bits: so many days of so many classes have numbers of their own. */
export const MOST_CLASS_DAYS = 2 ** 31 / MOST_A_DAY;
/** Ten years: what a run keeps of each day stays bounded. */
export const MOST_DAYS = 3660;
const DAY = 1440;

/** The lorries of a day: a function of the seed, the same under every policy. Arrays in booking order. */
export interface DayOfLorries {
  readonly count: number;
  readonly lorry: Int32Array;
  readonly classOf: Uint8Array;
  readonly wish: Float64Array;
  readonly risk: Uint8Array;
  /** 1 when nobody comes; 2 when there never was a lorry, only a booking. */
  readonly absent: Uint8Array;
  /** Part of the slot at which it means to come, 0 to 1; minutes by which it is late, or early if negative. */
  readonly within: Float64Array;
  readonly late: Float64Array;
  /** Minutes after the arrival at which its papers are complete. */
  readonly papersDelay: Float64Array;
  /** Minutes after the wish until which its goods keep; Infinity. */
  readonly keeps: Float64Array;
}

export class Population {
  private readonly keys: Readonly<Record<Purpose, number>>;
  private readonly draws = new Draws();
  private readonly papers: readonly number[];
  private readonly keeps: readonly number[];
  /** Cumulated shares of the hours of a day, by class. */
  private readonly hours: readonly Float64Array[];

  constructor(private readonly compiled: Compiled, private readonly calendar: Hours, seed: number) {
    this.keys = Object.fromEntries(PURPOSES.map((purpose) => [purpose, keyOf(seed, purposeOf(purpose))])) as Record<Purpose, number>;
    const classes = compiled.classes.map((id) => compiled.scenario.classes[id]!);
    this.papers = classes.map((each) => this.draws.add(each.papers.delay));
    this.keeps = classes.map((each) => (each.shelfLifeHours ? this.draws.add(each.shelfLifeHours.is) : -1));
    this.hours = classes.map(({ wishes: { byHour } }) => {
      const total = byHour.reduce((sum, weight) => sum + weight, 0);
      let sum = 0;
      return Float64Array.from(byHour, (weight) => (sum += weight) / total);
    });
  }

  day(day: number): DayOfLorries {
    const counts = this.compiled.classes.map((id, index) => this.countOf(id, index, day));
    const phantoms = this.compiled.classes.map((id) => this.phantomsOf(id, day));
    const count = [...counts, ...phantoms].reduce((sum, each) => sum + each, 0);
    const numbers = new Float64Array(count);
    let at = 0;
    for (const [index, each] of counts.entries()) {
      const first = (day * counts.length + index) * MOST_A_DAY;
      // Booking order is drawn too: the bits in front, the number behind, sorted at once. Phantoms come after the lorries.
      for (let number = first; number < first + each + phantoms[index]!; number += 1) {
        numbers[at] = (bits(this.keys.order, number) >>> 11) * 2 ** 32 + number;
        at += 1;
      }
    }
    numbers.sort();
    return this.described(day, counts, numbers);
  }

  private countOf(id: string, index: number, day: number): number {
    const { scenario } = this.compiled;
    const of = scenario.classes[id]!;
    const weekday = of.weekdays?.factors[this.calendar.weekday(day)] ?? 1;
    const demand = shocksOf(scenario, 'demand', day).reduce((factor, each) => (each.classes.includes(id) ? factor * each.factor : factor), 1);
    const expected = of.lorriesPerDay.value * weekday * demand;
    return Math.min(MOST_A_DAY, Math.floor(expected + uniform(this.keys.count, day * this.compiled.classes.length + index)));
  }

  private phantomsOf(id: string, day: number): number {
    const shocks = shocksOf(this.compiled.scenario, 'phantoms', day).filter((each) => each.classes.includes(id));
    return shocks.reduce((sum, each) => sum + Math.round(each.perDay / each.classes.length), 0);
  }

  private described(day: number, counts: readonly number[], sorted: Float64Array): DayOfLorries {
    const { keys, draws, compiled } = this;
    const count = sorted.length;
    const classes = compiled.classes.map((id) => compiled.scenario.classes[id]!);
    const noShow = compiled.classes.map((id, index) =>
      shocksOf(compiled.scenario, 'no-show', day).findLast((each) => each.classes.includes(id))?.share ?? classes[index]!.noShow.value,
    );
    const spread = compiled.classes.map((id, index) =>
      shocksOf(compiled.scenario, 'lateness', day).findLast((each) => each.classes.includes(id))?.sd ?? classes[index]!.lateness.sd,
    );
    const ahead = classes.map((each) => this.calendar.ahead(compiled.sides.indexOf(each.from)));
    const lorries: DayOfLorries = {
      count,
      lorry: new Int32Array(count),
      classOf: new Uint8Array(count),
      wish: new Float64Array(count),
      risk: new Uint8Array(count),
      absent: new Uint8Array(count),
      within: new Float64Array(count),
      late: new Float64Array(count),
      papersDelay: new Float64Array(count),
      keeps: new Float64Array(count).fill(Infinity),
    };
    for (let at = 0; at < count; at += 1) {
      const number = sorted[at]! % 2 ** 32;
      const index = Math.floor(number / MOST_A_DAY) % counts.length;
      const of = classes[index]!;
      lorries.lorry[at] = number;
      lorries.classOf[at] = index;
      lorries.wish[at] = day * DAY - ahead[index]! + this.minuteOf(index, uniform(keys.wish, number));
      const risk = uniform(keys.risk, number);
      lorries.risk[at] = risk < of.risk.low ? 0 : risk < of.risk.low + of.risk.medium ? 1 : 2;
      if (number % MOST_A_DAY >= counts[index]!) lorries.absent[at] = 2;
      else if (uniform(keys.absent, number) < noShow[index]!) lorries.absent[at] = 1;
      lorries.within[at] = uniform(keys.within, number);
      const sd = spread[index]!;
      lorries.late[at] = of.lateness.mean + (sd > 0 ? sd * normal(bits(keys.late, number)) : 0);
      if (of.papers.late > 0 && uniform(keys.papers, number) < of.papers.late) {
        lorries.papersDelay[at] = draws.draw(this.papers[index]!, keys.delay, number);
      }
      if (this.keeps[index]! >= 0) lorries.keeps[at] = 60 * draws.draw(this.keeps[index]!, keys.keeps, number);
    }
    return lorries;
  }

  private minuteOf(index: number, u: number): number {
    const cumulated = this.hours[index]!;
    let hour = 0;
    while (u > cumulated[hour]! && hour < 23) hour += 1;
    const before = hour === 0 ? 0 : cumulated[hour - 1]!;
    return 60 * (hour + (u - before) / (cumulated[hour]! - before));
  }
}

const PURPOSES = ['order', 'count', 'wish', 'risk', 'absent', 'within', 'late', 'papers', 'delay', 'keeps'] as const;
type Purpose = (typeof PURPOSES)[number];
