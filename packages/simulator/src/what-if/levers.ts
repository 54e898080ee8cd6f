import { pointerOf, type Fault } from '../scenario/fault.ts';
import { RISKS, type Scenario, type Stage } from '../scenario/schema.ts';

/** What can be asked of a scenario without writing another one: a figure with its range, and its value today. */
export interface Lever {
  /** Short and stable, since it stands in the address of a page: `servers.CN.quarantine.in`, `opens.VN`, `arrivals`. */
  readonly id: string;
  readonly of: LeverOf;
  readonly side?: string;
  /** Stages on the way out of the side, or into it; and of which kind. */
  readonly way?: Way;
  readonly kind?: Stage['kind'];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly today: number;
  /** The members of the scenario that it changes, as JSON pointers: what is wrong with one of them is wrong with the lever. */
  readonly pointers: readonly string[];
}

/** Servers of a stage, hours in minutes of the local day, lorries a day, percent of the lorries, vehicles, 0 or 1. */
export type LeverOf = 'servers' | 'opens' | 'closes' | 'arrivals' | 'inspected' | 'vehicles' | 'joint';
export type Way = 'out' | 'in';

/** Values of levers by their id; what is not named stays as it is today. */
export type LeverValues = Readonly<Record<string, number>>;

/** Places of work whose number a gate can change from one day to the next. */
const STAFFED = ['gate', 'scan', 'quarantine', 'papers', 'exit', 'laboratory'] as const satisfies readonly Stage['kind'][];
const WAYS = ['out', 'in'] as const;
const WHAT_IF = { source: 'what if', assumed: true } as const;

/** Every lever that the scenario has, in the order in which they are shown. */
export function leversOf(scenario: Scenario): Lever[] {
  const sides = Object.keys(scenario.sides);
  return [
    ...STAFFED.flatMap((kind) => WAYS.flatMap((way) => sides.flatMap((side) => serverLever(scenario, side, kind, way)))),
    ...(['opens', 'closes'] as const).flatMap((of) => sides.flatMap((side) => hourLever(scenario, side, of))),
    ...wholeLevers(scenario),
  ];
}

function stagesOf(scenario: Scenario, side: string, kind: Stage['kind'], way: Way): string[] {
  const directions = Object.values(scenario.classes).filter((each) => (way === 'out' ? each.from : each.to) === side);
  const ids = new Set(Object.keys(scenario.classes).filter((id) => directions.includes(scenario.classes[id]!)));
  const routes = Object.values(scenario.routes).filter((route) => route.classes.some((id) => ids.has(id)));
  const used = new Set(routes.flatMap((route) => route.stages));
  return Object.keys(scenario.stages).filter((id) => {
    const stage = scenario.stages[id]!;
    return used.has(id) && stage.side === side && stage.kind === kind && stage.servers !== undefined;
  });
}

function serverLever(scenario: Scenario, side: string, kind: Stage['kind'], way: Way): Lever[] {
  const stages = stagesOf(scenario, side, kind, way);
  if (stages.length === 0) return [];
  const today = scenario.stages[stages[0]!]!.servers!.value;
  return [{
    id: `servers.${side}.${kind}.${way}`, of: 'servers', side, kind, way, min: 0, max: Math.max(today + 4, today * 2), step: 1, today,
    pointers: stages.map((id) => pointerOf(['stages', id])),
  }];
}

function hourLever(scenario: Scenario, side: string, of: 'opens' | 'closes'): Lever[] {
  const hours = scenario.sides[side]!.calendar.hours.at(-1);
  if (hours === undefined) return [];
  const today = of === 'opens' ? hours.opensMinute : hours.closesMinute;
  return [{ id: `${of}.${side}`, of, side, min: 0, max: 1440, step: 30, today, pointers: [pointerOf(['sides', side])] }];
}

function wholeLevers(scenario: Scenario): Lever[] {
  const arrivals = Math.round(arrivalsOf(scenario));
  const inspected = Math.round(100 * inspectedOf(scenario));
  const isQuarantine = (id: string): boolean => isInspection(scenario.stages[id]!);
  const classes = Object.keys(scenario.classes).map((id) => pointerOf(['classes', id, 'lorriesPerDay']));
  const shares = Object.keys(scenario.stages).filter(isQuarantine).map((id) => pointerOf(['stages', id, 'share']));
  const vehicles = scenario.fleet?.vehicles.value;
  return [
    ...(arrivals === 0 ? []
      : [{ id: 'arrivals', of: 'arrivals', min: Math.min(100, arrivals), max: Math.max(500, 2 * arrivals), step: 50, today: arrivals, pointers: classes } as const]),
    ...(shares.length === 0 ? [] : [{ id: 'inspected', of: 'inspected', min: 0, max: 100, step: 1, today: inspected, pointers: shares } as const]),
    ...(vehicles === undefined ? []
      : [{ id: 'vehicles', of: 'vehicles', min: 0, max: Math.max(8, 3 * vehicles), step: 1, today: vehicles, pointers: ['/fleet'] } as const]),
    ...(scenario.joint === undefined ? [] : [{ id: 'joint', of: 'joint', min: 0, max: 1, step: 1, today: 0, pointers: ['/joint'] } as const]),
  ];
}

