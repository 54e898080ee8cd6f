/**
 * How much of the beginning of a run must be left out: MSER-5 (White, Cobb and Spratt, A comparison of five steady-state
 * truncation heuristics for simulation, Proceedings of the 2000 Winter Simulation Conference). The series is cut into
 * batches of five; left out are as many of them as make the marginal standard error of the rest least.
 */
export const BATCH = 5;

export interface Truncation {
  /** Values of the series to leave out: a multiple of five. */
  readonly values: number;
  /** False when the least error is at the end of what may be left out: the run is too short to tell, or never settles. */
  readonly settled: boolean;
}

/** At most half of the batches may be left out, since the statistic means nothing where few are left. */
export function mser5(series: ArrayLike<number>): Truncation {
  const count = Math.floor(series.length / BATCH);
  const means = Array.from({ length: count }, (_, batch) => {
    let sum = 0;
    for (let index = 0; index < BATCH; index++) sum += series[batch * BATCH + index]!;
    return sum / BATCH;
  });
  const most = Math.floor(count / 2);
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let left = 0; left <= most; left++) {
    const error = marginalError(means, left);
    // Rounding must not leave out what a tie would keep.
    if (error < least * (1 - 1e-12)) [best, least] = [left, error];
  }
  return { values: best * BATCH, settled: best === 0 || best < most };
}

/** The squared standard error of the batches from `left` on, up to a constant. */
function marginalError(means: readonly number[], left: number): number {
  const rest = means.slice(left);
  const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
  return rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
}
