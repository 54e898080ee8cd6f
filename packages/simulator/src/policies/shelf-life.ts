import { INDEX_RULE, indexOf } from '@pairgate/planner/dispatch/index-rule.ts';
import { dispatchVehicles, type Order, type Vehicle } from '@pairgate/planner/dispatch/vehicles.ts';
import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Compiled } from '../model/compile.ts';
import type { Dispatch, Policy, QueueRule } from '../model/policy.ts';
import { meanOf } from '../scenario/distribution.ts';
import { RISKS, type Stage } from '../scenario/schema.ts';
import { rollingRun } from './rolling.ts';

/**
 * P5: P4, and whom a free desk, scanner or bay takes next is decided by the planner's index rule, in which goods that spoil soon weigh
 * more; vehicles of the smart lane are assigned to containers all at once (Hungarian), and commit when they depart.
 */
export const shelfLife = (solver: Solver): Policy => ({
  id: 'P5',
  name: 'By shelf life, vehicles assigned',
  async begin(compiled, options) {
    return {
      ...(await rollingRun(compiled, solver, options)),
      rule: indexRule(compiled),
      ...(compiled.network.fleet === undefined ? {} : { dispatch: assignment(compiled) }),
    };
  },
});

/** P6: P5, and both sides examine together, with the staff of both. */
export const jointInspection = (solver: Solver): Policy => ({ ...shelfLife(solver), id: 'P6', name: 'Joint inspection', joint: true });

const RULED: ReadonlySet<Stage['kind']> = new Set(['papers', 'scan', 'quarantine', 'laboratory']);

function indexRule(compiled: Compiled): QueueRule {
  const { scenario, stages, classes } = compiled;
  const weights = classes.map((id) => scenario.classes[id]!.weights.wait);
  const ahead = serviceAhead(compiled);
  return {
    stages: stages.flatMap((id, index) => (RULED.has(scenario.stages[id]!.kind) ? [index] : [])),
    score: ({ classOf, risk, since, due, now, stage }) =>
      indexOf(
        INDEX_RULE,
        {
          weight: weights[classOf]!,
          arrivedAt: since,
          serviceMinutes: ahead[(stage * classes.length + classOf) * RISKS.length + risk]!,
          shelfLeftMinutes: due - now,
        },
        now,
      ),
  };
}

/**
 * Mean minutes that a lorry still takes of servers, from each stage on, at `(stage · classes + class) · risks + risk`. The rule weighs by
 * all of it and not by the next service: who goes on to a full bay may as well wait here for those who do not.
 */
function serviceAhead({ network, stages, classes }: Compiled): Float64Array {
  const ahead = new Float64Array(stages.length * classes.length * RISKS.length);
  for (const [classOf, route] of network.routes.entries()) {
    for (const risk of RISKS.keys()) {
      let sum = 0;
      for (const step of route.toReversed()) {
        const taken = step.share[risk]! * (step.after < 0 ? 1 : route[step.after]!.share[risk]!);
        const { kind, servers } = network.stages[step.stage]!;
        const mean = meanOf(step.service);
        if (kind === 'work' && Number.isFinite(servers)) sum += taken * mean;
        // Whoever waits here takes this step, whatever its share.
        ahead[(step.stage * classes.length + classOf) * RISKS.length + risk] = sum + (1 - taken) * mean;
      }
    }
  }
  return ahead;
}

/** A battery is charged after a number of trips, which the fleet counts: no order is out of reach. */
const RANGE_MINUTES = Infinity;

function assignment({ classes, scenario }: Compiled): Dispatch {
  const weights = classes.map((id) => scenario.classes[id]!.weights.wait);
  return {
    assign({ now, vehicles, vehicleAt, ready, containers, containerAt, classOf, emptyMinutes, choice }) {
      const free = Array.from({ length: vehicles }, (_, at): Vehicle => ({
        freeIn: Math.max(0, ready[at]! - now), place: vehicleAt[at]!, rangeMinutes: RANGE_MINUTES,
      }));
      const orders = Array.from({ length: containers }, (_, at): Order => ({
        from: containerAt[at]!, to: 1 - containerAt[at]!, readyIn: 0, weight: weights[classOf[at]!]!,
      }));
      const roads = { places: 2, minutes: Float64Array.of(0, emptyMinutes, emptyMinutes, 0) };
      const { order } = dispatchVehicles(free, orders, roads);
      for (const [vehicle, container] of order.entries()) choice[vehicle] = container;
    },
  };
}
