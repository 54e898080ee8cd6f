import type { Arrivals } from '../engine/arrivals.ts';
import { COUNTS, DISPLACED, DUE, PAPERS_READY, RISK, SLOT_BEGINS, type Lorries } from '../engine/lorries.ts';
import type { DayOfLorries } from './population.ts';

/** Times are rounded to 2^-16 minutes, about a millisecond, so that a time and an index fit into one number to be sorted. */
const GRAIN = 65_536;

/** The lorries that are booked and have not arrived, in booking order; also those that will never come, which nobody knows before. */
export class Expected {
  count = 0;
  lorry = new Int32Array(8192);
  classOf = new Uint8Array(8192);
  risk = new Uint8Array(8192);
  wish = new Float64Array(8192);
  slot = new Float64Array(8192);
  private absent = new Uint8Array(8192);
  private within = new Float64Array(8192);
  private late = new Float64Array(8192);
  private papersDelay = new Float64Array(8192);
  private keeps = new Float64Array(8192);
  private order = new Float64Array(8192);
  private due = new Int32Array(8192);

  constructor(private readonly slotMinutes: number) {}

  /** Takes over the lorries of a day with the slots that they were given. */
  add(day: DayOfLorries, slot: Float64Array): void {
    while (this.count + day.count > this.lorry.length) this.grow();
    let at = this.count;
    for (let index = 0; index < day.count; index += 1) {
      this.absent[at] = day.absent[index]!;
      this.lorry[at] = day.lorry[index]!;
      this.classOf[at] = day.classOf[index]!;
      this.risk[at] = day.risk[index]!;
      this.wish[at] = day.wish[index]!;
      this.slot[at] = slot[index]!;
      this.within[at] = day.within[index]!;
      this.late[at] = day.late[index]!;
      this.papersDelay[at] = day.papersDelay[index]!;
      this.keeps[at] = day.keeps[index]!;
      at += 1;
    }
    this.count = at;
  }

  /** When a lorry will arrive: as it wished where its slot allows it, somewhere in the slot otherwise, and early or late by its own draw. */
  arrivalOf(index: number): number {
    const slot = this.slot[index]!;
    const wish = this.wish[index]!;
    const meant = slot < 0 || (wish >= slot && wish < slot + this.slotMinutes) ? wish : slot + this.within[index]! * this.slotMinutes;
    return meant + this.late[index]!;
  }

  /** Minutes between the wish and the slot, 0 when the wish is in it. */
  displacementOf(index: number): number {
    return displacement(this.wish[index]!, this.slot[index]!, this.slotMinutes);
  }

  /** Moves those who arrive before `until` to the engine, in the order of time; who is early for the window arrives as it begins. */
  dispatch(from: number, until: number, warmUpMinutes: number, { arrivals: into, lorries }: Entrance): void {
    let due = 0;
    let left = 0;
    const { order } = this;
    for (let index = 0; index < this.count; index += 1) {
      const time = Math.max(from, Math.floor(this.arrivalOf(index) * GRAIN) / GRAIN);
      if (time >= until) continue;
      if (this.absent[index]! > 0) {
        this.lorry[index] = -1;
        continue;
      }
      order[due] = (time - from) * GRAIN * GRAIN + due;
      this.due[due] = index;
      due += 1;
    }
    order.subarray(0, due).sort();
    into.clear();
    for (let at = 0; at < due; at += 1) {
      const index = this.due[order[at]! % GRAIN]!;
      const time = from + Math.floor(order[at]! / GRAIN) / GRAIN;
      const lorry = into.add(time, this.lorry[index]!, this.classOf[index]!);
      const { int, real } = lorries;
      int[lorry + RISK] = this.risk[index]!;
      int[lorry + COUNTS] = Number(this.wish[index]! >= warmUpMinutes);
      real[lorry + PAPERS_READY] = time + this.papersDelay[index]!;
      real[lorry + SLOT_BEGINS] = this.slot[index]!;
      real[lorry + DUE] = this.wish[index]! + this.keeps[index]!;
      real[lorry + DISPLACED] = this.displacementOf(index);
      this.lorry[index] = -1;
    }
    for (let index = 0; index < this.count; index += 1) if (this.lorry[index]! >= 0) this.move(index, left++);
    this.count = left;
  }

  /** Lorries that would arrive no earlier than `earliest`, and before `until`. Copies, in booking order. */
  open(earliest: number, until = Infinity): OpenBookings {
    const indices: number[] = [];
    for (let index = 0; index < this.count; index += 1) {
      const arrival = this.arrivalOf(index);
      if (arrival >= earliest && arrival < until) indices.push(index);
    }
    return {
      count: indices.length,
      index: Int32Array.from(indices),
      lorry: Int32Array.from(indices, (index) => this.lorry[index]!),
      classOf: Uint8Array.from(indices, (index) => this.classOf[index]!),
      risk: Uint8Array.from(indices, (index) => this.risk[index]!),
      wish: Float64Array.from(indices, (index) => this.wish[index]!),
      slot: Float64Array.from(indices, (index) => this.slot[index]!),
    };
  }

  /** Takes over slots that were changed; one that begins before `earliest` comes too late for the driver and is not. */
  change(open: OpenBookings, earliest: number): void {
    for (let at = 0; at < open.count; at += 1) {
      if (open.slot[at]! >= earliest) this.slot[open.index[at]!] = open.slot[at]!;
    }
  }

  private move(from: number, to: number): void {
    if (from === to) return;
    for (const each of this.columns()) each[to] = each[from]!;
  }

  private columns(): (Int32Array | Uint8Array | Float64Array)[] {
    return [this.lorry, this.absent, this.classOf, this.risk, this.wish, this.slot, this.within, this.late, this.papersDelay, this.keeps];
  }

  private grow(): void {
    const length = this.lorry.length * 2;
    const larger = <T extends Int32Array | Uint8Array | Float64Array>(old: T): T => {
      const grown = new (old.constructor as new (length: number) => T)(length);
      grown.set(old);
      return grown;
    };
    this.lorry = larger(this.lorry);
    this.classOf = larger(this.classOf);
    this.risk = larger(this.risk);
    this.wish = larger(this.wish);
    this.slot = larger(this.slot);
    this.absent = larger(this.absent);
    this.within = larger(this.within);
    this.late = larger(this.late);
    this.papersDelay = larger(this.papersDelay);
    this.keeps = larger(this.keeps);
    this.order = new Float64Array(length);
    this.due = new Int32Array(length);
  }
}

/** Where lorries arrive: a network. */
interface Entrance {
  readonly arrivals: Arrivals;
  readonly lorries: Lorries;
}

export interface OpenBookings {
  readonly count: number;
  readonly index: Int32Array;
  readonly lorry: Int32Array;
  readonly classOf: Uint8Array;
  readonly risk: Uint8Array;
  readonly wish: Float64Array;
  readonly slot: Float64Array;
}

/** Minutes between a wish and a slot; 0 for walk-in, and when the wish lies in the slot. */
export const displacement = (wish: number, slot: number, slotMinutes: number): number =>
  slot < 0 ? 0 : Math.max(0, slot - wish, wish - (slot + slotMinutes));
