import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { WorkList } from '../../schemas.ts';
import { Empty, Failure, Loading } from '../../components/State.tsx';
import { crossingQuery, workListQuery } from '../../crossing/queries.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { useMe } from '../../live/query.ts';
import { Case } from './Case.tsx';
import { fits, WorkListColumn } from './WorkListColumn.tsx';
import './work.css';

/** What must I decide, and on what grounds? */
export function WorkPage() {
  const me = useMe();
  const hasList = me.permissions.includes('workList');
  return hasList ? <WithList /> : <CaseOnly />;
}

/** Readers without a list of their own come here from the control room, the log or the day's list. */
function CaseOnly() {
  const { reference } = useParams({ strict: false });
  const m = useMessages();
  return <div className="work-page alone">{reference ? <OpenCase reference={reference} /> : <Empty title={m.work.choose} />}</div>;
}

type Item = WorkList['items'][number];

/** The next in the list after a lorry; after the last one the first, and nothing when it was the only one. */
export function neighbour(items: readonly Item[], reference: string | undefined, by: 1 | -1): Item | undefined {
  if (items.length === 0) return undefined;
  const at = items.findIndex((item) => item.row.reference === reference);
  if (at === -1) return by === 1 ? items[0] : items.at(-1);
  const next = items[(at + by + items.length) % items.length];
  return next?.row.reference === reference ? undefined : next;
}

function WithList() {
  const m = useMessages();
  const navigate = useNavigate();
  const { reference } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(workListQuery);
  const [sought, setSought] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const items = useMemo(() => (data?.items ?? []).filter((item) => fits(item, sought)), [data, sought]);
  const open = (item: Item | undefined) => {
    if (item) void navigate({ to: '/work/$reference', params: { reference: item.row.reference } });
  };
  const next = () => open(neighbour(items, reference, 1));
  useKeys({
    next,
    previous: () => open(neighbour(items, reference, -1)),
    open: () => open(items[0]),
    find: () => field.current?.focus(),
  });
  return (
    <div className={reference ? 'work-page chosen' : 'work-page'}>
      <WorkListColumn
        items={data ? items : undefined}
        total={data?.items.length ?? 0}
        current={reference}
        sought={sought}
        onSeek={setSought}
        field={field}
        failure={error && !data ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      />
      {reference ? (
        <OpenCase key={reference} reference={reference} onDone={next} />
      ) : (
        <div className="case-empty">
          <h1 className="visually-hidden">{m.shell.nav.work}</h1>
          {data?.items.length === 0 ? <Empty title={m.work.empty}>{m.work.emptyMore}</Empty> : <Empty title={m.work.choose}>{m.work.chooseMore}</Empty>}
        </div>
      )}
    </div>
  );
}

function OpenCase({ reference, onDone }: { reference: string; onDone?: () => void }) {
  const { data, error, refetch } = useQuery(crossingQuery(reference));
  if (data) return <Case detail={data} {...(onDone ? { onDone } : {})} />;
  return <div className="case-empty">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={14} rowHeight={36} />}</div>;
}
