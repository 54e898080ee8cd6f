import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useRef, useState } from 'react';
import { get } from '../../api.ts';
import type { CrossingPage, CrossingRow } from '../../schemas.ts';
import { Button } from '../../components/Button.tsx';
import { CauseChip } from '../../components/CauseChip.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SideMark } from '../../components/SideMark.tsx';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { lorryLoad, lorryName } from '../../crossing/words.ts';
import { destinationOf, originOf } from '../../directions.ts';
import { formatDate } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { phaseLabel } from '../../labels.ts';
import '../../components/field.css';
import './find.css';

const PAGE = 50;

/** Where is that lorry? Any crossing of this node, by a part of what is written on it. */
export function FindPage() {
  const m = useMessages();
  const field = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState(true);
  const q = useDeferredValue(sought.trim());
  useKeys({ find: () => field.current?.focus() });
  const list = useInfiniteQuery({
    queryKey: ['crossings', 'find', q, open],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE), ...(open ? { open: 'true' } : {}), ...(q === '' ? {} : { q }), ...(pageParam === '' ? {} : { cursor: pageParam }) });
      return get<CrossingPage>(`/api/crossings?${query}`, signal);
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page find-page">
      <header>
        <h1 className="title">{m.find.title}</h1>
        <p className="muted">{m.find.explain}</p>
        <div className="row wrap">
          <label className="field">
            <span className="react-aria-Label">{m.find.label}</span>
            <input ref={field} type="search" value={sought} maxLength={60} onChange={(event) => setSought(event.target.value)} />
          </label>
          <Choice
            label={m.find.which}
            value={open ? 'open' : 'all'}
            onChange={(value) => setOpen(value === 'open')}
            options={[{ value: 'open', children: m.find.open }, { value: 'all', children: m.find.all }]}
          />
        </div>
      </header>
      {list.error && rows.length === 0 ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading rows={12} rowHeight={36} /> : null}
      {list.data && rows.length === 0 ? <Empty title={m.find.none}>{m.find.noneMore}</Empty> : null}
      {rows.length > 0 ? <Found rows={rows} /> : null}
      {list.hasNextPage ? <Button isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>{m.find.more}</Button> : null}
    </div>
  );
}

function Found({ rows }: { rows: readonly CrossingRow[] }) {
  const m = useMessages();
  const language = useLanguage();
  const { lorry, goods, state, slot, planned } = m.find.columns;
  return (
    <table>
      <thead>
        <tr>{[lorry, goods, state, slot, planned].map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.reference}>
            <th scope="row">
              <Link to="/work/$reference" params={{ reference: row.reference }}>{lorryName(row)}</Link>
              <small className="code">{row.reference}</small>
            </th>
            <td>
              {lorryLoad(row, language)}
              <small className="row"><SideMark side={originOf(row.direction)} /> <Icon name="right" size={12} /> <SideMark side={destinationOf(row.direction)} /></small>
            </td>
            <td>{row.cause ? <><CauseChip cause={row.cause} />{' '}</> : null}{phaseLabel(row.phase, language)}</td>
            <td>{row.slotStart ? <TwinTime at={row.slotStart} /> : null}</td>
            <td><TwinTime at={row.plannedAt} /> <small>{formatDate(row.plannedAt, originOf(row.direction), language)}</small></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
