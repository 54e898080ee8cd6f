import { assessmentSlice } from '../assessment/evolve.ts';
import type { StateOf } from '../../kernel/fold.ts';
import { declarationSlice } from './evolve.ts';

/** The concepts that a consignment's state is made of, per side. */
export const consignmentSlices = { declaration: declarationSlice, assessment: assessmentSlice } as const;

export type ConsignmentSide = StateOf<typeof consignmentSlices>;
