import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws } from '../engine/draws.ts';
import { keyOf } from '../engine/random.ts';
import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { aicc, likeliest, logLikelihood, shareUpTo } from './families.ts';
import { fitDurations, LEAST_EVENTS } from './fit.ts';
import { kaplanMeier, sampleOf, type Observation } from './sample.ts';

/** Services of a distribution, as they were seen until the recording ended. */
function seen(of: Distribution, count: number, seed: number, limitOf: (number: number) => number = () => Infinity): Observation[] {
  const draws = new Draws();
  const index = draws.add(of);
  const key = keyOf(seed, 1);
  return Array.from({ length: count }, (_, number) => {
    const [minutes, limit] = [draws.draw(index, key, number), limitOf(number)];
    return { minutes: Math.min(minutes, limit), censored: minutes > limit, limit };
  });
}

const seed = fc.integer({ min: 1, max: 1_000_000 });
const mean = fc.double({ min: 0.5, max: 200, noNaN: true });
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant('exponential' as const), mean }),
  fc.record({ kind: fc.constant('lognormal' as const), mean, cv: fc.double({ min: 0.2, max: 1.2, noNaN: true }) }),
  fc.record({ kind: fc.constant('erlang' as const), mean, phases: fc.integer({ min: 2, max: 12 }) }),
  fc.tuple(mean, fc.double({ min: 0.2, max: 3, noNaN: true })).map(([from, width]) => ({ kind: 'uniform' as const, from, until: from * (1 + width) })),
);

/** Coefficients of variation and so standard errors of the mean, by the exact moments. */
function cvOf(of: Distribution): number {
  switch (of.kind) {
    case 'lognormal': return of.cv;
    case 'erlang': return 1 / Math.sqrt(of.phases);
    case 'uniform': return (of.until - of.from) / Math.sqrt(12) / meanOf(of);
    default: return 1;
  }
}

describe('the likeliest member of a family', () => {
  it('has the parameters that generated the data', () => {
    fc.assert(
      fc.property(distribution, seed, (truth, number) => {
        const found = likeliest(truth.kind, sampleOf(seen(truth, 2000, number)))!;
        const error = Math.abs(meanOf(found) / meanOf(truth) - 1);
        expect(error).toBeLessThan((5 * cvOf(truth) * (1 + cvOf(truth))) / Math.sqrt(2000));
        expect(Math.abs(cvOf(found) / cvOf(truth) - 1)).toBeLessThan(0.3);
      }),
      { numRuns: 60 },
    );
  });

  it('has them too when a part of the services was not seen to end, where the mean of the ended ones is wrong', () => {
    fc.assert(
      fc.property(distribution.filter((of) => of.kind !== 'uniform'), seed, (truth, number) => {
        const limits = (at: number) => meanOf(truth) * (0.3 + 2 * ((at * 0.618034) % 1));
        const sample = sampleOf(seen(truth, 4000, number, limits));
        const found = likeliest(truth.kind, sample)!;
        const naive = sample.events.reduce((sum, each) => sum + each, 0) / sample.events.length;
        const error = Math.abs(meanOf(found) / meanOf(truth) - 1);
        expect(error).toBeLessThan(0.04 + (6 * cvOf(truth) * (1 + cvOf(truth))) / Math.sqrt(2000));
        if (cvOf(truth) > 0.6) expect(naive / meanOf(truth)).toBeLessThan(0.9);
      }),
      { numRuns: 60 },
    );
  });

  it('is likelier than its neighbours', () => {
    const truth = { kind: 'lognormal', mean: 20, cv: 0.6 } as const;
    const sample = sampleOf(seen(truth, 500, 3, (at) => 10 + (at % 40)));
    const found = likeliest('lognormal', sample) as typeof truth;
    const at = (factor: number, wider: number) => logLikelihood({ kind: 'lognormal', mean: found.mean * factor, cv: found.cv * wider }, sample);
    for (const [factor, wider] of [[1.03, 1], [0.97, 1], [1, 1.05], [1, 0.95]] as const) expect(at(factor, wider)).toBeLessThan(at(1, 1));
  });

  it('of two kinds of services finds both', () => {
    const phases = [{ mean: 2, share: 0.7 }, { mean: 30, share: 0.3 }];
    const found = likeliest('hyperexponential', sampleOf(seen({ kind: 'hyperexponential', phases }, 5000, 4)));
    expect(found).toMatchObject({ phases: [{ mean: expect.closeTo(2, -0.5) }, { mean: expect.closeTo(30, -0.8) }] });
    expect((found as { phases: typeof phases }).phases[0]!.share).toBeCloseTo(0.7, 1);
  });
});

