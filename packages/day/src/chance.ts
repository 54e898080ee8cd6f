import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Seeded chance. Every lorry, every stage and every day draws from its own source, named by a text, so that one more
 * draw somewhere changes nothing anywhere else.
 */
export class Chance {
  readonly #generator;

  constructor(
    readonly seed: number,
    readonly name: string,
  ) {
    this.#generator = xoroshiro128plus(hash(`${seed}/${name}`));
  }

  /** A source of its own below this one. */
  of(name: string): Chance {
    return new Chance(this.seed, `${this.name}/${name}`);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform between two bounds. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(all: readonly T[]): T {
    const one = all[this.int(0, all.length - 1)];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  }

  /** Picks by weight; weights need not add up to one. */
  weighted<T>(all: readonly T[], weight: (one: T) => number): T {
    let rest = this.next() * all.reduce((total, one) => total + weight(one), 0);
    for (const one of all) {
      rest -= weight(one);
      if (rest < 0) return one;
    }
    return this.pick(all.slice(-1));
  }

  /** Approximately normal with mean 0 and deviation 1: the sum of twelve uniform draws less six. */
  normal(): number {
    let total = -6;
    for (let draw = 0; draw < 12; draw += 1) total += this.next();
    return total;
  }

  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.int(0, 9));
    return text;
  }
}

/** FNV-1a of the text, 32 bits: a seed from a name. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    value ^= text.charCodeAt(place);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}
