import type { LinearProgram } from '../linear-program.ts';
import type { PlanningProblem, PlanResource } from '../problem.ts';
import { ProgramBuilder } from './builder.ts';
import { slicesOf, type Slice } from './congestion.ts';
import { NO_PLACES, queueOf, visitsOf, workOf, type Visits } from './work.ts';

/**
 * The slots of a horizon as a linear program: a fluid of lorries through queues whose capacity changes with the calendar
 * (Newell, "Applications of Queueing Theory", 1982), with a rising price of congestion.
 *
 * For each class and period, `places` to give. Against the wishes, the lorries that are so far given too early or too late:
 * by the end of period t as many places as wishes, plus `early`, minus `late`. With cumulative curves the sum of both over the
 * periods is the least total displacement (Wasserstein distance on a line), so no variable for pairs of wish and slot is needed.
 *
 * For each resource and period, work = what lorries bring there, each `lag` minutes after its slot:
 *
 *     queue(t) = queue(t−1) + work(t) − served(t),    served(t) = sum of slices of the capacity, each with its price
 *
 * At the end of the horizon no queue may stand that the plan could have avoided, so that work leaves its last stage before that
 * closes. Lorries that no capacity is left for stay `late` at the end: they get no place in the horizon.
 *
 * Only the `counted` resources have rows; the columns and rows of the others are −1 and their slices empty.
 */
export interface Formulation {
  readonly program: LinearProgram;
  /** Column of the places of class c in period t at `c · periods + t`; −1 where none may be given. */
  readonly places: Int32Array;
  /** Column of the lorries of class c that are late, or early, at the end of period t. */
  readonly late: Int32Array;
  readonly early: Int32Array;
  /** Column of the queue and row of the balance of resource r in period t at `r · periods + t`. */
  readonly queue: Int32Array;
  readonly balance: Int32Array;
  /** First column of the slices of resource r in period t; the slices follow each other. */
  readonly firstSlice: Int32Array;
  readonly slices: readonly (readonly Slice[])[];
  /** What a visit to each resource takes and weighs. */
  readonly visits: readonly Visits[];
}

/** From one day's closing to the next opening, when the horizon does not say. */
const NIGHT_MINUTES = 720;

export function formulate(problem: PlanningProblem, counted: ReadonlySet<number>): Formulation {
  const builder = new ProgramBuilder();
  const { periods, classes, resources } = problem;
  const places = new Int32Array(classes.length * periods).fill(-1);
  const late = new Int32Array(classes.length * periods);
  const early = new Int32Array(classes.length * periods);
  for (let c = 0; c < classes.length; c += 1) addClass(builder, problem, c, { places, late, early });
  if (problem.displacementMinutes !== undefined) {
    for (const column of [...late, ...early]) builder.entry(column, problem.periodMinutes);
    builder.row(-Infinity, problem.displacementMinutes);
  }
  const queue = new Int32Array(resources.length * periods).fill(-1);
  const balance = new Int32Array(resources.length * periods).fill(-1);
  const firstSlice = new Int32Array(resources.length * periods).fill(-1);
  const slices = Array.from({ length: resources.length * periods }, (): Slice[] => []);
  const visits = resources.map((_, r) => visitsOf(problem, r));
  for (const r of counted) {
    const { minutes, weight } = visits[r]!;
    const work = workOf(problem, r);
    const unavoidable = queueOf(problem, r, NO_PLACES, resources[r]!.safety)[periods - 1]!;
    for (let t = 0; t < periods; t += 1) {
      const at = r * periods + t;
      const most = t === periods - 1 ? unavoidable : Infinity;
      queue[at] = builder.column((problem.periodMinutes * weight) / minutes, 0, most);
      slices[at] = slicesAt(problem, r, t, minutes);
      firstSlice[at] = queue[at]! + 1;
      for (const slice of slices[at]!) builder.column(slice.price * weight, 0, slice.width);
      builder.entry(queue[at]!, 1);
      if (t > 0) builder.entry(queue[at - 1]!, -1);
      for (let k = 0; k < slices[at]!.length; k += 1) builder.entry(firstSlice[at]! + k, 1);
      for (const [place, brought] of work.planned[t]!) if (places[place] !== -1) builder.entry(places[place]!, -brought);
      balance[at] = builder.row(work.fixed[t]!, work.fixed[t]!);
    }
  }
  return { program: builder.build(), places, late, early, queue, balance, firstSlice, slices, visits };
}

