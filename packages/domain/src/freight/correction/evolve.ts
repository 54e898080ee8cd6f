import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { CorrectionProposed, FactCorrected } from './schema.ts';

export interface PendingCorrection extends CorrectionProposed {
  readonly by: string | null;
  readonly proposedAt: Instant;
}

/** Proposals that wait for a second person, and the identifiers of the facts that were corrected. */
export interface CorrectionState {
  readonly pending: readonly PendingCorrection[];
  readonly corrected: readonly string[];
}

const initial: CorrectionState = { pending: [], corrected: [] };

export const correctionSlice = {
  initial,
  keys: { CorrectionProposed: 'correction' },
  evolve: {
    CorrectionProposed: (state, fact: Fact<string, CorrectionProposed>) => ({
      ...state,
      pending: [...state.pending, { ...fact.data, by: fact.actor?.account ?? null, proposedAt: fact.occurredAt }],
    }),
    FactCorrected: (state, fact: Fact<string, Partial<FactCorrected>>) => ({
      pending: state.pending.filter((each) => each.correction !== fact.data.correction),
      corrected: fact.data.corrects ? [...state.corrected, fact.data.corrects] : state.corrected,
    }),
  },
} satisfies Slice<CorrectionState>;
