import { later, plus, quantile, through, type Moments } from './normal.ts';
import type { Opening } from './opening.ts';

/** A stage that a lorry still has before it, in the order of its way; times in minutes. */
export interface Step {
  readonly opening: Opening;
  /** From the end of the stage before, or from now, to the queue of this one. */
  readonly move: Moments;
  readonly service: Moments;
  /** Who is served here before this lorry: in service (with what is left), in the queue, and on the way to it; by class. */
  readonly ahead: readonly { readonly lorries: number; readonly service: Moments }[];
}

/** Where the ends of an interval lie, in standard deviations from the middle. */
export interface Calibration {
  readonly low: number;
  readonly high: number;
}

/** The interval of a normal distribution, for when there is no past to learn from: 0.8 gives ±1.28. */
export const normalInterval = (level: number): Calibration => ({ low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) });

export interface Forecast {
  /** Minutes from now to the departure. */
  readonly middle: number;
  readonly spread: number;
  readonly low: number;
  readonly high: number;
}

/**
 * When a lorry departs, from the state of each stage that is before it. At a stage it begins when it is there, when the stage is open
 * and when those ahead have left it a server, whichever is last. What those ahead need is a sum of many services, so that
 * first and second moments say enough (central limit); the later of two times is Clark's. The fluid of several servers begins the
 * next lorry when all but (servers − 1) of those ahead are done.
 */
export function forecastDeparture(steps: readonly Step[], calibration: Calibration): Forecast {
  let at: Moments = { mean: 0, variance: 0 };
  for (const { opening, move, service, ahead } of steps) {
    const there = through(plus(at, move), (minute) => opening.nextOpen(minute));
    const cleared = through(workBefore(ahead, opening.serversFrom(0)), (work) => opening.nextOpen(opening.whenDone(work)));
    at = plus(cleared.mean > 0 ? later(there, cleared) : there, service);
  }
  const spread = Math.sqrt(at.variance);
  const low = Math.max(0, at.mean + calibration.low * spread);
  return { middle: at.mean, spread, low, high: Math.max(low, at.mean + calibration.high * spread) };
}

/** Server-minutes of those ahead that must be done before a server is free. */
function workBefore(ahead: Step['ahead'], servers: number): Moments {
  let lorries = 0;
  let work: Moments = { mean: 0, variance: 0 };
  for (const each of ahead) {
    lorries += each.lorries;
    work = plus(work, { mean: each.lorries * each.service.mean, variance: each.lorries * each.service.variance });
  }
  const part = lorries === 0 ? 0 : Math.max(0, lorries - servers + 1) / lorries;
  return { mean: work.mean * part, variance: work.variance * part };
}
