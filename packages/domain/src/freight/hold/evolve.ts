import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Authority, Cause } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { HoldPlaced, holdLifted, holdObjected } from './schema.ts';

export interface Hold {
  readonly hold: string;
  readonly authority: Authority;
  readonly reasonCode: string;
  readonly cause: Cause;
  readonly legalBasis: string | null;
  readonly placedAt: Instant;
  readonly deadline: Instant;
  readonly objectTo: string | null;
  readonly note: string | null;
  readonly objectedAt: Instant | null;
  readonly liftedAt: Instant | null;
}

/** Holds that this side placed, and objections that traders of this side lodged against holds of either side. */
export interface HoldState {
  readonly placed: readonly Hold[];
  readonly objections: readonly { readonly hold: string; readonly at: Instant; readonly text: string | null }[];
}

const initial: HoldState = { placed: [], objections: [] };

const change = (state: HoldState, hold: string, to: Partial<Hold>): HoldState => ({
  ...state,
  placed: state.placed.map((each) => (each.hold === hold ? { ...each, ...to } : each)),
});

export const holdSlice = {
  initial,
  keys: { HoldPlaced: 'hold', HoldObjected: 'hold', HoldLifted: 'hold' },
  evolve: {
    HoldPlaced: (state, fact: Fact<string, HoldPlaced>) => ({
      ...state,
      placed: [
        ...state.placed,
        {
          hold: fact.data.hold,
          authority: fact.data.authority,
          reasonCode: fact.data.reasonCode,
          cause: fact.data.cause,
          legalBasis: fact.data.legalBasis ?? null,
          placedAt: fact.occurredAt,
          deadline: fact.data.deadline,
          objectTo: fact.data.objectTo ?? null,
          note: fact.data.note ?? null,
          objectedAt: null,
          liftedAt: null,
        },
      ],
    }),
    HoldObjected: (state, fact: Fact<string, z.infer<typeof holdObjected>>) =>
      change(
        {
          ...state,
          objections: [...state.objections, { hold: fact.data.hold, at: fact.occurredAt, text: fact.data.text ?? null }],
        },
        fact.data.hold,
        { objectedAt: fact.occurredAt },
      ),
    HoldLifted: (state, fact: Fact<string, z.infer<typeof holdLifted>>) =>
      change(state, fact.data.hold, { liftedAt: fact.occurredAt }),
  },
} satisfies Slice<HoldState>;
