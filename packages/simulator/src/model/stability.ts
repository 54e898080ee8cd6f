import type { Statistics } from '../engine/statistics.ts';
import type { RunResult } from '../run-result.ts';
import type { Compiled } from './compile.ts';
import type { Observations } from './result.ts';

/** Days below which nothing is judged: a bad week is not a trend. */
const FEWEST_DAYS = 10;
/** A growth counts from this share of a day's lorries on, and when it is this many of its standard errors. */
const SHARE = 0.01;
const ERRORS = 4;
/** A stage is full from this share of its offered time on, spent working or blocked. */
const FULL = 0.95;

interface Trend {
  readonly slope: number;
  readonly error: number;
}

/** Straight line through the last days of a series, by least squares. */
function trend(of: (day: number) => number, from: number, until: number): Trend {
  const count = until - from;
  const centre = (from + until - 1) / 2;
  let mean = 0;
  for (let day = from; day < until; day += 1) mean += of(day) / count;
  let [products, squares, residuals] = [0, 0, 0];
  for (let day = from; day < until; day += 1) {
    products += (day - centre) * (of(day) - mean);
    squares += (day - centre) ** 2;
  }
  const slope = products / squares;
  for (let day = from; day < until; day += 1) residuals += (of(day) - mean - slope * (day - centre)) ** 2;
  return { slope, error: Math.sqrt(residuals / Math.max(1, count - 2) / squares) };
}

/**
 * Whether lorries pile up without end: those present or booked ahead at midnight grow over the second half of the days. The
 * stage named is the one that overflows: where the queue grows most, or the full stage behind it that blocks its way.
 */
export function unstableStage(
  compiled: Compiled,
  observations: Observations,
  statistics: Statistics,
  days: number,
): RunResult['unstable'] {
  if (days < FEWEST_DAYS) return undefined;
  const from = Math.floor(days / 2);
  const growth = trend((day) => observations.present[day]!, from, days);
  const perDay = observations.came.reduce((sum, each) => sum + each, 0) / Math.max(1, observations.counted);
  if (growth.slope < SHARE * perDay || growth.slope < ERRORS * growth.error) return undefined;
  const count = compiled.stages.length;
  const slopes = compiled.stages.map((_, stage) => trend((day) => observations.waiting[day * count + stage]!, from, days).slope);
  const grows = slopes.indexOf(Math.max(...slopes));
  return { stage: compiled.stages[fullBehind(compiled, statistics, grows)]!, growthPerDay: growth.slope };
}

function fullBehind(compiled: Compiled, statistics: Statistics, stage: number): number {
  const full = (each: number): boolean =>
    Number.isFinite(compiled.network.stages[each]!.servers) &&
    statistics.workArea[each]! + statistics.blockedArea[each]! >= FULL * statistics.offeredArea[each]!;
  const behind = compiled.network.routes
    .filter((route) => route.some((step) => step.stage === stage))
    .flatMap((route) => route.slice(route.findIndex((step) => step.stage === stage) + 1))
    .map((step) => step.stage)
    .filter((each) => full(each) && compiled.network.stages[each]!.kind === 'work');
  // The last full stage is the one that fills those before it.
  return behind.at(-1) ?? stage;
}
