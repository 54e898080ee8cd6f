import { fromMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CrossingRow } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { CauseChip } from '../../components/CauseChip.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { crossingQuery, crossingsQuery } from '../../crossing/queries.ts';
import type { CrossingDetail } from '../../crossing/types.ts';
import { lorryLoad, lorryName } from '../../crossing/words.ts';
import { destinationOf, originOf } from '../../directions.ts';
import { formatNumber, timeAt } from '../../format.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import { axisAround, placeAt, ticks, type Axis } from './axis.ts';
import { Track } from './Track.tsx';
import { WhyCell } from './WhyCell.tsx';
import { waitsForMe, whyNotYet } from './why-not-yet.ts';
import './lorries.css';

/** Rows shown at first, and crossings asked for in full at once: a browser asks for six things at a time, and an act must not wait long. */
const SHOWN = 12;

/** What do I still owe, when am I through, why not yet? */
export function LorriesPage() {
  const m = useMessages();
  const me = useMe();
  const navigate = useNavigate();
  const now = useNow() ?? me.clock.now;
  const [open, setOpen] = useState(true);
  const [shown, setShown] = useState(SHOWN);
  const language = useLanguage();
  const list = useQuery(crossingsQuery(open));
  const rows = list.data?.items ?? [];
  // Each in full, shown or not: only so is it known whose turn it is, which the title counts and the order follows.
  const [asked, setAsked] = useState(SHOWN);
  const details = useQueries({ queries: rows.map((row, index) => ({ ...crossingQuery(row.reference), enabled: index < asked })) });
  const unanswered = details.findIndex((detail) => detail.isPending);
  const ask = SHOWN + (unanswered < 0 ? 0 : unanswered);
  if (ask !== asked) setAsked(ask);
  useKeys({ declare: () => void navigate({ to: '/declare' }) });
  const lorries = rows.map((row, index) => {
    const detail = details[index]?.data;
    const why = detail && whyNotYet(detail, me.side);
    return { row, detail, why, mine: why !== undefined && waitsForMe(why) };
  });
  // Stable: whoever waits for the reader comes first, everything else stays where it was.
  const sorted = lorries.toSorted((a, b) => Number(b.mine) - Number(a.mine));
  const axis = axisAround(now);
  const total = rows.length;
  const whole = list.data?.nextCursor === null && details.every((detail) => !detail.isPending);
  const title = { count: total, more: list.data?.nextCursor !== null, yours: lorries.filter((lorry) => lorry.mine).length, whole };
  return (
    <div className="lorries-page">
      <header>
        <div>
          <h1 className="title">{list.data ? <Rich text={m.lorries.title(title)} /> : m.shell.nav.lorries}</h1>
          <p className="muted">{m.lorries.subtitle}</p>
        </div>
        <div className="row wrap">
          <Choice
            label={m.lorries.which}
            value={open ? 'open' : 'all'}
            onChange={(value) => setOpen(value === 'open')}
            options={[{ value: 'open', children: m.lorries.onlyOpen }, { value: 'all', children: m.lorries.all }]}
          />
          {me.permissions.includes('lodgeDeclaration') ? <ButtonLink to="/declare" look="filled" hint="declare">{m.lorries.declare}</ButtonLink> : null}
        </div>
      </header>
      {list.error && !list.data ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {!list.data && !list.error ? <Loading rows={6} rowHeight={75} /> : null}
      {list.data && total === 0 ? (
        <Empty title={m.lorries.title(title)} act={<ButtonLink to="/declare" look="filled">{m.lorries.declare}</ButtonLink>}>{m.lorries.emptyMore}</Empty>
      ) : null}
      {total > 0 ? (
        <section className="lorry-rows" aria-label={m.lorries.axis}>
          <Head axis={axis} />
          <ul>
            {sorted.slice(0, shown).map(({ row, detail, why, mine }) => (
              <li key={row.reference} className={mine ? 'mine' : undefined}>
                <Lorry row={row} />
                {detail ? <Track detail={detail} axis={axis} now={now} /> : <span className="track" />}
                <span className="through-by">{detail ? <Through detail={detail} /> : null}</span>
                <span className="why">{detail && why ? <WhyCell detail={detail} why={why} /> : null}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {total > shown ? <Button onPress={() => setShown(shown + SHOWN)}>{m.lorries.more(formatNumber(Math.min(SHOWN, total - shown), language))}</Button> : null}
      {total > 0 ? <Legend /> : null}
    </div>
  );
}

function Head({ axis }: { axis: Axis }) {
  const m = useMessages();
  return (
    <div className="head" aria-hidden="true">
      <span>{m.lorries.columns.lorry}</span>
      <span className="track">
        <span className="zone vn">+7</span>
        <span className="zone cn">+8</span>
        {ticks(axis).map((at) => {
          const instant: Instant = fromMillis(at);
          return (
            <span key={at} className="hour" style={{ left: `${placeAt(axis, instant)}%` }}>
              <span>{timeAt(instant, 'VN').slice(0, 2)}</span>
              <span>{timeAt(instant, 'CN').slice(0, 2)}</span>
            </span>
          );
        })}
      </span>
      <span>{m.lorries.columns.through}</span>
      <span>{m.lorries.columns.why}</span>
    </div>
  );
}

function Lorry({ row }: { row: CrossingRow }) {
  const language = useLanguage();
  return (
    <Link className="lorry" to="/lorries/$reference" params={{ reference: row.reference }}>
      <b>{lorryLoad(row, language)}</b>
      <small>
        <SideMark side={originOf(row.direction)} /> <Icon name="right" size={12} /> <SideMark side={destinationOf(row.direction)} /> {lorryName(row)}
      </small>
    </Link>
  );
}

/** When it was through. A time to come is not promised: nothing here could keep the promise yet. */
function Through({ detail }: { detail: CrossingDetail }) {
  const m = useMessages();
  const { phase, endedAt, slotStart, arrivedAt } = detail.row;
  if (phase === 'departed' && endedAt) return <><span className="row"><Icon name="check" size={12} /> {m.lorries.through}</span><TwinTime at={endedAt} strong /></>;
  return (
    <>
      <span className="muted">{m.lorries.noPromise}</span>
      {slotStart && !arrivedAt ? <small>{m.lorries.slot} <TwinTime at={slotStart} /></small> : null}
    </>
  );
}

function Legend() {
  const m = useMessages();
  return (
    <footer className="legend" aria-hidden="true">
      <b>{m.lorries.waitingFor}</b>
      {CAUSES.map((cause) => <span key={cause}><CauseChip cause={cause} named={false} /> {m.common.causes[cause]}</span>)}
      <span><i className="moving" /> {m.lorries.moving}</span>
    </footer>
  );
}
