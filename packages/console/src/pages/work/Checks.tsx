import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { toast } from '../../components/toasts.ts';
import { TwinTime } from '../../components/TwinTime.tsx';
import { useSubmit } from '../../crossing/acts.ts';
import { partyOf, sideOf } from '../../crossing/parties.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { authorityLabel, lorryName } from '../../crossing/words.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { useMe } from '../../live/query.ts';

/** Examinations and samples of both sides, and the two ends of an examination for the officer who does one. */
export function Checks({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const [dialog, setDialog] = useState<'start' | 'finish' | null>(null);
  const parties = ['origin', 'destination'] as const;
  const inspections = parties.flatMap((party) => detail[party].inspection.map((each) => ({ ...each, side: sideOf(party, detail.row.direction) })));
  const samples = parties.flatMap((party) => detail[party].laboratory.map((each) => ({ ...each, side: sideOf(party, detail.row.direction) })));
  const mayStart = detail.acts.includes('startInspection');
  const mayFinish = detail.acts.includes('finishInspection');
  if (inspections.length + samples.length === 0 && !mayStart && !mayFinish) return null;
  return (
    <section className="checks">
      <h2 className="heading">
        {m.work.checks}
        <span className="spacer" />
        {mayStart ? <Button onPress={() => setDialog('start')}>{m.work.start}</Button> : null}
        {mayFinish ? <Button onPress={() => setDialog('finish')}>{m.work.finish}</Button> : null}
      </h2>
      {inspections.length + samples.length === 0 ? <p className="muted small">{m.work.noChecks}</p> : null}
      <ul>
        {inspections.map((each) => (
          <li key={each.inspection}>
            <SideMark side={each.side} />
            <span>{m.work.inspection(each.bay ?? '–')} <span className="muted">{authorityLabel(each.authority, language)}</span></span>
            <span className="muted"><TwinTime at={each.startedAt} /></span>
            <b>{each.outcome ? m.crossing.outcome[each.outcome] : m.work.running}</b>
          </li>
        ))}
        {samples.map((each) => (
          <li key={each.sample}>
            <SideMark side={each.side} />
            <span>{m.work.sampleOf({ test: each.test.join(', '), laboratory: each.laboratory ?? '–' })}</span>
            <span className="muted">{each.dueAt ? <>{m.work.due} <TwinTime at={each.dueAt} /></> : null}</span>
            <b>{each.outcome ? m.crossing.outcome[each.outcome] : m.work.running}</b>
          </li>
        ))}
      </ul>
      {dialog === 'start' ? <StartDialog detail={detail} onClose={() => setDialog(null)} /> : null}
      {dialog === 'finish' ? <FinishDialog detail={detail} onClose={() => setDialog(null)} /> : null}
    </section>
  );
}

const sentence = (error: Error | null): string | undefined =>
  error instanceof ApiProblem ? problemSentence(error.problem) : error?.message;

function StartDialog({ detail, onClose }: { detail: CrossingDetail; onClose: () => void }) {
  const m = useMessages();
  const [bay, setBay] = useState('');
  const start = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onClose();
  });
  const submit = () =>
    start.mutate({ on: 'crossing', reference: detail.row.reference, act: 'startInspection', body: { bay: bay.trim() } });
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.work.start}
      acts={<Button look="filled" isDisabled={bay.trim() === '' || start.isPending} onPress={submit}>{m.work.start}</Button>}
    >
      <Field label={m.work.bay} value={bay} onChange={setBay} error={sentence(start.error)} maxLength={40} />
    </Dialog>
  );
}

function FinishDialog({ detail, onClose }: { detail: CrossingDetail; onClose: () => void }) {
  const m = useMessages();
  const { side, account } = useMe();
  const [outcome, setOutcome] = useState<'passed' | 'failed' | null>(null);
  const [note, setNote] = useState('');
  const finish = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onClose();
  });
  const running = detail[partyOf(side, detail.row.direction)].inspection.find((each) => each.finishedAt === null && each.authority === account!.role);
  const submit = () => {
    if (!running || !outcome) return;
    const body = { inspection: running.inspection, outcome, picture: [], ...(note.trim() === '' ? {} : { note: note.trim() }) };
    finish.mutate({ on: 'crossing', reference: detail.row.reference, act: 'finishInspection', body });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.work.finish}
      acts={<Button look="filled" isDisabled={!running || !outcome || finish.isPending} onPress={submit}>{m.work.finish}</Button>}
    >
      <div className="field">
        <span className="react-aria-Label">{m.work.outcome}</span>
        <span>
          <Choice
            label={m.work.outcome}
            value={outcome}
            onChange={setOutcome}
            options={(['passed', 'failed'] as const).map((value) => ({ value, children: m.crossing.outcome[value] }))}
          />
        </span>
      </div>
      <Field label={m.work.note} value={note} onChange={setNote} lines={3} error={sentence(finish.error)} maxLength={1000} />
    </Dialog>
  );
}
