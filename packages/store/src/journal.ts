import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { EMPTY_EDGE, decodeEdge, encodeEdge, type Edge } from '@pairgate/ledger/merkle.ts';
import { statementsOf, type AmendmentRow, type Batch, type StateRow } from './batch.ts';
import { inOne } from './engine/in-one.ts';
import { encodeColumn } from './engine/column.ts';
import type { Database, Statement } from './engine/database.ts';

/** The journal, the two logs and the states, over either engine. Reading here, writing only as whole batches. */

export interface LogHead {
  readonly log: string;
  readonly size: number;
  readonly edge: Edge;
  readonly note: string | null;
  readonly noteAt: number | null;
  readonly cosignedSize: number;
  readonly cosignedNote: string | null;
  readonly cosignedAt: number | null;
  readonly judgedUpTo: number;
}

/** The last change of a crossing; numbers grow with every commit. */
export interface Change {
  readonly reference: string;
  readonly change: number;
}

export interface StoredEntry extends Entry {
  readonly index: number;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly verdict: string | null;
}

export function decodeFact(bytes: Uint8Array): Fact {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new Error('a fact of the journal is not UTF-8');
  return JSON.parse(text) as Fact;
}

/**
 * Pairs of texts as the two columns of an `unnest`. They are looked up one by one through the index: left to itself the
 * planner reads the whole table as long as it believes it small.
 */
const texts = <Row>(rows: readonly Row[], first: (row: Row) => string, second: (row: Row) => string): Uint8Array[] =>
  [first, second].map((of) => encodeColumn('text', rows.map(of)));

export class Journal {
  constructor(
    readonly db: Database,
    readonly pair: string,
  ) {}

  /** Makes the heads of both logs, once. */
  async prepare(logs: readonly string[]): Promise<void> {
    await this.db.transact(
      logs.map((log) => ({
        sql: 'INSERT INTO log_head (pair, log, size, edge) VALUES ($1, $2, 0, $3) ON CONFLICT DO NOTHING',
        params: [this.pair, log, encodeEdge(EMPTY_EDGE)],
      })),
    );
  }

  async commit(batch: Batch): Promise<void> {
    await this.ready(batch)();
  }

  /** Encodes a batch; what is given back commits it. */
  ready(batch: Batch): () => Promise<void> {
    const statement = inOne(statementsOf(this.pair, batch));
    return async () => void (await this.db.transact([statement]));
  }

  async head(log: string): Promise<LogHead> {
    const [row] = await this.db.query<{
      size: number; edge: Uint8Array; note: string | null; note_at: number | null; cosigned_size: number;
      cosigned_note: string | null; cosigned_at: number | null; judged_up_to: number;
    }>('SELECT * FROM log_head WHERE pair = $1 AND log = $2', [this.pair, log]);
    if (!row) throw new Error(`the log ${log} has no head`);
    return {
      log,
      size: row.size,
      edge: decodeEdge(row.edge),
      note: row.note,
      noteAt: row.note_at,
      cosignedSize: row.cosigned_size,
      cosignedNote: row.cosigned_note,
      cosignedAt: row.cosigned_at,
      judgedUpTo: row.judged_up_to,
    };
  }

  /** Facts that this side has written, and with them the next position. */
  async nextPosition(): Promise<number> {
    const [row] = await this.db.query<{ next: number }>(
      'SELECT coalesce(max(position) + 1, 0) AS next FROM journal WHERE pair = $1',
      [this.pair],
    );
    return Number(row!.next);
  }

  /** The newest change number of the list of crossings. */
  async lastChange(): Promise<number> {
    const [row] = await this.db.query<{ change: number }>(
      'SELECT coalesce(max(change), 0) AS change FROM crossing WHERE pair = $1',
      [this.pair],
    );
    return Number(row!.change);
  }

  /**
   * Crossings that changed after a change, in that order: at least `limit`, with all that share the last number, since
   * what came after a cut between them would never be told.
   */
  changedSince(change: number, limit: number): Promise<Change[]> {
    return this.db.query<Change>(
      `SELECT reference, change FROM crossing WHERE pair = $1 AND change > $2
       ORDER BY change FETCH FIRST $3 ROWS WITH TIES`,
      [this.pair, change, limit],
    );
  }

  /** Stores a countersignature of one's own log; an older one never replaces a newer. */
  async storeCosignature(log: string, size: number, note: string, at: number): Promise<void> {
    await this.db.transact([
      {
        sql: `UPDATE log_head SET cosigned_size = $3, cosigned_note = $4, cosigned_at = $5
              WHERE pair = $1 AND log = $2 AND cosigned_size <= $3`,
        params: [this.pair, log, size, note, at],
      },
    ]);
  }

