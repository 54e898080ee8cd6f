import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { border } from '../testing/border.ts';
import { roundPlaces } from './round.ts';

const problem = border({ days: 1, perDay: 100 });
const { periods } = problem;
const count = problem.classes.length;

/** Fluids whose classes add up to whole lorries. */
const fluids = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: count * periods, maxLength: count * periods }).map((values) => {
  const fluid = Float64Array.from(values);
  for (let c = 0; c < count; c += 1) {
    const row = fluid.subarray(c * periods, (c + 1) * periods);
    const total = row.reduce((sum, each) => sum + each, 0);
    if (total > 0) row.forEach((each, t) => { row[t] = (each * Math.ceil(total)) / total; });
  }
  return fluid;
});

describe('whole places', () => {
  it('keep the sum of each class and never leave its fluid by a lorry', () => {
    fc.assert(
      fc.property(fluids, (fluid) => {
        const places = roundPlaces(problem, fluid);
        for (let c = 0; c < count; c += 1) {
          let ahead = 0;
          let furthest = 0;
          for (let t = 0; t < periods; t += 1) {
            ahead += places[c * periods + t]! - fluid[c * periods + t]!;
            furthest = Math.max(furthest, Math.abs(ahead));
          }
          expect(furthest).toBeLessThan(1 + 1e-3);
          expect(Math.min(...places.subarray(c * periods, (c + 1) * periods))).toBeGreaterThanOrEqual(0);
          expect(ahead).toBeCloseTo(0, 6);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('are not given in one quarter to all classes that have waited for one', () => {
    // Every class is due a quarter of a lorry each quarter of an hour: rounded one by one, all come together in each fourth.
    const places = roundPlaces(problem, new Float64Array(count * periods).fill(0.25));
    const together = Array.from({ length: periods }, (_, t) => problem.classes.reduce((sum, _each, c) => sum + places[c * periods + t]!, 0));
    expect(Math.max(...together)).toBeLessThanOrEqual(5);
    expect(Math.min(...together.slice(0, -1))).toBeGreaterThanOrEqual(1);
  });

  it('wait for a period in which they may be given', () => {
    const [first] = problem.classes;
    const part = { ...problem, classes: [{ ...first!, mayArrive: Uint8Array.from({ length: periods }, (_, t) => t % 2) }], uses: [] };
    const fluid = Float64Array.from({ length: periods }, (_, t) => (t % 2) * 0.5);
    roundPlaces(part, fluid).forEach((places, t) => expect(t % 2 === 0 ? places : 0).toBe(0));
  });
});
