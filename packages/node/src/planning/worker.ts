import { parentPort, workerData } from 'node:worker_threads';
import { keepPlan, type Asked, type KeptPlan } from '@pairgate/planner/slots/keep.ts';
import type { PlanningProblem } from '@pairgate/planner/problem.ts';
import { planSlots, type PlanAttempt } from '@pairgate/planner/slots/plan.ts';
import { highsSolver } from '@pairgate/simulator/solver/highs.ts';
import type { Outcome } from './held.ts';

/** A thread that plans once. It also decides what holds when no plan came out, since checking the last one takes a moment too. */

export interface Order {
  readonly problem: PlanningProblem;
  readonly kept: KeptPlan | undefined;
  readonly asked: Asked;
  readonly deadlineMs: number;
  /** Why nothing is solved this time: a thread before this one was late or lost. */
  readonly gaveUp?: Exclude<PlanAttempt, { readonly status: 'planned' }>;
}

const { problem, kept, asked, deadlineMs, gaveUp } = workerData as Order;
const attempt = gaveUp ?? (await planSlots(problem, highsSolver(), { deadlineMs }));
const holds = keepPlan(kept, attempt, problem, asked);
const isNew = attempt.status === 'planned' && holds.stale === undefined;
parentPort!.postMessage({ kept: holds, ...(isNew ? { explanation: attempt.explanation } : {}) } satisfies Outcome);
