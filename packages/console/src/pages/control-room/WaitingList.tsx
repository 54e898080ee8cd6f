import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import { MINUTE, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { Link } from '@tanstack/react-router';
import { memo, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { CauseChip } from '../../components/CauseChip.tsx';
import { KeyHint } from '../../components/KeyHint.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { goodsName, textOf } from '../../crossing/words.ts';
import { formatDuration, formatNumber, formatTonnes } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import type { WaitingRow } from './tally.ts';
import './waiting-list.css';

/** Lines at first and at each further step: a busy week has thousands. */
const PAGE = 50;

export interface WaitingListProps {
  rows: readonly WaitingRow[];
  now: Instant;
  cause: Cause | null;
  onAllCauses: () => void;
}

/** Who waits, where, for what, since when: longest first. The yard in words. */
export function WaitingList({ rows, now, cause, onAllCauses }: WaitingListProps) {
  const m = useMessages();
  const language = useLanguage();
  const [sought, setSought] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const field = useRef<HTMLInputElement>(null);
  useKeys({ find: () => field.current?.focus() });
  const needle = sought.trim().toLowerCase();
  const found = rows.filter((row) => (cause === null || row.cause === cause) && (needle === '' || textOf(row).includes(needle)));
  const shown = found.slice(0, limit);
  const minute = Math.floor(toMillis(now) / MINUTE);
  return (
    <div className="waiting-list">
      <header>
        <div className="heading spread">
          <h2 id="waiting-title">{m.control.list.title}</h2>
          {cause ? (
            <button type="button" className="narrowed" onClick={onAllCauses}>
              <CauseChip cause={cause} named={false} /> {m.control.list.all}
            </button>
          ) : (
            <span className="note">{m.control.list.order}</span>
          )}
        </div>
        <label className="find">
          <span className="visually-hidden">{m.control.list.find}</span>
          <input ref={field} type="search" placeholder={m.control.list.find} value={sought} onChange={(event) => setSought(event.target.value)} />
          <KeyHint action="find" />
        </label>
      </header>
      {shown.length === 0 ? (
        <div className="none">
          <b>{cause ? m.control.list.noneOf(m.common.causes[cause]) : m.control.list.none}</b>
          <p className="muted">{m.control.list.noneMore}</p>
        </div>
      ) : (
        <div className="rows">
          <table>
            <thead>
              <tr>
                <th scope="col"><span className="visually-hidden">{m.control.cause}</span></th>
                <th scope="col">{m.control.list.lorry}</th>
                <th scope="col">{m.control.list.where}</th>
                <th scope="col">{m.control.list.since}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <WaitingLorry key={row.reference} row={row} minute={minute} />
              ))}
            </tbody>
          </table>
          {found.length > limit ? (
            <Button look="quiet" onPress={() => setLimit(limit + PAGE)}>
              {m.control.list.more(formatNumber(found.length - limit, language))}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

/** Rendered again only when its lorry has moved or a minute has passed. */
const WaitingLorry = memo(function WaitingLorry({ row, minute }: { row: WaitingRow; minute: number }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <tr>
      <td><CauseChip cause={row.cause} /></td>
      <th scope="row">
        <Link to="/work/$reference" params={{ reference: row.reference }}>{row.tractorID ?? row.reference}</Link>
        <small>
          {goodsName(row, language)}
          {row.goods?.netMassKg ? `, ${formatTonnes(row.goods.netMassKg, language)}` : ''}
        </small>
      </th>
      <td>
        <span className="where"><SideMark side={row.causeSide} /> {m.control.places[row.place]}</span>
        {row.alarms.map((alarm) => (
          <span key={alarm} className="tag ink">{m.common.alarms[alarm] ?? alarm}</span>
        ))}
      </td>
      <td className="since">
        <b>{formatDuration(minute * MINUTE - toMillis(row.since), language)}</b>
        <small><TwinTime at={row.since} /></small>
      </td>
    </tr>
  );
});
