import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import { consignmentQuery } from '../../crossing/queries.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';

/** What this trader may do with one consignment now: amend, withdraw, or complete it for the other side. */
export function LoadActs({ reference }: { reference: string }) {
  const m = useMessages();
  const { data } = useQuery(consignmentQuery(reference));
  const [withdrawing, setWithdrawing] = useState(false);
  const acts = data?.acts ?? [];
  return (
    <span className="row wrap">
      {acts.includes('completeDeclaration') ? <ButtonLink to="/declare" search={{ complete: reference }}>{m.lorries.one.complete}</ButtonLink> : null}
      {acts.includes('amendDeclaration') ? <ButtonLink to="/declare" search={{ amend: reference }}>{m.lorries.one.amend}</ButtonLink> : null}
      {acts.includes('withdrawDeclaration') ? <Button onPress={() => setWithdrawing(true)}>{m.lorries.one.withdraw}</Button> : null}
      {withdrawing ? <WithdrawDialog reference={reference} onClose={() => setWithdrawing(false)} /> : null}
    </span>
  );
}

function WithdrawDialog({ reference, onClose }: { reference: string; onClose: () => void }) {
  const m = useMessages();
  const [reason, setReason] = useState('');
  const withdraw = useSubmit(() => {
    toast(m.lorries.one.withdrawn(reference));
    onClose();
  });
  const error = withdraw.error instanceof ApiProblem ? problemSentence(withdraw.error.problem) : withdraw.error?.message;
  const submit = () => withdraw.mutate({ on: 'consignment', reference, act: 'withdrawDeclaration', body: { reason: reason.trim() } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.lorries.one.withdrawTitle(reference)}
      acts={<Button look="filled" isDisabled={reason.trim() === '' || withdraw.isPending} onPress={submit}>{m.lorries.one.withdraw}</Button>}
    >
      <p className="muted">{m.lorries.one.withdrawMore}</p>
      <Field label={m.lorries.one.reason} value={reason} onChange={setReason} maxLength={500} error={error} />
    </Dialog>
  );
}
