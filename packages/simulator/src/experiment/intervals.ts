import { studentQuantile } from './student-t.ts';

/** A mean with the bounds between which the true one lies with probability `LEVEL`; both are absent for fewer than two values. */
export interface Interval {
  readonly mean: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly count: number;
}

export const LEVEL = 0.95;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of independent values, such as one per replication: mean and Student's t. NaN for no values. */
export function meanInterval(values: readonly number[], level = LEVEL): Interval {
  const count = values.length;
  const mean = meanOf(values);
  if (count < 2) return { mean, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentQuantile((1 + level) / 2, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, lower: mean - half, upper: mean + half, count };
}

/**
 * Of the differences `values − base`, replication by replication: with common random numbers what both share cancels
 * out (Law, Simulation Modeling and Analysis, 10.2.1). Throws `RangeError` when the two are not pairs.
 */
export function pairedInterval(values: readonly number[], base: readonly number[], level = LEVEL): Interval {
  if (values.length !== base.length) throw new RangeError(`${values.length} values cannot be paired with ${base.length}`);
  return meanInterval(values.map((value, index) => value - base[index]!), level);
}
