import { Draws } from '../engine/draws.ts';
import { keyOf, purposeOf } from '../engine/random.ts';
import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { aicc, KINDS, likeliest, shareUpTo } from './families.ts';
import { kaplanMeier, sampleOf, type Observation, type Sample, type Step } from './sample.ts';
import type { Reason } from './reason.ts';
import type { Estimate } from './shares.ts';

/** With fewer ends than this a distribution cannot be told from another. */
export const LEAST_EVENTS = 20;
/** With fewer than this the data is too thin to be its own distribution. */
const LEAST_FOR_EMPIRICAL = 50;
/** A fit that the data would contradict more seldom than this is refused. */
const SIGNIFICANCE = 0.01;
const REPLICATES = 199;
/** The test draws this many at most: with more, every model is refused for differences that do not matter. */
const MOST_TESTED = 1000;
const PIECES = 20;

interface Counted {
  readonly sample: Sample;
  readonly events: number;
  readonly censored: number;
}

export interface Fitted extends Counted {
  readonly verdict: 'fitted' | 'empirical';
  readonly is: Distribution;
  /** Of the mean in minutes, by the bootstrap. */
  readonly mean: Estimate;
  /** Greatest distance between data and fit (Kolmogorov and Smirnov), and how often chance alone makes a greater one. */
  readonly distance: number;
  readonly p: number;
}

export interface CannotTell extends Counted {
  readonly verdict: 'cannot tell';
  readonly reason: Reason;
}

export type Fit = Fitted | CannotTell;

/** Both may jump at the same time; rounding must not put one jump before the other. */
const JUST = 1e-9;

/** Greatest distance between the steps of the data and a distribution, before and after each step. */
export function distanceOf(steps: readonly Step[], of: Distribution): number {
  let [greatest, before] = [0, 0];
  for (const { minutes, share } of steps) {
    const below = shareUpTo(of, minutes * (1 - JUST));
    greatest = Math.max(greatest, Math.abs(below - before), Math.abs(shareUpTo(of, minutes * (1 + JUST)) - share));
    before = share;
  }
  return greatest;
}

/** Services as the distribution would make them, each seen for as long as the real one could have been. */
function drawn(of: Distribution, limits: readonly number[], replicate: number): Sample {
  const draws = new Draws();
  const index = draws.add(of);
  const key = keyOf(replicate, purposeOf('calibrate/bootstrap'));
  return sampleOf(
    limits.map((limit, number) => {
      const minutes = draws.draw(index, key, number);
      return { minutes: Math.min(minutes, limit), censored: minutes > limit, limit };
    }),
  );
}

const evenly = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/**
 * How well a fitted distribution agrees with the data: parametric bootstrap, since the parameters came from the same data
 * (Lilliefors 1967) and some services were not seen to end.
 */
function judged(of: Distribution, sample: Sample): { mean: Estimate; distance: number; p: number } {
  const limits = evenly(sample.all, MOST_TESTED).map((each) => each.limit);
  const tested = limits.length === sample.all.length ? sample : sampleOf(evenly(sample.all, MOST_TESTED));
  const refitted = tested === sample ? of : (likeliest(of.kind, tested) ?? of);
  const observed = distanceOf(kaplanMeier(tested), refitted);
  const means: number[] = [];
  let greater = 0;
  for (let replicate = 1; replicate <= REPLICATES; replicate += 1) {
    const again = drawn(of, limits, replicate);
    const refit = again.events.length > 1 ? likeliest(of.kind, again) : undefined;
    if (!refit) continue;
    means.push(meanOf(refit));
    if (distanceOf(kaplanMeier(again), refit) >= observed) greater += 1;
  }
  const value = meanOf(of);
  const narrower = Math.sqrt(limits.length / sample.all.length);
  const spread = means.toSorted((a, b) => a - b).map((each) => value + (each - value) * narrower);
  return {
    mean: { value, lower: quantile(spread, 0.025), upper: quantile(spread, 0.975) },
    distance: distanceOf(kaplanMeier(sample), of),
    p: (greater + 1) / (means.length + 1),
  };
}

/** The data as its own distribution: pieces of equal share, each at its mean. What was never seen to end has no value. */
function empirical(sample: Sample): Distribution | undefined {
  const steps = kaplanMeier(sample);
  const whole = steps.at(-1)!.share;
  if (whole < 1 - 1 / PIECES) return undefined;
  const values: { minutes: number; share: number }[] = [];
  let [piece, weight, sum, before] = [1, 0, 0, 0];
  for (const [at, { minutes, share }] of steps.entries()) {
    weight += share - before;
    sum += (share - before) * minutes;
    before = share;
    if (share < (piece * whole) / PIECES && at < steps.length - 1) continue;
    values.push({ minutes: sum / weight, share: weight / whole });
    while (share >= (piece * whole) / PIECES) piece += 1;
    [weight, sum] = [0, 0];
  }
  // The shares add up to 1 but for rounding; the last takes it.
  const others = values.slice(0, -1).reduce((all, each) => all + each.share, 0);
  return { kind: 'discrete', values: [...values.slice(0, -1), { minutes: values.at(-1)!.minutes, share: 1 - others }] };
}

/** The mean of the data with the interval of the central limit theorem. */
function meanOfData(sample: Sample, of: Distribution): Estimate {
  const value = meanOf(of);
  const variance = sample.events.reduce((sum, each) => sum + (each - value) ** 2, 0) / (sample.events.length - 1);
  const half = 1.96 * Math.sqrt(variance / sample.events.length);
  return { value, lower: value - half, upper: value + half };
}

/**
 * The distribution that services came from: of all families of the scenario's schema the one with the least AICc, if the data
 * does not contradict it; else the data itself, if there is enough of it; else nothing.
 */
export function fitDurations(observations: readonly Observation[]): Fit {
  const sample = sampleOf(observations);
  const counted = { sample, events: sample.events.length, censored: sample.censored.length };
  const cannotTell = (why: Reason['why']): CannotTell => ({ ...counted, verdict: 'cannot tell', reason: { why, seen: counted.events, needed: LEAST_EVENTS } });
  if (counted.events < LEAST_EVENTS) return cannotTell('few services');
  const candidates = KINDS.flatMap((kind) => {
    const of = likeliest(kind, sample);
    return of ? [{ of, aicc: aicc(of, sample) }] : [];
  }).filter((each) => Number.isFinite(each.aicc));
  const [best] = candidates.toSorted((a, b) => a.aicc - b.aicc);
  // A constant is told by all values being the same; there is nothing to test.
  const same = candidates.find((each) => each.of.kind === 'constant')?.of;
  if (same) {
    const value = meanOf(same);
    return { ...counted, verdict: 'fitted', is: same, mean: { value, lower: value, upper: value }, distance: 0, p: 1 };
  }
  if (best) {
    const found = judged(best.of, sample);
    if (found.p >= SIGNIFICANCE) return { ...counted, verdict: 'fitted', is: best.of, ...found };
  }
  if (counted.events < LEAST_FOR_EMPIRICAL) return cannotTell('no family');
  const own = empirical(sample);
  if (!own) return cannotTell('no tail');
  return { ...counted, verdict: 'empirical', is: own, mean: meanOfData(sample, own), distance: distanceOf(kaplanMeier(sample), own), p: 1 };
}
