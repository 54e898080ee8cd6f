import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import { checkEpoch, makeEpoch, type EpochDocument, type EpochFault, type EpochFile } from '@pairgate/exchange/epoch.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { encodeEdge, rootOf, type Edge } from '@pairgate/ledger/merkle.ts';
import { peaksOf } from '@pairgate/ledger/proof.ts';
import { TILE_WIDTH } from '@pairgate/ledger/tiles.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { encodeColumn } from '@pairgate/store/engine/column.ts';
import type { Database, Statement } from '@pairgate/store/engine/database.ts';
import { resolveAll } from '@pairgate/store/divergences.ts';
import { epochNow } from '@pairgate/store/epochs.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { sha256, verifyEd25519 } from './crypto.ts';
import { treeAt } from './exchange/stored-tree.ts';
import { rebuild, type Rebuilt } from './rebuild.ts';

/**
 * The way out of a divergence, on the database of a stopped node: what both root keys have signed takes effect. The author
 * keeps its own entries, which the new epoch signs; the mirror drops what lies beyond the size and keeps it aside as
 * evidence.
 */
export interface EpochOptions {
  readonly db: Database;
  readonly pair: string;
  /** Whose node this is. */
  readonly side: SideId;
  /** The versions of the agreement, as far as the database says. The parties are the same in all of them. */
  readonly agreements: Agreements;
}

export type EpochRefusal = EpochFault | 'not_next' | 'size_beyond' | 'root_differs';

export class EpochRefused extends Error {
  override readonly name = 'EpochRefused';
  constructor(
    readonly code: EpochRefusal,
    sentence: string,
  ) {
    super(sentence);
  }
}

const SENTENCES: Readonly<Record<EpochFault, string>> = {
  malformed: 'This is not an epoch.',
  other_pair: 'This epoch belongs to another pair of gates.',
  other_origin: 'The origin of this epoch is not the one that the log has in it.',
  not_signed: 'This epoch is not signed by both root keys.',
  not_confirmed: 'Two different people of each side must confirm an epoch.',
};

export const refusalOf = (code: EpochFault): EpochRefused => new EpochRefused(code, SENTENCES[code]);

/** The edge of a stored log as it was at a size. Throws `EpochRefused` when it is shorter. */
async function edgeAt(journal: Journal, log: string, size: number): Promise<Edge> {
  const head = await journal.head(log);
  if (size > head.size) throw new EpochRefused('size_beyond', `The database holds ${head.size} entries of the log of ${log}, not ${size}.`);
  const peaks = peaksOf(size);
  const tree = await treeAt(journal, log, size, peaks);
  return { size, hashes: peaks.map(({ level, index }) => tree.hash(level, index)) };
}

/** The epoch in which the log of a side would go on from a size, as this database has it. Signed by nobody yet. */
export async function proposeEpoch({ db, pair, agreements }: EpochOptions, side: SideId, size: number): Promise<EpochDocument> {
  const edge = await edgeAt(new Journal(db, pair), side, size);
  return makeEpoch(agreements.first.compiled, { side, epoch: (await epochNow(db, pair, side)) + 1, size, root: rootOf(sha256, edge) });
}

/** Whether the document fits what this database holds: two people of each side look at this before they sign. */
export async function compareEpoch({ db, pair }: EpochOptions, { side, epoch, size, root }: EpochDocument): Promise<Edge> {
  const next = (await epochNow(db, pair, side)) + 1;
  if (epoch !== next) throw new EpochRefused('not_next', `The next epoch of the log of ${side} is ${next}, not ${epoch}.`);
  const edge = await edgeAt(new Journal(db, pair), side, size);
  if (!equalBytes(rootOf(sha256, edge), fromBase64(root)!)) {
    throw new EpochRefused('root_differs', `The log of ${side} has another root at ${size} entries in this database.`);
  }
  return edge;
}

