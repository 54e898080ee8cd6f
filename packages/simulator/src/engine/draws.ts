import type { Distribution } from '../scenario/distribution.ts';
import { bits, normalQuantile, uniform } from './random.ts';

const [CONSTANT, UNIFORM, EXPONENTIAL, ERLANG, LOGNORMAL, DISCRETE, HYPEREXPONENTIAL] = [0, 1, 2, 3, 4, 5, 6];

/** Distributions as numbers in flat arrays; a draw is a function of a key and a number, exact by inversion. */
export class Draws {
  private readonly kind: number[] = [];
  private readonly a: number[] = [];
  private readonly b: number[] = [];
  /** Of lists: cumulated shares and values, from `a` to `b`. */
  private readonly shares: number[] = [];
  private readonly values: number[] = [];

  /** Registers a distribution, and returns its index. */
  add(of: Distribution): number {
    switch (of.kind) {
      case 'constant':
        return this.put(CONSTANT!, of.mean, 0);
      case 'uniform':
        return this.put(UNIFORM!, of.from, of.until - of.from);
      case 'exponential':
        return this.put(EXPONENTIAL!, of.mean, 0);
      case 'erlang':
        return this.put(ERLANG!, of.mean / of.phases, of.phases);
      case 'lognormal': {
        const variance = Math.log(1 + of.cv * of.cv);
        return of.mean === 0 ? this.put(CONSTANT!, 0, 0) : this.put(LOGNORMAL!, Math.log(of.mean) - variance / 2, Math.sqrt(variance));
      }
      case 'discrete':
        return this.list(DISCRETE!, of.values.map((each) => [each.share, each.minutes]));
      case 'hyperexponential':
        return this.list(HYPEREXPONENTIAL!, of.phases.map((each) => [each.share, each.mean]));
    }
  }

  /** Minutes of the distribution `index` for this key and number. */
  draw(index: number, key: number, number: number): number {
    const a = this.a[index]!;
    switch (this.kind[index]) {
      case EXPONENTIAL:
        return -a * Math.log(uniform(key, number));
      case CONSTANT:
        return a;
      case LOGNORMAL:
        return Math.exp(a + this.b[index]! * normalQuantile(uniform(key, number)));
      case UNIFORM:
        return a + this.b[index]! * uniform(key, number);
      case DISCRETE:
        return this.values[this.pick(a, uniform(key, number))]!;
      case HYPEREXPONENTIAL:
        return -this.values[this.pick(a, uniform(key, number))]! * Math.log(uniform(bits(key, 1), number));
      default:
        return this.erlang(a, this.b[index]!, key, number);
    }
  }

  private erlang(mean: number, phases: number, key: number, number: number): number {
    let sum = 0;
    for (let phase = 0; phase < phases; phase += 1) sum -= Math.log(uniform(phase === 0 ? key : bits(key, phase), number));
    return mean * sum;
  }

  private pick(from: number, u: number): number {
    let at = from;
    while (u > this.shares[at]!) at += 1;
    return at;
  }

  private put(kind: number, a: number, b: number): number {
    this.kind.push(kind);
    this.a.push(a);
    return this.b.push(b) - 1;
  }

  private list(kind: number, parts: readonly (readonly [number, number])[]): number {
    const index = this.put(kind, this.shares.length, parts.length);
    let sum = 0;
    for (const [at, [share, value]] of parts.entries()) {
      sum += share;
      // The last part takes the rest, whatever the rounding.
      this.shares.push(at === parts.length - 1 ? Infinity : sum);
      this.values.push(value);
    }
    return index;
  }
}
