import type { PlanningProblem } from '../problem.ts';
import { faultOf, planOf, type PlanAttempt, type SlotPlan } from './plan.ts';
import { uniformPlan } from './uniform.ts';

/** The plan that holds. There always is one: the newest feasible plan, or the rule. */
export interface KeptPlan {
  readonly plan: SlotPlan;
  /** When its first period begins, in milliseconds of the caller's clock. */
  readonly from: number;
  readonly by: 'solver' | 'rule';
  /** When it was made. */
  readonly madeAt: number;
  /** Present when planning did not work: since when, and why the last attempt gave no plan. */
  readonly stale?: { readonly since: number; readonly status: NotPlanned['status']; readonly reason: string };
}

type NotPlanned = Exclude<PlanAttempt, { readonly status: 'planned' }>;

/** When an attempt was asked for (milliseconds), for a problem whose first period begins at `from`. */
export interface Asked {
  readonly at: number;
  readonly from: number;
}

/**
 * What holds after an attempt. A plan that was made replaces the one before; without one the last plan goes on, moved to the new
 * horizon, as long as it is feasible for the problem of now; else the rule steps in. An infeasible plan is never returned.
 */
export function keepPlan(kept: KeptPlan | undefined, attempt: PlanAttempt, problem: PlanningProblem, asked: Asked): KeptPlan {
  const fault = attempt.status === 'planned' ? faultOf(problem, attempt.plan) : undefined;
  if (attempt.status === 'planned' && fault === undefined) {
    return { plan: attempt.plan, from: asked.from, by: 'solver', madeAt: asked.at };
  }
  const { status, reason } = attempt.status === 'planned' ? { status: 'failed' as const, reason: fault! } : attempt;
  const stale = { since: kept?.stale?.since ?? asked.at, status, reason };
  const moved = kept && movedTo(kept, problem, asked.from);
  if (moved && faultOf(problem, moved) === undefined) return { ...kept, plan: moved, from: asked.from, stale };
  return { plan: uniformPlan(problem), from: asked.from, by: 'rule', madeAt: asked.at, stale };
}

/** The plan from another instant on; what it does not reach is filled by the rule. Nothing when it does not speak of this horizon. */
function movedTo({ plan, from }: KeptPlan, problem: PlanningProblem, to: number): SlotPlan | undefined {
  const gone = (to - from) / (plan.periodMinutes * 60_000);
  const sameClasses = plan.classes.length === problem.classes.length && plan.classes.every((id, c) => id === problem.classes[c]!.id);
  if (plan.periodMinutes !== problem.periodMinutes || !sameClasses) return undefined;
  if (!Number.isInteger(gone) || gone < 0 || gone >= plan.periods) return undefined;
  const { periods, classes } = problem;
  const places = Int32Array.from(uniformPlan(problem).places);
  const known = Math.min(periods, plan.periods - gone);
  for (let c = 0; c < classes.length; c += 1) {
    const row = c * plan.periods + gone;
    places.set(plan.places.subarray(row, row + known), c * periods);
  }
  return planOf(problem, places);
}
