import { describe, expect, it } from 'vitest';
import { meanInterval, pairedInterval } from './intervals.ts';

/** Hours of sleep gained by ten patients with two drugs: "Student", The probable error of a mean, Biometrika 6 (1908). */
const DEXTRO = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const LAEVO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('intervals', () => {
  it("gives the interval of Student's own pairs", () => {
    const paired = pairedInterval(LAEVO, DEXTRO);
    expect(paired.mean).toBeCloseTo(1.58, 12);
    expect(paired.lower).toBeCloseTo(0.700_114_2, 6);
    expect(paired.upper).toBeCloseTo(2.459_885_8, 6);
    expect(paired.count).toBe(10);
  });

  it('is narrower in pairs than each by itself, where both share their chance', () => {
    const width = ({ lower, upper }: { lower?: number; upper?: number }): number => upper! - lower!;
    expect(width(pairedInterval(LAEVO, DEXTRO))).toBeLessThan(width(meanInterval(LAEVO)));
  });

  it('has no bounds for one value, and one point for equal values', () => {
    expect(meanInterval([4])).toEqual({ mean: 4, count: 1 });
    expect(meanInterval([4, 4, 4])).toEqual({ mean: 4, lower: 4, upper: 4, count: 3 });
  });

  it('widens with the level', () => {
    const [narrow, wide] = [meanInterval(LAEVO, 0.9), meanInterval(LAEVO, 0.99)];
    expect(wide.lower!).toBeLessThan(narrow.lower!);
    expect(wide.upper!).toBeGreaterThan(narrow.upper!);
  });

  it('refuses what are not pairs', () => expect(() => pairedInterval([1, 2], [1])).toThrow(RangeError));
});
