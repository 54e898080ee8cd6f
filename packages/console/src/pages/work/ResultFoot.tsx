import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import { partyOf } from '../../crossing/parties.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { lorryName } from '../../crossing/words.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { problemSentence } from '../../labels.ts';
import { useMe } from '../../live/query.ts';

const isDecimal = (text: string): boolean => /^-?\d+(\.\d{1,6})?$/.test(text);

/** The laboratory's report: one value for each test that has one, the outcome that both sides act on, the number of the paper. */
export function ResultFoot({ detail, onDone }: { detail: CrossingDetail; onDone: () => void }) {
  const m = useMessages();
  const { side } = useMe();
  const waiting = detail[partyOf(side, detail.row.direction)].laboratory.filter((each) => each.reportedAt === null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<'passed' | 'failed' | null>(null);
  const [values, setValues] = useState<Record<string, { value: string; unit: string }>>({});
  const [number, setNumber] = useState('');
  const report = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onDone();
  });
  const sample = waiting.find((each) => each.sample === chosen) ?? waiting[0];
  const given = Object.entries(values).filter(([, each]) => each.value.trim() !== '');
  const ready = sample && outcome && number.trim() !== '' && given.every(([, each]) => isDecimal(each.value.trim()) && each.unit.trim() !== '');
  const submit = () => {
    if (!ready || report.isPending) return;
    const value = given.map(([test, each]) => ({ test, value: each.value.trim(), unit: each.unit.trim() }));
    report.mutate({
      on: 'crossing', reference: detail.row.reference, act: 'reportResult', version: detail.version,
      body: { sample: sample.sample, outcome, value, reportID: number.trim() },
    });
  };
  useKeys({ decide: submit });
  if (!sample) return null;
  const problem = report.error instanceof ApiProblem ? report.error.problem : undefined;
  return (
    <footer className="decide">
      <div className="options">
        <b>{m.work.result.report}</b>
        <Choice
          label={m.work.outcome}
          value={outcome}
          onChange={setOutcome}
          options={(['passed', 'failed'] as const).map((value) => ({ value, children: m.crossing.outcome[value] }))}
        />
        <span className="spacer" />
        <Button look="filled" hint="decide" isDisabled={!ready || report.isPending} onPress={submit}>{m.work.result.report}</Button>
      </div>
      <div className="decide-fields">
        {waiting.length > 1 ? (
          <SelectField
            label={m.work.result.sample}
            value={sample.sample}
            onChange={setChosen}
            options={waiting.map((each) => ({ value: each.sample, label: each.test.join(', ') }))}
          />
        ) : null}
        <Field label={m.work.result.number} value={number} onChange={setNumber} maxLength={60} />
        {sample.test.map((test) => {
          const each = values[test] ?? { value: '', unit: 'mg/kg' };
          const set = (to: Partial<typeof each>) => setValues((old) => ({ ...old, [test]: { ...each, ...to } }));
          return (
            <div key={test} className="value-unit">
              <Field label={m.work.result.value(test)} inputMode="decimal" value={each.value} onChange={(value) => set({ value })} />
              <Field label={m.work.result.unit} value={each.unit} onChange={(unit) => set({ unit })} />
            </div>
          );
        })}
      </div>
      {report.error ? <p role="alert" className="refused">{problemSentence(problem) ?? report.error.message}</p> : null}
    </footer>
  );
}
