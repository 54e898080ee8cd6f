import { queryOptions } from '@tanstack/react-query';
import { get } from '../api.ts';
import type { CrossingPage, WorkList } from '../schemas.ts';
import type { ConsignmentDetail, CrossingDetail, SlotView, SlotWish } from './types.ts';

export const crossingQuery = (reference: string) =>
  queryOptions({
    queryKey: ['crossing', reference],
    queryFn: ({ signal }) => get<CrossingDetail>(`/api/crossings/${encodeURIComponent(reference)}`, signal),
  });

export const consignmentQuery = (reference: string) =>
  queryOptions({
    queryKey: ['consignment', reference],
    queryFn: ({ signal }) => get<ConsignmentDetail>(`/api/consignments/${encodeURIComponent(reference)}`, signal),
  });

export const workListQuery = queryOptions({
  queryKey: ['worklist'],
  queryFn: ({ signal }) => get<WorkList>('/api/worklist', signal),
});

const PAGE = 100;
/** Crossings under way are counted and sorted, so all are asked for, up to more than one firm has. */
const MOST_OPEN = 500;

/** The newest crossings that this person may see, page after page until there are so many; `nextCursor` says that there are more. */
export async function crossingsUpTo(most: number, pageAfter: (cursor: string | null) => Promise<CrossingPage>): Promise<CrossingPage> {
  const items: CrossingPage['items'] = [];
  let nextCursor: string | null = null;
  do {
    const page: CrossingPage = await pageAfter(nextCursor);
    items.push(...page.items);
    nextCursor = page.nextCursor;
  } while (nextCursor !== null && items.length < most);
  return { items, nextCursor };
}

/** The crossings that this person may see: all that have not ended, or the newest with those that have. */
export const crossingsQuery = (open = true) =>
  queryOptions({
    queryKey: ['crossings', open],
    queryFn: ({ signal }) =>
      crossingsUpTo(open ? MOST_OPEN : PAGE, (cursor) =>
        get<CrossingPage>(`/api/crossings?limit=${PAGE}${open ? '&open=true' : ''}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, signal)),
  });

/** Quarters of an hour of one local day of this side's gate, `YYYY-MM-DD`. */
export const slotsQuery = ({ direction, trafficClass }: SlotWish, date: string) =>
  queryOptions({
    queryKey: ['slots', direction, trafficClass, date],
    queryFn: ({ signal }) => get<SlotView>(`/api/slots?direction=${direction}&trafficClass=${trafficClass}&date=${date}`, signal),
  });
