import {
  ARRIVED, AT, BEEN, CLASS_OF, COUNTS, DISPLACED, DUE, LEFT, NUMBER, PAPERS_READY, RISK, SERVED, SLOT_BEGINS, STEP, VISITS, WAITED, type Lorries,
} from './lorries.ts';

/** Lorries on their way, in the order of their arrival; the engine takes them one after the other. */
export class Arrivals {
  count = 0;
  time = new Float64Array(1024);
  lorry = new Int32Array(1024);

  constructor(private readonly lorries: Lorries, private readonly routeStart: Int32Array) {}

  /** Nobody is on the way any more: those before have arrived. */
  clear(): void {
    this.count = 0;
  }

  /** A plain walk-in, no earlier than the one before; returns the offset of its rows, for what is not plain about it. */
  add(time: number, number: number, classOf: number): number {
    if (this.count === this.time.length) this.grow();
    const lorry = this.lorries.take();
    const { int, real } = this.lorries;
    int[lorry + NUMBER] = number;
    int[lorry + CLASS_OF] = classOf;
    int[lorry + RISK] = 0;
    int[lorry + STEP] = this.routeStart[classOf]!;
    int[lorry + BEEN] = 0;
    int[lorry + VISITS] = 0;
    int[lorry + AT] = -1;
    int[lorry + COUNTS] = 1;
    real[lorry + LEFT] = -1;
    real[lorry + ARRIVED] = time;
    real[lorry + WAITED] = 0;
    real[lorry + SERVED] = 0;
    real[lorry + PAPERS_READY] = 0;
    real[lorry + SLOT_BEGINS] = -1;
    real[lorry + DUE] = Infinity;
    real[lorry + DISPLACED] = 0;
    this.time[this.count] = time;
    this.lorry[this.count] = lorry;
    this.count += 1;
    return lorry;
  }

  private grow(): void {
    const time = new Float64Array(this.time.length * 2);
    time.set(this.time);
    this.time = time;
    const lorry = new Int32Array(this.lorry.length * 2);
    lorry.set(this.lorry);
    this.lorry = lorry;
  }
}
