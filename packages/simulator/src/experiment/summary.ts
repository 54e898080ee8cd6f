import { CAUSES, type Cause, type Minutes, type RunResult } from '../run-result.ts';
import { meanInterval, pairedInterval, type Interval } from './intervals.ts';
import { ALL, joined, MEASURES, measuresByClass, type Measure, type Measures } from './measures.ts';

/** One policy over all its replications, beside the first policy. */
export interface PolicySummary {
  readonly id: string;
  readonly name: string;
  readonly all: ClassSummary;
  readonly classes: readonly ClassSummary[];
  readonly stages: readonly StageSummary[];
  /** All lorries of all replications. */
  readonly waits: Minutes;
  /** By day of the run, warm-up included: mean of the days up to it, each by the mean wait of those who arrived on it. */
  readonly race: readonly Interval[];
  /** By five minutes of the day, over replications. */
  readonly cumulative: RunResult['cumulative'];
  readonly slots: RunResult['slots'];
  /** Replications in which a stage's queue grows without end, by stage. */
  readonly unstable: Readonly<Record<string, { readonly replications: number; readonly growthPerDay: number }>>;
}

export interface ClassSummary {
  readonly id: string;
  readonly figures: Readonly<Record<Measure, Interval>>;
  /** Against the first policy, replication by replication; absent for the first policy itself. */
  readonly against?: Readonly<Record<Measure, Interval>>;
  /** Wait over that of the first policy, replication by replication. */
  readonly waitRatio?: Interval;
  readonly byCause: Readonly<Record<Cause, Interval>>;
}

export interface StageSummary {
  readonly id: string;
  readonly side: string;
  readonly utilisation: Interval;
  readonly meanQueue: Interval;
  /** The longest of all replications. */
  readonly longestQueue: number;
  /** Server-minutes a day. */
  readonly blocked: Interval;
}

type Runs = readonly RunResult[];

/**
 * What the replications say together. `runs[p][r]` is replication r of policy p; each policy has the same replications, in
 * the same order. Throws `RangeError` when policies of one replication have not served the same lorries: their waits cannot be compared,
 * unless other lorries are what was asked for (`demand: 'differs'`).
 */
export function summarise(
  policies: readonly { readonly id: string; readonly name: string }[],
  runs: readonly Runs[],
  demand: 'same' | 'differs' = 'same',
): PolicySummary[] {
  if (demand === 'same') for (const of of runs) checkLorries(of, runs[0]!);
  const measured = runs.map((of) => of.map(measuresByClass));
  return policies.map(({ id, name }, index) => {
    const of = runs[index]!;
    const classes = (of[0]?.classes ?? []).map((one) => classSummary(one.id, measured, index));
    return {
      id, name, classes,
      all: classSummary(ALL, measured, index),
      stages: stageSummaries(of),
      waits: joined(of.flatMap((run) => run.classes.map((one) => one.wait))),
      race: raceOf(of),
      cumulative: {
        arrived: meanArray(of.map((run) => run.cumulative.arrived)),
        called: meanArray(of.map((run) => run.cumulative.called)),
        departed: meanArray(of.map((run) => run.cumulative.departed)),
        atMidnight: meanInterval(of.map((run) => run.cumulative.atMidnight)).mean,
      },
      slots: {
        classes: of[0]?.slots.classes ?? [],
        booked: meanArray(of.map((run) => run.slots.booked)),
        used: meanArray(of.map((run) => run.slots.used)),
      },
      unstable: unstableStages(of),
    };
  });
}

/** Lorries that are still there at the end, under a policy that cannot cope, are reported and not compared. */
function checkLorries(runs: Runs, first: Runs): void {
  const hasLeft = (run: RunResult): boolean => run.classes.some(({ left }) => left > 0);
  for (const [replication, run] of runs.entries()) {
    const other = first[replication];
    if (other !== undefined && (hasLeft(run) || hasLeft(other))) continue;
    if (run.lorries.hash !== other?.lorries.hash) throw new RangeError(`${run.policy} has not served the same lorries as ${first[0]?.policy}`);
  }
}

type Measured = readonly (readonly ReadonlyMap<string, Measures>[])[];

function classSummary(id: string, measured: Measured, policy: number): ClassSummary {
  const of = (at: number, measure: Measure): number[] => measured[at]!.map((run) => run.get(id)![measure]);
  const each = (interval: (measure: Measure) => Interval): Record<Measure, Interval> =>
    Object.fromEntries(MEASURES.map((measure) => [measure, interval(measure)])) as Record<Measure, Interval>;
  const causes = CAUSES.map((cause, at) => [cause, meanInterval(measured[policy]!.map((run) => run.get(id)!.byCause[at]!))]);
  const base = of(0, 'wait');
  return {
    id,
    figures: each((measure) => meanInterval(of(policy, measure))),
    byCause: Object.fromEntries(causes) as Record<Cause, Interval>,
    ...(policy === 0 ? {} : {
      against: each((measure) => pairedInterval(of(policy, measure), of(0, measure))),
      waitRatio: meanInterval(of(policy, 'wait').map((wait, run) => wait / base[run]!)),
    }),
  };
}

function stageSummaries(runs: Runs): StageSummary[] {
  return (runs[0]?.stages ?? []).map(({ id, side }, at) => {
    const of = runs.map((run) => run.stages[at]!);
    return {
      id, side,
      utilisation: meanInterval(of.map((stage) => stage.utilisation)),
      meanQueue: meanInterval(of.map((stage) => stage.meanQueue)),
      longestQueue: Math.max(...of.map((stage) => stage.longestQueue)),
      blocked: meanInterval(of.map((stage, run) => stage.blocked / runs[run]!.days)),
    };
  });
}

/** Value by value; the arrays are equally long. */
function meanArray(arrays: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(arrays[0]?.length ?? 0);
  for (const array of arrays) for (let index = 0; index < mean.length; index++) mean[index]! += array[index]! / arrays.length;
  return mean;
}

/** A day on which nobody arrived has no wait and changes nothing. */
function raceOf(runs: Runs): Interval[] {
  const soFar = runs.map(({ daily }) => {
    let [sum, days] = [0, 0];
    return Array.from(daily, (wait) => {
      if (Number.isFinite(wait)) [sum, days] = [sum + wait, days + 1];
      return days === 0 ? 0 : sum / days;
    });
  });
  return (soFar[0] ?? []).map((_, day) => meanInterval(soFar.map((series) => series[day]!)));
}

function unstableStages(runs: Runs): PolicySummary['unstable'] {
  const found: Record<string, { replications: number; growthPerDay: number }> = {};
  for (const { unstable } of runs) {
    if (unstable === undefined) continue;
    const before = found[unstable.stage] ?? { replications: 0, growthPerDay: 0 };
    const replications = before.replications + 1;
    const growthPerDay = before.growthPerDay + (unstable.growthPerDay - before.growthPerDay) / replications;
    found[unstable.stage] = { replications, growthPerDay };
  }
  return found;
}
