import type { Statistics } from '../engine/statistics.ts';
import type { RunResult } from '../run-result.ts';
import type { Compiled } from './compile.ts';
import type { Observations } from './result.ts';

/** Days below which nothing is judged: a bad week is not a trend. */
const FEWEST_DAYS = 10;
/** A growth counts from this share of a day's lorries on, and when it is this many of its standard errors. */
const SHARE = 0.01;
const ERRORS = 4;
/** A stage can be what overflows from this share of its offered time on; the hours before the first lorry reaches it are offered too. */
const BUSY = 0.75;

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
 * stage named is the one that overflows: where the queue grows most, or the busiest stage behind it, that fills up the way to it.
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
  return { stage: compiled.stages[busiestBehind(compiled, statistics, grows)]!, growthPerDay: growth.slope };
}

/** The stage that is busiest among those that lorries reach from here; the call from the yard when none of them is. */
function busiestBehind(compiled: Compiled, statistics: Statistics, stage: number): number {
  const { routes, stages } = compiled.network;
  const behind = routes
    .filter((route) => route.some((step) => step.stage === stage))
    .flatMap((route) => route.slice(route.findIndex((step) => step.stage === stage)))
    .map((step) => step.stage);
  const busy = (each: number): number =>
    stages[each]!.kind === 'work' && Number.isFinite(stages[each]!.servers) ? statistics.workArea[each]! / statistics.offeredArea[each]! : 0;
  const busiest = behind.reduce((best, each) => (busy(each) > busy(best) ? each : best), stage);
  return busy(busiest) >= BUSY ? busiest : (behind.find((each) => stages[each]!.kind === 'call') ?? stage);
}
