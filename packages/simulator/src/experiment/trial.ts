import { compile, type Compiled } from '../model/compile.ts';
import { EventLog } from '../model/event-log.ts';
import type { Policy } from '../model/policy.ts';
import { run, type RunOptions } from '../model/run.ts';
import { findPolicy } from '../policies/table.ts';
import type { YardDay } from '../report/yard-day.ts';
import type { RunResult } from '../run-result.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Trial } from './experiment.ts';

/** What the trials of an experiment have in common. */
export interface Setting {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly days: number;
  /** Whether both sides examine together; as the policy says when absent. */
  readonly joint?: boolean;
}

function policyOf(id: string): Policy {
  const policy = findPolicy(id);
  if (policy === undefined) throw new Error(`There is no policy ${id}.`);
  return policy;
}

const compiled = ({ scenario, joint }: Setting, policy: Policy): Compiled => compile(scenario, joint ?? policy.joint ?? false);

/** How a trial is run where somebody waits for it. */
export type Haste = Pick<RunOptions, 'breathe' | 'earlier' | 'isRough'>;

export function runTrial(setting: Setting, { policy: id, replication, warmUpDays }: Trial, haste: Haste = {}): Promise<RunResult> {
  const policy = policyOf(id);
  return run(compiled(setting, policy), policy, { seed: setting.seed, replication, days: setting.days, warmUpDays, ...haste });
}

const DAY = 1440;
/** Events of the day itself and of those before it from which lorries may still be there. */
const DAYS_BEFORE = 3;

/** The same lorries once more, up to the end of one day, of which everything is written down. */
export async function runYardDay(setting: Setting, { policy: id, replication }: Trial, day: number): Promise<YardDay> {
  const policy = policyOf(id);
  const pair = compiled(setting, policy);
  const log = new EventLog(Math.max(0, day - DAYS_BEFORE) * DAY, (day + 1) * DAY, 1_000_000);
  await run(pair, policy, { seed: setting.seed, replication, days: day + 1, log });
  const { count } = log;
  return {
    policy: id, day, stages: pair.stages, classes: pair.classes,
    log: {
      count,
      minute: log.minute.slice(0, count), lorry: log.lorry.slice(0, count), stage: log.stage.slice(0, count),
      classOf: log.classOf.slice(0, count), moment: log.moment.slice(0, count),
    },
  };
}