const isInspection = (stage: Stage): boolean => stage.kind === 'quarantine' && stage.share !== undefined;

const arrivalsOf = (scenario: Scenario): number => Object.values(scenario.classes).reduce((sum, each) => sum + each.lorriesPerDay.value, 0);

/** Share of all lorries that are inspected, averaged over the inspections on their way. */
function inspectedOf(scenario: Scenario): number {
  let [visits, lorries] = [0, 0];
  for (const [id, each] of Object.entries(scenario.classes)) {
    const route = Object.values(scenario.routes).find(({ classes }) => classes.includes(id));
    for (const stage of route?.stages ?? []) {
      const { share } = scenario.stages[stage]!;
      if (share === undefined || !isInspection(scenario.stages[stage]!)) continue;
      visits += each.lorriesPerDay.value * RISKS.reduce((sum, risk) => sum + each.risk[risk] * share[risk], 0);
      lorries += each.lorriesPerDay.value;
    }
  }
  return lorries === 0 ? 0 : visits / lorries;
}

/** Within its range and on a step, whatever an address asks for. */
export const clip = (lever: Lever, value: number): number =>
  value === lever.today ? value : Math.min(lever.max, Math.max(lever.min, Math.round(value / lever.step) * lever.step));

/** What is asked for that differs from today, within its range. */
export function changesIn(levers: readonly Lever[], values: LeverValues): { readonly lever: Lever; readonly value: number }[] {
  return levers.flatMap((lever) => {
    const asked = values[lever.id];
    if (asked === undefined || !Number.isFinite(asked)) return [];
    const value = clip(lever, asked);
    return value === lever.today ? [] : [{ lever, value }];
  });
}

/** The scenario with other figures: what was changed is marked as assumed. The one given stays as it is. */
export function applyLevers(scenario: Scenario, values: LeverValues): Scenario {
  const changed = structuredClone(scenario);
  for (const { lever, value } of changesIn(leversOf(scenario), values)) APPLY[lever.of](changed, lever, value);
  return changed;
}

export const isJoint = (values: LeverValues): boolean => values['joint'] === 1;

const APPLY: Readonly<Record<LeverOf, (scenario: Scenario, lever: Lever, value: number) => void>> = {
  servers(scenario, { side, kind, way, today }, value) {
    const more = value - today;
    for (const id of stagesOf(scenario, side!, kind!, way!)) {
      const stage = scenario.stages[id]!;
      stage.servers = { value: Math.max(0, stage.servers!.value + more), ...WHAT_IF };
      for (const shift of stage.shifts ?? []) shift.servers = Math.max(0, shift.servers + more);
      // Lanes that work in either of two stages, and bays that two staffs share, are as many as both have.
      for (const lanes of Object.values(scenario.switchable)) if (lanes.stages.includes(id)) lanes.lanes = Math.max(1, lanes.lanes + more);
      for (const pair of scenario.joint?.pairs ?? []) {
        if (pair.first === id || pair.second === id) pair.servers = { value: Math.max(0, pair.servers.value + more), ...WHAT_IF };
      }
    }
  },
  opens: (scenario, { side }, value) => void Object.assign(scenario.sides[side!]!.calendar.hours.at(-1)!, { opensMinute: value, ...WHAT_IF }),
  closes: (scenario, { side }, value) => void Object.assign(scenario.sides[side!]!.calendar.hours.at(-1)!, { closesMinute: value, ...WHAT_IF }),
  arrivals(scenario, _, value) {
    const all = arrivalsOf(scenario);
    for (const each of Object.values(scenario.classes)) each.lorriesPerDay = { value: (each.lorriesPerDay.value * value) / all, ...WHAT_IF };
  },
  /** Fewer: each share in proportion. More: each takes the same part of what it lacks to 1, so that none passes it. */
  inspected(scenario, _, value) {
    const [now, asked] = [inspectedOf(scenario), value / 100];
    const other = (share: number): number => (asked <= now ? (share * asked) / (now || 1) : 1 - ((1 - share) * (1 - asked)) / (1 - now));
    for (const stage of Object.values(scenario.stages).filter(isInspection)) {
      const { low, medium, high } = stage.share!;
      stage.share = { low: other(low), medium: other(medium), high: other(high), ...WHAT_IF };
    }
  },
  vehicles: (scenario, _, value) => void (scenario.fleet!.vehicles = { value, ...WHAT_IF }),
  /** Both sides examine together by how the scenario is run (`isJoint`), not by another figure. */
  joint: () => undefined,
};

/** The lever that a fault is about, if a lever can be. */
export const leverOf = (levers: readonly Lever[], { pointer }: Fault): Lever | undefined =>
  levers.find(({ pointers }) => pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
