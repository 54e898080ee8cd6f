import { useId, useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail, HoldView } from '../../crossing/types.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';

/** An objection to a hold of either side, in one's own words. */
export function ObjectToHold({ detail, hold }: { detail: CrossingDetail; hold: HoldView }) {
  const m = useMessages();
  const [text, setText] = useState('');
  const sentOver = useId();
  const object = useSubmit(() => toast(m.lorries.one.objected));
  if (hold.objectedAt || !detail.acts.includes('objectToHold')) return null;
  const error = object.error instanceof ApiProblem ? problemSentence(object.error.problem) : object.error?.message;
  return (
    <form
      className="object-to-hold"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') object.mutate({ on: 'crossing', reference: detail.row.reference, act: 'objectToHold', body: { hold: hold.hold, text: text.trim() } });
      }}
    >
      <Field label={m.lorries.one.objectLabel} aria-describedby={sentOver} value={text} onChange={setText} maxLength={2000} error={error} />
      <Button type="submit" isDisabled={text.trim() === '' || object.isPending}>{m.lorries.one.object}</Button>
      <p id={sentOver} className="small muted">{m.common.sentOver}</p>
    </form>
  );
}
