import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { transferDispatched } from './schema.ts';

/** The carriage of a container between the two yards by an unmanned vehicle. */
export interface TransferState {
  readonly vehicle: string | null;
  readonly dispatchedAt: Instant | null;
  readonly completedAt: Instant | null;
}

const initial: TransferState = { vehicle: null, dispatchedAt: null, completedAt: null };

export const transferSlice = {
  initial,
  evolve: {
    TransferDispatched: (state, fact: Fact<string, z.infer<typeof transferDispatched>>) => ({
      ...state,
      vehicle: fact.data.vehicle ?? null,
      dispatchedAt: fact.occurredAt,
    }),
    TransferCompleted: (state, fact) => ({ ...state, completedAt: fact.occurredAt }),
  },
} satisfies Slice<TransferState>;
