import { queryOptions } from '@tanstack/react-query';
import { DAY, fromMillis, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import { get } from '../../api.ts';
import type { Erasures, ExportLedger, PersonsSent } from '../../schemas.ts';

/** The books of what crossed and of what is gone, for whoever may read them. */
export const PERIODS = ['today', 'week', 'all'] as const;
export type Period = (typeof PERIODS)[number];

const DAYS_BACK: Record<Exclude<Period, 'all'>, number> = { today: 0, week: 6 };

/** The first day of UTC that a period counts, or `undefined` for the beginning. */
export const fromDay = (period: Period, now: Instant): string | undefined =>
  period === 'all' ? undefined : fromMillis(toMillis(now) - DAYS_BACK[period] * DAY).slice(0, 10);

export const exportsQuery = (from: string | undefined) =>
  queryOptions({
    queryKey: ['exports', from ?? ''],
    queryFn: ({ signal }) => get<ExportLedger>(`/api/exports${from === undefined ? '' : `?from=${from}`}`, signal),
  });

export const personsQuery = queryOptions({
  queryKey: ['persons-sent'],
  queryFn: ({ signal }) => get<PersonsSent>('/api/persons-sent', signal),
});

export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: ({ signal }) => get<Erasures>('/api/erasures', signal),
});
