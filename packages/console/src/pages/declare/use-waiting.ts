import { useQueries, useQuery } from '@tanstack/react-query';
import { consignmentQuery, crossingsQuery } from '../../crossing/queries.ts';
import type { ConsignmentDetail } from '../../crossing/types.ts';
import { destinationOf } from '../../directions.ts';
import { useMe } from '../../live/query.ts';

/** Consignments are asked for one by one, so only for so many lorries: first those that papers hold, of each the newest. */
const MOST = 40;
/** Phases in which what the destination needs can still be given. */
const EARLY = ['planned', 'booked', 'arrived', 'called', 'released', 'exited'];

export interface Waiting {
  items: ConsignmentDetail[];
  loading: boolean;
  error: Error | null;
  again: () => void;
}

/** What others declared and this person may complete; those that wait come first. */
export function useWaiting(): Waiting {
  const { side, permissions } = useMe();
  const list = useQuery({ ...crossingsQuery(), enabled: permissions.includes('completeDeclaration') });
  const rows = (list.data?.items ?? [])
    .filter((row) => destinationOf(row.direction) === side && EARLY.includes(row.phase))
    .toSorted((a, b) => Number(b.cause === 'papers') - Number(a.cause === 'papers'))
    .slice(0, MOST);
  const details = useQueries({ queries: rows.flatMap((row) => row.consignments).map((reference) => ({ ...consignmentQuery(reference), staleTime: 15_000 })) });
  const items = details
    .flatMap(({ data }) => (data?.acts.includes('completeDeclaration') ? [data] : []))
    .toSorted((a, b) => Number(a.destination.declaration.completedAt !== null) - Number(b.destination.declaration.completedAt !== null));
  return { items, loading: list.isPending || details.some((each) => each.isPending), error: list.error, again: () => void list.refetch() };
}
