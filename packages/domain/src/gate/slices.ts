import type { StateOf } from '../kernel/fold.ts';
import { capacitySlice } from './capacity/evolve.ts';
import { laneSlice } from './lane/evolve.ts';

/** The concepts that the state of one side's gate is made of. */
export const gateSlices = { capacity: capacitySlice, lane: laneSlice } as const;

export type GateSide = StateOf<typeof gateSlices>;
