import type { Fault } from '@pairgate/simulator/scenario/fault.ts';
import type { Comparison } from '@pairgate/simulator/what-if/compare.ts';
import type { ReportWords, WhatIf, Yards } from '@pairgate/simulator/what-if/study.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, Offer, Request } from './messages.ts';

/** What is known of the last question. What was answered before stays until the next answer, so that nothing jumps. */
export interface StudyState {
  readonly offer?: Offer;
  /** Number of the opening that the offer came with: another scenario may have the same title. */
  readonly opened?: number;
  /** Why the file that was chosen last is no scenario that can be asked. */
  readonly notOpened?: readonly Fault[];
  readonly compared?: { readonly asked: WhatIf; readonly comparison: Comparison; readonly warnings: readonly Fault[]; readonly millis: number };
  readonly yards?: Yards;
  readonly refused?: readonly Fault[];
  readonly failed?: string;
  readonly isBusy: boolean;
}

type Waiting = Map<number, { readonly done: (text: string) => void; readonly failed: (error: Error) => void }>;

/** A simulator on a thread of its own, for as long as the page is shown. */
export function useStudy() {
  const [state, setState] = useState<StudyState>({ isBusy: true });
  const worker = useRef<Worker | null>(null);
  const asks = useRef(0);
  const textAsks = useRef(0);
  const asked = useRef(new Map<number, WhatIf>());
  const texts = useRef<Waiting>(new Map());

  useEffect(() => {
    const thread = new Worker(new URL('./plan-worker.ts', import.meta.url), { type: 'module' });
    worker.current = thread;
    const fail = (reason: string) => setState((before) => ({ ...before, failed: reason, isBusy: false }));
    thread.addEventListener('error', (event) => {
      fail(event.message || 'the simulator did not start');
      for (const { failed } of texts.current.values()) failed(new Error(event.message));
      texts.current.clear();
    });
    thread.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const waiting = texts.current.get(data.ask);
      if (waiting !== undefined) {
        texts.current.delete(data.ask);
        if (data.is === 'text') waiting.done(data.text);
        else waiting.failed(new Error(data.is === 'failed' ? data.reason : data.is));
        return;
      }
      setState((before) => next(before, data, asked.current, asks.current));
    });
    thread.postMessage({ is: 'open', ask: 0 } satisfies Request);
    return () => thread.terminate();
  }, []);

  const compare = useCallback((of: WhatIf) => {
    const ask = ++asks.current;
    asked.current = new Map([[ask, of]]);
    setState((before) => ({ ...before, isBusy: true }));
    worker.current?.postMessage({ is: 'compare', ask, asked: of } satisfies Request);
  }, []);
  const open = useCallback((document?: unknown) => {
    const ask = ++asks.current;
    worker.current?.postMessage({ is: 'open', ask, document } satisfies Request);
  }, []);
  const text = useCallback((request: { is: 'report'; asked: WhatIf; words: ReportWords } | { is: 'document'; asked: WhatIf; words: Pick<ReportWords, 'title' | 'about'> }) => {
    // Numbers of texts are negative: they do not make a comparison stale.
    const ask = --textAsks.current;
    return new Promise<string>((done, failed) => {
      texts.current.set(ask, { done, failed });
      worker.current?.postMessage({ ...request, ask } satisfies Request);
    });
  }, []);
  return { state, compare, open, text };
}

/** Answers to an earlier question say nothing. */
function next(before: StudyState, answer: Answer, asked: ReadonlyMap<number, WhatIf>, latest: number): StudyState {
  if (answer.ask < latest) return before;
  const { refused: _refused, failed: _failed, notOpened: _notOpened, ...rest } = before;
  switch (answer.is) {
    case 'opened':
      return { offer: answer.offer, opened: answer.ask, isBusy: true };
    case 'compared': {
      const { comparison, warnings, millis } = answer;
      return { ...rest, compared: { asked: asked.get(answer.ask)!, comparison, warnings, millis }, isBusy: false };
    }
    case 'yards':
      return { ...rest, yards: answer.yards };
    case 'refused':
      return asked.has(answer.ask) ? { ...rest, refused: answer.faults, isBusy: false } : { ...rest, notOpened: answer.faults, isBusy: false };
    case 'failed':
      return { ...rest, failed: answer.reason, isBusy: false };
    case 'text':
      return before;
  }
}
