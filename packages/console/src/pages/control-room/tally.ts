import type { Cause, Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { CrossingRow } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';

export type Counts = Record<Cause, Record<SideId, number>>;

/** A lorry that waits: it has a cause, the side where it waits, and the time since when. */
export type WaitingRow = CrossingRow & { cause: Cause; causeSide: SideId; since: Instant };

export function isWaiting(row: CrossingRow): row is WaitingRow {
  return row.cause !== null && row.causeSide !== null && row.since !== null && row.place !== 'gone' && row.place !== 'away';
}

export function countByCause(rows: readonly WaitingRow[]): Counts {
  const counts = Object.fromEntries(CAUSES.map((cause) => [cause, { VN: 0, CN: 0 }])) as Counts;
  for (const row of rows) counts[row.cause][row.causeSide]++;
  return counts;
}

/**
 * Those who have waited longest first; equal ones by reference, so that the list does not shuffle. Instants have one
 * fixed form, so their texts stand in the order of time.
 */
export function longestFirst(rows: readonly WaitingRow[]): WaitingRow[] {
  return rows.toSorted((a, b) => compare(a.since, b.since) || compare(a.reference, b.reference));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const flowOf = (direction: Direction): 'exports' | 'imports' => (direction === 'VN-CN' ? 'exports' : 'imports');
