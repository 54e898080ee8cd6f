import type { Database, Statement } from './engine/database.ts';

/**
 * What was found against a log, with both pieces of evidence. Rows are marked when they are resolved, and never deleted.
 */
export interface DivergenceRow {
  readonly id: number;
  readonly log: string;
  readonly kind: string;
  readonly grade: string;
  /** Real time in milliseconds since 1970. */
  readonly foundAt: number;
  /** What the mirror holds: size, root, and the checkpoint that its author signed for it. */
  readonly heldSize: number;
  readonly heldRoot: Uint8Array;
  readonly heldNote: string | null;
  /** What was served instead. Size and root are absent when there was no checkpoint that the author's key had signed. */
  readonly servedSize: number | null;
  readonly servedRoot: Uint8Array | null;
  readonly servedNote: string | null;
  /** The root that the mirror has, or would have had with the entries that were served, at the served size. */
  readonly expectedRoot: Uint8Array | null;
  /** The entries that were served, as the frame in which they came. */
  readonly servedEntries: Uint8Array | null;
  readonly resolvedAt: number | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
}

export type FoundDivergence = Omit<DivergenceRow, 'id' | 'resolvedAt' | 'resolvedBy' | 'resolution'>;

export interface Resolution {
  readonly at: number;
  /** Names of people, or the node itself. */
  readonly by: string;
  readonly how: string;
}

const COLUMNS = `id, log, kind, grade, found_at AS "foundAt", held_size AS "heldSize", held_root AS "heldRoot",
  held_note AS "heldNote", served_size AS "servedSize", served_root AS "servedRoot", served_note AS "servedNote",
  expected_root AS "expectedRoot", served_entries AS "servedEntries", resolved_at AS "resolvedAt",
  resolved_by AS "resolvedBy", resolution`;

/** Everything that was ever found against a log, or against any, oldest first. */
export const divergencesOf = (db: Pick<Database, 'query'>, pair: string, log?: string): Promise<DivergenceRow[]> =>
  db.query<DivergenceRow>(
    `SELECT ${COLUMNS} FROM divergence WHERE pair = $1 AND ($2::text IS NULL OR log = $2) ORDER BY found_at, log, id`,
    [pair, log ?? null],
  );

/** What is not resolved, oldest first. */
export const openDivergences = async (db: Pick<Database, 'query'>, pair: string, log?: string): Promise<DivergenceRow[]> =>
  (await divergencesOf(db, pair, log)).filter((row) => row.resolvedAt === null);

/** Writes down what was found; the row as it is stored. */
export async function addDivergence(db: Database, pair: string, found: FoundDivergence): Promise<DivergenceRow> {
  const id = (await divergencesOf(db, pair, found.log)).reduce((last, row) => Math.max(last, row.id), 0) + 1;
  await db.transact([
    {
      sql: `INSERT INTO divergence (pair, log, id, kind, grade, found_at, held_size, held_root, held_note, served_size,
              served_root, served_note, expected_root, served_entries)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      params: [
        pair, found.log, id, found.kind, found.grade, found.foundAt, found.heldSize, found.heldRoot, found.heldNote,
        found.servedSize, found.servedRoot, found.servedNote, found.expectedRoot, found.servedEntries,
      ],
    },
  ]);
  return { ...found, id, resolvedAt: null, resolvedBy: null, resolution: null };
}

/** Marks one row as resolved; it stays. Throws `ConflictError` when it is resolved already or is not there. */
export async function resolveDivergence(db: Database, pair: string, log: string, id: number, { at, by, how }: Resolution): Promise<void> {
  await db.transact([
    {
      sql: `UPDATE divergence SET resolved_at = $4, resolved_by = $5, resolution = $6
            WHERE pair = $1 AND log = $2 AND id = $3 AND resolved_at IS NULL`,
      params: [pair, log, id, at, by, how],
      expectRows: 1,
    },
  ]);
}

/** Marks everything that is open against a log, as part of a larger transaction. */
export const resolveAll = (pair: string, log: string, { at, by, how }: Resolution): Statement => ({
  sql: `UPDATE divergence SET resolved_at = $3, resolved_by = $4, resolution = $5 WHERE pair = $1 AND log = $2 AND resolved_at IS NULL`,
  params: [pair, log, at, by, how],
});
