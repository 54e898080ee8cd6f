import type { PlanClass, PlanningProblem } from '../problem.ts';
import { faultOf, planOf, type SlotPlan } from './plan.ts';
import { roundPlaces } from './round.ts';

/**
 * The plan that needs no solver: each class gets its places evenly over the periods in which it can be through, day by day. A period
 * counts when every resource that the class needs is open at its lag; where no period does, the periods in which places may be
 * given. When the tightest resource cannot take them all, every class gets the same part of its wishes.
 */
export function uniformPlan(problem: PlanningProblem): SlotPlan {
  const all = evenly(problem, 1);
  if (faultOf(problem, all) === undefined) return all;
  let fits = 0;
  let tooMuch = 1;
  for (let step = 0; step < 12; step += 1) {
    const share = (fits + tooMuch) / 2;
    if (faultOf(problem, evenly(problem, share)) === undefined) fits = share;
    else tooMuch = share;
  }
  return evenly(problem, fits);
}

function evenly(problem: PlanningProblem, share: number): SlotPlan {
  const { periods, classes } = problem;
  const perDay = Math.max(1, Math.round(1440 / problem.periodMinutes));
  const fluid = new Float64Array(classes.length * periods);
  classes.forEach((each, c) => {
    const usable = usablePeriods(problem, each);
    for (let from = 0; from < periods; from += perDay) {
      spread(fluid, c * periods, each, { usable, from, to: Math.min(from + perDay, periods), share });
    }
  });
  return planOf(problem, roundPlaces(problem, fluid));
}

interface Day {
  readonly usable: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

function spread(fluid: Float64Array, row: number, { wished }: PlanClass, { usable, from, to, share }: Day): void {
  const lorries = wished.subarray(from, to).reduce((sum, each) => sum + each, 0) * share;
  const room = usable.subarray(from, to).reduce((sum, each) => sum + each, 0);
  for (let t = from; t < to; t += 1) if (usable[t] === 1) fluid[row + t] = lorries / room;
}

function usablePeriods(problem: PlanningProblem, { id, mayArrive }: PlanClass): Uint8Array {
  const { periods, periodMinutes } = problem;
  const needed = problem.uses
    .filter((use) => use.class === id && use.minutes > 0)
    .map((use) => ({ lag: Math.ceil(use.lag / periodMinutes), capacity: problem.resources.find((each) => each.id === use.resource)!.capacity }));
  const allowed = mayArrive ?? new Uint8Array(periods).fill(1);
  const through = allowed.map((may, t) => (may === 1 && needed.every(({ lag, capacity }) => (capacity[t + lag] ?? 0) > 0) ? 1 : 0));
  return through.includes(1) ? through : allowed;
}
