/** Lorries on their way, in the order of their arrival; the engine takes them one after the other. */
export class Arrivals {
  count = 0;
  time = new Float64Array(0);
  number = new Int32Array(0);
  classOf = new Uint8Array(0);
  risk = new Uint8Array(0);
  /** Minutes since the start: papers complete, slot begins (−1 for walk-in), goods spoil. */
  papers = new Float64Array(0);
  slot = new Float64Array(0);
  due = new Float64Array(0);
  /** Minutes between the wished and the given time. */
  displaced = new Float64Array(0);
  /** 1 for lorries that count in the results. */
  counts = new Uint8Array(0);

  /** So many others in the place of those before; the caller fills in what is not a plain walk-in's. */
  renew(count: number): void {
    this.count = count;
    if (count <= this.time.length) return;
    const length = Math.ceil(count * 1.5);
    this.time = new Float64Array(length);
    this.number = new Int32Array(length);
    this.classOf = new Uint8Array(length);
    this.risk = new Uint8Array(length);
    this.papers = new Float64Array(length);
    this.slot = new Float64Array(length).fill(-1);
    this.due = new Float64Array(length).fill(Infinity);
    this.displaced = new Float64Array(length);
    this.counts = new Uint8Array(length).fill(1);
  }
}
