import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis, QUARTER, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { ControlRoom } from '../../schemas.ts';
import { Butterfly } from '../../components/Butterfly.tsx';
import { Button } from '../../components/Button.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { formatNumber } from '../../format.ts';
import { otherSideOf } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { useNow } from '../../live/clock.ts';
import { controlRoomQuery, useMe } from '../../live/query.ts';
import { mirror } from '../../mirror.ts';
import { useStored } from '../../stored.ts';
import { ClockControl } from './ClockControl.tsx';
import { DayRibbon } from './DayRibbon.tsx';
import { SayNow, SayThen } from './Say.tsx';
import { sentenceOf } from './sentence.ts';
import { countByCause, isWaiting, longestFirst } from './tally.ts';
import { WaitingList } from './WaitingList.tsx';
import { Yard } from './Yard.tsx';
import './control-room.css';

/** What is happening on both sides now, and what holds it? */
export function ControlRoomPage() {
  const { data: room, error, refetch } = useQuery(controlRoomQuery);
  if (!room) {
    return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={14} rowHeight={36} />}</div>;
  }
  return <Room room={room} />;
}

function Room({ room }: { room: ControlRoom }) {
  const m = useMessages();
  const language = useLanguage();
  const navigate = useNavigate();
  const me = useMe();
  const now = useNow() ?? room.now;
  const mirrored = useStored(mirror) === 'mirrored';
  const [quarter, setQuarter] = useState<Instant | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);

  const waiting = useMemo(() => longestFirst(room.rows.filter(isWaiting)), [room.rows]);
  const counts = useMemo(() => countByCause(waiting), [waiting]);
  const sentence = useMemo(() => sentenceOf(waiting, room.hours, now), [waiting, room.hours, now]);
  const silentSince = me.peer.silentSince;
  const silent = silentSince === null ? null : { side: otherSideOf(me.side), since: silentSince };
  const bound = sentence.kind === 'bays' ? sentence.direction : null;

  const turn = () => mirror.set(mirrored ? 'as-is' : 'mirrored');
  const step = (by: number) => {
    const from = toMillis(quarter ?? now);
    const next = Math.floor(from / QUARTER) * QUARTER + by * QUARTER;
    setQuarter(next + QUARTER > toMillis(now) ? null : fromMillis(next));
  };
  useKeys({ mirror: turn, now: () => setQuarter(null), earlier: () => step(-1), later: () => step(1) });

  return (
    <div className="control-room">
      <div className="work">
        <div className="say">
          <h1>{quarter ? <SayThen room={room} quarter={quarter} /> : <SayNow sentence={sentence} />}</h1>
          <div className="acts">
            <Button hint="mirror" onPress={turn}>{m.control.mirror}</Button>
            {me.demo && me.clock.virtual ? <ClockControl /> : null}
            <Button hint="now" isDisabled={quarter === null} onPress={() => setQuarter(null)}>{m.control.now}</Button>
          </div>
        </div>
        <Yard room={room} mirrored={mirrored} bound={bound} silent={silent} onOpen={(reference) => void navigate({ to: '/work/$reference', params: { reference } })} />
        <DayRibbon quarters={room.ribbon} hours={room.hours} now={now} chosen={quarter} onChoose={setQuarter} />
      </div>
      <aside>
        <section className="causes">
          <div className="heading spread">
            <h2>{m.control.waitingByCause}</h2>
            <span className="note">{m.control.total(formatNumber(waiting.length, language))}</span>
          </div>
          <Butterfly counts={counts} mirrored={mirrored} chosen={cause} onChoose={setCause} stale={silent?.side} />
        </section>
        <WaitingList rows={waiting} now={now} cause={cause} onAllCauses={() => setCause(null)} />
      </aside>
    </div>
  );
}
