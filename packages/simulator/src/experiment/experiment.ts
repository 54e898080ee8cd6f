import type { RunResult } from '../run-result.ts';
import type { PolicySummary } from './summary.ts';
import { summarise } from './summary.ts';
import type { WarmUp } from './warm-up.ts';

/** One run: replication r of every policy serves the same lorries. */
export interface Trial {
  readonly policy: string;
  /** From 0. */
  readonly replication: number;
  readonly warmUpDays: number;
}

/** An experiment as it is reported, whether all that was asked for has been done or not. */
export interface Experiment {
  readonly format: 'pairgate-experiment/1';
  readonly scenario: { readonly id: string; readonly title: string };
  readonly days: number;
  readonly seed: number;
  readonly warmUp: WarmUp;
  readonly replications: { readonly asked: number; readonly done: number };
  readonly policies: readonly PolicySummary[];
  /** Present where the number of lorries is what was asked about: the policies then do not serve the same ones. */
  readonly demand?: 'differs';
}

export interface Asked {
  readonly scenario: { readonly id: string; readonly title: string };
  readonly policies: readonly { readonly id: string; readonly name: string }[];
  readonly days: number;
  readonly seed: number;
  readonly replications: number;
}

/** How many replications of each policy tell the warm-up. */
export const PILOTS = 5;

export const pilotsOf = ({ policies, replications }: Asked): Trial[] => trialsOf({ policies, replications: Math.min(PILOTS, replications) }, 0);

/** Replication by replication, so that a run that is stopped has compared what it has done. */
export function trialsOf({ policies, replications }: Pick<Asked, 'policies' | 'replications'>, warmUpDays: number): Trial[] {
  return Array.from({ length: replications }, (_, replication) => policies.map(({ id }) => ({ policy: id, replication, warmUpDays }))).flat();
}

/**
 * What has been done, as an experiment. Only replications that every policy has done count, since the others compare
 * nothing. `find` gives the result of a trial, or nothing.
 */
export function experimentOf(asked: Asked, warmUp: WarmUp, find: (trial: Trial) => RunResult | undefined): Experiment {
  const { policies, replications } = asked;
  const done = Array.from({ length: replications }, (_, replication) =>
    policies.map(({ id }) => find({ policy: id, replication, warmUpDays: warmUp.days })),
  ).filter((runs): runs is RunResult[] => runs.every((run) => run !== undefined));
  return {
    format: 'pairgate-experiment/1',
    scenario: asked.scenario, days: asked.days, seed: asked.seed, warmUp,
    replications: { asked: replications, done: done.length },
    policies: summarise(policies, policies.map((_, at) => done.map((runs) => runs[at]!))),
  };
}
