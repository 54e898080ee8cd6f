import { performance } from 'node:perf_hooks';
import { planSlots } from '@pairgate/planner/slots/plan.ts';
import { border } from '@pairgate/planner/testing/border.ts';
import { highsSolver } from '@pairgate/simulator/solver/highs.ts';

/** From the problem to whole places with their explanation: both sides, 12 classes, 3,000 lorries a day. The median of the rounds. */
export async function planSeconds({ days, rounds }: { readonly days: number; readonly rounds: number }): Promise<number> {
  const solver = highsSolver();
  const problem = border({ days, perDay: 3000, safety: 0.97 });
  if (problem.classes.length !== 12) throw new Error(`${problem.classes.length} classes`);
  const seconds: number[] = [];
  // The first solve loads the solver and warms up.
  await planSlots(border({ days: 1, perDay: 3000 }), solver, { deadlineMs: 600_000 });
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const attempt = await planSlots(problem, solver, { deadlineMs: 600_000 });
    if (attempt.status !== 'planned') throw new Error(`${days} days: ${attempt.status}: ${attempt.reason}`);
    seconds.push((performance.now() - begun) / 1000);
  }
  return seconds.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
}
