import { Network } from '../engine/network.ts';
import { exponential } from '../engine/inversion.ts';
import { bits, keyOf, purposeOf, uniform } from '../engine/random.ts';
import type { NetworkSpec, StageSpec, StepSpec } from '../engine/spec.ts';
import type { Statistics } from '../engine/statistics.ts';
import type { Distribution } from '../scenario/distribution.ts';

/** A queue of a textbook: a network, and Poisson arrivals of each class. */
export interface Queue {
  readonly network: NetworkSpec;
  readonly rates: readonly number[];
  /** Stage whose waiting times are counted in fine bins, for their quantiles. */
  readonly histogram?: { readonly stage: number; readonly width: number; readonly bins: number };
}

/** A figure of a batch of arrivals that took `minutes`. */
export type Measure = (statistics: Statistics, minutes: number) => number;

export interface Estimate {
  readonly mean: number;
  /** Standard error of the mean, from the batches. */
  readonly error: number;
}

export interface Effort {
  readonly seed: number;
  readonly batches: number;
  readonly arrivals: number;
}

/** Arrivals that are drawn at once: few enough to stay in the processor's nearest memory until they come. */
export const CHUNK = 128;

/** A stage with work to do; everything else as in the plainest queue. */
export const station = (name: string, servers: number, more: Partial<StageSpec> = {}): StageSpec => ({
  name, servers, room: Infinity, kind: 'work', discipline: 'order', cause: 2, side: 0, ...more,
});

export const visit = (stage: number, service: Distribution, more: Partial<StepSpec> = {}): StepSpec => ({
  stage, service, share: [1, 1, 1], after: -1, again: 0, againTo: 0, ...more,
});

/** Poisson arrivals of all classes together: the time to the next and its class are functions of its number. */
export class PoissonArrivals {
  private number = 0;
  private next: number;
  /** Minutes from one arrival to the next. */
  private readonly mean: number;
  private readonly cumulated: readonly number[];
  private readonly timeKey: number;
  private readonly classKey: number;

  constructor(rates: readonly number[], seed: number) {
    const total = rates.reduce((all, rate) => all + rate, 0);
    this.mean = 1 / total;
    let sum = 0;
    this.cumulated = rates.map((rate) => (sum += rate) / total);
    this.timeKey = keyOf(seed, purposeOf('arrival'));
    this.classKey = keyOf(seed, purposeOf('class'));
    this.next = exponential(bits(this.timeKey, 0)) * this.mean;
  }

  /** So many arrivals to the network, which then runs until just before the one after. */
  feed(network: Network, count: number): void {
    const { arrivals } = network;
    let { number, next } = this;
    arrivals.clear();
    for (let left = count; left > 0; left -= 1) {
      arrivals.add(next, number, this.cumulated.length > 1 ? this.classOf(uniform(this.classKey, number)) : 0);
      number += 1;
      next += exponential(bits(this.timeKey, number)) * this.mean;
    }
    this.number = number;
    this.next = next;
    network.cursor = 0;
    network.advance(next);
  }

  private classOf(u: number): number {
    let classOf = 0;
    while (u > this.cumulated[classOf]! && classOf < this.cumulated.length - 1) classOf += 1;
    return classOf;
  }
}

/** Runs a queue through equal batches of arrivals, after one that is not counted, and estimates each measure from them. */
export function simulateQueue(queue: Queue, measures: readonly Measure[], effort: Effort): readonly Estimate[] {
  const network = new Network(queue.network, effort.seed);
  const { statistics } = network;
  if (queue.histogram !== undefined) {
    statistics.histogram = { ...queue.histogram, bins: new Uint32Array(queue.histogram.bins) };
  }
  const arrivals = new PoissonArrivals(queue.rates, effort.seed);
  const values = measures.map(() => new Float64Array(effort.batches));
  for (let batch = -1; batch < effort.batches; batch += 1) {
    network.settle();
    statistics.reset();
    const since = network.now;
    for (let left = effort.arrivals; left > 0; left -= CHUNK) arrivals.feed(network, Math.min(CHUNK, left));
    network.settle();
    if (batch >= 0) for (const [index, measure] of measures.entries()) values[index]![batch] = measure(statistics, network.now - since);
  }
  return values.map(estimate);
}

function estimate(values: Float64Array): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
