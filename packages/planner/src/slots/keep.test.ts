import { describe, expect, it } from 'vitest';
import { small } from '../testing/small.ts';
import { keepPlan, type KeptPlan } from './keep.ts';
import { faultOf, planOf, type PlanAttempt } from './plan.ts';

const problem = small({ wished: [2, 0, 0, 0], capacity: [15, 15, 15, 15] });
const period = 15 * 60_000;
const attempt = (places: readonly number[]): PlanAttempt => ({
  status: 'planned', plan: planOf(problem, Int32Array.from(places)), cost: 0, queueCost: 0, congestionCost: 0, fluid: new Float64Array(), explanation: [],
});
const late: PlanAttempt = { status: 'late', reason: 'no optimum within 5 ms' };
const made = keepPlan(undefined, attempt([1, 1, 0, 0]), problem, { at: 100, from: 0 });

describe('the plan that holds', () => {
  it('is the newest that was made', () => {
    expect(made).toEqual({ plan: planOf(problem, Int32Array.of(1, 1, 0, 0)), from: 0, by: 'solver', madeAt: 100 });
    const next = keepPlan(made, attempt([1, 0, 1, 0]), problem, { at: 200, from: 0 });
    expect([...next.plan.places]).toEqual([1, 0, 1, 0]);
    expect(next.stale).toBeUndefined();
  });

  it('is the last one when the next is late, and says since when and why', () => {
    const once = keepPlan(made, late, problem, { at: 200, from: 0 });
    expect(once).toMatchObject({ by: 'solver', madeAt: 100, stale: { since: 200, status: 'late', reason: 'no optimum within 5 ms' } });
    expect(once.plan).toEqual(made.plan);
    const twice = keepPlan(once, { status: 'failed', reason: 'no memory' }, problem, { at: 300, from: 0 });
    expect(twice.stale).toEqual({ since: 200, status: 'failed', reason: 'no memory' });
    expect(keepPlan(twice, attempt([1, 1, 0, 0]), problem, { at: 400, from: 0 }).stale).toBeUndefined();
  });

  it('moves along with the horizon', () => {
    const later = keepPlan(made, late, small({ wished: [1, 0, 0, 1], capacity: [15, 15, 15, 15] }), { at: 200, from: period });
    expect(later).toMatchObject({ from: period, by: 'solver', madeAt: 100 });
    expect(later.plan.places[0]).toBe(1);
    expect([...later.plan.places.subarray(1, 3)]).toEqual([0, 0]);
  });

  it('is the rule when there never was a plan', () => {
    const rule = keepPlan(undefined, late, problem, { at: 200, from: 0 });
    expect(rule).toMatchObject({ by: 'rule', madeAt: 200, stale: { since: 200, status: 'late' } });
    expect(rule.plan.places.reduce((sum, each) => sum + each, 0)).toBe(2);
  });

  const others = {
    'a bay that does not open': small({ wished: [2, 0, 0, 0], capacity: [0, 0, 0, 0] }),
    'fewer wishes': small({ wished: [1, 0, 0, 0], capacity: [15, 15, 15, 15] }),
    'other periods': { ...problem, periodMinutes: 30 },
    'other classes': { ...problem, classes: [{ ...problem.classes[0]!, id: 'other' }], uses: [{ ...problem.uses[0]!, class: 'other' }] },
  };
  it.each(Object.entries(others))('is the rule, and feasible, after %s', (_, changed) => {
    const kept = keepPlan(made, late, changed, { at: 200, from: 0 });
    expect(kept.by).toBe('rule');
    expect(faultOf(changed, kept.plan)).toBeUndefined();
  });

  it('is the rule when the last plan lies outside of the horizon', () => {
    for (const from of [4 * period, -period, period / 2]) expect(keepPlan(made, late, problem, { at: 200, from }).by).toBe('rule');
  });

  it('is never what somebody planned for more than there is', () => {
    const none: KeptPlan | undefined = undefined;
    const kept = keepPlan(none, attempt([2, 0, 1, 0]), problem, { at: 100, from: 0 });
    expect(kept).toMatchObject({ by: 'rule', stale: { status: 'failed', reason: 'general has 3 places for 2 lorries' } });
  });
});
