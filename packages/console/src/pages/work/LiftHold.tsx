import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail, HoldView } from '../../crossing/types.ts';
import { lorryName } from '../../crossing/words.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { ApiProblem } from '../../api.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';

/** Lifting a hold: by the authority that placed it, and after its deadline by the manager of the gate. Says why. */
export function LiftHold({ detail, hold }: { detail: CrossingDetail; hold: HoldView }) {
  const m = useMessages();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const [reason, setReason] = useState('');
  const lift = useSubmit(() => toast(m.work.saved.lift(lorryName(detail.row))));
  const role = me.account!.role;
  const overdue = toMillis(hold.deadline) < toMillis(now);
  const mayLift = hold.side === me.side && detail.acts.includes('liftHold') && (hold.authority === role || (role === 'manager' && overdue));
  if (!mayLift) return null;
  const submit = () =>
    lift.mutate({
      on: 'crossing', reference: detail.row.reference, act: 'liftHold', version: detail.version,
      body: { hold: hold.hold, reason: reason.trim() },
    });
  const error = lift.error instanceof ApiProblem ? problemSentence(lift.error.problem) : lift.error?.message;
  return (
    <form
      className="lift-hold"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') submit();
      }}
    >
      <Field label={m.work.liftReason} value={reason} onChange={setReason} error={error} maxLength={500} />
      <Button type="submit" isDisabled={reason.trim() === '' || lift.isPending}>{m.work.lift}</Button>
    </form>
  );
}
