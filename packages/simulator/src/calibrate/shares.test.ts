import { describe, expect, it } from 'vitest';
import { poissonRate, wilson } from './shares.ts';
import { logGamma } from '../experiment/student-t.ts';
import { normalTail, upperGamma } from './special.ts';

const close = (value: number, digits = 4) => expect.closeTo(value, digits);

describe('a share', () => {
  it.each([
    // Newcombe 1998, table I.
    [81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718],
  ])('of %i in %i has Wilson’s interval', (hits, of, lower, upper) => {
    expect(wilson(hits, of)).toEqual({ value: hits / of, lower: close(lower), upper: close(upper) });
  });

  it('of nothing can be anything', () => {
    expect(wilson(0, 0)).toEqual({ value: 0, lower: 0, upper: 1 });
  });
});

describe('a rate', () => {
  it.each([
    // Garwood 1936, 95 %.
    [0, 0, 3.689], [1, 0.0253, 5.572], [10, 4.795, 18.39], [100, 81.36, 121.63],
  ])('of %i events has the exact interval', (count, lower, upper) => {
    expect(poissonRate(count, 1)).toEqual({ value: count, lower: close(lower, 2), upper: close(upper, 2) });
    expect(poissonRate(count, 4).upper).toBeCloseTo(upper / 4, 2);
  });

  it.each([42_000, 1_000_000])('of %i events has it too: weeks of lorries', (count) => {
    // The first terms of Cornish and Fisher's expansion of the chi-squared quantiles that the bounds are.
    const [z, third] = [1.959963984540054, (1.959963984540054 ** 2 - 1) / 3];
    const { lower, upper } = poissonRate(count, 1);
    expect(lower).toBeCloseTo(count - z * Math.sqrt(count) + third, 1);
    expect(upper).toBeCloseTo(count + z * Math.sqrt(count) + third + 1, 1);
  });

  it('that nobody watched is not known', () => {
    expect(poissonRate(0, 0)).toEqual({ value: 0, lower: 0, upper: Infinity });
  });
});

describe('functions of statistics', () => {
  it('are exact where the values are known', () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
    expect(Math.exp(logGamma(11))).toBeCloseTo(3_628_800, 3);
    expect(upperGamma(1, 2)).toBeCloseTo(Math.exp(-2), 14);
    expect(upperGamma(3, 2.5)).toBeCloseTo(Math.exp(-2.5) * (1 + 2.5 + 3.125), 14);
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 12);
    expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 12);
    expect(normalTail(8) / 6.220960574271785e-16).toBeCloseTo(1, 9);
  });
});
