import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Authority } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { ResultReported, SampleTaken } from './schema.ts';

export interface Sample {
  readonly sample: string;
  readonly authority: Authority;
  readonly test: readonly string[];
  readonly laboratory: string | null;
  readonly takenAt: Instant;
  readonly dueAt: Instant | null;
  readonly reportedAt: Instant | null;
  readonly outcome: 'passed' | 'failed' | null;
}

export type LaboratoryState = readonly Sample[];

const initial: LaboratoryState = [];

export const laboratorySlice = {
  initial,
  keys: { SampleTaken: 'sample', ResultReported: 'sample' },
  evolve: {
    SampleTaken: (state, fact: Fact<string, SampleTaken>) => [
      ...state,
      {
        sample: fact.data.sample,
        authority: fact.data.authority,
        test: fact.data.test ?? [],
        laboratory: fact.data.laboratory ?? null,
        takenAt: fact.occurredAt,
        dueAt: fact.data.dueAt ?? null,
        reportedAt: null,
        outcome: null,
      },
    ],
    ResultReported: (state, fact: Fact<string, ResultReported>) =>
      state.map((sample) =>
        sample.sample === fact.data.sample
          ? { ...sample, reportedAt: fact.occurredAt, outcome: fact.data.outcome }
          : sample,
      ),
  },
} satisfies Slice<LaboratoryState>;
