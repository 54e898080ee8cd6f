import { describe, expect, it } from 'vitest';
import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { Draws } from './draws.ts';
import { EventHeap } from './heap.ts';
import { exp, exponential, normal, normalQuantile } from './inversion.ts';
import { bits, keyOf, purposeOf, uniform } from './random.ts';

const COUNT = 200_000;
const draws = (key: number): number[] => Array.from({ length: COUNT }, (_, number) => uniform(key, number));
const correlation = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, at) => sum + (each - 0.5) * (b[at]! - 0.5), 0) / COUNT / (1 / 12);
/** Five standard errors of a correlation of independent draws. */
const LIMIT = 5 / Math.sqrt(COUNT);

describe('draws', () => {
  const key = keyOf(1, purposeOf('service'));
  const values = draws(key);

  it('fill the unit interval evenly', () => {
    const bins = new Float64Array(100);
    for (const value of values) bins[Math.floor(value * 100)]! += 1;
    const chiSquare = bins.reduce((sum, count) => sum + (count - COUNT / 100) ** 2 / (COUNT / 100), 0);
    // 99 degrees of freedom: mean 99, standard deviation 14.
    expect(chiSquare).toBeGreaterThan(99 - 5 * 14);
    expect(chiSquare).toBeLessThan(99 + 5 * 14);
  });

  it.each([
    ['the next lorry', (): number[] => values.map((_, at) => values[(at + 1) % COUNT]!)],
    ['another purpose', (): number[] => draws(keyOf(1, purposeOf('wish')))],
    ['the next seed', (): number[] => draws(keyOf(2, purposeOf('service')))],
    ['the next replication', (): number[] => draws(keyOf(keyOf(1, 1), purposeOf('service')))],
  ])('have nothing to do with those of %s', (_, other) => {
    expect(Math.abs(correlation(values, other()))).toBeLessThan(LIMIT);
  });

  it('depend on seed, purpose and number alone', () => {
    expect(uniform(key, 77)).toBe(values[77]);
  });
});

describe('distributions', () => {
  it.each<Distribution>([
    { kind: 'constant', mean: 3 }, { kind: 'uniform', from: 1, until: 4 }, { kind: 'exponential', mean: 2 },
    { kind: 'erlang', mean: 2, phases: 3 }, { kind: 'lognormal', mean: 5, cv: 0.7 },
    { kind: 'discrete', values: [{ minutes: 3, share: 0.85 }, { minutes: 28, share: 0.15 }] },
    { kind: 'hyperexponential', phases: [{ mean: 1, share: 0.7 }, { mean: 4, share: 0.3 }] },
  ])('$kind has its mean', (of) => {
    const table = new Draws();
    const index = table.add(of);
    const values = Array.from({ length: COUNT }, (_, number) => table.draw(index, keyOf(9, 4), number));
    const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT / COUNT);
    expect(Math.abs(mean - meanOf(of))).toBeLessThanOrEqual(4 * error + 1e-9);
  });

  it.each([[0.5, 0], [0.975, 1.959963984540054], [0.001, -3.090232306167813], [1e-9, -5.997807015007686]])('the normal quantile of %s', (p, exact) => {
    expect(normalQuantile(p)).toBeCloseTo(exact, 10);
  });
});

describe('inversion by tables', () => {
  const edges = [0, 1, 2, 31, 2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 2, 2 ** 32 - 1].map((word) => word | 0);
  const words = [...edges, ...Array.from({ length: 200_000 }, (_, number) => bits(77, number))];
  const worst = (error: (word: number, u: number) => number): number =>
    words.reduce((most, word) => Math.max(most, Math.abs(error(word, ((word >>> 0) + 0.5) / 2 ** 32))), 0);

  it('is the logarithm, but for rounding', () => {
    expect(worst((word, u) => exponential(word) + Math.log(u))).toBeLessThan(1e-14);
  });

  it('is the normal quantile, closer than the steps of the uniform numbers', () => {
    expect(worst((word, u) => normal(word) - normalQuantile(u))).toBeLessThan(1e-10);
  });

  it('is the power of e, but for rounding, and leaves to the library what is far away', () => {
    expect(worst((_, u) => exp((u - 0.5) * 85) / Math.exp((u - 0.5) * 85) - 1)).toBeLessThan(1e-14);
    expect([exp(-800), exp(0), exp(800), exp(NaN)]).toEqual([0, 1, Infinity, NaN]);
  });
});

it('the heap gives events in the order of time, however they went in', () => {
  const heap = new EventHeap();
  const times = Array.from({ length: 5000 }, (_, at) => uniform(3, at));
  for (const [at, time] of times.entries()) heap.push(time, at);
  const out = times.map(() => {
    const time = heap.time[0]!;
    expect(times[heap.pop()]).toBe(time);
    return time;
  });
  expect(out).toEqual(times.toSorted((a, b) => a - b));
  expect([heap.size, heap.time[0]]).toEqual([0, Infinity]);
});
