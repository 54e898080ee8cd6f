import { DAY, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { getText } from '../../api.ts';
import { Button, ButtonAnchor } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { dateAt, formatDate, formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { useMe } from '../../live/query.ts';
import { parseCsv } from './csv.ts';
import './day-list.css';

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const noon = (date: string): string => `${date}T05:00:00.000Z`;
const shifted = (date: string, days: number): string => fromMillis(toMillis(noon(date)) + days * DAY).slice(0, 10);

/** Who was here on a day? The same list that leaves as a file: what is shown is read from it. */
export function DayListPage() {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const today = dateAt(now, me.side);
  const [chosen, setChosen] = useState<string | null>(null);
  const date = chosen ?? today;
  const path = `/api/day-list.csv?date=${date}`;
  const list = useQuery({
    queryKey: ['crossings', 'day-list', date, language],
    queryFn: async ({ signal }) => parseCsv(await getText(path, signal)),
    enabled: isDate(date),
  });
  const [headings = [], ...rows] = list.data ?? [];
  const gate = GATES[me.side].names[language];
  return (
    <div className="page day-list">
      <header>
        <div>
          <p className="muted">{m.dayList.title({ gate, date: isDate(date) ? formatDate(noon(date), me.side, language, true) : date })}</p>
          <h1 className="title">
            {list.data ? <Rich text={m.dayList.sentence({ count: formatNumber(rows.length, language) })} /> : m.shell.nav.dayList}
          </h1>
          <p className="muted">{m.dayList.explain}</p>
        </div>
        <div className="row wrap acts">
          <Button onPress={() => setChosen(shifted(date, -1))} isDisabled={!isDate(date)}>{m.dayList.earlier}</Button>
          <Field label={m.dayList.date} type="date" value={date} onChange={(value) => setChosen(value === today ? null : value)} />
          <Button onPress={() => setChosen(shifted(date, 1))} isDisabled={!isDate(date) || date >= today}>{m.dayList.later}</Button>
          <ButtonAnchor look="filled" href={path} download>{m.dayList.download}</ButtonAnchor>
        </div>
      </header>
      {list.error ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {!list.data && !list.error ? <Loading rows={16} /> : null}
      {list.data && rows.length === 0 ? <Empty title={m.dayList.empty} /> : null}
      {rows.length > 0 ? (
        <div className="table">
          <table>
            <thead>
              <tr>{headings.map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, column) => (
                    <td key={headings[column]}>
                      {column === 0 ? <Link to="/work/$reference" params={{ reference: cell }}>{cell}</Link> : cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  );
}
