import type { Distribution } from '../scenario/distribution.ts';
import { logGamma } from '../experiment/student-t.ts';
import { isConstant, meanOfEvents, type Sample } from './sample.ts';
import { highest, millsInverse, normalTail } from './special.ts';

type Of<Kind> = Extract<Distribution, { kind: Kind }>;

/** A family of distributions of the scenario's schema, and how its parameters follow from a sample. Minutes. */
interface Family<D> {
  /** How many numbers are estimated. */
  readonly parameters: number;
  /** The likeliest member, censored lengths counted as what they are; `undefined` when the family cannot have made the sample. */
  fit(sample: Sample): D | undefined;
  logDensity(of: D, minutes: number): number;
  logSurvival(of: D, minutes: number): number;
}

const ROUNDS = 500;
const CLOSE = 1e-9;
const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);

const constant: Family<Of<'constant'>> = {
  parameters: 1,
  fit: (sample) => (isConstant(sample) ? { kind: 'constant', mean: meanOfEvents(sample) } : undefined),
  logDensity: (of, minutes) => (Math.abs(minutes - of.mean) < 0.02 ? 0 : -Infinity),
  logSurvival: (of, minutes) => (minutes < of.mean + 0.02 ? 0 : -Infinity),
};

const uniform: Family<Of<'uniform'>> = {
  parameters: 2,
  fit({ events, censored }) {
    const [first, last] = [events[0]!, Math.max(events.at(-1)!, censored.at(-1) ?? 0)];
    // The ends of a sample lie inside of the ends of the distribution, each by one gap on average.
    const gap = (last - first) / (events.length + censored.length - 1);
    const from = Math.max(0, first - gap);
    const nearest = last + gap;
    if (nearest <= from) return undefined;
    const late = censored.filter((each) => each > from);
    const logLikelihood = (until: number) =>
      late.reduce((sum, each) => sum + Math.log(until - each), 0) - (events.length + late.length) * Math.log(until - from);
    const until = late.length === 0 ? nearest : highest(logLikelihood, nearest, nearest + 4 * (nearest - from));
    return { kind: 'uniform', from, until };
  },
  logDensity: ({ from, until }, minutes) => (minutes < from || minutes > until ? -Infinity : -Math.log(until - from)),
  logSurvival: ({ from, until }, minutes) => (minutes <= from ? 0 : minutes >= until ? -Infinity : Math.log((until - minutes) / (until - from))),
};

const exponential: Family<Of<'exponential'>> = {
  parameters: 1,
  fit: ({ events, censored }) => ({ kind: 'exponential', mean: (total(events) + total(censored)) / events.length }),
  logDensity: ({ mean }, minutes) => -minutes / mean - Math.log(mean),
  logSurvival: ({ mean }, minutes) => -minutes / mean,
};

/** Σ over j = 1..k of k! / ((k − j)! x^j): the upper tail of k phases over the last term of its sum. */
function tailOverTerm(k: number, x: number): number {
  let [term, sum] = [1, 0];
  for (let j = 1; j <= k; j += 1) {
    term *= (k - j + 1) / x;
    sum += term;
  }
  return sum;
}

const MOST_PHASES = 100;

function logLikelihoodOf<D>(family: Family<D>, of: D, { events, censored }: Sample): number {
  let sum = 0;
  for (const minutes of events) sum += family.logDensity(of, minutes);
  for (const minutes of censored) sum += family.logSurvival(of, minutes);
  return sum;
}

/** The likeliest mean for so many phases: what a censored service will take in all is put in by its expectation (EM). */
function erlangWith(phases: number, { events, censored }: Sample): Of<'erlang'> {
  const [seen, count] = [total(events), events.length + censored.length];
  let mean = (seen + total(censored)) / events.length;
  for (let round = 0; round < ROUNDS && censored.length > 0; round += 1) {
    const scale = mean / phases;
    const expected = censored.reduce((sum, each) => sum + mean * (1 + 1 / tailOverTerm(phases, each / scale)), 0);
    const next = (seen + expected) / count;
    if (Math.abs(next - mean) < CLOSE * mean) break;
    mean = next;
  }
  return { kind: 'erlang', mean: censored.length > 0 ? mean : seen / count, phases };
}

const erlang: Family<Of<'erlang'>> = {
  parameters: 2,
  fit(sample) {
    const { events } = sample;
    const mean = meanOfEvents(sample);
    const variance = events.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (events.length - 1);
    if (variance === 0) return undefined;
    const likelihood = (phases: number) => logLikelihoodOf(erlang, erlangWith(phases, sample), sample);
    let phases = Math.min(MOST_PHASES, Math.max(2, Math.round((mean * mean) / variance)));
    let best = likelihood(phases);
    // The likelihood has one hill over the number of phases.
    for (const step of [1, -1]) {
      for (let next = phases + step; next >= 2 && next <= MOST_PHASES; next += step) {
        const value = likelihood(next);
        if (value <= best) break;
        [phases, best] = [next, value];
      }
    }
    return erlangWith(phases, sample);
  },
  logDensity: ({ mean, phases }, minutes) =>
    (phases - 1) * Math.log(minutes) - (minutes * phases) / mean - phases * Math.log(mean / phases) - logGamma(phases),
  logSurvival({ mean, phases }, minutes) {
    const x = (minutes * phases) / mean;
    return x <= 0 ? 0 : Math.min(0, -x + phases * Math.log(x) - logGamma(phases + 1) + Math.log(tailOverTerm(phases, x)));
  },
};

const shapeOf = ({ mean, cv }: Of<'lognormal'>) => {
  const variance = Math.log(1 + cv * cv);
  return { middle: Math.log(mean) - variance / 2, sd: Math.sqrt(variance) };
};

