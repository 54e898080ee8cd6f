import { meanOf, type Distribution } from '../scenario/distribution.ts';
import { RISKS, type Scenario, type Stage } from '../scenario/schema.ts';
import type { FleetSpec, NetworkSpec, StageSpec, StepSpec } from '../engine/spec.ts';
import { CAUSES, type Cause } from '../run-result.ts';

/** A checked scenario as indices. Nothing in it changes during a run. */
export interface Compiled {
  readonly scenario: Scenario;
  /** Whether both sides examine together (`Policy.joint`). */
  readonly joint: boolean;
  /** Ids in the order of the indices that policies and results use. */
  readonly classes: readonly string[];
  readonly stages: readonly string[];
  readonly sides: readonly string[];
  readonly network: NetworkSpec;
  readonly slotMinutes: number;
  readonly slotsPerDay: number;
  /** Index of the stage at which a class is called from the yard; −1: it is not. */
  readonly callOf: readonly number[];
}

type Shares = readonly [number, number, number];

const NOTHING: Distribution = { kind: 'constant', mean: 0 };
const KIND_CAUSES: Readonly<Partial<Record<Stage['kind'], Cause>>> = {
  papers: 'papers', scan: 'bay', quarantine: 'bay', laboratory: 'laboratory',
};
const ENGINE_KINDS: Readonly<Partial<Record<Stage['kind'], StageSpec['kind']>>> = {
  yard: 'hold', call: 'call', vehicle: 'vehicle', release: 'release',
};

/** The scenario as the engine runs it; with `joint`, both sides examine together at the first of their stages. */
export function compile(scenario: Scenario, joint = false): Compiled {
  const classes = Object.keys(scenario.classes);
  const stages = Object.keys(scenario.stages);
  const sides = Object.keys(scenario.sides);
  const together = joint ? (scenario.joint?.pairs ?? []) : [];
  const firstOf = new Map(together.map((pair) => [pair.second, pair.first]));
  const routes = classes.map((id) => {
    const route = Object.values(scenario.routes).find((each) => each.classes.includes(id))!;
    return route.stages.filter((stage) => !firstOf.has(stage));
  });
  const steps = routes.map((route, index) =>
    route.map((stage) => stepOf(scenario, { stage, classOf: classes[index]!, route, stages, firstOf })),
  );
  const network: NetworkSpec = {
    stages: stages.map((id) => stageOf(scenario, id, sides, together.find((pair) => pair.first === id)?.servers.value)),
    routes: steps,
    levels: classes.map((id) => scenario.classes[id]!.priority),
    ...(scenario.fleet ? { fleet: fleetOf(scenario.fleet, steps, stages, scenario) } : {}),
  };
  return {
    scenario, joint, classes, stages, sides, network,
    slotMinutes: scenario.slotMinutes,
    slotsPerDay: 1440 / scenario.slotMinutes,
    callOf: routes.map((route) => stages.indexOf(route.find((stage) => scenario.stages[stage]!.kind === 'call') ?? '')),
  };
}

function stageOf(scenario: Scenario, id: string, sides: readonly string[], servers: number | undefined): StageSpec {
  const stage = scenario.stages[id]!;
  return {
    name: id,
    servers: servers ?? stage.servers?.value ?? Infinity,
    room: stage.room?.value ?? Infinity,
    kind: ENGINE_KINDS[stage.kind] ?? 'work',
    discipline: stage.priorities === true ? 'level' : 'order',
    cause: CAUSES.indexOf(stage.cause ?? KIND_CAUSES[stage.kind] ?? 'queue'),
    side: sides.indexOf(stage.side),
    // A stop of a stage stands in the way of those before it, too.
    obstructed: stage.kind === 'yard' || stage.kind === 'call' || Object.values(scenario.shocks).some((shock) => shock.kind === 'stop'),
    ...(stage.breakdowns ? { breakdowns: stage.breakdowns } : {}),
  };
}

interface Place {
  readonly stage: string;
  readonly classOf: string;
  readonly route: readonly string[];
  readonly stages: readonly string[];
  readonly firstOf: ReadonlyMap<string, string>;
}

function stepOf(scenario: Scenario, { stage: id, classOf, route, stages, firstOf }: Place): StepSpec {
  const stage = scenario.stages[id]!;
  const second = [...firstOf].find(([, first]) => first === id)?.[0];
  const service = (stage.service?.byClass?.[classOf] ?? stage.service)?.is ?? NOTHING;
  const mine = sharesOf(stage);
  const others = second === undefined ? mine : sharesOf(scenario.stages[second]!);
  const after = stage.after === undefined ? undefined : (firstOf.get(stage.after) ?? stage.after);
  return {
    stage: stages.indexOf(id),
    service: second === undefined ? service : scaled(service, scenario.joint!.factor.value),
    share: mine.map((share, risk) => Math.max(share, others[risk]!)) as unknown as Shares,
    after: after === undefined ? -1 : route.indexOf(after),
    decided: stage.decided !== undefined,
    again: stage.again?.share ?? 0,
    againTo: stage.again === undefined ? 0 : route.indexOf(stage.again.stage),
  };
}

const sharesOf = (stage: Stage): Shares => RISKS.map((risk) => stage.share?.[risk] ?? 1) as unknown as Shares;

/** The same distribution, so many times as long. */
function scaled(of: Distribution, factor: number): Distribution {
  switch (of.kind) {
    case 'uniform':
      return { ...of, from: of.from * factor, until: of.until * factor };
    case 'discrete':
      return { ...of, values: of.values.map((each) => ({ ...each, minutes: each.minutes * factor })) };
    case 'hyperexponential':
      return { ...of, phases: of.phases.map((each) => ({ ...each, mean: each.mean * factor })) };
    default:
      return { ...of, mean: of.mean * factor };
  }
}

function fleetOf(
  fleet: NonNullable<Scenario['fleet']>,
  routes: readonly (readonly StepSpec[])[],
  stages: readonly string[],
  scenario: Scenario,
): FleetSpec {
  const kind = (step: StepSpec): Stage['kind'] => scenario.stages[stages[step.stage]!]!.kind;
  return {
    vehicles: fleet.vehicles.value,
    empty: fleet.empty.is,
    emptyMinutes: meanOf(fleet.empty.is),
    carryMinutes: routes.map((route) => {
      const from = route.findIndex((step) => kind(step) === 'vehicle');
      const until = route.findIndex((step) => kind(step) === 'release');
      return route.slice(Math.max(0, from), Math.max(0, until)).reduce((sum, step) => sum + meanOf(step.service), 0);
    }),
    tripsPerCharge: fleet.tripsPerCharge.value,
    charge: fleet.charge.is,
  };
}
