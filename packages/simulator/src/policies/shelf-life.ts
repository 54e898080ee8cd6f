import { INDEX_RULE, indexOf } from '@pairgate/planner/dispatch/index-rule.ts';
import { dispatchVehicles, type Order, type Vehicle } from '@pairgate/planner/dispatch/vehicles.ts';
import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Dispatcher } from '../engine/fleet.ts';
import type { Compiled } from '../model/compile.ts';
import type { Policy, QueueRule } from '../model/policy.ts';
import type { Stage } from '../scenario/schema.ts';
import type { Handling } from './fitting.ts';
import { rollingRun } from './rolling.ts';

/**
 * P5: P4, and whom a free desk, scanner or bay takes next is decided by the planner's index rule, in which short services go first and
 * goods that spoil soon weigh more; vehicles of the smart lane are assigned to containers all at once (Hungarian), and commit when they
 * depart. Where uniform slots are better with that order than the plan is, uniform slots stay.
 */
export const shelfLife = (solver: Solver): Policy => ({
  id: 'P5',
  name: 'By shelf life, vehicles assigned',
  isFitted: true,
  async begin(compiled, options) {
    return { ...(await rollingRun(compiled, solver, options, byIndex)), ...byIndex.of(compiled) };
  },
});

/** P6: P5, and both sides examine together, with the staff of both. */
export const jointInspection = (solver: Solver): Policy => ({ ...shelfLife(solver), id: 'P6', name: 'Joint inspection', joint: true });

export const byIndex: Handling = {
  id: 'by index',
  of: (compiled) => ({ rule: indexRule(compiled), ...(compiled.network.fleet === undefined ? {} : { dispatch: assignment(compiled) }) }),
};

const RULED: ReadonlySet<Stage['kind']> = new Set(['papers', 'scan', 'quarantine', 'laboratory']);

/**
 * The rule divides by the mean service of the kind that was decided for the lorry with its papers: a look at the documents goes before
 * a full examination that takes nine times as long, unless that has waited. What is decided is on the control order; how long the
 * examination will take is not, and is not used.
 */
function indexRule({ scenario, stages, classes }: Compiled): QueueRule {
  const weights = classes.map((id) => scenario.classes[id]!.weights.wait);
  return {
    stages: stages.flatMap((id, index) => (RULED.has(scenario.stages[id]!.kind) ? [index] : [])),
    score: ({ classOf, since, due, now, minutes }) =>
      indexOf(INDEX_RULE, { weight: weights[classOf]!, arrivedAt: since, serviceMinutes: minutes, shelfLeftMinutes: due - now }, now),
  };
}

/** A battery is charged after a number of trips, which the fleet counts: no order is out of reach. */
const RANGE_MINUTES = Infinity;
/** Minutes of empty driving that a minute of waiting of a general lorry is worth: a container does not wait to spare a vehicle a way. */
const EMPTY_MINUTES = 10;

function assignment({ classes, scenario }: Compiled): Dispatcher {
  const weights = classes.map((id) => scenario.classes[id]!.weights.wait);
  return {
    assign({ now, vehicles, vehicleAt, ready, containers, containerAt, classOf, emptyMinutes, choice }) {
      const free = Array.from({ length: vehicles }, (_, at): Vehicle => ({
        freeIn: Math.max(0, ready[at]! - now), place: vehicleAt[at]!, rangeMinutes: RANGE_MINUTES,
      }));
      const orders = Array.from({ length: containers }, (_, at): Order => ({
        from: containerAt[at]!, to: 1 - containerAt[at]!, readyIn: 0, weight: EMPTY_MINUTES * weights[classOf[at]!]!,
      }));
      const roads = { places: 2, minutes: Float64Array.of(0, emptyMinutes, emptyMinutes, 0) };
      const { order } = dispatchVehicles(free, orders, roads);
      for (const [vehicle, container] of order.entries()) choice[vehicle] = container;
    },
  };
}