describe('the choice between families', () => {
  const choose = (truth: Distribution, count = 1500) => fitDurations(seen(truth, count, 11));

  it.each<Distribution>([
    { kind: 'constant', mean: 3 },
    { kind: 'exponential', mean: 12 },
    { kind: 'uniform', from: 10, until: 25 },
    { kind: 'lognormal', mean: 17, cv: 0.9 },
    { kind: 'erlang', mean: 6, phases: 4 },
    { kind: 'hyperexponential', phases: [{ mean: 2, share: 0.8 }, { mean: 40, share: 0.2 }] },
  ])('takes the one that generated the data: $kind', (truth) => {
    const fit = choose(truth);
    expect(fit).toMatchObject({ verdict: 'fitted', is: { kind: truth.kind } });
    if (fit.verdict === 'cannot tell') return;
    expect(fit.p).toBeGreaterThanOrEqual(0.01);
    expect(fit.mean.lower <= meanOf(truth) * 1.02 && fit.mean.upper >= meanOf(truth) * 0.98).toBe(true);
  });

  it('refuses a family that the data contradicts, and lets enough data speak for itself', () => {
    const two: Distribution = { kind: 'discrete', values: [{ minutes: 3, share: 0.85 }, { minutes: 28, share: 0.15 }] };
    const fit = choose(two);
    expect(fit.verdict).toBe('empirical');
    if (fit.verdict === 'cannot tell') return;
    expect(meanOf(fit.is)).toBeCloseTo(meanOf(two), 0);
    expect(fit.distance).toBeLessThan(0.06);
    expect(choose(two, 40)).toMatchObject({ verdict: 'cannot tell', reason: { why: 'no family' } });
  });

  it('cannot tell from a handful, however long they were watched', () => {
    const some = seen({ kind: 'exponential', mean: 5 }, LEAST_EVENTS - 1, 5);
    expect(fitDurations(some)).toMatchObject({ verdict: 'cannot tell', events: LEAST_EVENTS - 1 });
    expect(fitDurations([])).toMatchObject({ verdict: 'cannot tell', events: 0, censored: 0 });
    const running = Array.from({ length: 100 }, () => ({ minutes: 5, censored: true, limit: 5 }));
    expect(fitDurations(running)).toMatchObject({ verdict: 'cannot tell', events: 0, censored: 100 });
  });

  it('says nothing about a tail that nobody has seen', () => {
    const halves = seen({ kind: 'discrete', values: [{ minutes: 1, share: 0.3 }, { minutes: 2, share: 0.3 }, { minutes: 90, share: 0.4 }] }, 300, 6, () => 30);
    expect(fitDurations(halves)).toMatchObject({ verdict: 'cannot tell', reason: { why: 'no tail' } });
  });

  it('gives an interval that holds the true mean in most recordings', () => {
    const truth = { kind: 'lognormal', mean: 15, cv: 0.5 } as const;
    const held = Array.from({ length: 40 }, (_, at) => fitDurations(seen(truth, 60, 100 + at))).filter(
      (fit) => fit.verdict !== 'cannot tell' && fit.mean.lower <= truth.mean && truth.mean <= fit.mean.upper,
    );
    expect(held.length).toBeGreaterThanOrEqual(32);
  });
});

describe('what is told of a sample', () => {
  it('is the plain distribution function where all have ended', () => {
    const steps = kaplanMeier(sampleOf([3, 1, 1, 2].map((minutes) => ({ minutes, censored: false, limit: 9 }))));
    expect(steps).toEqual([{ minutes: 1, share: 0.5 }, { minutes: 2, share: 0.75 }, { minutes: 3, share: 1 }]);
  });

  it('leaves room for those that go on, as in the example of Kaplan and Meier', () => {
    // Their section 1: deaths at 0.8, 3.1, 5.4, 9.2; losses at 1.0, 2.7, 7.0, 12.1.
    const times = [[0.8, false], [1, true], [2.7, true], [3.1, false], [5.4, false], [7, true], [9.2, false], [12.1, true]] as const;
    const steps = kaplanMeier(sampleOf(times.map(([minutes, censored]) => ({ minutes, censored, limit: 20 }))));
    expect(steps.map(({ share }) => 1 - share)).toEqual([7 / 8, (7 / 8) * (4 / 5), (7 / 8) * (3 / 5), (7 / 8) * (3 / 5) * (1 / 2)].map((each) => expect.closeTo(each, 12)));
  });

  it('agrees between density and distribution function of every family', () => {
    fc.assert(
      fc.property(distribution, fc.double({ min: 0.2, max: 2, noNaN: true }), (of, factor) => {
        const [at, step] = [meanOf(of) * factor, meanOf(of) * 1e-4];
        const density = Math.exp(logLikelihood(of, sampleOf([{ minutes: at, censored: false, limit: 1e9 }])));
        if (of.kind === 'uniform' && (Math.abs(at - of.from) < 2 * step || Math.abs(at - of.until) < 2 * step)) return;
        fc.pre(at > 0.1);
        const slope = (shareUpTo(of, at + step) - shareUpTo(of, at - step)) / (2 * step);
        expect(density).toBeCloseTo(slope, 3);
      }),
    );
  });

  it('prefers the simpler of two families that say the same', () => {
    const sample = sampleOf(seen({ kind: 'exponential', mean: 4 }, 200, 8));
    const simple = likeliest('exponential', sample)!;
    expect(aicc(simple, sample)).toBeCloseTo(2 - 2 * logLikelihood(simple, sample) + 4 / 198, 9);
  });
});
