import type { PlanningProblem, PlanResource, PlanUse } from '@pairgate/planner/problem.ts';
import { meanOf, squareOf } from '../scenario/distribution.ts';
import { RISKS, type ScenarioClass } from '../scenario/schema.ts';
import type { Compiled } from './compile.ts';
import { Hours } from './hours.ts';

const DAY = 1440;

/**
 * What a planner needs of a scenario: who wishes to come when, and what each class takes of which resource on average, how long
 * after its arrival. Capacity is that of the opening hours with calendars and shifts; with `overtime` also that of the servers who stay
 * until nobody is in transit.
 */
export function planningProblem(
  compiled: Compiled,
  { fromDay = 0, days, overtime = false }: { readonly fromDay?: number; readonly days: number; readonly overtime?: boolean },
): PlanningProblem {
  const periods = days * compiled.slotsPerDay;
  const hours = new Hours(compiled);
  return {
    periodMinutes: compiled.slotMinutes,
    periods,
    classes: compiled.classes.map((id) => ({
      id,
      wished: wishedOf(compiled, hours, id, fromDay, days),
      waitWeight: compiled.scenario.classes[id]!.weights.wait,
      displacementWeight: compiled.scenario.classes[id]!.weights.displacement,
      noShow: compiled.scenario.classes[id]!.noShow.value,
    })),
    resources: resourcesOf(compiled, hours, { fromDay, periods, planned: overtime }),
    uses: compiled.classes.flatMap((id, index) => {
      const { risk } = compiled.scenario.classes[id]!;
      return usesOf(compiled, index, RISKS.map((each) => risk[each])).map((use) => ({ class: id, ...use }));
    }),
  };
}

/** Stages that lorries queue for: with servers, and with work to do or a way to clear. */
const isResource = (compiled: Compiled, stage: number): boolean =>
  Number.isFinite(compiled.network.stages[stage]!.servers) && compiled.network.stages[stage]!.kind !== 'hold';

function wishedOf(compiled: Compiled, hours: Hours, id: string, fromDay: number, days: number): Float64Array {
  const of: ScenarioClass = compiled.scenario.classes[id]!;
  const { slotMinutes, slotsPerDay } = compiled;
  const total = of.wishes.byHour.reduce((sum, weight) => sum + weight, 0);
  const ahead = hours.ahead(compiled.sides.indexOf(of.from));
  return Float64Array.from({ length: days * slotsPerDay }, (_, period) => {
    const day = fromDay + Math.floor(period / slotsPerDay);
    const minute = (period % slotsPerDay) * slotMinutes;
    const hour = Math.floor((((minute + ahead) % DAY) + DAY) % DAY / 60);
    const weekday = of.weekdays?.factors[hours.weekday(day)] ?? 1;
    return (of.lorriesPerDay.value * weekday * of.wishes.byHour[hour]! * slotMinutes) / 60 / total;
  });
}

interface Horizon {
  readonly fromDay: number;
  readonly periods: number;
  /** Whether overtime counts. */
  readonly planned: boolean;
}

function resourcesOf(compiled: Compiled, hours: Hours, { fromDay, periods, planned }: Horizon): PlanResource[] {
  const { stages, slotMinutes, slotsPerDay } = compiled;
  const capacity = stages.map(() => new Float64Array(periods));
  for (let day = fromDay; day < fromDay + periods / slotsPerDay; day += 1) {
    const edges = [...hours.edges(day), (day + 1) * DAY];
    for (const [index, edge] of edges.slice(0, -1).entries()) {
      const working = hours.working(edge);
      for (const [stage, { servers, overtime }] of working.entries()) {
        if ((planned || !overtime) && isResource(compiled, stage)) spread(capacity[stage]!, edge - fromDay * DAY, edges[index + 1]! - fromDay * DAY, servers, slotMinutes);
      }
    }
  }
  const resources = stages.flatMap((id, stage) => (isResource(compiled, stage) ? [{ id, capacity: capacity[stage]!, safety: 1, variability: variabilityAt(compiled, stage) }] : []));
  const { fleet } = compiled.scenario;
  if (fleet === undefined) return resources;
  // A vehicle that is being charged carries nothing.
  const trip = meanOf(fleet.empty.is) + Math.max(...compiled.network.fleet!.carryMinutes);
  const carrying = (trip * fleet.tripsPerCharge.value) / (trip * fleet.tripsPerCharge.value + meanOf(fleet.charge.is));
  return [...resources, { id: 'fleet', capacity: new Float64Array(periods).fill(fleet.vehicles.value * slotMinutes * carrying), safety: 1 }];
}

/** Kingman's factor: lorries come like a Poisson process, services vary as they do over all classes that are served there. */
function variabilityAt({ network }: Compiled, stage: number): number {
  const services = network.routes.flatMap((route) => route.filter((step) => step.stage === stage).map(({ service }) => service));
  const mean = services.reduce((sum, each) => sum + meanOf(each), 0);
  const square = services.reduce((sum, each) => sum + squareOf(each), 0);
  return mean === 0 ? 0.5 : (square * services.length) / (mean * mean) / 2;
}

/** Adds the server-minutes between two minutes to the periods that they lie in. */
function spread(into: Float64Array, from: number, until: number, servers: number, slotMinutes: number): void {
  for (let period = Math.floor(from / slotMinutes); period < Math.ceil(until / slotMinutes); period += 1) {
    const minutes = Math.min(until, (period + 1) * slotMinutes) - Math.max(from, period * slotMinutes);
    into[period]! += servers * minutes;
  }
}

/** What a lorry of the class takes, averaged over these shares of declared risks, with the repetitions; lags add up what lies before. */
export function usesOf(compiled: Compiled, classIndex: number, risks: readonly number[]): Omit<PlanUse, 'class'>[] {
  const { stages, scenario, network } = compiled;
  const route = network.routes[classIndex]!;
  const visits = route.map(() => 0);
  /** The lag of each step is that of a lorry that comes by once. */
  const lags = route.map(() => 0);
  let lag = 0;
  let returning = 1;
  for (const [index, step] of route.entries()) {
    const taken = risks.map((share, risk) => share * step.share[risk]! * (step.after < 0 ? 1 : route[step.after]!.share[risk]!));
    visits[index] = taken.reduce((sum, share) => sum + share, 0);
    lags[index] = lag;
    lag += visits[index]! * meanOf(step.service);
  }
  for (const [index, step] of route.entries()) {
    if (step.again === 0) continue;
    // Sent back with probability p each time it comes here: 1 / (1 - p) passes of everything between.
    returning = 1 / (1 - step.again * Math.min(1, visits[index]!));
    for (let each = step.againTo; each <= index; each += 1) visits[each]! *= returning;
  }
  const uses = route.flatMap((step, index) =>
    isResource(compiled, step.stage) && visits[index]! > 0 && meanOf(step.service) > 0
      ? [{ resource: stages[step.stage]!, minutes: visits[index]! * meanOf(step.service), lag: lags[index]! }]
      : [],
  );
  const vehicle = route.findIndex((step) => scenario.stages[stages[step.stage]!]!.kind === 'vehicle');
  if (vehicle < 0 || network.fleet === undefined) return uses;
  // Half of the trips begin on the other side, unless both directions carry alike; the planner counts with half.
  const minutes = network.fleet.carryMinutes[classIndex]! + network.fleet.emptyMinutes / 2;
  return [...uses, { resource: 'fleet', minutes, lag: lags[vehicle]! }];
}