const lognormal: Family<Of<'lognormal'>> = {
  parameters: 2,
  fit({ events, censored }) {
    const [logs, limits] = [events.map(Math.log), censored.map(Math.log)];
    const count = logs.length + limits.length;
    let middle = total(logs) / logs.length;
    let variance = logs.reduce((sum, each) => sum + (each - middle) ** 2, 0) / logs.length;
    if (variance === 0) return undefined;
    for (let round = 0; round < ROUNDS && limits.length > 0; round += 1) {
      const sd = Math.sqrt(variance);
      const [from, spread] = [middle, variance];
      let [first, second] = [0, 0];
      for (const each of logs) [first, second] = [first + each - from, second + (each - from) ** 2];
      for (const each of limits) {
        const z = (each - from) / sd;
        const mills = millsInverse(z);
        [first, second] = [first + sd * mills, second + spread * (1 + z * mills)];
      }
      const shift = first / count;
      [middle, variance] = [from + shift, second / count - shift * shift];
      if (Math.abs(shift) < CLOSE && Math.abs(variance - spread) < CLOSE * spread) break;
    }
    return { kind: 'lognormal', mean: Math.exp(middle + variance / 2), cv: Math.sqrt(Math.exp(variance) - 1) };
  },
  logDensity(of, minutes) {
    const { middle, sd } = shapeOf(of);
    const z = (Math.log(minutes) - middle) / sd;
    return -(z * z) / 2 - Math.log(minutes * sd * Math.sqrt(2 * Math.PI));
  },
  logSurvival(of, minutes) {
    const { middle, sd } = shapeOf(of);
    return minutes <= 0 ? 0 : Math.log(normalTail((Math.log(minutes) - middle) / sd));
  },
};

/** Less than this in a phase is no second phase. */
const LEAST_SHARE = 0.01;

/** Two kinds of lorries, a short and a long service: for spreads wider than one exponential has. */
const hyperexponential: Family<Of<'hyperexponential'>> = {
  parameters: 3,
  fit(sample) {
    const { events, censored } = sample;
    const mean = meanOfEvents(sample);
    let [share, short, long] = [0.5, mean / 3, mean * 2];
    for (let round = 0; round < ROUNDS; round += 1) {
      let [count, timeShort, endsShort, timeLong, endsLong] = [0, 0, 0, 0, 0];
      for (const [lengths, ended] of [[events, 1], [censored, 0]] as const) {
        for (const minutes of lengths) {
          const ofShort = (share * Math.exp(-minutes / short)) / short ** ended;
          const ofLong = ((1 - share) * Math.exp(-minutes / long)) / long ** ended;
          const weight = ofShort + ofLong === 0 ? 0 : ofShort / (ofShort + ofLong);
          count += weight;
          timeShort += weight * minutes;
          endsShort += weight * ended;
          timeLong += (1 - weight) * minutes;
          endsLong += (1 - weight) * ended;
        }
      }
      const next = [count / (events.length + censored.length), timeShort / endsShort, timeLong / endsLong] as const;
      const moved = Math.abs(next[0] - share) + Math.abs(next[1] / short - 1) + Math.abs(next[2] / long - 1);
      [share, short, long] = next;
      if (!(moved > 1e-7)) break;
    }
    if (!(share > LEAST_SHARE && share < 1 - LEAST_SHARE && short > 0 && Number.isFinite(long) && long > 1.2 * short)) return undefined;
    return { kind: 'hyperexponential', phases: [{ mean: short, share }, { mean: long, share: 1 - share }] };
  },
  logDensity: ({ phases }, minutes) => Math.log(phases.reduce((sum, each) => sum + (each.share / each.mean) * Math.exp(-minutes / each.mean), 0)),
  logSurvival: ({ phases }, minutes) => Math.log(phases.reduce((sum, each) => sum + each.share * Math.exp(-minutes / each.mean), 0)),
};

/** A list of values is what the data itself says; it is no family, and nothing chooses it by its likelihood. */
const discrete: Family<Of<'discrete'>> = {
  parameters: 0,
  fit: () => undefined,
  logDensity: () => -Infinity,
  logSurvival: ({ values }, minutes) => Math.log(values.reduce((sum, each) => sum + (each.minutes > minutes ? each.share : 0), 0)),
};

type Families = { readonly [Kind in Distribution['kind']]: Family<Of<Kind>> };
const FAMILIES: Families = { constant, uniform, exponential, erlang, lognormal, hyperexponential, discrete };

export const KINDS = Object.keys(FAMILIES) as Distribution['kind'][];

const familyOf = (kind: Distribution['kind']): Family<Distribution> => FAMILIES[kind] as unknown as Family<Distribution>;

/** The likeliest member of a family. */
export const likeliest = (kind: Distribution['kind'], sample: Sample): Distribution | undefined => familyOf(kind).fit(sample);

/** Log-likelihood of a distribution, censored lengths counted by their survival. */
export const logLikelihood = (of: Distribution, sample: Sample): number => logLikelihoodOf(familyOf(of.kind), of, sample);

/** Akaike's criterion with its correction for small samples (Hurvich and Tsai 1989): the smaller the better. */
export function aicc(of: Distribution, sample: Sample): number {
  const { parameters: k } = familyOf(of.kind);
  const n = sample.events.length;
  return 2 * k - 2 * logLikelihood(of, sample) + (2 * k * (k + 1)) / Math.max(1, n - k - 1);
}

/** Share of lengths up to `minutes`. */
export const shareUpTo = (of: Distribution, minutes: number): number => 1 - Math.exp(familyOf(of.kind).logSurvival(of, minutes));
