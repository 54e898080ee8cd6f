import { describe, expect, it } from 'vitest';
import { studentCdf, studentQuantile } from './student-t.ts';

/** The printed table of percentage points (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2). */
const PRINTED: readonly (readonly [degrees: number, probability: number, t: number])[] = [
  [1, 0.9, 3.078], [1, 0.975, 12.706], [1, 0.995, 63.657], [2, 0.95, 2.92], [2, 0.975, 4.303], [5, 0.975, 2.571], [5, 0.999, 5.893],
  [10, 0.95, 1.812], [10, 0.975, 2.228], [10, 0.995, 3.169], [29, 0.975, 2.045], [30, 0.975, 2.042], [60, 0.99, 2.39],
  [100, 0.975, 1.984],
];

describe("Student's t", () => {
  it.each(PRINTED)('%i degrees of freedom, %f: %f as printed', (degrees, probability, t) => {
    expect(studentQuantile(probability, degrees)).toBeCloseTo(t, 2);
    expect(Math.abs(studentQuantile(probability, degrees) - t)).toBeLessThan(0.000_51);
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    for (const p of [0.6, 0.8, 0.975, 0.9999]) {
      expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 8);
      expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) * Math.sqrt(2 / (4 * p * (1 - p))), 9);
    }
  });

  it('tends to the normal distribution', () => expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959_964, 5));

  it('is undone by its distribution, on both sides', () => {
    for (const degrees of [1, 3, 29, 400]) {
      for (const p of [0.001, 0.2, 0.5, 0.7, 0.995]) expect(studentCdf(studentQuantile(p, degrees), degrees)).toBeCloseTo(p, 12);
    }
  });

  it('refuses what is no probability and what has no freedom', () => {
    for (const p of [0, 1, -0.1, Number.NaN]) expect(() => studentQuantile(p, 5)).toThrow(RangeError);
    expect(() => studentQuantile(0.975, 0)).toThrow(RangeError);
  });
});
