import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { ApiProblem, send } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { dateAt, formatNumber } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { agreementQuery, queryClient, useMe } from '../../live/query.ts';
import { saveFile } from '../../save-file.ts';
import type { AgreementProposal } from '../../schemas.ts';
import { readDocument, readSignature, type FileFault, type SignatureFile } from './files.ts';
import type { AgreementDocument } from './terms.ts';

type Act = 'propose' | 'accept' | 'reject' | 'withdraw';
interface About {
  readonly proposal: AgreementProposal;
  readonly onClose: () => void;
}

const PATHS: Record<Act, string> = { propose: 'proposals', accept: 'acceptances', reject: 'rejections', withdraw: 'withdrawals' };

/** Hands an act on and says what came of it; a refusal stays in the form, in the node's own sentence. */
function useAmend(act: Act, onClose: () => void) {
  const m = useMessages();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: unknown) => send('POST', `/api/agreement/${PATHS[act]}`, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: agreementQuery.queryKey });
      toast(m.agreement.proposals.done[act]);
      onClose();
    },
  });
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const refusal = error && (
    <p role="alert" className="strong">
      {problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed)}
      {problem?.pointer ? <span className="code"> {problem.pointer}</span> : null}
    </p>
  );
  return { mutate, isPending, refusal };
}

/** A file of the reader's, with what it turned out to be. */
function FileField<T extends object>({ label, read, onRead }: { label: string; read: (text: string) => T | FileFault; onRead: (value: T | null) => void }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const [chosen, setChosen] = useState<{ name: string; fault: FileFault | null } | null>(null);
  const take = async (file: File) => {
    const value = read(await file.text());
    setChosen({ name: file.name, fault: typeof value === 'string' ? value : null });
    onRead(typeof value === 'string' ? null : value);
  };
  const faults = { ...m.agreement.proposals, otherSide: m.agreement.proposals.otherSide(GATES[otherSideOf(me.side)].names[language]) };
  return (
    <div className="file-field">
      <span className="row wrap">
        <b>{label}</b>
        <FileTrigger acceptedFileTypes={['.json', 'application/json']} onSelect={(files) => files?.[0] && void take(files[0])}>
          <Button aria-label={`${m.agreement.proposals.choose}: ${label}`}>{m.agreement.proposals.choose}</Button>
        </FileTrigger>
      </span>
      <span aria-live="polite" className={chosen?.fault ? 'strong' : 'muted'}>
        {chosen ? (chosen.fault ? faults[chosen.fault] : m.agreement.proposals.chosen(chosen.name)) : null}
      </span>
    </div>
  );
}

/** How a signature is made where the key is; the same three steps for both sides. */
function SigningSteps({ file, onSave }: { file: string; onSave?: () => void }) {
  const m = useMessages();
  const { steps } = m.agreement.proposals;
  return (
    <ol className="steps" aria-label={m.agreement.proposals.stepsTitle}>
      <li>
        {steps.take}{' '}
        {onSave ? <Button look="quiet" onPress={onSave}>{m.agreement.document}</Button> : null}
      </li>
      <li>
        {steps.sign}
        <pre className="code command" lang="en">{`npx pairgate agreement show ${file}\nnpx pairgate agreement sign ${file} --root root.key > signature.json`}</pre>
      </li>
      <li>{steps.bring}</li>
    </ol>
  );
}

export function AcceptDialog({ proposal, onClose }: About) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const [signature, setSignature] = useState<SignatureFile | null>(null);
  const { mutate, isPending, refusal } = useAmend('accept', onClose);
  const { version, digest, document } = proposal;
  const file = `agreement-${version}.json`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.agreement.proposals.acceptTitle(formatNumber(version, language))}
      acts={
        <Button look="filled" isDisabled={!signature} isPending={isPending} onPress={() => mutate({ version, digest, signature: signature?.signature })}>
          {m.agreement.proposals.send.accept}
        </Button>
      }
    >
      <SigningSteps file={file} onSave={() => saveFile(file, JSON.stringify(document, null, 2))} />
      <FileField label={m.agreement.proposals.signatureFile} read={(text) => readSignature(text, me.side, digest)} onRead={setSignature} />
      {refusal}
    </Dialog>
  );
}

const OPEN_DAYS = 30;
const DAY_MS = 86_400_000;

export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const m = useMessages();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const [document, setDocument] = useState<AgreementDocument | null>(null);
  const [signature, setSignature] = useState<SignatureFile | null>(null);
  const [lastDay, setLastDay] = useState(() => dateAt(new Date(Date.parse(now) + OPEN_DAYS * DAY_MS).toISOString(), me.side));
  const { mutate, isPending, refusal } = useAmend('propose', onClose);
  const end = Date.parse(`${lastDay}T23:59:59.999Z`) - GATES[me.side].offsetMinutes * 60_000;
  const ready = document && signature && !Number.isNaN(end);
  const propose = () => ready && mutate({ document, openUntil: new Date(end).toISOString(), signature: signature.signature });
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.agreement.proposals.proposeTitle}
      acts={<Button look="filled" isDisabled={!ready} isPending={isPending} onPress={propose}>{m.agreement.proposals.send.propose}</Button>}
    >
      <p className="muted">{m.agreement.proposals.noneMore}</p>
      <SigningSteps file="agreement.json" />
      <FileField label={m.agreement.proposals.documentFile} read={readDocument} onRead={setDocument} />
      <FileField label={m.agreement.proposals.signatureFile} read={(text) => readSignature(text, me.side)} onRead={setSignature} />
      <Field label={m.agreement.proposals.lastDay} type="date" value={lastDay} onChange={setLastDay} />
      {refusal}
    </Dialog>
  );
}

export function RejectDialog({ proposal: { version, digest }, onClose }: About) {
  const m = useMessages();
  const language = useLanguage();
  const [reason, setReason] = useState('');
  const { mutate, isPending, refusal } = useAmend('reject', onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.agreement.proposals.rejectTitle(formatNumber(version, language))}
      acts={
        <Button look="filled" isDisabled={reason.trim() === ''} isPending={isPending} onPress={() => mutate({ version, digest, reason: reason.trim() })}>
          {m.agreement.proposals.send.reject}
        </Button>
      }
    >
      <Field label={m.agreement.proposals.rejectReason} value={reason} onChange={setReason} maxLength={500} lines={3} help={m.common.sentOver} />
      {refusal}
    </Dialog>
  );
}

export function WithdrawDialog({ proposal: { version, digest }, onClose }: About) {
  const m = useMessages();
  const language = useLanguage();
  const { mutate, isPending, refusal } = useAmend('withdraw', onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.agreement.proposals.withdrawTitle(formatNumber(version, language))}
      acts={<Button look="filled" isPending={isPending} onPress={() => mutate({ version, digest })}>{m.agreement.proposals.send.withdraw}</Button>}
    >
      <p>{m.agreement.proposals.withdrawMore}</p>
      {refusal}
    </Dialog>
  );
}
