/** Whole numbers of an arrival, side by side in a row. */
export const ARRIVAL_ROW = 4;
export const ARRIVAL_NUMBER = 0;
export const ARRIVAL_CLASS = 1;
export const ARRIVAL_RISK = 2;
/** 1 for lorries that count in the results. */
export const ARRIVAL_COUNTS = 3;
/** Minutes since the start: it comes, its papers are complete, its slot begins (−1 for walk-in), its goods spoil. */
export const ARRIVAL_TIMES = 5;
export const ARRIVAL_TIME = 0;
export const ARRIVAL_PAPERS = 1;
export const ARRIVAL_SLOT = 2;
export const ARRIVAL_DUE = 3;
/** Minutes between the wished and the given time. */
export const ARRIVAL_DISPLACED = 4;

/** Lorries on their way, in the order of their arrival; the engine takes them one after the other. */
export class Arrivals {
  count = 0;
  int = new Int32Array(0);
  real = new Float64Array(0);

  /** So many others in the place of those before; the caller fills in what is not a plain walk-in's. */
  renew(count: number): void {
    this.count = count;
    if (count * ARRIVAL_ROW <= this.int.length) return;
    const length = Math.ceil(count * 1.5);
    this.int = new Int32Array(length * ARRIVAL_ROW);
    this.real = new Float64Array(length * ARRIVAL_TIMES);
    for (let at = 0; at < length; at += 1) {
      this.int[at * ARRIVAL_ROW + ARRIVAL_COUNTS] = 1;
      this.real[at * ARRIVAL_TIMES + ARRIVAL_SLOT] = -1;
      this.real[at * ARRIVAL_TIMES + ARRIVAL_DUE] = Infinity;
    }
  }
}