/** Puts an epoch into force. All of it happens, or nothing does; then the read models are made again. Throws `EpochRefused`. */
export async function applyEpoch(
  options: EpochOptions,
  file: unknown,
  now: number,
  onProgress?: (done: number, total: number) => void,
): Promise<{ readonly applied: EpochDocument; readonly dropped: number; readonly rebuilt: Rebuilt }> {
  const { db, pair, side, agreements } = options;
  const checked = checkEpoch(file, agreements.first.compiled, verifyEd25519);
  if (!checked.ok) throw refusalOf(checked.fault);
  const { document } = checked.value;
  const edge = await compareEpoch(options, document);
  const before = (await new Journal(db, pair).head(document.side)).size;
  const mirrored = document.side === otherSide(side);
  await db.transact([
    recorded(pair, checked.value, now),
    ...(mirrored ? await dropBeyond(options, document, edge) : [forgetCountersignature(pair, document)]),
    resolveAll(pair, document.side, { at: now, by: Object.values(checked.value.confirmedBy).flat().join(', '), how: `epoch ${document.epoch}` }),
  ]);
  const rebuilt = await rebuild({ db, pair, side, agreements, ...(onProgress ? { onProgress } : {}) });
  return { applied: document, dropped: mirrored ? before - document.size : 0, rebuilt };
}

const recorded = (pair: string, { document, signatures, confirmedBy }: EpochFile, now: number): Statement => ({
  sql: `INSERT INTO epoch (pair, log, epoch, size, root, document, signatures, confirmed_by, applied_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  params: [
    pair, document.side, document.epoch, document.size, fromBase64(document.root)!, JSON.stringify(document),
    JSON.stringify(signatures), JSON.stringify(confirmedBy), now,
  ],
});

/** What was countersigned in an older epoch says nothing about the new one. */
const forgetCountersignature = (pair: string, { side }: EpochDocument): Statement => ({
  sql: 'UPDATE log_head SET cosigned_size = 0, cosigned_note = NULL, cosigned_at = NULL WHERE pair = $1 AND log = $2',
  params: [pair, side],
});

/**
 * The mirror as it was at the size of the epoch. The leaves beyond are kept aside as evidence and no longer say anything; the
 * data beside them is not, since no retention time would end it there.
 */
async function dropBeyond({ db, pair, side }: EpochOptions, { side: log, epoch, size }: EpochDocument, edge: Edge): Promise<Statement[]> {
  const of = [pair, log, size] as const;
  const refused = await refusedBeyond(db, pair, log, size);
  return [
    {
      sql: `INSERT INTO void_entry (pair, log, epoch, index, stream, leaf, verdict)
            SELECT pair, log, $4::int, index, stream, leaf, verdict FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3`,
      params: [...of, epoch],
    },
    { sql: 'DELETE FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3', params: of },
    { sql: 'DELETE FROM amendment WHERE pair = $1 AND log = $2 AND index >= $3', params: of },
    { sql: 'DELETE FROM log_batch WHERE pair = $1 AND log = $2 AND size > $3', params: of },
    {
      sql: `DELETE FROM tile WHERE pair = $1 AND log = $2 AND (index + 1) * (${TILE_WIDTH}::numeric ^ (level + 1)) > $3`,
      params: of,
    },
    {
      // No checkpoint of the new epoch is held yet.
      sql: `UPDATE log_head SET size = $3, edge = $4, note = NULL, note_at = NULL, judged_up_to = least(judged_up_to, $3)
            WHERE pair = $1 AND log = $2`,
      params: [...of, encodeEdge(edge)],
    },
    {
      sql: 'UPDATE log_entry SET verdict = NULL WHERE pair = $1 AND log = $2 AND index = ANY($3::bigint[])',
      params: [pair, side, encodeColumn('bigint', refused)],
    },
  ];
}

/** Indices of one's own log that were refused by judgements which the mirror is about to drop. */
async function refusedBeyond(db: Database, pair: string, log: string, size: number): Promise<number[]> {
  const rows = await db.query<{ data: Uint8Array }>(
    `SELECT data FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3 AND type = 'Judged' AND verdict IS NULL`,
    [pair, log, size],
  );
  return rows.flatMap(({ data }) => {
    const classes = JSON.parse(decodeUtf8(data) ?? '{}') as Record<string, { fields: { exceptions?: { index: number }[] } }>;
    return Object.values(classes).flatMap(({ fields }) => (fields.exceptions ?? []).map(({ index }) => index));
  });
}
