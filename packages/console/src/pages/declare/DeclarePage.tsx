import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
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
  return (
    <div className="declare-page">
      <div className="tabs">
        <Choice
          label={m.declare.tabs}
          value={tab}
          onChange={(value) => void navigate({ to: '/declare', search: value === 'own' ? {} : { complete: '' } })}
          options={[{ value: 'own', children: m.declare.own }, { value: 'others', children: m.declare.others(open) }]}
        />
      </div>
      {complete === undefined ? (amend === undefined ? <Own /> : <Amend key={amend} reference={amend} />) : complete === '' ? (
        <CompleteList waiting={waiting} />
      ) : (
        <Complete key={complete} reference={complete} />
      )}
    </div>
  );
}

function Own() {
  const { account, side } = useMe();
  return <DeclareForm key={account!.id} side={side} />;
}

function Amend({ reference }: { reference: string }) {
  const { side } = useMe();
  const { data, error, refetch } = useQuery({ ...consignmentQuery(reference), staleTime: Infinity });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  const declared = data?.origin.declaration.declaration;
  if (!data || !declared) return <Loading rows={10} rowHeight={40} />;
  return <DeclareForm side={side} amending={{ reference, declaration: declared as unknown as Draft }} />;
}

function Complete({ reference }: { reference: string }) {
  const { data, error, refetch } = useQuery({ ...consignmentQuery(reference), staleTime: Infinity });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={10} rowHeight={40} />;
  return <CompleteForm consignment={data} />;
}
