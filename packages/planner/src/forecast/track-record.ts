import type { Calibration } from './depart.ts';

/** A promise that was made, and what came of it: minutes on one clock. */
export interface Past {
  readonly middle: number;
  readonly spread: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

/** How good past promises were: to be shown beside every new one. */
export interface TrackRecord {
  readonly count: number;
  /** Part of the departures within their interval, 0 to 1. */
  readonly coverage: number;
  /** Mean of actual less middle: above 0 when lorries are later than promised. */
  readonly meanError: number;
  readonly meanAbsoluteError: number;
  /** Not exceeded by nine tenths of the absolute errors. */
  readonly ninthDecile: number;
  readonly meanWidth: number;
}

/** Nothing can be said of no promise. */
export function trackRecord(past: readonly Past[]): TrackRecord | undefined {
  if (past.length === 0) return undefined;
  const mean = (of: (each: Past) => number): number => past.reduce((sum, each) => sum + of(each), 0) / past.length;
  const errors = past.map(({ actual, middle }) => Math.abs(actual - middle)).toSorted((a, b) => a - b);
  return {
    count: past.length,
    coverage: mean(({ actual, low, high }) => (actual >= low && actual <= high ? 1 : 0)),
    meanError: mean(({ actual, middle }) => actual - middle),
    meanAbsoluteError: mean(({ actual, middle }) => Math.abs(actual - middle)),
    ninthDecile: errors[Math.min(errors.length - 1, Math.ceil(errors.length * 0.9) - 1)]!,
    meanWidth: mean(({ low, high }) => high - low),
  };
}

/** Fewer promises than this say nothing of the ends of an interval. */
const FEW = 20;

/**
 * The interval that past errors ask for: the order statistics of error over spread that new promises of the same kind fall between with
 * at least this probability (split conformal prediction; Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018). It
 * corrects bias and lopsidedness too. Without enough past promises, nothing.
 */
export function calibrate(past: readonly Past[], level: number): Calibration | undefined {
  const scores = past
    .filter(({ spread }) => spread > 0)
    .map(({ actual, middle, spread }) => (actual - middle) / spread)
    .toSorted((a, b) => a - b);
  if (scores.length < FEW) return undefined;
  const tail = (1 - level) / 2;
  const low = Math.max(0, Math.floor((scores.length + 1) * tail) - 1);
  const high = Math.min(scores.length - 1, Math.ceil((scores.length + 1) * (1 - tail)) - 1);
  return { low: scores[low]!, high: scores[high]! };
}
