import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Authority, Channel } from '../../kernel/codes.ts';
import { withEarlier, type Slice } from '../../kernel/fold.ts';
import type { Assessed, RequiredAct } from './schema.ts';

export interface Assessment {
  readonly at: Instant;
  readonly channel: Channel;
  readonly requiredActs: readonly RequiredAct[];
  readonly reasonCodes: readonly string[];
  readonly rule: string | null;
  readonly version: number;
  /** What the same authority had found before: of an earlier version, or before a later completion. */
  readonly earlier?: readonly Assessment[];
}

/** The newest assessment of each authority of one side. */
export type AssessmentState = Readonly<Partial<Record<Authority, Assessment>>>;

const initial: AssessmentState = {};

export const assessmentSlice = {
  initial,
  keys: { ConsignmentAssessed: 'authority' },
  evolve: {
    ConsignmentAssessed: (state, fact: Fact<string, Assessed>) => ({
      ...state,
      [fact.data.authority]: {
        at: fact.occurredAt,
        channel: fact.data.channel,
        requiredActs: fact.data.requiredActs,
        reasonCodes: fact.data.reasonCodes,
        rule: fact.data.rule ?? null,
        version: fact.data.version,
        ...withEarlier(state[fact.data.authority]),
      },
    }),
  },
} satisfies Slice<AssessmentState>;
