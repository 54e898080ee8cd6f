import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { TrafficClass } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { Completion, Declaration } from '../declaration/schema.ts';
import type { amended, completed, lodged } from './schema.ts';

/** The declaration as one side told it: the origin lodges, amends, withdraws; the destination completes. */
export interface DeclarationState {
  readonly lodgedAt: Instant | null;
  readonly expiresAt: Instant | null;
  /** 1 when lodged, one more with each amendment; assessments name the version that they judged. */
  readonly version: number;
  /** When each later version began to count. */
  readonly amendments: readonly { readonly version: number; readonly at: Instant }[];
  /** Full on the side that wrote it; on the other side only the fields that the agreement lets cross. */
  readonly declaration: Declaration | null;
  readonly trafficClass: TrafficClass | null;
  readonly crossing: string | null;
  /** The firm (or else the account) that lodged or completed; known on its own side only. */
  readonly by: string | null;
  readonly completedAt: Instant | null;
  /** When it was completed first: a later completion does not make it incomplete in between. */
  readonly completeSince: Instant | null;
  readonly completion: Completion | null;
  readonly withdrawnAt: Instant | null;
  readonly expiredAt: Instant | null;
}

const initial: DeclarationState = {
  lodgedAt: null,
  expiresAt: null,
  version: 0,
  amendments: [],
  declaration: null,
  trafficClass: null,
  crossing: null,
  by: null,
  completedAt: null,
  completeSince: null,
  completion: null,
  withdrawnAt: null,
  expiredAt: null,
};

const writer = (fact: Fact): string | null => fact.actor?.firm ?? fact.actor?.account ?? null;

export const declarationSlice = {
  initial,
  evolve: {
    DeclarationLodged: (state, fact: Fact<string, Partial<z.infer<typeof lodged>>>) => ({
      ...state,
      lodgedAt: fact.occurredAt,
      expiresAt: fact.data.expiresAt ?? null,
      version: 1,
      declaration: fact.data.declaration ?? null,
      trafficClass: fact.data.trafficClass ?? null,
      crossing: fact.data.crossing ?? null,
      by: writer(fact),
    }),
    DeclarationAmended: (state, fact: Fact<string, Partial<z.infer<typeof amended>>>) => {
      // The versions of a declaration are counted, so that one that was erased is still known.
      const version = fact.data.version ?? state.version + 1;
      return {
        ...state,
        version,
        amendments: [...state.amendments, { version, at: fact.occurredAt }],
        declaration: fact.data.declaration ?? null,
        trafficClass: fact.data.trafficClass ?? null,
      };
    },
    DeclarationWithdrawn: (state, fact) => ({ ...state, withdrawnAt: fact.occurredAt }),
    DeclarationExpired: (state, fact) => ({ ...state, expiredAt: fact.occurredAt }),
    DeclarationCompleted: (state, fact: Fact<string, Partial<z.infer<typeof completed>>>) => ({
      ...state,
      completedAt: fact.occurredAt,
      completeSince: state.completeSince ?? fact.occurredAt,
      completion: fact.data.completion ?? null,
      by: writer(fact),
    }),
  },
} satisfies Slice<DeclarationState>;
