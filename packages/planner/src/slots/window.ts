import type { PlanningProblem, PlanState } from '../problem.ts';

/** The part of a horizon that is planned again: places are given in `bookable` periods from `first` on. */
export interface Window {
  readonly first: number;
  readonly bookable: number;
}

/**
 * The problem of a window, as the plan within the day needs it: six hours ahead, with what stands in the queues, what is on the way
 * and whom nobody may move any more. It reaches as far beyond the bookable periods as lorries need to be through, and to the
 * end of the opening hours that they fall in, so that the closing is seen; there no place is given. `state` speaks of its periods.
 */
export function windowOf(problem: PlanningProblem, { first, bookable }: Window, state: (periods: number) => PlanState): PlanningProblem {
  const lag = Math.max(0, ...problem.uses.map((use) => use.lag));
  const through = first + bookable + Math.ceil(lag / problem.periodMinutes) + 1;
  const end = Math.min(problem.periods, Math.max(...problem.resources.map(({ capacity }) => closing(capacity, through))));
  const periods = end - first;
  const classes = problem.classes.map((each) => ({
    ...each,
    wished: each.wished.slice(first, end).fill(0, bookable),
    ...(each.placeMinutes === undefined ? {} : { placeMinutes: each.placeMinutes.slice(first, end) }),
    mayArrive: (each.mayArrive?.slice(first, end) ?? new Uint8Array(periods).fill(1)).fill(0, bookable),
  }));
  const resources = problem.resources.map((each) => ({ ...each, capacity: each.capacity.slice(first, end) }));
  return { ...problem, periods, classes, resources, state: state(periods) };
}

/** The first closed period from `t` on. */
function closing(capacity: Float64Array, t: number): number {
  let at = Math.max(0, t);
  while (at < capacity.length && capacity[at]! > 0) at += 1;
  return at;
}
