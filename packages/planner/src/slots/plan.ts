import type { Solution, Solver } from '../linear-program.ts';
import type { PlanningProblem } from '../problem.ts';
import { explain, type Explanation } from './explain.ts';
import { formulate, type Formulation } from './formulate.ts';
import { roundPlaces } from './round.ts';
import { NO_PLACES, queueOf, usesOf, workWith } from './work.ts';

/** Places to give: those of class c in period t at `c · periods + t`. */
export interface SlotPlan {
  readonly periods: number;
  readonly periodMinutes: number;
  /** Ids of the classes, in the order of the rows. */
  readonly classes: readonly string[];
  readonly places: Int32Array;
  /** For each class, wishing lorries that the horizon has no room for. */
  readonly withoutPlace: Float64Array;
  /** Minutes between wish and slot, of all lorries together: the least that these places allow. */
  readonly displacementMinutes: number;
}

export type PlanAttempt =
  | {
      readonly status: 'planned';
      readonly plan: SlotPlan;
      /** The places before they were rounded, in the same order. */
      readonly fluid: Float64Array;
      /** Weighted minutes of waiting and displacement that the fluid expects. */
      readonly cost: number;
      /** Lorry-minutes in queues by the fluid: overload only, and the expected congestion beside it, both weighted. */
      readonly queueCost: number;
      readonly congestionCost: number;
      readonly explanation: Explanation;
    }
  | { readonly status: 'infeasible' | 'unbounded' | 'late' | 'failed'; readonly reason: string };

/** Deviations below this are the solver's tolerance. */
const TOLERANCE = 1e-5;

/**
 * Plans the slots of the horizon. What goes wrong is a status; `keepPlan` says what then holds.
 *
 * Most resources are never near to their capacity, and only cost time. So the program is first made of the tight ones; a resource at
 * which the plan then makes a queue, with `EASY` of its capacity, is taken in and the program solved again (row generation). What is
 * left out has no queue that lasts, and congestion that the first slice of a capacity prices at most. Of several days the fullest is
 * planned alone before, since a resource that is taken in there is most often the one that the whole horizon would be solved again for.
 */
export async function planSlots(
  problem: PlanningProblem,
  solver: Solver,
  options: { readonly deadlineMs: number },
): Promise<PlanAttempt> {
  const counted = tightResources(problem);
  const day = fullestDay(problem);
  const before = day && (await solved(day, solver, counted, options.deadlineMs));
  // A day for which the time was too short leaves none for the whole.
  if (before?.status === 'late') return before;
  const found = await solved(problem, solver, counted, options.deadlineMs - (before?.tookMs ?? 0));
  return found.status === 'solved' ? attemptOf(problem, found.formulation, found.solution, found.fluid) : found;
}

type Solved =
  | {
      readonly status: 'solved';
      readonly formulation: Formulation;
      readonly solution: Extract<Solution, { readonly status: 'optimal' }>;
      readonly fluid: Float64Array;
      /** Of all programs that were solved. */
      readonly tookMs: number;
    }
  | { readonly status: 'infeasible' | 'unbounded' | 'late' | 'failed'; readonly reason: string; readonly tookMs: number };

/** Solves with the counted resources, and again with those that fill, which are added to them. */
async function solved(problem: PlanningProblem, solver: Solver, counted: Set<number>, deadlineMs: number): Promise<Solved> {
  for (let tookMs = 0; ; ) {
    const formulation = formulate(problem, counted);
    const solution = await solver.solve(formulation.program, { deadlineMs: deadlineMs - tookMs });
    if (solution.status !== 'optimal') return { ...solution, tookMs };
    tookMs += solution.tookMs;
    const fluid = fluidPlaces(formulation, solution.x);
    if (!fluid.every((places) => Number.isFinite(places) && places >= 0)) {
      return { status: 'failed', reason: 'the solver gave places that are not numbers', tookMs };
    }
    const filled = problem.resources.flatMap((_, r) => (!counted.has(r) && isFilled(problem, r, fluid) ? [r] : []));
    if (filled.length === 0) return { status: 'solved', formulation, solution, fluid, tookMs };
    for (const r of filled) counted.add(r);
  }
}

/** The day of a horizon of several on which most wish to come, as a problem of its own; undefined for a shorter horizon. */
export function fullestDay(problem: PlanningProblem): PlanningProblem | undefined {
  const { classes, resources, state } = problem;
  const periods = Math.round(DAY_MINUTES / problem.periodMinutes);
  const days = Math.floor(problem.periods / periods);
  if (days < 2) return undefined;
  const wishes = Array.from({ length: days }, (_, day) =>
    classes.reduce((sum, { wished }) => sum + wished.slice(day * periods, (day + 1) * periods).reduce((all, each) => all + each, 0), 0),
  );
  const first = wishes.indexOf(Math.max(...wishes)) * periods;
  const cut = <T extends Float64Array | Uint8Array>(values: T): T => values.slice(first, first + periods) as T;
  const { displacementMinutes: _, state: __, ...rest } = problem;
  return {
    ...rest,
    periods,
    classes: classes.map((each) => ({
      ...each,
      wished: cut(each.wished),
      ...(each.mayArrive === undefined ? {} : { mayArrive: cut(each.mayArrive) }),
      ...(each.placeMinutes === undefined ? {} : { placeMinutes: cut(each.placeMinutes) }),
    })),
    resources: resources.map((each) => ({ ...each, capacity: cut(each.capacity) })),
    ...(state === undefined ? {} : { state: { booked: state.booked.map(cut), onTheWay: state.onTheWay.map(cut), backlog: first === 0 ? state.backlog : state.backlog.map(() => 0) } }),
  };
}

