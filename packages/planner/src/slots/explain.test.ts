import { highsSolver } from '@pairgate/simulator/solver/highs.ts';
import { describe, expect, it } from 'vitest';
import type { PlanningProblem } from '../problem.ts';
import { border } from '../testing/border.ts';
import { small } from '../testing/small.ts';
import { withOneMore } from './explain.ts';
import { planSlots } from './plan.ts';

const solver = highsSolver();
const planned = async (problem: PlanningProblem) => {
  const attempt = await planSlots(problem, solver, { deadlineMs: 60_000 });
  if (attempt.status !== 'planned') throw new Error(attempt.reason);
  return attempt;
};

describe('an explanation', () => {
  it('says when a resource binds and what a server-minute would save', async () => {
    // Three come for one bay: one is two periods late. A minute more in the first period saves a minute's part of two periods' move.
    const { explanation } = await planned(small({ wished: [3, 0, 0, 0], capacity: [15, 15, 15, 15] }));
    const [bay] = explanation;
    expect(bay).toMatchObject({ resource: 'bay', utilisation: 0.75, binds: [0, 1] });
    expect(bay!.savedPerServerMinute[0]).toBeCloseTo((2 * 15 * 0.1) / 15, 9);
    expect(bay!.savedPerServerMinute[1]).toBeCloseTo((1 * 15 * 0.1) / 15, 9);
    expect(bay!.savedPerServerMinute[3]).toBeCloseTo(0, 9);
    expect(bay!.savedPerDayAtMost).toBeCloseTo(((0.2 + 0.1) * 15) / (60 / 1440), 6);
  });

  it('prices are those that planning again finds, and one server more saves no more than they say', { timeout: 400_000 }, async () => {
    const problem = border({ days: 1, perDay: 3000 });
    const { cost, explanation } = await planned(problem);
    const [first] = explanation;
    expect(first!.savedPerDayAtMost).toBeGreaterThan(0);
    const little = {
      ...problem,
      resources: problem.resources.map((each) =>
        each.id === first!.resource ? { ...each, capacity: each.capacity.map((minutes) => (minutes > 0 ? minutes + 0.015 : 0)) } : each,
      ),
    };
    const saved = cost - (await planned(little)).cost;
    expect(saved * 1000).toBeGreaterThan(first!.savedPerDayAtMost * 0.9);
    expect(saved * 1000).toBeLessThan(first!.savedPerDayAtMost * 1.001);
    const whole = cost - (await planned(withOneMore(problem, first!.resource))).cost;
    expect(whole).toBeGreaterThan(0);
    expect(whole).toBeLessThanOrEqual(first!.savedPerDayAtMost);
  });

  it('finds nothing to save where there is room', async () => {
    const { explanation } = await planned(small({ wished: [1, 0], capacity: [30, 30] }));
    expect(explanation[0]).toMatchObject({ binds: [], savedPerDayAtMost: 0 });
  });
});
