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

const MOST = 100;

/** The newest crossings that this person may see; those that have not ended, unless told. */
export const crossingsQuery = (open = true) =>
  queryOptions({
    queryKey: ['crossings', open],
    queryFn: ({ signal }) => get<CrossingPage>(`/api/crossings?limit=${MOST}${open ? '&open=true' : ''}`, signal),
  });

/** Quarters of an hour of one local day of this side's gate, `YYYY-MM-DD`. */
export const slotsQuery = ({ direction, trafficClass }: SlotWish, date: string) =>
  queryOptions({
    queryKey: ['slots', direction, trafficClass, date],
    queryFn: ({ signal }) => get<SlotView>(`/api/slots?direction=${direction}&trafficClass=${trafficClass}&date=${date}`, signal),
  });
