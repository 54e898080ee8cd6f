import { meanInterval, pairedInterval, type Interval } from '../experiment/intervals.ts';
import { ALL, measuresByClass, type Measures } from '../experiment/measures.ts';
import { CAUSES, type Cause, type RunResult } from '../run-result.ts';

/** What a setting does to the lorries of a day, over its replications. Minutes. */
export interface Outcome {
  readonly wait: Interval;
  readonly waitP90: Interval;
  readonly displacement: Interval;
  readonly servedADay: Interval;
  readonly byCause: Readonly<Record<Cause, number>>;
  /** The stage that works the largest part of its hours. */
  readonly busiest: { readonly stage: string; readonly utilisation: number };
  /** The stage that overflows, in how many replications, and the lorries that are there more from day to day. */
  readonly unstable?: { readonly stage: string; readonly replications: number; readonly growthPerDay: number };
}

/** Two settings with the same lorries, replication by replication. */
export interface Comparison {
  readonly today: Outcome;
  readonly whatIf: Outcome;
  /** What if minus today. */
  readonly difference: Readonly<Record<'wait' | 'waitP90' | 'displacement' | 'servedADay', Interval>>;
  /** Hours that the lorries of a day wait less; negative: more. */
  readonly savedHoursADay: Interval;
}

interface Setting {
  readonly runs: readonly RunResult[];
  /** Days of each run that count. */
  readonly days: number;
}

const measured = ({ runs }: Setting): Measures[] => runs.map((run) => measuresByClass(run).get(ALL)!);

export function outcomeOf(setting: Setting): Outcome {
  const all = measured(setting);
  const each = (of: (one: Measures) => number): Interval => meanInterval(all.map(of));
  const causes = CAUSES.map((cause, index) => [cause, each((one) => one.byCause[index]!).mean] as const);
  const unstable = unstableIn(setting.runs);
  return {
    wait: each((one) => one.wait),
    waitP90: each((one) => one.waitP90),
    displacement: each((one) => one.displacement),
    servedADay: each((one) => one.served / setting.days),
    byCause: Object.fromEntries(causes) as Record<Cause, number>,
    busiest: busiestIn(setting.runs),
    ...(unstable === undefined ? {} : { unstable }),
  };
}

/** `RangeError` when the two do not have the same replications. */
export function comparisonOf(today: Setting, whatIf: Setting): Comparison {
  const [before, after] = [measured(today), measured(whatIf)];
  const difference = (of: (one: Measures, days: number) => number): Interval =>
    pairedInterval(after.map((one) => of(one, whatIf.days)), before.map((one) => of(one, today.days)));
  const hoursADay = (one: Measures, days: number): number => (one.wait * one.served) / days / 60;
  return {
    today: outcomeOf(today),
    whatIf: outcomeOf(whatIf),
    difference: {
      wait: difference((one) => one.wait),
      waitP90: difference((one) => one.waitP90),
      displacement: difference((one) => one.displacement),
      servedADay: difference((one, days) => one.served / days),
    },
    savedHoursADay: pairedInterval(before.map((one) => hoursADay(one, today.days)), after.map((one) => hoursADay(one, whatIf.days))),
  };
}

function busiestIn(runs: readonly RunResult[]): Outcome['busiest'] {
  const stages = (runs[0]?.stages ?? []).map(({ id }, at) => ({
    stage: id,
    utilisation: meanInterval(runs.map((run) => run.stages[at]!.utilisation)).mean,
  }));
  return stages.reduce((most, one) => (one.utilisation > most.utilisation ? one : most), { stage: '', utilisation: 0 });
}

/** The stage that overflows in most replications, when it does in at least half of them: one bad week is not a trend. */
function unstableIn(runs: readonly RunResult[]): Outcome['unstable'] {
  const found = new Map<string, number[]>();
  for (const run of runs) {
    if (run.unstable === undefined) continue;
    const stage = limitOf(run, run.unstable);
    found.set(stage, [...(found.get(stage) ?? []), run.unstable.growthPerDay]);
  }
  const growths = [...found.values()].flat();
  if (growths.length * 2 < runs.length || growths.length === 0) return undefined;
  const [stage, of] = [...found].toSorted(([, a], [, b]) => b.length - a.length)[0]!;
  return { stage, replications: growths.length, growthPerDay: of.reduce((sum, growth) => sum + growth, 0) / of.length };
}

/** Where nobody queues for the stage that the run names, bookings are put off from day to day: the busiest stage is what limits them. */
function limitOf(run: RunResult, { stage, growthPerDay }: NonNullable<RunResult['unstable']>): string {
  const queue = run.stages.find(({ id }) => id === stage)?.meanQueue ?? 0;
  return queue >= growthPerDay ? stage : busiestIn([run]).stage;
}
