import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';

const KINDS = ['tractor', 'trailer', 'container', 'seal'] as const;

/** Another tractor, trailer, container or seal than the declared one: shuttle driver, drop and hook, transloading, new seal. */
export function ReplaceDialog({ detail, onClose }: { detail: CrossingDetail; onClose: () => void }) {
  const m = useMessages();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('tractor');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const replace = useSubmit(() => {
    toast(m.lorries.one.replaced);
    onClose();
  });
  const problem = replace.error instanceof ApiProblem ? replace.error.problem : undefined;
  const sentence = replace.error ? (problemSentence(problem) ?? replace.error.message) : undefined;
  const atNumber = problem?.pointer === '/to';
  const submit = () =>
    replace.mutate({ on: 'crossing', reference: detail.row.reference, act: 'replaceAttachment', body: { kind, to: to.trim(), reason: reason.trim() } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.lorries.one.replace}
      acts={<Button look="filled" isDisabled={to.trim() === '' || reason.trim() === '' || replace.isPending} onPress={submit}>{m.lorries.one.replace}</Button>}
    >
      <SelectField label={m.lorries.one.kind} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: m.lorries.one.kinds[value] }))} />
      <Field label={m.lorries.one.to} value={to} onChange={setTo} maxLength={20} error={atNumber ? sentence : undefined} />
      <Field label={m.lorries.one.reason} value={reason} onChange={setReason} maxLength={500} error={atNumber ? undefined : sentence} />
    </Dialog>
  );
}
