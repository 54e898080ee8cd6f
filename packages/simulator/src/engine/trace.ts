/** A hash that changes with every event: when, who, where. Two runs with the same one did the same. */
export class Trace {
  events = 0;
  high = 0x6a09e667;
  low = 0x3c6ef372;
  private readonly clock = new Float64Array(1);
  private readonly clockBits = new Int32Array(this.clock.buffer);

  add(now: number, number: number, stage: number): void {
    this.events += 1;
    this.clock[0] = now;
    this.low = Math.imul(this.low ^ this.clockBits[0]! ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
    this.high = Math.imul(this.high ^ this.clockBits[1]! ^ stage ^ (this.low >>> 15), 0xc2b2ae35);
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return [this.high, this.low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
