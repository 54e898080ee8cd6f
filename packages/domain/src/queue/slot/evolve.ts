import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { SlotBooked } from './schema.ts';

export interface SlotState {
  readonly start: Instant | null;
  /** When the booking that holds now was first made. */
  readonly bookedAt: Instant | null;
  readonly end: Instant | null;
  readonly moves: number;
  readonly missed: number;
  /** When it was last given up that the lorry would come in its slot. */
  readonly missedAt: Instant | null;
}

const initial: SlotState = { start: null, bookedAt: null, end: null, moves: 0, missed: 0, missedAt: null };

export const slotSlice = {
  initial,
  keys: { SlotBooked: 'start', SlotMoved: 'start' },
  evolve: {
    SlotBooked: (state, fact: Fact<string, SlotBooked>) => ({
      ...state,
      bookedAt: fact.occurredAt,
      start: fact.data.start,
      end: fact.data.end,
    }),
    SlotMoved: (state, fact: Fact<string, SlotBooked>) => ({
      ...state,
      start: fact.data.start,
      end: fact.data.end,
      moves: state.moves + 1,
    }),
    SlotReleased: (state) => ({ ...state, start: null, bookedAt: null, end: null }),
    SlotMissed: (state, fact) => ({
      ...state,
      start: null,
      bookedAt: null,
      end: null,
      missed: state.missed + 1,
      missedAt: fact.occurredAt,
    }),
  },
} satisfies Slice<SlotState>;
