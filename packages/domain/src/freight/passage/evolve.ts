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
  /** False when a reading showed another plate or seal, or none. */
  readonly plateMatch: boolean;
  readonly sealMatch: boolean;
}

const initial: PassageState = {
  exitedAt: null,
  crossedAt: null,
  returnedAt: null,
  departedAt: null,
  unexpected: false,
  plateMatch: true,
  sealMatch: true,
};

const passed =
  (gate: 'exitedAt' | 'crossedAt' | 'returnedAt' | 'departedAt') =>
  (state: PassageState, fact: Fact<string, Partial<Reading>>): PassageState => ({
    ...state,
    [gate]: fact.occurredAt,
    unexpected: state.unexpected || fact.data.expected === false,
    plateMatch: state.plateMatch && (fact.data.plateMatch ?? true),
    sealMatch: state.sealMatch && (fact.data.sealMatch ?? true),
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
