import type { Solution } from '../linear-program.ts';
import type { PlanningProblem } from '../problem.ts';
import { slicesAt, type Formulation } from './formulate.ts';
import { workWith } from './work.ts';

/** Why a plan is as it is, as data: which resource binds when, and what more of it would save. */
export interface ResourceExplanation {
  readonly resource: string;
  /** Used over offered server-minutes of the horizon, 0 when it is always closed. */
  readonly utilisation: number;
  /** Periods in which it is used up to its safety, so that lorries wait or are moved because of it. */
  readonly binds: readonly number[];
  /** Weighted lorry-minutes saved by one more server-minute in each period: the price of its work in the optimum. */
  readonly savedPerServerMinute: Float64Array;
  /**
   * Weighted lorry-minutes a day saved by one more server whenever it is open. The cost is convex in the capacity, so that the price
   * of the first server-minute holds for all of them at most: whoever decides plans again with the server (`withOneMore`).
   */
  readonly savedPerDayAtMost: number;
}

export type Explanation = readonly ResourceExplanation[];

type Optimal = Extract<Solution, { readonly status: 'optimal' }>;

/** Resources that would save most come first; those that the program could leave out save nothing. */
export function explain(problem: PlanningProblem, formulation: Formulation, solution: Optimal, places: Float64Array): Explanation {
  const days = (problem.periods * problem.periodMinutes) / 1440;
  return problem.resources
    .map(({ id, capacity }, r) => {
      const saved = new Float64Array(problem.periods);
      const binds: number[] = [];
      const offered = total(capacity);
      if (formulation.balance[r * problem.periods] === -1) {
        const utilisation = offered === 0 ? 0 : total(workWith(problem, r, places)) / offered;
        return { resource: id, utilisation, binds, savedPerServerMinute: saved, savedPerDayAtMost: 0 };
      }
      let used = 0;
      let more = 0;
      for (let t = 0; t < problem.periods; t += 1) {
        if (capacity[t] === 0) continue;
        const served = servedAt(formulation, solution, r * problem.periods + t);
        used += served;
        const saves = savedAt(problem, formulation, solution, r, t);
        saved[t] = saves;
        more += saves * problem.periodMinutes;
        if (isFull(problem, r, t, served) && saves > NOTHING) binds.push(t);
      }
      return {
        resource: id,
        utilisation: offered === 0 ? 0 : used / offered,
        binds,
        savedPerServerMinute: saved,
        savedPerDayAtMost: more / days,
      };
    })
    .toSorted((a, b) => b.savedPerDayAtMost - a.savedPerDayAtMost);
}

/** The problem with one server more at a resource whenever it is open: to plan again and see what that really saves. */
export function withOneMore(problem: PlanningProblem, resource: string): PlanningProblem {
  const resources = problem.resources.map((each) =>
    each.id === resource
      ? { ...each, capacity: each.capacity.map((minutes) => (minutes > 0 ? minutes + problem.periodMinutes : 0)) }
      : each,
  );
  return { ...problem, resources };
}

const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);

/** Savings below this come from the solver's tolerance. */
const NOTHING = 1e-6;

const isFull = ({ resources }: PlanningProblem, r: number, t: number, served: number): boolean =>
  served >= resources[r]!.capacity[t]! * resources[r]!.safety * 0.9999;

function servedAt({ firstSlice, slices }: Formulation, { x }: Optimal, at: number): number {
  let served = 0;
  for (let k = 0; k < slices[at]!.length; k += 1) served += x[firstSlice[at]! + k]!;
  return served;
}

/**
 * By how much the cost falls with the capacity of one period. More capacity widens each slice, and a wider slice saves what its
 * work costs elsewhere (the dual value of the balance) less its own price; and it makes each slice cheaper, since congestion is
 * less where more is served (envelope theorem).
 */
function savedAt(problem: PlanningProblem, formulation: Formulation, solution: Optimal, r: number, t: number): number {
  const at = r * problem.periods + t;
  const { minutes, weight } = formulation.visits[r]!;
  const capacity = problem.resources[r]!.capacity[t]!;
  const work = solution.rowDual[formulation.balance[at]!]!;
  const more = slicesAt(problem, r, t, minutes, 1 + STEP);
  let saved = 0;
  for (const [k, { width, price }] of formulation.slices[at]!.entries()) {
    saved += Math.max(0, work - price * weight) * (width / capacity);
    const cheaper = (price - more[k]!.price) * weight;
    saved += (solution.x[formulation.firstSlice[at]! + k]! * cheaper) / (capacity * STEP);
  }
  return saved;
}

/** The relative step of the derivative of the prices. */
const STEP = 1e-4;