  /** One's own facts of a stream, in order. */
  async facts(stream: string): Promise<Fact[]> {
    const rows = await this.db.query<{ fact: Uint8Array }>(
      'SELECT fact FROM journal WHERE pair = $1 AND stream = $2 ORDER BY version',
      [this.pair, stream],
    );
    return rows.map((row) => decodeFact(row.fact));
  }

  /** One's own facts from a position on, for the rebuild. */
  async factsFrom(position: number, limit: number): Promise<{ position: number; fact: Fact; logIndex: number | null }[]> {
    const rows = await this.db.query<{ position: number; fact: Uint8Array; log_index: number | null }>(
      'SELECT position, fact, log_index FROM journal WHERE pair = $1 AND position >= $2 ORDER BY position LIMIT $3',
      [this.pair, position, limit],
    );
    return rows.map((row) => ({ position: row.position, fact: decodeFact(row.fact), logIndex: row.log_index }));
  }

  async hasFact(stream: string, fact: string, type: string): Promise<boolean> {
    return (await this.facts(stream)).some((each) => each.id === fact && each.type === type);
  }

  /** Entries of a log from an index on, in order. */
  async entries(log: string, from: number, limit: number): Promise<StoredEntry[]> {
    return this.db.query<StoredEntry>(
      `SELECT index, stream, seq, type, leaf, data, verdict FROM log_entry
       WHERE pair = $1 AND log = $2 AND index >= $3 ORDER BY index LIMIT $4`,
      [this.pair, log, from, limit],
    );
  }

  /**
   * What of the other side's log is to be judged from an index on: up to where, and the first entries that were refused,
   * at most `limit`. Judgements are never judged themselves.
   */
  async unjudged(log: string, from: number, limit: number) {
    const of = "pair = $1 AND log = $2 AND index >= $3 AND type <> 'Judged'";
    const [last] = await this.db.query<{ next: number | null }>(
      `SELECT max(index) + 1 AS next FROM log_entry WHERE ${of}`,
      [this.pair, log, from],
    );
    const upTo = last?.next ?? from;
    // Entries may have come since the first query: what the next judgement is about must not be in this one.
    const refused = await this.db.query<{ index: number; verdict: string }>(
      `SELECT index, verdict FROM log_entry WHERE ${of} AND index < $4 AND verdict IS NOT NULL ORDER BY index LIMIT $5`,
      [this.pair, log, from, upTo, limit],
    );
    return { upTo, refused };
  }

  /** Entries of one stream in one log, in order. */
  async entriesOf(log: string, stream: string): Promise<StoredEntry[]> {
    return this.db.query<StoredEntry>(
      `SELECT index, stream, seq, type, leaf, data, verdict FROM log_entry
       WHERE pair = $1 AND log = $2 AND stream = $3 ORDER BY index`,
      [this.pair, log, stream],
    );
  }

  /** The entries below an index that put a version of the agreement in force, in order: a few in the life of a log. */
  async activations(log: string, below: number): Promise<StoredEntry[]> {
    return this.db.query<StoredEntry>(
      `SELECT index, stream, seq, type, leaf, data, verdict FROM log_entry
       WHERE pair = $1 AND log = $2 AND index < $3 AND type = 'AgreementActivated' ORDER BY index`,
      [this.pair, log, below],
    );
  }

  /** The greatest batch size of a log within (from, from + limit]; a chunk that is sent ends there. */
  async batchWithin(log: string, from: number, limit: number): Promise<{ size: number; root: Uint8Array } | undefined> {
    const [row] = await this.db.query<{ size: number; root: Uint8Array }>(
      `SELECT size, root FROM log_batch WHERE pair = $1 AND log = $2 AND size > $3 AND size <= $4
       ORDER BY size DESC LIMIT 1`,
      [this.pair, log, from, from + limit],
    );
    return row;
  }

  async tile(log: string, level: number, index: number): Promise<Uint8Array | undefined> {
    const [row] = await this.db.query<{ bytes: Uint8Array }>(
      'SELECT bytes FROM tile WHERE pair = $1 AND log = $2 AND level = $3 AND index = $4',
      [this.pair, log, level, index],
    );
    return row?.bytes;
  }

  /** Leaves of a log in [from, to), one after the other, without the data that travels beside them. */
  async leaves(log: string, from: number, to: number): Promise<Uint8Array[]> {
    const rows = await this.db.query<{ leaf: Uint8Array }>(
      'SELECT leaf FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3 AND index < $4 ORDER BY index',
      [this.pair, log, from, to],
    );
    return rows.map((row) => row.leaf);
  }

  /** Leaf hashes of a log in [from, to), one after the other. */
  async leafHashes(log: string, from: number, to: number): Promise<Uint8Array[]> {
    const rows = await this.db.query<{ leaf_hash: Uint8Array }>(
      'SELECT leaf_hash FROM log_entry WHERE pair = $1 AND log = $2 AND index >= $3 AND index < $4 ORDER BY index',
      [this.pair, log, from, to],
    );
    return rows.map((row) => row.leaf_hash);
  }

