import type { Database } from './engine/database.ts';

/** An epoch that was applied to a log, with everything that makes it count. */
export interface EpochRow {
  readonly log: string;
  readonly epoch: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** The document, its signatures by side, and who confirmed it by side; JSON. */
  readonly document: string;
  readonly signatures: string;
  readonly confirmedBy: string;
  /** Real time in milliseconds since 1970. */
  readonly appliedAt: number;
}

/** The epochs of a log, or of both, oldest first; a log that never diverged has none. */
export const epochsOf = (db: Pick<Database, 'query'>, pair: string, log?: string): Promise<EpochRow[]> =>
  db.query<EpochRow>(
    `SELECT log, epoch, size, root, document, signatures, confirmed_by AS "confirmedBy", applied_at AS "appliedAt" FROM epoch
     WHERE pair = $1 AND ($2::text IS NULL OR log = $2) ORDER BY log, epoch`,
    [pair, log ?? null],
  );

/** Every epoch of both logs in the form in which evidence carries them: the document and both signatures. */
export const signedEpochs = async (db: Pick<Database, 'query'>, pair: string): Promise<object[]> =>
  (await epochsOf(db, pair)).map(({ document, signatures }) => ({
    document: JSON.parse(document) as object,
    signatures: JSON.parse(signatures) as object,
  }));

/** The epoch that a log is in; 1 from the beginning. */
export const epochNow = async (db: Pick<Database, 'query'>, pair: string, log: string): Promise<number> =>
  (await epochsOf(db, pair, log)).at(-1)?.epoch ?? 1;
