import type { CrossingRow } from '../schemas.ts';

/** The rows with one of them replaced or added. An older version of a row never replaces a newer one. */
export function placeRow(rows: readonly CrossingRow[], row: CrossingRow): CrossingRow[] {
  const at = rows.findIndex((other) => other.reference === row.reference);
  if (at === -1) return [...rows, row];
  if (rows[at]!.change > row.change) return [...rows];
  return rows.with(at, row);
}
