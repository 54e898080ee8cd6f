import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { exp, exponential, normal } from './inversion.ts';
import { bits, uniform } from './random.ts';
import { CONSTANT, DISCRETE, ERLANG, EXPONENTIAL, HYPEREXPONENTIAL, LOGNORMAL, UNIFORM } from './rows.ts';

/** Distributions as numbers in flat arrays; a draw is a function of a key and a number, exact by inversion. */
export class Draws {
  private count = 0;
  private kind = new Uint8Array(64);
  private a = new Float64Array(64);
  private b = new Float64Array(64);
  private readonly means: number[] = [];
  /** Of lists: cumulated shares and values, from `a` on, so many as `b` says. */
  private shares = new Float64Array(64);
  private values = new Float64Array(64);
  private listed = 0;
  private readonly drawn = new Float64Array(1);

  /** Registers a distribution, and returns its index. */
  add(of: Distribution): number {
    const index = this.register(of);
    this.means[index] = meanOf(of);
    return index;
  }

  private register(of: Distribution): number {
    switch (of.kind) {
      case 'constant':
        return this.put(CONSTANT, of.mean, 0);
      case 'uniform':
        return this.put(UNIFORM, of.from, of.until - of.from);
      case 'exponential':
        return this.put(EXPONENTIAL, of.mean, 0);
      case 'erlang':
        return this.put(ERLANG, of.mean / of.phases, of.phases);
      case 'lognormal': {
        const variance = Math.log(1 + of.cv * of.cv);
        return of.mean === 0 ? this.put(CONSTANT, 0, 0) : this.put(LOGNORMAL, Math.log(of.mean) - variance / 2, Math.sqrt(variance));
      }
      case 'discrete':
        return this.list(DISCRETE, of.values.map((each) => [each.share, each.minutes]));
      case 'hyperexponential':
        return this.list(HYPEREXPONENTIAL, of.phases.map((each) => [each.share, each.mean]));
    }
  }

  /** Minutes of the distribution `index` for this key and number. */
  draw(index: number, key: number, number: number): number {
    this.drawInto(this.drawn, index, key, number);
    return this.drawn[0]!;
  }

  /** The same into a cell of the caller's: returned from call to call, a number that is not whole is boxed each time. */
  drawInto(cell: Float64Array, index: number, key: number, number: number): void {
    const kind = this.kind[index]!;
    const a = this.a[index]!;
    if (kind === EXPONENTIAL) cell[0] = a * exponential(bits(key, number));
    else if (kind === LOGNORMAL) cell[0] = exp(a + this.b[index]! * normal(bits(key, number)));
    else cell[0] = this.rarer(index, key, number);
  }

  private rarer(index: number, key: number, number: number): number {
    const a = this.a[index]!;
    switch (this.kind[index]) {
      case CONSTANT:
        return a;
      case UNIFORM:
        return a + this.b[index]! * uniform(key, number);
      case DISCRETE:
        return this.values[this.pick(a, uniform(key, number))]!;
      case HYPEREXPONENTIAL:
        return this.values[this.pick(a, uniform(key, number))]! * exponential(bits(bits(key, 1), number));
      default:
        return this.erlang(a, this.b[index]!, key, number);
    }
  }

  /** The exact mean, in minutes. */
  meanOf(index: number): number {
    return this.means[index]!;
  }

  /** The mean of the kind of service that a draw is of: of the value or phase that it takes, where there are several. */
  kindMean(index: number, key: number, number: number): number {
    const kind = this.kind[index];
    if (kind === DISCRETE || kind === HYPEREXPONENTIAL) return this.values[this.pick(this.a[index]!, uniform(key, number))]!;
    return this.means[index]!;
  }

  private erlang(mean: number, phases: number, key: number, number: number): number {
    let sum = 0;
    for (let phase = 0; phase < phases; phase += 1) sum += exponential(bits(phase === 0 ? key : bits(key, phase), number));
    return mean * sum;
  }

  private pick(from: number, u: number): number {
    let at = from;
    while (u > this.shares[at]!) at += 1;
    return at;
  }

  private put(kind: number, a: number, b: number): number {
    if (this.count === this.kind.length) {
      this.kind = longer(this.kind, new Uint8Array(this.count * 2));
      this.a = longer(this.a, new Float64Array(this.count * 2));
      this.b = longer(this.b, new Float64Array(this.count * 2));
    }
    const index = this.count;
    this.kind[index] = kind;
    this.a[index] = a;
    this.b[index] = b;
    this.count = index + 1;
    return index;
  }

  private list(kind: number, parts: readonly (readonly [number, number])[]): number {
    while (this.listed + parts.length > this.shares.length) {
      this.shares = longer(this.shares, new Float64Array(this.shares.length * 2));
      this.values = longer(this.values, new Float64Array(this.values.length * 2));
    }
    const index = this.put(kind, this.listed, parts.length);
    let sum = 0;
    for (const [at, [share, value]] of parts.entries()) {
      sum += share;
      // The last part takes the rest, whatever the rounding.
      this.shares[this.listed] = at === parts.length - 1 ? Infinity : sum;
      this.values[this.listed] = value;
      this.listed += 1;
    }
    return index;
  }
}

function longer<T extends Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
