import type { Policy } from '../model/policy.ts';
import { uniformSlots } from './uniform-slots.ts';
import { walkIn } from './walk-in.ts';

/** Every policy that can be compared, in the order of their numbers. */
export const POLICIES: readonly Policy[] = [walkIn, uniformSlots];

export const findPolicy = (id: string): Policy | undefined => POLICIES.find((policy) => policy.id === id);
