/**
 * What happened to which lorry, for the animated yard: parallel arrays in the order of time. Recording stops when it is full,
 * so that its memory is bounded.
 */
export const MOMENTS = ['arrives', 'waits', 'starts', 'finishes', 'departs'] as const;
export type Moment = (typeof MOMENTS)[number];

export class EventLog {
  readonly minute: Float64Array;
  readonly lorry: Int32Array;
  /** Index into `compiled.stages`; −1 outside. */
  readonly stage: Int16Array;
  /** Index into `compiled.classes`. */
  readonly classOf: Uint8Array;
  /** Index into `MOMENTS`. */
  readonly moment: Uint8Array;
  count = 0;

  /** Minutes since the start of the run, the end not included. */
  constructor(readonly from: number, readonly until: number, readonly capacity = 200_000) {
    this.minute = new Float64Array(capacity);
    this.lorry = new Int32Array(capacity);
    this.stage = new Int16Array(capacity);
    this.classOf = new Uint8Array(capacity);
    this.moment = new Uint8Array(capacity);
  }

  add(minute: number, lorry: number, stage: number, classOf: number, moment: number): void {
    if (minute < this.from || minute >= this.until || this.count === this.capacity) return;
    const at = this.count;
    this.minute[at] = minute;
    this.lorry[at] = lorry;
    this.stage[at] = stage;
    this.classOf[at] = classOf;
    this.moment[at] = moment;
    this.count = at + 1;
  }
}
