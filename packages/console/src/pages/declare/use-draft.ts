import { fromMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { useEffect, useMemo, useState } from 'react';
import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import { nodeMillis } from '../../live/clock.ts';
import { withoutItem, withValue, type Draft, type Json } from './draft.ts';
import type { Form } from './FormContext.tsx';

/** The fields of a form: what is typed, which fields have been left once, and what the node found wrong with them. */
export interface DraftState {
  draft: Draft;
  /** Replaces everything at once. */
  replace: (draft: Draft) => void;
  form: (faults: readonly Refusal[]) => Form;
  /** Shows the faults of every field, also of those that were never visited. */
  seeAll: () => void;
}

export function useDraft(initial: () => Draft, onChange?: (draft: Draft) => void): DraftState {
  const [draft, setDraft] = useState(initial);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (touched) onChange?.(draft);
  }, [draft, touched, onChange]);
  return useMemo(() => {
    const change = (to: (old: Draft) => Draft) => {
      setTouched(true);
      setDraft(to);
    };
    return {
      draft,
      replace: (next) => {
        setAll(false);
        setSeen(new Set());
        change(() => next);
      },
      seeAll: () => setAll(true),
      form: (faults) => ({
        draft,
        faults,
        seen: (pointer) => all || seen.has(pointer),
        see: (pointer) => setSeen((old) => (old.has(pointer) ? old : new Set([...old, pointer]))),
        set: (pointer: string, value: Json) => change((old) => withValue(old, pointer, value) as Draft),
        remove: (pointer, index) => change((old) => withoutItem(old, pointer, index) as Draft),
      }),
    };
  }, [draft, seen, all]);
}

/** When a draft was kept, by the gate's clock as this page knows it, so that it can be compared with everything beside it. */
export const savedNow = (): Instant => fromMillis(Math.floor(nodeMillis() ?? Date.now()));
