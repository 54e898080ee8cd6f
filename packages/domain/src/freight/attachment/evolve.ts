import type { Fact } from '../../kernel/decider.ts';
import type { Slice } from '../../kernel/fold.ts';
import type { AttachmentKind, AttachmentReplaced } from './schema.ts';
import type { Driver } from '../crossing/schema.ts';

/** What this side replaced; what it never replaced is absent and the plan holds. */
export interface AttachmentState {
  readonly replaced: Readonly<Partial<Record<Exclude<AttachmentKind, 'driver'>, string>>>;
  readonly driver: Driver | null;
}

const initial: AttachmentState = { replaced: {}, driver: null };

export const attachmentSlice = {
  initial,
  evolve: {
    AttachmentReplaced: (state, fact: Fact<string, AttachmentReplaced>) =>
      fact.data.kind === 'driver'
        ? { ...state, driver: fact.data.driver ?? null }
        : { ...state, replaced: { ...state.replaced, [fact.data.kind]: fact.data.to } },
  },
} satisfies Slice<AttachmentState>;
