import { useId, useState } from 'react';
import { ApiProblem, send } from '../../api.ts';
import { HoldList } from '../../crossing/HoldList.tsx';
import { openHolds } from '../../crossing/parties.ts';
import type { HoldView } from '../../crossing/types.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { randomKey } from '../../random-key.ts';
import type { DriverView } from './driver-view.ts';

export interface DriverHoldsProps {
  view: DriverView;
  token: string;
  online: boolean;
  onSent: () => void;
}

/** What holds the lorry, in words, with a way to object from the cab. */
export function DriverHolds({ view, token, online, onSent }: DriverHoldsProps) {
  const m = useMessages();
  if (openHolds(view).length === 0) {
    return (
      <section className="nothing">
        <h1>{m.driver.noHolds}</h1>
        <p>{m.driver.noHoldsMore}</p>
      </section>
    );
  }
  return (
    <section className="holds">
      <HoldList
        detail={view}
        thumb
        acts={(hold) => (hold.objectedAt || !view.acts.includes('objectToHold') ? null : <Objection hold={hold} token={token} online={online} onSent={onSent} />)}
      />
      <p className="muted">{m.driver.keepsPlace} {m.driver.overdue}</p>
    </section>
  );
}

function Objection({ hold, token, online, onSent }: { hold: HoldView; token: string; online: boolean; onSent: () => void }) {
  const m = useMessages();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const sentOver = useId();
  const [key] = useState(randomKey);
  const [state, setState] = useState<'ready' | 'sending' | 'sent'>('ready');
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async () => {
    setState('sending');
    setFailure(null);
    try {
      await send('POST', `/api/driver/${encodeURIComponent(token)}/object`, { hold: hold.hold, text: text.trim() }, { idempotencyKey: key });
      setState('sent');
      onSent();
    } catch (error) {
      setState('ready');
      const problem = error instanceof ApiProblem ? error.problem : undefined;
      setFailure(problem && problem.status !== 0 ? (problemSentence(problem) ?? m.common.failed) : m.driver.needsNetwork);
    }
  };
  if (state === 'sent') return <p role="status"><b>{m.driver.sent}</b></p>;
  if (!open) return <button type="button" className="button thumb" onClick={() => setOpen(true)}>{m.driver.object}</button>;
  return (
    <form
      className="objection"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void submit();
      }}
    >
      <label>
        <span>{m.driver.objectLabel}</span>
        <textarea rows={4} maxLength={2000} aria-describedby={sentOver} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p id={sentOver} className="small muted">{m.common.sentOver}</p>
      {failure ?? (online ? null : m.driver.needsNetwork) ? <p role="alert"><b>{failure ?? m.driver.needsNetwork}</b></p> : null}
      <button type="submit" className="button filled thumb" disabled={text.trim() === '' || state === 'sending' || !online}>{m.driver.send}</button>
    </form>
  );
}
