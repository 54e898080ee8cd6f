import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import { instantAt } from '../../crossing/local-time.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { lorryName } from '../../crossing/words.ts';
import { dateAt, timeAt } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { problemSentence } from '../../labels.ts';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';

/** Readings that a paper may have taken the place of. */
const EVENTS = ['recordArrival', 'recordExit', 'recordCrossing', 'recordReturn', 'recordDeparture'] as const;
type Event = (typeof EVENTS)[number];

const lines = (text: string): string[] => text.split(/[\n,]/).map((line) => line.trim()).filter((line) => line !== '');

/** Enters what happened on paper, with the time when it truly happened. */
export function LateEntry({ detail, onClose }: { detail: CrossingDetail; onClose: () => void }) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const possible = EVENTS.filter((event) => detail.acts.includes(event));
  const [event, setEvent] = useState<Event | null>(possible[0] ?? null);
  const [date, setDate] = useState(dateAt(now, me.side));
  const [time, setTime] = useState(timeAt(now, me.side));
  const [plate, setPlate] = useState(detail.attachments.tractorID ?? '');
  const [seals, setSeals] = useState(detail.attachments.sealID.join('\n'));
  const [place, setPlace] = useState('');
  const [mass, setMass] = useState('');
  const enter = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onClose();
  });
  const occurredAt = instantAt(date, time, me.side);
  const timely = occurredAt !== undefined && toMillis(occurredAt) <= toMillis(now);
  const arrival = event === 'recordArrival';
  const ready = event && timely && plate.trim() !== '' && place.trim() !== '' && (!arrival || /^\d{3,6}(\.\d{1,3})?$/.test(mass.trim()));
  const submit = () => {
    if (!event || !ready) return;
    const read = { tractorID: plate.trim(), sealID: lines(seals), occurredAt };
    const body = arrival ? { ...read, weighedMassKg: mass.trim(), yard: place.trim() } : { ...read, lane: place.trim() };
    enter.mutate({ on: 'crossing', reference: detail.row.reference, act: event, body });
  };
  const error = enter.error instanceof ApiProblem ? problemSentence(enter.error.problem) : enter.error?.message;
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.work.lateEntry.title}
      acts={<Button look="filled" isDisabled={!ready || enter.isPending} onPress={submit}>{m.work.lateEntry.record}</Button>}
    >
      <p className="muted">{m.work.lateEntry.explain}</p>
      {event === null ? <p><b>{m.work.lateEntry.none}</b></p> : (
        <>
          <SelectField label={m.work.lateEntry.event} value={event} onChange={setEvent} options={possible.map((value) => ({ value, label: m.work.lateEntry.events[value] }))} />
          <p className="small muted">{m.work.lateEntry.at(GATES[me.side].names[language])}</p>
          <div className="two">
            <Field label={m.work.lateEntry.date} type="date" value={date} onChange={setDate} error={timely ? undefined : m.work.lateEntry.wrongTime} />
            <Field label={m.work.lateEntry.time} type="text" inputMode="numeric" placeholder="14:20" value={time} onChange={setTime} />
          </div>
          <div className="two">
            <Field label={m.work.lateEntry.plate} value={plate} onChange={setPlate} maxLength={20} />
            <Field label={arrival ? m.work.yard.where : m.work.yard.lane} value={place} onChange={setPlace} maxLength={20} />
          </div>
          {arrival ? <Field label={m.work.yard.mass} inputMode="decimal" value={mass} onChange={setMass} /> : null}
          <Field label={m.work.yard.seals} lines={2} value={seals} onChange={setSeals} />
        </>
      )}
      {error ? <p role="alert" className="refused">{error}</p> : null}
    </Dialog>
  );
}
