/** A hash that changes with every event: when, who, where. Two runs with the same one did the same. */
export class Trace {
  events = 0;
  /** The hash, in two halves. */
  private readonly words = Int32Array.of(0x6a09e667, 0x3c6ef372);
  private readonly clockBits: Int32Array;

  /** Takes the time of each event from the clock of the network. */
  constructor(clock: Float64Array<ArrayBuffer>) {
    this.clockBits = new Int32Array(clock.buffer);
  }

  add(number: number, stage: number): void {
    const { words, clockBits } = this;
    this.events += 1;
    const low = Math.imul(words[1]! ^ clockBits[0]! ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
    words[1] = low;
    words[0] = Math.imul(words[0]! ^ clockBits[1]! ^ stage ^ (low >>> 15), 0xc2b2ae35);
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return Array.from(this.words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
