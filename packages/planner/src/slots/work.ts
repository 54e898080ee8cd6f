import type { PlanningProblem, PlanUse } from '../problem.ts';

/** What a visit to a resource takes in minutes, and what a minute of waiting there weighs: means over the lorries of the horizon. */
export interface Visits {
  readonly minutes: number;
  readonly weight: number;
}

export function visitsOf(problem: PlanningProblem, r: number): Visits {
  let visits = 0;
  let minutes = 0;
  let weighted = 0;
  for (const { use, c } of usesOf(problem, r)) {
    const { wished, noShow, waitWeight } = problem.classes[c]!;
    const lorries = (1 - noShow) * (sum(wished) + (problem.state ? sum(problem.state.booked[c]!) : 0));
    visits += lorries;
    minutes += lorries * use.minutes;
    weighted += lorries * use.minutes * waitWeight;
  }
  if (minutes === 0) return { minutes: 1, weight: 1 };
  return { minutes: minutes / visits, weight: weighted / minutes };
}

const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);

/** The uses of resource r, each with the index of its class. Throws for a class that the problem does not have: a broken invariant. */
export function usesOf(problem: PlanningProblem, r: number): { readonly use: PlanUse; readonly c: number }[] {
  return problem.uses
    .filter((use) => use.resource === problem.resources[r]!.id && use.minutes > 0)
    .map((use) => {
      const c = problem.classes.findIndex((each) => each.id === use.class);
      if (c < 0) throw new Error(`a use names the class ${use.class}, which the problem does not have`);
      return { use, c };
    });
}

/** The server-minutes that reach a resource. */
export interface Work {
  /** In each period, what the plan cannot change: the queue at the beginning, lorries on the way, lorries with a place. */
  readonly fixed: Float64Array;
  /** For each period, the minutes that each place brings: key `c · periods + slot`. */
  readonly planned: readonly ReadonlyMap<number, number>[];
}

/**
 * Lorries come evenly over their slot, so that those of one slot reach a resource over two periods, unless the lag is a whole
 * number of periods. What comes after the horizon counts as coming in its last period: a horizon ends when the gates are closed,
 * or with periods in which no place is given.
 */
export function workOf(problem: PlanningProblem, r: number): Work {
  const { periods, periodMinutes, state } = problem;
  const fixed = state ? Float64Array.from(state.onTheWay[r]!) : new Float64Array(periods);
  if (state) fixed[0]! += state.backlog[r]!;
  const planned = Array.from({ length: periods }, () => new Map<number, number>());
  for (const { use, c } of usesOf(problem, r)) {
    const minutes = use.minutes * (1 - problem.classes[c]!.noShow);
    const whole = Math.floor(use.lag / periodMinutes);
    const part = use.lag / periodMinutes - whole;
    for (let slot = 0; slot < periods; slot += 1) {
      for (const [lag, share] of [[whole, 1 - part], [whole + 1, part]] as const) {
        if (share === 0) continue;
        const t = Math.min(slot + lag, periods - 1);
        fixed[t]! += (state?.booked[c]![slot] ?? 0) * minutes * share;
        const place = c * periods + slot;
        planned[t]!.set(place, (planned[t]!.get(place) ?? 0) + minutes * share);
      }
    }
  }
  return { fixed, planned };
}

/** The server-minutes that reach resource r in each period when these places are given: place of class c in period t at `c · periods + t`. */
export function workWith(problem: PlanningProblem, r: number, places: ArrayLike<number>): Float64Array {
  const { fixed, planned } = workOf(problem, r);
  const work = Float64Array.from(fixed);
  planned.forEach((brought, t) => {
    for (const [place, minutes] of brought) work[t]! += minutes * (places[place] ?? 0);
  });
  return work;
}

/** For `queueOf`: what stands whatever the plan. */
export const NO_PLACES = new Int32Array(0);

/** Server-minutes in the queue of resource r at the end of each period when `safety` of its capacity is used: the fluid. */
export function queueOf(problem: PlanningProblem, r: number, places: ArrayLike<number>, safety = 1): Float64Array {
  const { capacity } = problem.resources[r]!;
  let waiting = 0;
  return workWith(problem, r, places).map((minutes, t) => (waiting = Math.max(0, waiting + minutes - capacity[t]! * safety)));
}
