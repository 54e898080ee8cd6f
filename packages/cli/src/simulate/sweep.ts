import {
  experimentOf, pilotsOf, trialsOf, type Asked, type Experiment, type Trial,
} from '@pairgate/simulator/experiment/experiment.ts';
import { warmUpOf, type WarmUp } from '@pairgate/simulator/experiment/warm-up.ts';
import type { Setting } from '@pairgate/simulator/experiment/trial.ts';
import type { YardDay } from '@pairgate/simulator/report/yard-day.ts';
import type { RunResult } from '@pairgate/simulator/run-result.ts';
import type { Progress } from '../progress.ts';
import { Crew } from './crew.ts';
import type { ReplicationStore } from './replication-store.ts';
import type { Order } from './worker.ts';

/** All trials of an experiment on all threads, each kept on disk as soon as it is done. */

export interface SweepOptions {
  readonly asked: Asked;
  readonly setting: Setting;
  /** Given; or found by pilots. */
  readonly warmUpDays: number | undefined;
  readonly workerFile: string;
  readonly threads: number;
  readonly store: ReplicationStore;
  readonly progress: Progress;
  /** Resolves when somebody wants to have what is done. */
  readonly stop: Promise<void>;
}

export interface Swept {
  readonly experiment: Experiment;
  readonly runs: readonly { readonly replication: number; readonly run: RunResult }[];
  readonly stopped: boolean;
  /** One day of each of these policies, in the first replication. */
  yards(policies: readonly string[], day: number): Promise<YardDay[]>;
  end(): Promise<void>;
}

export async function sweep(options: SweepOptions): Promise<Swept> {
  const { asked, setting, store, progress, stop } = options;
  // No more threads than trials: each of them loads the simulator and its solver.
  const crew = new Crew(options.workerFile, setting, Math.min(options.threads, asked.policies.length * asked.replications));
  let stopped = false;
  void stop.then(() => (stopped = true));
  const wanted = new Map<string, Trial>();
  const all = async (trials: readonly Trial[]): Promise<void> => {
    for (const trial of trials) wanted.set(JSON.stringify(trial), trial);
    const left = trials.filter((trial) => store.find(trial) === undefined);
    const show = (): void => progress.update([...wanted.values()].filter((trial) => store.find(trial) !== undefined).length, wanted.size);
    show();
    await crew.carryOut(left, async (trial, answer) => {
      if ('text' in answer) await store.add(trial, answer.text);
      show();
    }, stop);
  };
  try {
    const warmUp = options.warmUpDays === undefined ? await pilots(options, all) : { days: options.warmUpDays, settled: true };
    const trials = trialsOf(asked, warmUp.days);
    if (!stopped) await all(trials);
    progress.end();
    const runs = trials.flatMap((trial) => {
      const run = store.find(trial);
      return run === undefined ? [] : [{ replication: trial.replication, run }];
    });
    return {
      runs, stopped,
      experiment: experimentOf(asked, warmUp, (trial) => store.find(trial)),
      yards: (policies, day) => yardsOf(crew, policies, day),
      end: () => crew.dismiss(),
    };
  } catch (error) {
    progress.end();
    await crew.dismiss();
    throw error;
  }
}

async function pilots({ asked, setting, store }: SweepOptions, all: (trials: readonly Trial[]) => Promise<void>): Promise<WarmUp> {
  const trials = pilotsOf(asked);
  await all(trials);
  const runs = asked.policies.map(({ id }) =>
    trials.filter(({ policy }) => policy === id).flatMap((trial) => store.find(trial) ?? []));
  const shocks = Object.values(setting.scenario.shocks).map(({ from }) => from);
  return warmUpOf(runs.filter((of) => of.length > 0), shocks.length === 0 ? undefined : Math.min(...shocks));
}

async function yardsOf(crew: Crew, policies: readonly string[], day: number): Promise<YardDay[]> {
  const orders: Order[] = policies.map((policy) => ({ policy, replication: 0, warmUpDays: 0, yardDay: day }));
  const found = new Map<string, YardDay>();
  await crew.carryOut(orders, ({ policy }, answer) => {
    if ('yard' in answer) found.set(policy, answer.yard);
  }, new Promise(() => {}));
  return policies.flatMap((policy) => found.get(policy) ?? []);
}