  /** Every fact about the agreement that counts, each log in its order. */
  amendments(): Promise<AmendmentRow[]> {
    return this.db.query<AmendmentRow>(
      'SELECT log, index, saw, at, type, data FROM amendment WHERE pair = $1 ORDER BY log, index',
      [this.pair],
    );
  }

  async states(streams: readonly string[]): Promise<StateRow[]> {
    if (streams.length === 0) return [];
    return this.db.query<StateRow>(
      'SELECT stream, part, state FROM stream_state WHERE pair = $1 AND stream = ANY($2::text[])',
      [this.pair, encodeColumn('text', streams)],
    );
  }

  /** The crossings that carry each of these consignments. */
  async carriers(consignments: readonly string[]): Promise<{ consignment: string; crossing: string }[]> {
    if (consignments.length === 0) return [];
    return this.db.query(
      'SELECT consignment, crossing FROM load WHERE pair = $1 AND consignment = ANY($2::text[]) ORDER BY crossing',
      [this.pair, encodeColumn('text', consignments)],
    );
  }

  async lodgedAs(pairs: readonly { owner: string; functionalReference: string }[]) {
    if (pairs.length === 0) return [];
    return this.db.query<{ owner: string; functional_reference: string; reference: string }>(
      `SELECT found.* FROM unnest($2::text[], $3::text[]) AS asked(owner, reference) CROSS JOIN LATERAL (
         SELECT owner, functional_reference, reference FROM consignment
         WHERE pair = $1 AND owner = asked.owner AND functional_reference = asked.reference LIMIT 1) AS found`,
      [this.pair, ...texts(pairs, (each) => each.owner, (each) => each.functionalReference)],
    );
  }

  async submissions(keys: readonly { account: string; key: string }[]) {
    if (keys.length === 0) return [];
    return this.db.query<{ account: string; key: string; digest: string; outcome: string }>(
      `SELECT found.* FROM unnest($2::text[], $3::text[]) AS asked(account, key) CROSS JOIN LATERAL (
         SELECT account, key, digest, outcome FROM submission
         WHERE pair = $1 AND account = asked.account AND key = asked.key LIMIT 1) AS found`,
      [this.pair, ...texts(keys, (each) => each.account, (each) => each.key)],
    );
  }

  async openCrossings(): Promise<string[]> {
    const rows = await this.db.query<{ reference: string }>(
      'SELECT reference FROM crossing WHERE pair = $1 AND open ORDER BY reference',
      [this.pair],
    );
    return rows.map((row) => row.reference);
  }

  /** Slots booked from an instant on, counted. */
  async bookedSlots(from: string) {
    return this.db.query<{ direction: string; traffic_class: string; slot_start: string; count: number }>(
      `SELECT direction, traffic_class, slot_start, count(*)::int AS count FROM crossing
       WHERE pair = $1 AND slot_start >= $2 GROUP BY direction, traffic_class, slot_start`,
      [this.pair, from],
    );
  }

  /** Key statements that count, in the order in which they came. */
  async keyStatements(): Promise<{ readonly side: string; readonly text: string; readonly recorded: boolean }[]> {
    return this.db.query('SELECT side, statement AS text, recorded FROM key_statement WHERE pair = $1 ORDER BY place', [this.pair]);
  }

  /** Keeps a statement, once. `recorded`: it needs no entry in one's own log. */
  async storeKeyStatement(digest: string, side: string, text: string, recorded: boolean): Promise<void> {
    await this.db.transact([
      {
        sql: `INSERT INTO key_statement (pair, digest, place, side, statement, recorded)
              SELECT $1, $2, coalesce(max(place) + 1, 0), $3, $4, $5 FROM key_statement WHERE pair = $1
              ON CONFLICT (pair, digest) DO NOTHING`,
        params: [this.pair, digest, side, text, recorded],
      },
    ]);
  }

  async keyStatementRecorded(digest: string): Promise<void> {
    const sql = 'UPDATE key_statement SET recorded = true WHERE pair = $1 AND digest = $2';
    await this.db.transact([{ sql, params: [this.pair, digest] }]);
  }

  async setting(name: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ value: string }>('SELECT value FROM setting WHERE pair = $1 AND name = $2', [this.pair, name]);
    return row?.value;
  }

  async putSetting(name: string, value: string): Promise<void> {
    await this.db.transact([settingOf(this.pair, name, value)]);
  }
}

/** The statement that keeps a setting, for a transaction that does more than that. */
export const settingOf = (pair: string, name: string, value: string): Statement => ({
  sql: 'INSERT INTO setting (pair, name, value) VALUES ($1, $2, $3) ON CONFLICT (pair, name) DO UPDATE SET value = $3',
  params: [pair, name, value],
});
