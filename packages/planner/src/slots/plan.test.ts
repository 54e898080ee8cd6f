import { highsSolver } from '@pairgate/simulator/solver/highs.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Solver } from '../linear-program.ts';
import type { PlanningProblem } from '../problem.ts';
import { border } from '../testing/border.ts';
import { serve } from '../testing/queues.ts';
import { small } from '../testing/small.ts';
import { faultOf, fullestDay, planOf, planSlots, type PlanAttempt, type PlanStart } from './plan.ts';
import { uniformPlan } from './uniform.ts';
import { windowOf } from './window.ts';

const solver = highsSolver();
const planned = async (problem: PlanningProblem): Promise<Extract<PlanAttempt, { status: 'planned' }>> => {
  const attempt = await planSlots(problem, solver, { deadlineMs: 60_000 });
  if (attempt.status !== 'planned') throw new Error(`${attempt.status}: ${attempt.reason}`);
  return attempt;
};
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, each) => total + each, 0);

describe('optima known by hand', () => {
  it('leaves lorries where they wish to be when there is room', async () => {
    const { plan, cost } = await planned(small({ wished: [1, 2, 0, 1], capacity: [30, 30, 30, 30] }));
    expect([...plan.places]).toEqual([1, 2, 0, 1]);
    expect(plan.displacementMinutes).toBe(0);
    expect(cost).toBeCloseTo(0, 9);
  });

  it('moves lorries no further than its budget, and lets the rest wait', async () => {
    const crowd = small({ wished: [0, 4, 0, 0], capacity: [15, 15, 15, 15] });
    const { plan } = await planned({ ...crowd, displacementMinutes: 45 });
    expect(plan.displacementMinutes).toBe(45);
    expect([...(await planned({ ...crowd, displacementMinutes: 1000 })).plan.places]).toEqual([1, 1, 1, 1]);
  });

  it('costs the same from an earlier plan as from nothing, and is not led astray by one that does not fit', async () => {
    const problem = small({ wished: [0, 6, 1, 0, 0, 2], capacity: [15, 15, 30, 15, 15, 15] });
    const cold = await planned(problem);
    const from = async (start: PlanStart): Promise<[cost: number, begun: boolean]> => {
      let begun = false;
      const watched: Solver = { solve: (program, options) => ((begun ||= options.start !== undefined), solver.solve(program, options)) };
      const attempt = await planSlots(problem, watched, { deadlineMs: 60_000, start });
      return [attempt.status === 'planned' ? attempt.cost : Number.NaN, begun];
    };
    const { start } = await planned(small({ wished: [2, 3, 1, 1, 0, 2], capacity: [15, 30, 15, 15, 15, 15] }));
    expect(await from(start!)).toEqual([expect.closeTo(cold.cost, 6), true]);
    // Without the resource that is tight here, and of a shorter horizon.
    expect(await from({ ...start!, counted: [] })).toEqual([expect.closeTo(cold.cost, 6), false]);
    expect(await from((await planned(small({ wished: [1], capacity: [30] }))).start!)).toEqual([expect.closeTo(cold.cost, 6), false]);
  });

  it('gives no place where waiting beside the queues costs more than another place', async () => {
    const free = small({ wished: [0, 0, 0, 2], capacity: [30, 30, 30, 30] });
    const [general] = free.classes;
    const late = await planned({ ...free, classes: [{ ...general!, placeMinutes: Float64Array.of(0, 0, 0, 100) }] });
    expect([...late.plan.places]).toEqual([0, 0, 2, 0]);
    const soon = await planned({ ...free, classes: [{ ...general!, placeMinutes: Float64Array.of(0, 0, 0, 1) }] });
    expect([...soon.plan.places]).toEqual([0, 0, 0, 2]);
    expect(soon.cost).toBeCloseTo(2, 9);
  });

  it('moves rather than lets wait when moving is cheaper, and the other way round', async () => {
    const crowd = { wished: [0, 4, 0, 0], capacity: [15, 15, 15, 15] };
    const moved = await planned(small(crowd));
    expect([...moved.plan.places]).toEqual([1, 1, 1, 1]);
    // One is a period early, one a period late, one two: 4 periods of 15 minutes at a tenth.
    expect(moved.plan.displacementMinutes).toBe(60);
    expect(moved.cost).toBeCloseTo(6, 9);
    // Nobody can be early, three queue at the end of period 1, two of 2, one at the end of the horizon: it would wait for a night.
    const late = await planned(small({ ...crowd, wished: [0, 3, 0, 0], displacementWeight: 3 }));
    expect([...late.plan.places]).toEqual([0, 3, 0, 0]);
    expect(late.cost).toBeCloseTo(15 * (2 + 1), 9);
  });

  it('brings work to its last stage before that closes', async () => {
    // Two periods from the slot to the bay, which closes after period 3: the last useful slot is period 1.
    const { plan } = await planned(small({ wished: [0, 0, 1, 1, 0, 0], capacity: [15, 15, 15, 15, 0, 0], lag: 30 }));
    expect([...plan.places]).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('splits a lag that is not whole between two periods', async () => {
    const { plan } = await planned(small({ wished: [2, 0, 0], capacity: [0, 15, 15], lag: 22.5 }));
    expect([...plan.places]).toEqual([2, 0, 0]);
    const tight = await planned(small({ wished: [4, 0, 0, 0, 0], capacity: [0, 15, 30, 15, 0], lag: 22.5 }));
    expect([...tight.plan.places]).toEqual([2, 2, 0, 0, 0]);
    expect(tight.queueCost).toBeCloseTo(0, 9);
  });

  it('gives no place to whom there is no room for, instead of a night in a queue', async () => {
    const { plan } = await planned(small({ wished: [5, 0, 0], capacity: [15, 15, 15] }));
    expect(sum(plan.places)).toBe(3);
    expect([...plan.withoutPlace]).toEqual([2]);
  });

  it('gives places for those who will not come', async () => {
    const { plan } = await planned(small({ wished: [0, 4, 0], capacity: [0, 30, 0], noShow: 0.5 }));
    expect([...plan.places]).toEqual([0, 4, 0]);
  });

  it('keeps clear of lorries that already have a place and of a queue that already stands', async () => {
    const problem = small({ wished: [0, 1, 0, 0], capacity: [15, 15, 15, 15] });
    const state = { booked: [Float64Array.of(0, 1, 0, 0)], backlog: Float64Array.of(15), onTheWay: [Float64Array.of(0, 0, 0, 15)] };
    const { plan } = await planned({ ...problem, state });
    expect([...plan.places]).toEqual([0, 0, 1, 0]);
  });

  it('gives places only when they may be given', async () => {
    const problem = small({ wished: [1, 0, 0], capacity: [15, 15, 15] });
    const { plan } = await planned({ ...problem, classes: [{ ...problem.classes[0]!, mayArrive: Uint8Array.of(0, 0, 1) }] });
    expect([...plan.places]).toEqual([0, 0, 1]);
  });
});

describe('a border', () => {
  const problem = border({ days: 1, perDay: 3000 });

  it('gets a plan that waits no longer than even slots and moves lorries half as far', { timeout: 400_000 }, async () => {
    const { plan } = await planned(problem);
    expect(faultOf(problem, plan)).toBeUndefined();
    expect(sum(plan.places)).toBeGreaterThan(2990);
    const even = uniformPlan(problem);
    const wait = (places: Int32Array): number => sum([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => serve(problem, places, seed).mean)) / 8;
    expect(wait(plan.places)).toBeLessThan(wait(even.places) * 1.05);
    expect(plan.displacementMinutes).toBeLessThan(even.displacementMinutes / 2);
  });

  it('plans a window within the day, up to the closing of the last gate', async () => {
    const part = windowOf(problem, { first: 40, bookable: 24 }, (periods) => ({
      booked: problem.classes.map(() => new Float64Array(periods)),
      backlog: new Float64Array(problem.resources.length).fill(30),
      onTheWay: problem.resources.map(() => new Float64Array(periods)),
    }));
    expect(part.periods).toBe(76 - 40);
    const { plan } = await planned(part);
    plan.places.forEach((places, at) => expect(at % part.periods < 24 ? 0 : places).toBe(0));
  });
});

describe('whatever the problem', () => {
  const problems = fc
    .record({
      wished: fc.array(fc.nat(6), { minLength: 3, maxLength: 8 }),
      servers: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
      minutes: fc.integer({ min: 1, max: 40 }),
      lag: fc.integer({ min: 0, max: 50 }),
      noShow: fc.constantFrom(0, 0.2),
    })
    .map(({ wished, servers, ...rest }) => small({ wished, capacity: wished.map((_, t) => servers[t]! * 15), ...rest }));

  it('a plan is feasible, and places and lorries without one are the wishes', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const { plan } = await planned(problem);
        expect(faultOf(problem, plan)).toBeUndefined();
        expect(sum(plan.places) + sum(plan.withoutPlace)).toBeCloseTo(sum(problem.classes[0]!.wished), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('no choice of whole places has a lower cost than the fluid', async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }), async (problem, picks) => {
        const { cost } = await planned(problem);
        const places = new Int32Array(problem.periods);
        const lorries = sum(problem.classes[0]!.wished);
        for (let n = 0; n < lorries; n += 1) places[picks[n % picks.length]! % problem.periods]! += 1;
        const plan = planOf(problem, places);
        const byHand = costByHand(problem, places);
        if (faultOf(problem, plan) === undefined && byHand !== undefined) expect(cost).toBeLessThanOrEqual(byHand + 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});

/** Waiting in the only queue and displacement; nothing for places that leave a queue at the end. Lorries that do not show up only move. */
function costByHand(problem: PlanningProblem, places: Int32Array): number | undefined {
  const [use] = problem.uses;
  const [each] = problem.classes;
  let queue = 0;
  let cost = planOf(problem, places).displacementMinutes * each!.displacementWeight;
  const work = new Float64Array(problem.periods);
  places.forEach((count, slot) => {
    for (let part = 0; part < 150; part += 1) {
      const t = Math.floor((slot * 15 + (part + 0.5) / 10 + use!.lag) / 15);
      work[Math.min(t, problem.periods - 1)]! += (count * use!.minutes * (1 - each!.noShow)) / 150;
    }
  });
  problem.resources[0]!.capacity.forEach((capacity, t) => {
    queue = Math.max(0, queue + work[t]! - capacity);
    cost += (queue / use!.minutes) * 15 * each!.waitWeight;
  });
  return queue === 0 ? cost : undefined;
}

describe('several days', () => {
  const two = border({ days: 2, perDay: 600 });
  const classes = two.classes.map((each) => ({ ...each, wished: each.wished.map((wish, t) => (t < 96 ? wish : 2 * wish)) }));

  it('begin with the fullest of them', () => {
    const day = fullestDay({ ...two, classes, displacementMinutes: 1 })!;
    expect(day.periods).toBe(96);
    expect(day.displacementMinutes).toBeUndefined();
    expect(day.classes.map(({ wished }) => wished)).toEqual(classes.map(({ wished }) => wished.slice(96)));
    expect(day.resources.every(({ capacity }, r) => capacity.every((minutes, t) => minutes === two.resources[r]!.capacity[t + 96]))).toBe(true);
    expect(fullestDay(border({ days: 1, perDay: 600 }))).toBeUndefined();
  });

  it('never take more than the deadline together: what one program took is gone for the next', async () => {
    const given: number[] = [];
    const took = { solve: async (...[program, { deadlineMs }]: Parameters<typeof solver.solve>) => {
      given.push(deadlineMs);
      const solution = await solver.solve(program, { deadlineMs: 60_000 });
      return solution.status === 'optimal' ? { ...solution, tookMs: 10 } : solution;
    } };
    expect((await planSlots(two, took, { deadlineMs: 1000 })).status).toBe('planned');
    expect(given).toEqual(given.map((_, before) => 1000 - 10 * before));
    let asked = 0;
    const late = { solve: async () => {
      asked += 1;
      return { status: 'late', reason: 'no optimum within 5 ms' } as const;
    } };
    expect(await planSlots(two, late, { deadlineMs: 5 })).toMatchObject({ status: 'late' });
    expect(asked).toBe(1);
  });

  it('are planned as a whole: the programs solved are those of a day, and then one of both', async () => {
    const rows: number[] = [];
    const watched = {
      solve: (...args: Parameters<typeof solver.solve>) => {
        rows.push(args[0].rowLower.length);
        return solver.solve(...args);
      },
    };
    const problem = border({ days: 2, perDay: 3000, safety: 0.97 });
    const attempt = await planSlots(problem, watched, { deadlineMs: 60_000 });
    expect(attempt.status).toBe('planned');
    const largest = Math.max(...rows);
    expect(rows.filter((each) => each === largest)).toHaveLength(1);
    expect(rows.filter((each) => each > largest / 2)).toHaveLength(1);
  });
});
