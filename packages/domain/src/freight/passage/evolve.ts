import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { Reading } from './schema.ts';

/** When the lorry passed each gate, as this side's readers saw it. */
export interface PassageState {
  readonly exitedAt: Instant | null;
  readonly crossedAt: Instant | null;
  readonly returnedAt: Instant | null;
  readonly departedAt: Instant | null;
  /** True when a reading did not fit what this side knew. */
  readonly unexpected: boolean;
}

const initial: PassageState = {
  exitedAt: null,
  crossedAt: null,
  returnedAt: null,
  departedAt: null,
  unexpected: false,
};

const passed =
  (gate: 'exitedAt' | 'crossedAt' | 'returnedAt' | 'departedAt') =>
  (state: PassageState, fact: Fact<string, Partial<Reading>>): PassageState => ({
    ...state,
    [gate]: fact.occurredAt,
    unexpected: state.unexpected || fact.data.expected === false,
  });

export const passageSlice = {
  initial,
  evolve: {
    OriginExited: passed('exitedAt'),
    BorderCrossed: passed('crossedAt'),
    VehicleReturned: passed('returnedAt'),
    VehicleDeparted: passed('departedAt'),
  },
} satisfies Slice<PassageState>;