const DAY_MINUTES = 1440;

function attemptOf(
  problem: PlanningProblem,
  formulation: Formulation,
  solution: Extract<Solution, { readonly status: 'optimal' }>,
  fluid: Float64Array,
): PlanAttempt {
  const plan = planOf(problem, roundPlaces(problem, fluid));
  const fault = faultOf(problem, plan);
  if (fault !== undefined) return { status: 'failed', reason: fault };
  return {
    status: 'planned',
    plan,
    fluid,
    cost: solution.objective,
    queueCost: costOf(formulation, solution.x, (at) => [formulation.queue[at]!, 1]),
    congestionCost: costOf(formulation, solution.x, (at) => [formulation.firstSlice[at]!, formulation.slices[at]!.length]),
    explanation: explain(problem, formulation, solution, fluid),
  };
}

/** Up to this part of its capacity a resource may be left out of the program. */
const EASY = 0.6;
/** A resource is tight when its work over the horizon is more than this part of what the tightest has, relative to capacity. */
const TIGHT = 0.6;

function tightResources(problem: PlanningProblem): Set<number> {
  const wished = Float64Array.from(problem.classes.flatMap((each) => [...each.wished]));
  const load = problem.resources.map(({ capacity }, r) => {
    const minutes = workWith(problem, r, wished).reduce((sum, each) => sum + each, 0);
    return minutes === 0 ? 0 : minutes / capacity.reduce((sum, each) => sum + each, 0);
  });
  const most = Math.max(0, ...load);
  return new Set(load.flatMap((each, r) => (each > 0 && each >= most * TIGHT ? [r] : [])));
}

/** A queue stands from one period into the one after the next, or at the end, when only the easy part of the capacity works. */
function isFilled(problem: PlanningProblem, r: number, fluid: Float64Array): boolean {
  const queue = queueOf(problem, r, fluid, EASY);
  return queue.some((waiting, t) => waiting > TOLERANCE && (queue[t + 1] ?? Infinity) > TOLERANCE);
}

const fluidPlaces = ({ places }: Formulation, x: Float64Array): Float64Array =>
  Float64Array.from(places, (column) => {
    const value = column === -1 ? 0 : x[column]!;
    return value < 0 && value > -TOLERANCE ? 0 : value;
  });

/** The cost of a run of columns for each resource and period. */
function costOf({ program, queue }: Formulation, x: Float64Array, columns: (at: number) => readonly [number, number]): number {
  let cost = 0;
  for (let at = 0; at < queue.length; at += 1) {
    if (queue[at] === -1) continue;
    const [first, count] = columns(at);
    for (let column = first; column < first + count; column += 1) cost += program.cost[column]! * x[column]!;
  }
  return cost;
}

/** Places as a plan, with what follows from them and the wishes. */
export function planOf(problem: PlanningProblem, places: Int32Array): SlotPlan {
  const { periods, periodMinutes, classes } = problem;
  const withoutPlace = new Float64Array(classes.length);
  let moved = 0;
  classes.forEach(({ wished }, c) => {
    let ahead = 0;
    for (let t = 0; t < periods; t += 1) {
      ahead += places[c * periods + t]! - wished[t]!;
      if (t < periods - 1) moved += Math.abs(ahead);
    }
    withoutPlace[c] = Math.max(0, -ahead);
  });
  return {
    periods,
    periodMinutes,
    classes: classes.map(({ id }) => id),
    places,
    withoutPlace,
    displacementMinutes: moved * periodMinutes,
  };
}

/** Why a plan cannot stand for a problem; nothing when it can. */
export function faultOf(problem: PlanningProblem, plan: SlotPlan): string | undefined {
  const { periods, periodMinutes, classes } = problem;
  if (plan.periodMinutes !== periodMinutes || plan.periods !== periods) return 'the plan is for other periods';
  if (plan.classes.length !== classes.length || plan.classes.some((id, c) => id !== classes[c]!.id)) {
    return 'the plan is for other classes';
  }
  if (plan.places.length !== classes.length * periods) return 'the plan has places for another number of periods';
  for (const [c, { id, wished, mayArrive }] of classes.entries()) {
    let sum = 0;
    for (let t = 0; t < periods; t += 1) {
      const given = plan.places[c * periods + t]!;
      if (given < 0) return `${id} has fewer than no places in period ${t}`;
      if (given > 0 && mayArrive?.[t] === 0) return `${id} has places in period ${t}, in which none may be given`;
      sum += given;
    }
    const most = Math.ceil(wished.reduce((total, each) => total + each, 0) - TOLERANCE);
    if (sum > most) return `${id} has ${sum} places for ${most} lorries`;
  }
  return overloaded(problem, plan.places);
}

/**
 * A plan whose lorries cannot all be through by the end of the horizon is none. Against the fluid each class may be a lorry ahead,
 * since places are whole; what stands there without any place is not the plan's fault.
 */
function overloaded(problem: PlanningProblem, places: Int32Array): string | undefined {
  const end = problem.periods - 1;
  for (const [r, { id }] of problem.resources.entries()) {
    const slack = usesOf(problem, r).reduce((sum, { use }) => sum + use.minutes, TOLERANCE);
    const left = queueOf(problem, r, places)[end]! - queueOf(problem, r, NO_PLACES)[end]!;
    if (left > slack) return `${id} has ${Math.round(left)} server-minutes of work left at the end of the horizon`;
  }
  return undefined;
}
