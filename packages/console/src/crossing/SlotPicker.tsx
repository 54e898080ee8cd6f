import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { DAY, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { SideMark } from '../components/SideMark.tsx';
import { Failure, Loading } from '../components/State.tsx';
import { TwinTime } from '../components/TwinTime.tsx';
import { destinationOf, originOf } from '../directions.ts';
import { dateAt, formatDate, formatNumber, timeAt } from '../format.ts';
import { GATES } from '../gates.ts';
import { Rich } from '../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { useNow } from '../live/clock.ts';
import { useMe } from '../live/query.ts';
import { slotsQuery } from './queries.ts';
import { firstFree, slotColumns, type SlotColumn } from './slot-columns.ts';
import type { SlotWish } from './types.ts';
import './slot-picker.css';

/** Columns shown at once: each is as wide as the smallest target. */
const SHOWN = 13;
const TALLEST = 10;

export interface SlotPickerProps {
  wish: SlotWish;
  value: Instant | null;
  onChange: (start: Instant) => void;
}

/** A quarter of an hour, by what both sides can take: upper half booked here, lower half taken by the other side. */
export function SlotPicker({ wish, value, onChange }: SlotPickerProps) {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const today = dateAt(now, me.side);
  const [date, setDate] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const name = useId();
  const shown = date ?? today;
  const { data, error, refetch } = useQuery(slotsQuery(wish, shown));
  const step = (by: number) => {
    setDate(dateAt(fromMillis(toMillis(`${shown}T05:00:00.000Z`) + by * DAY), 'VN'));
    setPage(0);
  };
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} rowHeight={40} />;
  const columns = slotColumns(data);
  const pages = Math.max(1, Math.ceil(columns.length / SHOWN));
  const at = Math.min(page, pages - 1);
  const view = columns.slice(at * SHOWN, at * SHOWN + SHOWN);
  const first = firstFree(columns, now);
  const [origin, destination] = [originOf(wish.direction), destinationOf(wish.direction)];
  return (
    <div className="slot-picker">
      <div className="row wrap">
        <Button look="quiet" isDisabled={shown <= today && at === 0} onPress={() => (at > 0 ? setPage(at - 1) : step(-1))}>{m.slots.earlier}</Button>
        <span className="small">{formatDate(`${shown}T05:00:00.000Z`, me.side, language, true)}</span>
        <Button look="quiet" onPress={() => (at + 1 < pages ? setPage(at + 1) : step(1))}>{m.slots.later}</Button>
        <span className="spacer" />
        {first ? <Button onPress={() => onChange(first.start)}>{m.slots.first}</Button> : null}
        {!first && data.capacity && columns.length > 0 ? <b className="small">{m.slots.full}</b> : null}
      </div>
      {columns.length === 0 ? <p className="muted">{m.slots.closed}</p> : !data.capacity ? null : (
        <fieldset>
          <legend className="visually-hidden">{m.slots.legend}</legend>
          <span className="axis" aria-hidden="true"><span>UTC+7</span><SideMark side={origin} /><SideMark side={destination} /><span>UTC+8</span></span>
          {view.map((column, index) => (
            <Column key={column.start} column={column} name={name} first={index === 0} chosen={value === column.start} onChoose={() => onChange(column.start)} />
          ))}
        </fieldset>
      )}
      {data.capacity && columns.length > 0 ? (
        <p className="legend" aria-hidden="true">
          <span><i className="booked" /> {m.slots.booked}</span>
          <span><i className="free" /> {m.slots.free}</span>
          <span><i className="taken" /> {m.slots.taken}</span>
        </p>
      ) : null}
      <p className="small muted">
        {data.capacity ? (
          <Rich
            text={m.slots.capacity({ gate: GATES[destination].names[language], perHour: formatNumber(data.capacity.perHour, language), degraded: data.capacity.degraded })}
            parts={{ until: data.capacity.validUntil ? <Until at={data.capacity.validUntil} dated={data.capacity.degraded} /> : '–' }}
          />
        ) : (
          m.slots.unknown(GATES[destination].names[language])
        )}
      </p>
    </div>
  );
}

/** What is over may be of another day, so it says which. */
function Until({ at, dated }: { at: Instant; dated: boolean }) {
  const language = useLanguage();
  const me = useMe();
  return <><TwinTime at={at} />{dated ? ` ${formatDate(at, me.side, language)}` : null}</>;
}

interface ColumnProps {
  column: SlotColumn;
  name: string;
  /** The first column of the picture always carries its hour. */
  first: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function Column({ column, name, first, chosen, onChoose }: ColumnProps) {
  const m = useMessages();
  const language = useLanguage();
  const { start, places, booked, free } = column;
  const label = m.slots.quarter({ vn: timeAt(start, 'VN'), cn: timeAt(start, 'CN'), free: formatNumber(free, language), places: formatNumber(places, language) });
  const hour = column.onTheHour || first;
  const cell = (kind: string, index: number) => <i key={index} className={kind} />;
  const scale = Math.max(1, places / TALLEST);
  const count = (value: number) => Math.min(TALLEST, Math.round(value / scale));
  const boxes = count(places);
  const filled = Math.min(boxes, count(booked));
  return (
    <label className={chosen ? 'column chosen' : free === 0 ? 'column full' : 'column'} title={label}>
      <input type="radio" name={name} className="visually-hidden" checked={chosen} disabled={free === 0} onChange={onChoose} aria-label={label} />
      <span className="hour" aria-hidden="true">{hour ? timeAt(start, 'VN').slice(0, 2) : ''}</span>
      <span className="stack up" aria-hidden="true">{Array.from({ length: filled }, (_, index) => cell('booked', index))}</span>
      <span className="stack down" aria-hidden="true">
        {Array.from({ length: boxes }, (_, index) => cell(index < filled ? 'taken' : 'free', index))}
      </span>
      <span className="hour" aria-hidden="true">{hour ? timeAt(start, 'CN').slice(0, 2) : ''}</span>
    </label>
  );
}
