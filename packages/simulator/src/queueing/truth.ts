import { CASES, type QueueCase } from './cases.ts';
import { simulateQueue, type Estimate } from './queue.ts';

/** One figure of one case: what theory says, what the engine says, and whether that is the same. */
export interface Verdict {
  readonly case: QueueCase;
  readonly figure: string;
  readonly exact: number;
  readonly estimate: Estimate;
  /** Standard error over the exact value: the precision. */
  readonly precision: number;
  /** Distance from the exact value, in standard errors. */
  readonly errors: number;
  readonly holds: boolean;
}

/** A figure holds within three standard errors, when one of them is at most 1 % of it. */
export const ERRORS = 3;
export const PRECISION = 0.01;
/** Values that must be exact differ by no more than rounding. */
const ROUNDING = 1e-9;

const BATCHES = 30;

/** Every figure of a case, from `effort` times its arrivals. */
export function judge(of: QueueCase, seed: number, effort = 1): readonly Verdict[] {
  const arrivals = Math.round(of.arrivals * effort);
  const estimates = simulateQueue(of.queue, of.figures.map((figure) => figure.measure), { seed, batches: BATCHES, arrivals });
  return of.figures.map(({ name, exact }, index) => {
    const estimate = estimates[index]!;
    const distance = Math.abs(estimate.mean - exact);
    const precision = exact === 0 ? 0 : estimate.error / exact;
    const errors = distance <= ROUNDING ? 0 : distance / estimate.error;
    return { case: of, figure: name, exact, estimate, precision, errors, holds: errors <= ERRORS && precision <= PRECISION };
  });
}

export const judgeAll = (seed: number, effort = 1): readonly Verdict[] => CASES.flatMap((each) => judge(each, seed, effort));
