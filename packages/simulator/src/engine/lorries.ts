/**
 * The lorries that are in the network now: a row of whole numbers and a row of minutes each. A lorry is the offset of its rows, so
 * that what an event needs lies side by side. The rows of one that has left are taken by the next to come: memory is bounded by
 * how many are there at once, not by how many ever came.
 */
const ROW = 16;

// Whole numbers.
/** Number in the run, from which all of its draws follow. */
export const NUMBER = 0;
export const CLASS_OF = 1;
/** 0 low, 1 medium, 2 high. */
export const RISK = 2;
/** Step of its route, counted over all routes. */
export const STEP = 3;
/** Steps of its route that it has taken, as bits. */
export const BEEN = 4;
/** How often it was sent back. */
export const VISITS = 5;
/** Stage whose server it has, −1: none. */
export const AT = 6;
/** Vehicle of the fleet that carries it. */
export const CARRIER = 7;
/** Neighbours in the list that it is in. */
export const NEXT = 8;
export const PREVIOUS = 9;
/** 1 when it counts in the results. */
export const COUNTS = 10;

// Minutes.
/** End of the service under way; an event that comes at another time has been superseded. −1: none. */
export const ENDS = 0;
/** What is left of an interrupted service; −1: none. */
export const LEFT = 1;
export const ARRIVED = 2;
/** When its present wait began. */
export const SINCE = 3;
export const WAITED = 4;
export const SERVED = 5;
/** When its papers are complete, its slot begins, its goods spoil. */
export const PAPERS_READY = 6;
export const SLOT_BEGINS = 7;
export const DUE = 8;
/** Minutes between the wished and the given time. */
export const DISPLACED = 9;
/** What had stood in the way at its stage when it began to wait: minutes closed, of the other side, of failed systems. */
export const CLOSED_BEFORE = 10;
export const OTHER_BEFORE = 11;
export const SYSTEM_BEFORE = 12;
/** How long the vehicle that fetches it is on its way. */
export const FETCH = 13;

export class Lorries {
  int = new Int32Array(1024 * ROW);
  real = new Float64Array(1024 * ROW);
  /** How many have arrived and have not left. */
  present = 0;
  private free = -1;
  private used = 0;

  /** Rows for a lorry. What they held before is to be written over by the caller. */
  take(): number {
    const again = this.free;
    if (again >= 0) {
      this.free = this.int[again + NEXT]!;
      return again;
    }
    if (this.used === this.int.length) this.grow();
    const row = this.used;
    this.used = row + ROW;
    return row;
  }

  leave(lorry: number): void {
    this.present -= 1;
    this.int[lorry + NEXT] = this.free;
    this.free = lorry;
  }

  private grow(): void {
    const int = new Int32Array(this.int.length * 2);
    int.set(this.int);
    this.int = int;
    const real = new Float64Array(this.real.length * 2);
    real.set(this.real);
    this.real = real;
  }
}
