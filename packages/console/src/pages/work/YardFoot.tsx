import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, get } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { toast } from '../../components/toasts.ts';
import { useSubmit } from '../../crossing/acts.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { lorryName } from '../../crossing/words.ts';
import { BookDialog } from '../../crossing/BookDialog.tsx';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { problemSentence } from '../../labels.ts';
import { useMe } from '../../live/query.ts';
import type { Schemas } from '../../schemas.ts';

const lines = (text: string): string[] => text.split(/[\n,]/).map((line) => line.trim()).filter((line) => line !== '');

/** Arrival, call and the call that passed unheard. The manager may call out of the order and must say why. */
export function YardFoot({ detail, onDone }: { detail: CrossingDetail; onDone: () => void }) {
  const [booking, setBooking] = useState(false);
  const m = useMessages();
  const { acts } = detail;
  const foot = acts.includes('recordArrival') ? (
    <ArriveFoot detail={detail} onDone={onDone} onBook={acts.includes('bookSlot') ? () => setBooking(true) : undefined} />
  ) : acts.includes('passCall') ? (
    <PassFoot detail={detail} onDone={onDone} />
  ) : acts.includes('callVehicle') ? (
    <CallFoot detail={detail} onDone={onDone} />
  ) : acts.includes('bookSlot') ? (
    <footer className="decide"><div className="options"><Button look="filled" onPress={() => setBooking(true)}>{m.work.yard.book}</Button></div></footer>
  ) : null;
  return (
    <>
      {foot}
      {booking ? <BookDialog detail={detail} onClose={() => setBooking(false)} /> : null}
    </>
  );
}

function useYardAct(detail: CrossingDetail, onDone: () => void) {
  const m = useMessages();
  const act = useSubmit(() => {
    toast(m.work.saved.done(lorryName(detail.row)));
    onDone();
  });
  const problem = act.error instanceof ApiProblem ? act.error.problem : undefined;
  const refused = act.error ? (problemSentence(problem) ?? act.error.message) : undefined;
  const submit = (name: string, body: Record<string, unknown>) => act.mutate({ on: 'crossing', reference: detail.row.reference, act: name, body });
  return { submit, refused, pending: act.isPending };
}

function ArriveFoot({ detail, onDone, onBook }: { detail: CrossingDetail; onDone: () => void; onBook: (() => void) | undefined }) {
  const m = useMessages();
  const { side } = useMe();
  const { attachments } = detail;
  const [plate, setPlate] = useState(attachments.tractorID ?? '');
  const [seals, setSeals] = useState(attachments.sealID.join('\n'));
  const [mass, setMass] = useState('');
  const [yard, setYard] = useState(`${side}-YX`);
  const { submit, refused, pending } = useYardAct(detail, onDone);
  const ready = plate.trim() !== '' && /^\d{3,6}(\.\d{1,3})?$/.test(mass.trim()) && yard.trim() !== '' && !pending;
  const record = () => {
    if (ready) submit('recordArrival', { tractorID: plate.trim(), sealID: lines(seals), weighedMassKg: mass.trim(), yard: yard.trim() });
  };
  useKeys({ decide: record });
  return (
    <footer className="decide">
      <div className="options">
        <b>{m.work.yard.arrive}</b>
        <span className="spacer" />
        {onBook ? <Button onPress={onBook}>{m.work.yard.book}</Button> : null}
        <Button look="filled" hint="decide" isDisabled={!ready} onPress={record}>{m.work.yard.arrive}</Button>
      </div>
      <div className="decide-fields">
        <Field label={m.work.yard.plate} value={plate} onChange={setPlate} maxLength={20} />
        <Field label={m.work.yard.mass} value={mass} onChange={setMass} inputMode="decimal" />
        <Field label={m.work.yard.where} value={yard} onChange={setYard} maxLength={40} />
        <Field label={m.work.yard.seals} value={seals} onChange={setSeals} lines={2} />
      </div>
      {refused ? <p role="alert" className="refused">{refused}</p> : null}
    </footer>
  );
}

function CallFoot({ detail, onDone }: { detail: CrossingDetail; onDone: () => void }) {
  const m = useMessages();
  const language = useLanguage();
  const { side, account, permissions } = useMe();
  const [lane, setLane] = useState(`${side}-X1`);
  const [override, setOverride] = useState('');
  const { submit, refused, pending } = useYardAct(detail, onDone);
  const { row } = detail;
  const { data } = useQuery({
    queryKey: ['worklist', 'queue', row.direction],
    queryFn: ({ signal }) => get<Schemas['Queue']>(`/api/queue?direction=${row.direction}`, signal),
    enabled: permissions.includes('queue'),
  });
  const own = data?.items.find((each) => each.reference === row.reference)?.position ?? null;
  const ahead = own === null ? null : data!.items.filter((each) => each.trafficClass === row.trafficClass && each.position !== null && each.position < own).length;
  const manager = account!.role === 'manager';
  const ready = lane.trim() !== '' && !pending && (!manager || !ahead || override.trim() !== '');
  const call = () => {
    if (ready) submit('callVehicle', { lane: lane.trim(), ...(manager && override.trim() !== '' ? { override: override.trim() } : {}) });
  };
  useKeys({ decide: call });
  return (
    <footer className="decide">
      <div className="options">
        <b>{m.work.yard.call}</b>
        <span className="muted">{ahead === null ? null : ahead === 0 ? m.work.yard.first : m.work.yard.ahead(formatNumber(ahead, language))}</span>
        <span className="spacer" />
        <Button look="filled" hint="decide" isDisabled={!ready} onPress={call}>{m.work.yard.call}</Button>
      </div>
      <div className="decide-fields">
        <Field label={m.work.yard.lane} value={lane} onChange={setLane} maxLength={20} />
        {manager ? <Field label={m.work.yard.override} help={m.work.yard.overrideHelp(m.common.sentOver)} value={override} onChange={setOverride} maxLength={500} /> : null}
      </div>
      {refused ? <p role="alert" className="refused">{refused}</p> : null}
    </footer>
  );
}

function PassFoot({ detail, onDone }: { detail: CrossingDetail; onDone: () => void }) {
  const m = useMessages();
  const [reason, setReason] = useState(m.work.yard.passDefault);
  const { submit, refused, pending } = useYardAct(detail, onDone);
  const ready = reason.trim() !== '' && !pending;
  const pass = () => {
    if (ready) submit('passCall', { reason: reason.trim() });
  };
  useKeys({ decide: pass });
  return (
    <footer className="decide">
      <div className="options">
        <b>{m.work.yard.pass}</b>
        <span className="spacer" />
        <Button look="filled" hint="decide" isDisabled={!ready} onPress={pass}>{m.work.yard.pass}</Button>
      </div>
      <div className="decide-fields"><Field label={m.work.yard.passReason} value={reason} onChange={setReason} maxLength={200} /></div>
      {refused ? <p role="alert" className="refused">{refused}</p> : null}
    </footer>
  );
}
