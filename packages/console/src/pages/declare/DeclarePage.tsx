import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Choice } from '../../components/Choice.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { consignmentQuery } from '../../crossing/queries.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useMe } from '../../live/query.ts';
import { CompleteForm } from './CompleteForm.tsx';
import { CompleteList } from './CompleteList.tsx';
import { DeclareForm } from './DeclareForm.tsx';
import type { Draft } from './draft.ts';
import { useWaiting } from './use-waiting.ts';
import './declare.css';

/** What do I still owe? One declaration for both sides; and what the other side's traders wait for me to complete. */
export function DeclarePage() {
  const m = useMessages();
  const navigate = useNavigate();
  const { complete, amend } = useSearch({ from: '/shell/declare' });
  const waiting = useWaiting();
  const open = waiting.items.filter((each) => !each.destination.declaration.completedAt).length;
  const tab = complete === undefined ? 'own' : 'others';
  const tabs = (
    <Choice
      label={m.declare.tabs}
      value={tab}
      onChange={(value) => void navigate({ to: '/declare', search: value === 'own' ? {} : { complete: '' } })}
      options={[{ value: 'own', children: m.declare.own }, { value: 'others', children: m.declare.others(open) }]}
    />
  );
  return (
    <div className="declare-page">
      {complete === undefined ? (
        amend === undefined ? <Own tabs={tabs} /> : <Amend key={amend} reference={amend} tabs={tabs} />
      ) : (
        <>
          <div className="tabs">{tabs}</div>
          {complete === '' ? <CompleteList waiting={waiting} /> : <Complete key={complete} reference={complete} />}
        </>
      )}
    </div>
  );
}

function Own({ tabs }: { tabs: ReactNode }) {
  const { account, side } = useMe();
  return <DeclareForm key={account!.id} side={side} tabs={tabs} />;
}

function Amend({ reference, tabs }: { reference: string; tabs: ReactNode }) {
  const { side } = useMe();
  const { data, error, refetch } = useQuery({ ...consignmentQuery(reference), staleTime: Infinity });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  const declared = data?.origin.declaration.declaration;
  if (!data || !declared) return <Loading rows={10} rowHeight={40} />;
  return <DeclareForm side={side} tabs={tabs} amending={{ reference, declaration: declared as unknown as Draft }} />;
}

function Complete({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery({ ...consignmentQuery(reference), staleTime: Infinity });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={10} rowHeight={40} />;
  return <CompleteForm consignment={data} />;
}
