import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { Policy } from '../model/policy.ts';
import { highsSolver } from '../solver/highs.ts';
import { classQuotas } from './class-quotas.ts';
import { ownSide } from './own-side.ts';
import { rolling } from './rolling.ts';
import { jointInspection, shelfLife } from './shelf-life.ts';
import { uniformSlots } from './uniform-slots.ts';
import { walkIn } from './walk-in.ts';

/** Every policy that can be compared, in the order of their numbers, with a solver for those that plan. */
export const policiesWith = (solver: Solver): readonly Policy[] => [
  walkIn, uniformSlots, ownSide, classQuotas(solver), rolling(solver), shelfLife(solver), jointInspection(solver),
];

export const POLICIES = policiesWith(highsSolver());

export const findPolicy = (id: string): Policy | undefined => POLICIES.find((policy) => policy.id === id);
