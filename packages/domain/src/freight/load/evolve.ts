import type { z } from 'zod';
import type { Fact } from '../../kernel/decider.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { Planned } from '../crossing/schema.ts';
import type { loadAdded, loadRemoved } from './schema.ts';

/** The consignments on the lorry now, by reference. */
export type LoadState = readonly string[];

const initial: LoadState = [];

export const loadSlice = {
  initial,
  keys: { LoadAdded: 'consignment', LoadRemoved: 'consignment' },
  evolve: {
    CrossingPlanned: (_state, fact: Fact<string, Partial<Planned>>) => fact.data.consignments ?? [],
    LoadAdded: (state, fact: Fact<string, z.infer<typeof loadAdded>>) => [...state, fact.data.consignment],
    LoadRemoved: (state, fact: Fact<string, z.infer<typeof loadRemoved>>) =>
      state.filter((consignment) => consignment !== fact.data.consignment),
  },
} satisfies Slice<LoadState>;
