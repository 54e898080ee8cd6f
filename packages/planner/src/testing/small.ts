import type { PlanningProblem } from '../problem.ts';

interface Small {
  readonly wished: readonly number[];
  /** Server-minutes in each period. */
  readonly capacity: readonly number[];
  readonly minutes?: number;
  readonly lag?: number;
  readonly waitWeight?: number;
  readonly displacementWeight?: number;
  readonly noShow?: number;
}

/** One class at one resource whose work is clockwork, so that nothing costs but overload and displacement: optima by hand. */
export function small(part: Small): PlanningProblem {
  return {
    periodMinutes: 15,
    periods: part.wished.length,
    classes: [{
      id: 'general',
      wished: Float64Array.from(part.wished),
      waitWeight: part.waitWeight ?? 1,
      displacementWeight: part.displacementWeight ?? 0.1,
      noShow: part.noShow ?? 0,
    }],
    resources: [{ id: 'bay', capacity: Float64Array.from(part.capacity), safety: 1, variability: 0 }],
    uses: [{ class: 'general', resource: 'bay', minutes: part.minutes ?? 15, lag: part.lag ?? 0 }],
  };
}
