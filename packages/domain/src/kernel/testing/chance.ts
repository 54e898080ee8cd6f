/** Seeded chance for tests: the same seed gives the same identifiers, references and draws (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number of 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 or more, below `bound`. */
  below(bound: number): number {
    return this.next() % bound;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** True in `percent` of a hundred cases. */
  happens(percent: number): boolean {
    return this.below(100) < percent;
  }

  hex(bytes: number): string {
    let text = '';
    while (text.length < bytes * 2) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, bytes * 2);
  }
}
