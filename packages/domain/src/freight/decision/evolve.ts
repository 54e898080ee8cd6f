import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Authority } from '../../kernel/codes.ts';
import { withEarlier, type Slice } from '../../kernel/fold.ts';
import type { AuthorityDecided, sideDecided, Versions } from './schema.ts';

export interface AuthorityDecision {
  readonly at: Instant;
  readonly outcome: 'release' | 'refuse';
  readonly basis: 'officer' | 'rule' | null;
  readonly reasonCode: string | null;
  /** What it was given for; `null` when the agreement did not let that cross. */
  readonly versions: Versions | null;
  /** What the same authority had decided before. */
  readonly earlier?: readonly AuthorityDecision[];
}

/**
 * What the authorities of one side decided last, and what the side decided when the last of them had. Whether a release
 * still counts is not kept here: it depends on what the origin declared since (`decisionOf`).
 */
export interface DecisionState {
  readonly by: Readonly<Partial<Record<Authority, AuthorityDecision>>>;
  readonly releasedAt: Instant | null;
  readonly refusedAt: Instant | null;
  readonly refusedFor: string | null;
}

const initial: DecisionState = { by: {}, releasedAt: null, refusedAt: null, refusedFor: null };

const released = (state: DecisionState, fact: Fact): DecisionState => ({ ...state, releasedAt: fact.occurredAt });
const refused = (state: DecisionState, fact: Fact<string, z.infer<typeof sideDecided>>): DecisionState => ({
  ...state,
  refusedAt: fact.occurredAt,
  refusedFor: fact.data.reasonCode ?? null,
});

export const decisionSlice = {
  initial,
  keys: { AuthorityDecided: 'authority' },
  evolve: {
    AuthorityDecided: (state, fact: Fact<string, AuthorityDecided>) => ({
      ...state,
      by: {
        ...state.by,
        [fact.data.authority]: {
          at: fact.occurredAt,
          outcome: fact.data.outcome,
          basis: fact.data.basis ?? null,
          reasonCode: fact.data.reasonCode ?? null,
          versions: fact.data.versions ?? null,
          ...withEarlier(state.by[fact.data.authority]),
        },
      },
    }),
    OriginReleased: released,
    DestinationReleased: released,
    OriginRefused: refused,
    DestinationRefused: refused,
  },
} satisfies Slice<DecisionState>;
