import { readFileSync } from 'node:fs';
import { experimentOf, trialsOf, type Experiment } from '../experiment/experiment.ts';
import { runTrial, type Setting } from '../experiment/trial.ts';
import { findPolicy } from '../policies/table.ts';
import type { RunResult } from '../run-result.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';

/** The reference scenario with a tenth of its lorries, so that a test of a report simulates in a moment. */
export function smallScenario(): Scenario {
  const file = new URL('../../../../samples/scenarios/huu-nghi-youyi-guan.json', import.meta.url);
  const document = JSON.parse(readFileSync(file, 'utf8')) as { classes: Record<string, { lorriesPerDay: { value: number } }> };
  for (const each of Object.values(document.classes)) each.lorriesPerDay.value /= 10;
  const read = readScenario(document, () => undefined);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.scenario;
}

export interface Simulated {
  readonly setting: Setting;
  readonly experiment: Experiment;
  readonly runs: readonly { readonly replication: number; readonly run: RunResult }[];
}

export async function simulated(ids: readonly string[], replications: number, days: number): Promise<Simulated> {
  const setting = { scenario: smallScenario(), seed: 1, days };
  const policies = ids.map((id) => findPolicy(id)!);
  const runs = new Map<string, RunResult>();
  const trials = trialsOf({ policies, replications }, 0);
  for (const trial of trials) runs.set(JSON.stringify(trial), await runTrial(setting, trial));
  const { id, title } = setting.scenario;
  const asked = { scenario: { id, title }, policies, days, seed: 1, replications };
  return {
    setting,
    experiment: experimentOf(asked, { days: 0, settled: true }, (trial) => runs.get(JSON.stringify(trial))),
    runs: trials.map((trial) => ({ replication: trial.replication, run: runs.get(JSON.stringify(trial))! })),
  };
}
