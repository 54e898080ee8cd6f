import { meanInterval } from '@pairgate/simulator/experiment/intervals.ts';
import { measuresOf } from '@pairgate/simulator/experiment/measures.ts';
import { compile } from '@pairgate/simulator/model/compile.ts';
import { planningProblem } from '@pairgate/simulator/model/planning-problem.ts';
import { Hours } from '@pairgate/simulator/model/hours.ts';
import { run } from '@pairgate/simulator/model/run.ts';
import { findPolicy } from '@pairgate/simulator/policies/table.ts';
import { RISKS, type Scenario } from '@pairgate/simulator/scenario/schema.ts';

/** A seed on which nothing was fitted or chosen; a fault of the fleet was found on some of its replications. */
export const SEED = 20_271_122;
export const WARM_UP_DAYS = 3;
/** What no stage's load until the last call exceeds at 3,300 bookings, where a cell has its own shares of quarantine. */
const MOST_USED = 0.96;

export interface Effort {
  readonly days: number;
  readonly replications: number;
}

/** One policy against uniform slots: the same lorries, the same resources. */
export interface Race {
  readonly policy: string;
  /** Mean wait over that of uniform slots: ratio of each replication, upper bound of their mean at 95 %; null for one replication. */
  readonly ratio: number;
  readonly upper: number | null;
  readonly displacementRatio: number;
  /** Sojourn over services. */
  readonly planGap: number;
  readonly wait: number;
  readonly uniformWait: number;
  readonly unstable: boolean;
}

export async function raceOf(scenario: Scenario, ids: readonly string[], { days, replications }: Effort): Promise<Race[]> {
  const played = async (id: string) => {
    const policy = findPolicy(id)!;
    const compiled = compile(scenario, policy.joint ?? false);
    const results = [];
    for (let replication = 0; replication < replications; replication += 1) {
      results.push(await run(compiled, policy, { seed: SEED, replication, days, warmUpDays: WARM_UP_DAYS }));
    }
    return results.map((result) => ({ ...measuresOf(result.classes), hash: result.lorries.hash, unstable: result.unstable !== undefined }));
  };
  const uniform = await played('P1');
  const races: Race[] = [];
  for (const id of ids) {
    const mine = await played(id);
    if (mine.some((each, index) => each.hash !== uniform[index]!.hash)) throw new Error(`${id} has not served the same lorries`);
    const ratios = meanInterval(mine.map((each, index) => each.wait / uniform[index]!.wait));
    const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length;
    races.push({
      policy: id,
      ratio: ratios.mean,
      upper: ratios.upper ?? null,
      displacementRatio: mean(mine.map((each) => each.displacement)) / mean(uniform.map((each) => each.displacement)),
      planGap: mean(mine.map((each) => (each.wait + each.service) / each.service)),
      wait: mean(mine.map((each) => each.wait)),
      uniformWait: mean(uniform.map((each) => each.wait)),
      unstable: mine.some((each) => each.unstable),
    });
  }
  return races;
}

/** Sums of the same slots in another order. */
const ROUNDING = 1e-9;

/** The best by its upper bound of those that move lorries no further than uniform slots do. */
export const bestOf = (races: readonly Race[]): Race | undefined =>
  races.filter((each) => each.displacementRatio <= 1 + ROUNDING && !each.unstable).toSorted((a, b) => (a.upper ?? a.ratio) - (b.upper ?? b.ratio))[0];

/** The reference scenario at so many lorries a day, in all. */
export function withVolume(scenario: Scenario, perDay: number): Scenario {
  const volume = Object.values(scenario.classes).reduce((sum, each) => sum + each.lorriesPerDay.value, 0);
  return withClasses(scenario, (each) => ({ ...each, lorriesPerDay: { ...each.lorriesPerDay, value: (each.lorriesPerDay.value * perDay) / volume } }));
}

type Of = Scenario['classes'][string];
const withClasses = (scenario: Scenario, change: (of: Of) => Of): Scenario => ({
  ...scenario, classes: Object.fromEntries(Object.entries(scenario.classes).map(([id, each]) => [id, change(each)])),
});

export interface Cell {
  readonly perDay: number;
  readonly latenessSd: number;
  readonly noShow: number;
  readonly quarantine: number;
}

/** The 24 cells of the issue. */
export const CELLS: readonly Cell[] = [2600, 3000, 3300].flatMap((perDay) =>
  [0, 30].flatMap((latenessSd) => [0, 0.2].flatMap((noShow) => [0.1, 0.4].map((quarantine) => ({ perDay, latenessSd, noShow, quarantine })))),
);

/** A cell: the shares of all risks are scaled until so many lorries go to quarantine, and the bays are as many as that takes at 3,300. */
export function cellOf(reference: Scenario, { perDay, latenessSd, noShow, quarantine }: Cell): Scenario {
  const changed = withClasses(reference, (each) => ({
    ...each, lateness: { ...each.lateness, sd: latenessSd }, noShow: { ...each.noShow, value: noShow },
  }));
  let [low, high] = [0, 40];
  for (let step = 0; step < 40; step += 1) {
    const factor = (low + high) / 2;
    if (quarantineShare(withShares(changed, factor)) < quarantine) low = factor;
    else high = factor;
  }
  return withVolume(withBays(withVolume(withShares(changed, high), 3300)), perDay);
}

const withShares = (scenario: Scenario, factor: number): Scenario =>
  withStages(scenario, (stage) =>
    stage.kind !== 'quarantine' || stage.share === undefined
      ? stage
      : { ...stage, share: { ...stage.share, ...Object.fromEntries(RISKS.map((risk) => [risk, Math.min(1, stage.share![risk] * factor)])) } },
  );

const withStages = (scenario: Scenario, change: (of: Scenario['stages'][string], id: string) => Scenario['stages'][string]): Scenario => ({
  ...scenario, stages: Object.fromEntries(Object.entries(scenario.stages).map(([id, each]) => [id, change(each, id)])),
});

function quarantineShare(scenario: Scenario): number {
  let [lorries, there] = [0, 0];
  for (const [id, of] of Object.entries(scenario.classes)) {
    const { stages } = Object.values(scenario.routes).find(({ classes }) => classes.includes(id))!;
    for (const stage of stages.map((each) => scenario.stages[each]!).filter(({ kind }) => kind === 'quarantine')) {
      lorries += of.lorriesPerDay.value;
      for (const risk of RISKS) there += of.lorriesPerDay.value * of.risk[risk] * stage.share![risk];
    }
  }
  return there / lorries;
}

function withBays(scenario: Scenario): Scenario {
  const compiled = compile(scenario);
  const problem = planningProblem(compiled, { days: 1 });
  const minutes = new Hours(compiled).callSlots(0).length * compiled.slotMinutes;
  return withStages(scenario, (stage, id) => {
    if (stage.kind !== 'quarantine' || stage.servers === undefined) return stage;
    const uses = problem.uses.filter((use) => use.resource === id);
    const work = uses.reduce((sum, use) => sum + use.minutes * scenario.classes[use.class]!.lorriesPerDay.value, 0);
    return { ...stage, servers: { ...stage.servers, value: Math.ceil(work / minutes / MOST_USED) } };
  });
}
