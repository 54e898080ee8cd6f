import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Policy } from '../model/policy.ts';
import { EARLY_MINUTES, fittedFor, inOrder } from './fitting.ts';

/**
 * P3: quotas by a linear program over the resources of both sides. Of all quotas that move lorries no further from their wishes, on
 * average, than uniform slots do, it takes those with the least expected waiting.
 */
export const classQuotas = (solver: Solver): Policy => ({
  id: 'P3',
  name: 'Two-sided class quotas',
  isFitted: true,
  async begin(compiled, options) {
    const { book } = (await fittedFor(compiled, solver, inOrder, options)).open(options);
    return { earlyMinutes: EARLY_MINUTES, book };
  },
});
