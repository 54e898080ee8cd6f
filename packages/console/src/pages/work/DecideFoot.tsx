import type { Authority } from '@pairgate/domain/kernel/codes.ts';
import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel, lorryName } from '../../crossing/words.ts';
import { GATES } from '../../gates.ts';
import { useMessages, type Messages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import {
  CHOICES, isOpen, obstacleOf, submissionOf, suggestedReason, versionsIn, type Choice, type Draft, type Obstacle,
} from './choices.ts';
import { DecideFields } from './DecideFields.tsx';

const SAVED: Record<Choice, 'release' | 'hold' | 'sample' | 'refuse'> = { release: 'release', ask: 'hold', hold: 'hold', sample: 'sample', refuse: 'refuse' };

export const sayObstacle = (obstacle: Obstacle, m: Messages): string => {
  if (obstacle.kind === 'hold') return m.work.firstHold;
  return obstacle.kind === 'completion' ? m.work.completionMissing : m.work.title.pending[obstacle.step];
};

/** The decision: letters choose, Ctrl and Enter sign; nothing is signed by one key. */
export function DecideFoot({ detail, authority, onDone }: { detail: CrossingDetail; authority: Authority; onDone: () => void }) {
  const m = useMessages();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const own = GATES[me.side].ownLanguage;
  const [draft, setDraft] = useState<Draft>({
    choice: null, reason: null, hours: null, note: '', tests: '', laboratory: '',
    objectTo: own === 'zh' ? `${GATES[me.side].own}${authorityLabel(authority, own)}` : `${authorityLabel(authority, own)} ${GATES[me.side].own}`,
  });
  const decide = useSubmit(() => {
    toast(m.work.saved[SAVED[draft.choice!]](lorryName(detail.row)));
    onDone();
  });
  const change = (to: Partial<Draft>) => {
    decide.reset();
    setDraft((old) => ({ ...old, ...to }));
  };
  const choose = (choice: Choice) => {
    if (isOpen(detail, choice)) change({ choice, reason: suggestedReason(detail, choice, me.side, authority), hours: null });
  };
  const obstacle = draft.choice ? obstacleOf(detail, draft.choice, me.side, authority) : undefined;
  const submission = obstacle ? undefined : submissionOf(draft, now);
  const submit = () => {
    if (submission && !decide.isPending) {
      const { act, body } = submission;
      const seen = act === 'decide' ? { versions: versionsIn(detail) } : {};
      decide.mutate({ on: 'crossing', reference: detail.row.reference, version: detail.version, act, body: { ...body, ...seen } });
    }
  };
  useKeys({
    release: () => choose('release'),
    ask: () => choose('ask'),
    sample: () => choose('sample'),
    hold: () => choose('hold'),
    refuse: () => choose('refuse'),
    decide: submit,
  });
  if (CHOICES.every((choice) => !isOpen(detail, choice))) return null;
  const problem = decide.error instanceof ApiProblem ? decide.error.problem : undefined;
  const refused = problem?.status === 412 ? m.work.changedMeanwhile : (problemSentence(problem) ?? decide.error?.message);
  return (
    <footer className="decide">
      <div className="options" role="group" aria-label={m.work.decide}>
        <b>{m.work.decide}</b>
        {CHOICES.map((choice) => (
          <button
            key={choice}
            type="button"
            className="button outlined"
            aria-pressed={draft.choice === choice}
            disabled={!isOpen(detail, choice)}
            data-disabled={isOpen(detail, choice) ? undefined : ''}
            onClick={() => choose(choice)}
          >
            {m.work.choices[choice]} <KeyHint action={choice} />
          </button>
        ))}
        <span className="spacer" />
        <Button look="filled" hint="decide" isDisabled={!submission || decide.isPending} onPress={submit}>{m.work.decideNext}</Button>
      </div>
      {draft.choice ? (
        <DecideFields detail={detail} authority={authority} draft={draft} onChange={change} now={now} {...(problem ? { problem } : {})} />
      ) : null}
      {obstacle ? <p role="status"><b>{m.work.cannot}:</b> {sayObstacle(obstacle, m)}</p> : null}
      {refused ? <p role="alert" className="refused">{refused}</p> : null}
    </footer>
  );
}