interface ClassColumns {
  readonly places: Int32Array;
  readonly late: Int32Array;
  readonly early: Int32Array;
}

/** places(t) − early(t) + late(t) + early(t−1) − late(t−1) = wished(t) */
function addClass(builder: ProgramBuilder, problem: PlanningProblem, c: number, columns: ClassColumns): void {
  const { wished, displacementWeight, mayArrive, placeMinutes, waitWeight, noShow } = problem.classes[c]!;
  const moved = displacementWeight * problem.periodMinutes;
  for (let t = 0; t < problem.periods; t += 1) {
    const at = c * problem.periods + t;
    const end = t === problem.periods - 1;
    if (mayArrive === undefined || mayArrive[t] === 1) {
      columns.places[at] = builder.column((placeMinutes?.[t] ?? 0) * waitWeight * (1 - noShow));
      builder.entry(columns.places[at], 1);
    }
    columns.early[at] = builder.column(moved, 0, end ? 0 : Infinity);
    columns.late[at] = builder.column(end ? withoutPlacePrice(problem) : moved);
    builder.entry(columns.early[at]!, -1);
    builder.entry(columns.late[at]!, 1);
    if (t > 0) {
      builder.entry(columns.early[at - 1]!, 1);
      builder.entry(columns.late[at - 1]!, -1);
    }
    builder.row(wished[t]!, wished[t]!);
  }
}

/** A lorry without a place is worse than one moved across the whole horizon that waits for a night. */
function withoutPlacePrice(problem: PlanningProblem): number {
  const displacement = Math.max(...problem.classes.map((each) => each.displacementWeight));
  const wait = Math.max(...problem.classes.map((each) => each.waitWeight));
  return displacement * problem.periods * problem.periodMinutes + wait * NIGHT_MINUTES;
}

/** The slices of resource r in period t, or of `more` times its capacity. */
export function slicesAt(problem: PlanningProblem, r: number, t: number, visitMinutes: number, more = 1): Slice[] {
  const resource = problem.resources[r]!;
  const capacity = resource.capacity[t]! * more;
  if (capacity === 0) return [];
  const openMinutes = openPeriods(resource, t) * problem.periodMinutes;
  const { safety, variability = 1 } = resource;
  const slices = slicesOf({ capacity, safety, visitMinutes, periodMinutes: problem.periodMinutes, openMinutes, variability });
  const factor = closingFactor(problem, resource, t);
  return slices.map(({ width, price }) => ({ width, price: price * factor }));
}

/** A queue outlives the load that made it by about an hour, so that the load of the last hour makes the queue at closing. */
const DRAIN_MINUTES = 60;

/** Who still queues when a resource closes waits until it opens again: congestion shortly before that is dearer by as much. */
function closingFactor({ periods, periodMinutes }: PlanningProblem, { capacity }: PlanResource, t: number): number {
  const drain = DRAIN_MINUTES / periodMinutes;
  let closes = t + 1;
  while (closes < periods && capacity[closes]! > 0) closes += 1;
  if (closes === periods || closes - t > drain) return 1;
  let opens = closes;
  while (opens < periods && capacity[opens] === 0) opens += 1;
  const closed = opens < periods ? opens - closes : Math.max(opens - closes, NIGHT_MINUTES / periodMinutes);
  return 1 + closed / drain;
}

/** Periods of the stretch without a closed period around period t. */
function openPeriods({ capacity }: PlanResource, t: number): number {
  let from = t;
  let to = t;
  while (from > 0 && capacity[from - 1]! > 0) from -= 1;
  while (to < capacity.length - 1 && capacity[to + 1]! > 0) to += 1;
  return to - from + 1;
}
