import type { RunResult } from '../run-result.ts';
import { mser5 } from './mser5.ts';

export interface WarmUp {
  readonly days: number;
  /** False where the days do not settle: the run is too short to tell, or a queue grows for ever. */
  readonly settled: boolean;
}

/**
 * The days to leave out, from pilot runs that left out none: MSER-5 on the mean wait by day of arrival, averaged over the
 * pilots of a policy (Welch), and the most that any policy needs, since all are compared on the same days.
 * A warm-up never reaches into the first shock, which is what such a scenario is about.
 */
export function warmUpOf(pilots: readonly (readonly RunResult[])[], firstShockDay = Number.POSITIVE_INFINITY): WarmUp {
  const found = pilots.map((runs) => mser5(meanByDay(runs).slice(0, firstShockDay)));
  return {
    days: Math.max(0, ...found.map(({ values }) => values)),
    settled: found.every(({ settled }) => settled),
  };
}

/** Days without an arrival, such as holidays, say nothing and are passed over by keeping the day before. */
function meanByDay(runs: readonly RunResult[]): number[] {
  const means: number[] = [];
  for (let day = 0; day < (runs[0]?.daily.length ?? 0); day++) {
    const waits = runs.map(({ daily }) => daily[day]!).filter(Number.isFinite);
    means.push(waits.length === 0 ? (means[day - 1] ?? 0) : waits.reduce((sum, wait) => sum + wait, 0) / waits.length);
  }
  return means;
}
