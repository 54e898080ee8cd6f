import type { PlanningProblem } from '../problem.ts';

/**
 * A fluid plan as whole places. For each class the places given by the end of any period are the fluid's, rounded down or up, so that
 * nothing drifts and the sum of a day is the sum of the fluid. Which classes are rounded up in a period is chosen so that the work
 * brought to each resource so far stays nearest to the fluid's: "goal chasing" of levelled production (Monden, "Toyota Production
 * System", 1983; Miltenburg, "Level schedules for mixed-model assembly lines", 1989). Rounding each class for itself would round
 * many up in the same quarter of an hour.
 *
 * Takes and gives places of class c in period t at `c · periods + t`.
 */
export function roundPlaces(problem: PlanningProblem, fluid: Float64Array): Int32Array {
  const { periods } = problem;
  const count = problem.classes.length;
  const effort = effortOf(problem);
  const rounded = new Int32Array(fluid.length);
  const sofar = new Float64Array(count);
  const given = new Int32Array(count);
  const error = new Float64Array(problem.resources.length + count);
  for (let t = 0; t < periods; t += 1) {
    for (let c = 0; c < count; c += 1) sofar[c]! += fluid[c * periods + t]!;
    const up = choose(effort, sofar, given, error, (c) => mayTake(problem, c, t));
    for (let c = 0; c < count; c += 1) {
      rounded[c * periods + t] = up[c]! - given[c]!;
      given[c] = up[c]!;
    }
  }
  return rounded;
}

/** A tiny excess of the solver is not a lorry. */
const EPSILON = 1e-4;

/** The weight of a class's own nearness to its fluid: small beside a resource that a lorry takes a tenth of, and breaks ties. */
const OWN = 0.02;

const mayTake = (problem: PlanningProblem, c: number, t: number): boolean => {
  const allowed = problem.classes[c]!.mayArrive;
  return allowed === undefined || allowed[t] === 1;
};

/** Cumulative whole places of each class: its fluid rounded down or up, never below what was given before. */
function choose(
  effort: readonly Float64Array[],
  sofar: Float64Array,
  given: Int32Array,
  error: Float64Array,
  mayTakeNow: (c: number) => boolean,
): Int32Array {
  const up = Int32Array.from(sofar, (places, c) => Math.max(given[c]!, Math.floor(places + EPSILON)));
  error.fill(0);
  for (let c = 0; c < up.length; c += 1) addTo(error, effort[c]!, up[c]! - sofar[c]!);
  const open = [...up.keys()].filter((c) => mayTakeNow(c) && up[c]! < Math.ceil(sofar[c]! - EPSILON));
  // The place that brings the work nearest to the fluid's, as long as one does.
  for (;;) {
    let best = -1;
    let gain = EPSILON;
    for (const [at, c] of open.entries()) {
      const won = improvement(error, effort[c]!);
      if (won > gain) {
        gain = won;
        best = at;
      }
    }
    if (best === -1) return up;
    const [c] = open.splice(best, 1);
    up[c!]! += 1;
    addTo(error, effort[c!]!, 1);
  }
}

/** By how much the squared error falls with one more lorry of the class. */
function improvement(error: Float64Array, effort: Float64Array): number {
  let won = 0;
  for (let r = 0; r < error.length; r += 1) won -= effort[r]! * (2 * error[r]! + effort[r]!);
  return won;
}

function addTo(error: Float64Array, effort: Float64Array, lorries: number): void {
  for (let r = 0; r < error.length; r += 1) error[r]! += effort[r]! * lorries;
}

/**
 * What a lorry of each class takes of each resource, as a share of what the resource can do in a period when it is open; so a
 * resource with little room counts more. The last entries, one a class, keep each class itself near to its fluid.
 */
function effortOf(problem: PlanningProblem): Float64Array[] {
  const { classes, resources } = problem;
  const effort = classes.map((_, c) => {
    const row = new Float64Array(resources.length + classes.length);
    row[resources.length + c] = OWN;
    return row;
  });
  const room = resources.map(({ capacity }) => capacity.reduce((most, each) => Math.max(most, each), 0));
  const at = new Map(resources.map(({ id }, r) => [id, r]));
  const place = new Map(classes.map(({ id }, c) => [id, c]));
  for (const use of problem.uses) {
    const r = at.get(use.resource)!;
    if (room[r]! > 0) effort[place.get(use.class)!]![r]! += use.minutes / room[r]!;
  }
  return effort;
}
