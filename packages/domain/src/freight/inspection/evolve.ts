import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Authority } from '../../kernel/codes.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { InspectionFinished, InspectionStarted } from './schema.ts';

export interface Inspection {
  readonly inspection: string;
  readonly authority: Authority;
  readonly bay: string | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly outcome: 'passed' | 'failed' | null;
}

export type InspectionState = readonly Inspection[];

const initial: InspectionState = [];

export const inspectionSlice = {
  initial,
  keys: { InspectionStarted: 'inspection', InspectionFinished: 'inspection' },
  evolve: {
    InspectionStarted: (state, fact: Fact<string, InspectionStarted>) => [
      ...state,
      {
        inspection: fact.data.inspection,
        authority: fact.data.authority,
        bay: fact.data.bay ?? null,
        startedAt: fact.occurredAt,
        finishedAt: null,
        outcome: null,
      },
    ],
    InspectionFinished: (state, fact: Fact<string, InspectionFinished>) =>
      state.map((inspection) =>
        inspection.inspection === fact.data.inspection
          ? { ...inspection, finishedAt: fact.occurredAt, outcome: fact.data.outcome }
          : inspection,
      ),
  },
} satisfies Slice<InspectionState>;
