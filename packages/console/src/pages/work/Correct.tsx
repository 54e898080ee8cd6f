import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import { partyOf } from '../../crossing/parties.ts';
import type { CrossingDetail, TimelineEntry } from '../../crossing/types.ts';
import { lorryName } from '../../crossing/words.ts';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { factLabel, problemSentence } from '../../labels.ts';
import { useMe } from '../../live/query.ts';

type Kind = 'mass' | 'yes' | 'outcome';

/** The fields of each kind of fact that may be corrected: readings and measured values, never a decision. */
const FIELDS: Record<string, Record<string, Kind>> = {
  VehicleArrived: { weighedMassKg: 'mass', plateMatch: 'yes', sealMatch: 'yes' },
  OriginExited: { plateMatch: 'yes', sealMatch: 'yes' },
  BorderCrossed: { plateMatch: 'yes', sealMatch: 'yes', expected: 'yes' },
  ResultReported: { outcome: 'outcome' },
};

export const isCorrectable = (type: string): boolean => Object.hasOwn(FIELDS, type);

/** What differs from the fact as it was written; fields that the person left alone are not in it. */
export function patchOf(entry: Pick<TimelineEntry, 'type' | 'data'>, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.keys(FIELDS[entry.type] ?? {});
  return Object.fromEntries(fields.filter((name) => values[name] !== undefined && values[name] !== entry.data[name]).map((name) => [name, values[name]]));
}

function shown(value: unknown, m: Messages): string {
  if (typeof value === 'boolean') return value ? m.work.correct.yes : m.work.correct.no;
  return value === 'passed' || value === 'failed' ? m.crossing.outcome[value] : String(value);
}

export function CorrectDialog({ detail, entry, onClose }: { detail: CrossingDetail; entry: TimelineEntry; onClose: () => void }) {
  const m = useMessages();
  const language = useLanguage();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState('');
  const propose = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onClose();
  });
  const patch = patchOf(entry, values);
  const ready = Object.keys(patch).length > 0 && reason.trim() !== '' && !propose.isPending;
  const submit = () =>
    propose.mutate({
      on: 'crossing', reference: detail.row.reference, act: 'proposeCorrection',
      body: { corrects: entry.id, factType: entry.type, patch, reason: reason.trim() },
    });
  const set = (name: string, value: unknown) => setValues((old) => ({ ...old, [name]: value }));
  const error = propose.error instanceof ApiProblem ? problemSentence(propose.error.problem) : propose.error?.message;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${m.work.correct.title}: ${factLabel(entry.type, language)}`}
      acts={<Button look="filled" isDisabled={!ready} onPress={submit}>{m.work.correct.propose}</Button>}
    >
      <p className="muted">{m.work.correct.explain}</p>
      {Object.entries(FIELDS[entry.type] ?? {}).map(([name, kind]) => {
        const label = m.work.correct.fields[name] ?? name;
        const value = values[name] ?? entry.data[name];
        if (kind === 'mass') return <Field key={name} label={label} inputMode="decimal" value={String(value ?? '')} onChange={(text) => set(name, text.trim())} />;
        const options = kind === 'yes' ? (['true', 'false'] as const) : (['passed', 'failed'] as const);
        const words = (option: string) => (kind === 'yes' ? shown(option === 'true', m) : shown(option, m));
        return (
          <div key={name} className="field">
            <span className="react-aria-Label">{label}</span>
            <span>
              <Choice
                label={label}
                value={value === undefined ? null : (String(value) as (typeof options)[number])}
                onChange={(option) => set(name, kind === 'yes' ? option === 'true' : option)}
                options={options.map((option) => ({ value: option, children: words(option) }))}
              />
            </span>
          </div>
        );
      })}
      <Field label={m.work.correct.reason} help={m.common.sentOver} value={reason} onChange={setReason} lines={2} error={error} maxLength={500} />
    </Dialog>
  );
}

/** Corrections that wait for a second person, with the act that confirms one. */
export function PendingCorrections({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const language = useLanguage();
  const { side } = useMe();
  const confirm = useSubmit(() => toast(m.work.saved.done(lorryName(detail.row))));
  const { pending } = detail[partyOf(side, detail.row.direction)].correction;
  if (pending.length === 0) return null;
  const error = confirm.error instanceof ApiProblem ? problemSentence(confirm.error.problem) : confirm.error?.message;
  return (
    <section className="corrections">
      <h2 className="heading">{m.work.correct.pending}</h2>
      <ul>
        {pending.map((each) => {
          const change = Object.entries(each.patch).map(([name, value]) => `${m.work.correct.fields[name] ?? name}: ${shown(value, m)}`).join('; ');
          return (
            <li key={each.correction}>
              <span>{m.work.correct.by({ fact: factLabel(each.factType, language), change })} <span className="muted">{each.reason}</span></span>
              {detail.acts.includes('confirmCorrection') ? (
                <Button
                  isDisabled={confirm.isPending}
                  onPress={() =>
                    confirm.mutate({
                      on: 'crossing', reference: detail.row.reference, act: 'confirmCorrection', version: detail.version,
                      body: { correction: each.correction },
                    })
                  }
                >
                  {m.work.correct.confirm}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {error ? <p role="alert" className="refused">{error}</p> : null}
    </section>
  );
}
