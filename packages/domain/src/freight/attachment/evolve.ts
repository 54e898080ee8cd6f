import type { Fact } from '../../kernel/decider.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { AttachmentKind, AttachmentReplaced } from './schema.ts';
import type { Driver } from '../crossing/schema.ts';

/** What holds since a replacement. `to` is absent for a driver, and `driver` on the side that did not write it. */
export interface Replacement {
  readonly to: string | null;
  readonly driver: Driver | null;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/** The latest replacement of each kind by this side; what it never replaced is absent. */
export interface AttachmentState {
  readonly replaced: Readonly<Partial<Record<AttachmentKind, Replacement>>>;
}

const initial: AttachmentState = { replaced: {} };

/**
 * The later of two replacements, `b` when both have the same instants. What is on the lorry is what was attached last, so
 * the time when it happened counts, and for an event of paper not the time when it was written down; that one only settles
 * two of the same moment. `saw` could not order them: a fold does not know at which index of its log a fact stands.
 */
export function laterOf(a: Replacement | undefined, b: Replacement | undefined): Replacement | undefined {
  if (!a || !b) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.recordedAt > b.recordedAt ? a : b;
}

export const attachmentSlice = {
  initial,
  keys: { AttachmentReplaced: 'kind' },
  evolve: {
    AttachmentReplaced: (state, fact: Fact<string, AttachmentReplaced>) => {
      const { kind, to, driver } = fact.data;
      const replacement = { to: to ?? null, driver: driver ?? null, at: fact.occurredAt, recordedAt: fact.recordedAt };
      return { replaced: { ...state.replaced, [kind]: laterOf(state.replaced[kind], replacement)! } };
    },
  },
} satisfies Slice<AttachmentState>;
