import type { Database } from './engine/database.ts';

/**
 * The schema, as steps that are never edited once shipped. Every table is keyed by the pair first, so that the same
 * schema runs sharded by pair. Facts and entries are bytes, stored as they were written and never re-encoded.
 *
 * What every act rewrites (parts of states, the line of a crossing) leaves room on its page and has no index on what
 * changes each time, so that PostgreSQL updates it in place; a row of less than a page is not compressed.
 */
export const MIGRATIONS: readonly { readonly id: string; readonly sql: string }[] = [
  {
    id: '0001-journal-and-logs',
    sql: `
      CREATE TABLE journal (
        pair text NOT NULL,
        position bigint NOT NULL,
        stream text NOT NULL,
        version int NOT NULL,
        type text NOT NULL,
        fact bytea NOT NULL,
        log_index bigint,
        PRIMARY KEY (pair, position)
      ) WITH (toast_tuple_target = 8160);
      CREATE UNIQUE INDEX journal_stream ON journal (pair, stream, version);
      CREATE TABLE log_entry (
        pair text NOT NULL,
        log text NOT NULL,
        index bigint NOT NULL,
        stream text NOT NULL,
        seq int NOT NULL,
        type text NOT NULL,
        leaf bytea NOT NULL,
        data bytea NOT NULL,
        leaf_hash bytea NOT NULL,
        verdict text,
        minute bigint NOT NULL,
        PRIMARY KEY (pair, log, index)
      ) WITH (toast_tuple_target = 8160);
      CREATE INDEX log_entry_stream ON log_entry (pair, stream, log, index);
      CREATE INDEX log_entry_activation ON log_entry (pair, log, index) WHERE type = 'AgreementActivated';
      CREATE TABLE log_head (
        pair text NOT NULL,
        log text NOT NULL,
        size bigint NOT NULL,
        edge bytea NOT NULL,
        note text,
        note_at bigint,
        cosigned_size bigint NOT NULL DEFAULT 0,
        cosigned_note text,
        cosigned_at bigint,
        judged_up_to bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (pair, log)
      );
      CREATE TABLE log_batch (
        pair text NOT NULL,
        log text NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        PRIMARY KEY (pair, log, size)
      );
      CREATE TABLE key_statement (
        pair text NOT NULL,
        digest text NOT NULL,
        place int NOT NULL,
        side text NOT NULL,
        statement text NOT NULL,
        recorded boolean NOT NULL,
        PRIMARY KEY (pair, digest)
      );
      CREATE TABLE amendment (
        pair text NOT NULL,
        log text NOT NULL,
        index bigint NOT NULL,
        saw bigint NOT NULL,
        at text NOT NULL,
        type text NOT NULL,
        data text NOT NULL,
        PRIMARY KEY (pair, log, index)
      );
      CREATE TABLE tile (
        pair text NOT NULL,
        log text NOT NULL,
        level int NOT NULL,
        index bigint NOT NULL,
        bytes bytea NOT NULL,
        PRIMARY KEY (pair, log, level, index)
      );`,
  },
  {
    id: '0002-read-models',
    sql: `
      CREATE TABLE stream_state (
        pair text NOT NULL,
        stream text NOT NULL,
        part text NOT NULL,
        state text NOT NULL,
        PRIMARY KEY (pair, stream, part)
      ) WITH (toast_tuple_target = 8160, fillfactor = 75);
      CREATE TABLE crossing (
        pair text NOT NULL,
        reference text NOT NULL,
        direction text NOT NULL,
        traffic_class text NOT NULL,
        phase text NOT NULL,
        open boolean NOT NULL,
        tractor text,
        container text,
        slot_start text,
        planned_at text NOT NULL,
        arrived_at text,
        ended_at text,
        owners text NOT NULL,
        search text NOT NULL,
        change bigint NOT NULL,
        PRIMARY KEY (pair, reference)
      ) WITH (fillfactor = 75);
      CREATE INDEX crossing_open ON crossing (pair, open, planned_at DESC, reference);
      CREATE INDEX crossing_planned ON crossing (pair, planned_at DESC, reference);
      CREATE INDEX crossing_tractor ON crossing (pair, tractor);
      CREATE TABLE consignment (
        pair text NOT NULL,
        reference text NOT NULL,
        owner text,
        functional_reference text,
        PRIMARY KEY (pair, reference)
      );
      CREATE UNIQUE INDEX consignment_owner ON consignment (pair, owner, functional_reference);
      CREATE TABLE load (
        pair text NOT NULL,
        consignment text NOT NULL,
        crossing text NOT NULL,
        PRIMARY KEY (pair, consignment, crossing)
      );
      CREATE TABLE submission (
        pair text NOT NULL,
        account text NOT NULL,
        key text NOT NULL,
        digest text NOT NULL,
        outcome text NOT NULL,
        at bigint NOT NULL,
        PRIMARY KEY (pair, account, key)
      );
      CREATE TABLE setting (
        pair text NOT NULL,
        name text NOT NULL,
        value text NOT NULL,
        PRIMARY KEY (pair, name)
      );`,
  },
  {
    id: '0003-retention-and-exports',
    sql: `
      CREATE TABLE record_day (
        pair text NOT NULL,
        book text NOT NULL,
        day int NOT NULL,
        first bigint NOT NULL,
        last bigint NOT NULL,
        PRIMARY KEY (pair, book, day)
      ) WITH (fillfactor = 50);
      CREATE TABLE erasure (
        pair text NOT NULL,
        book text NOT NULL,
        day int NOT NULL,
        class text NOT NULL,
        next bigint NOT NULL,
        PRIMARY KEY (pair, book, day, class)
      );
      CREATE TABLE erasure_request (
        pair text NOT NULL,
        stream text NOT NULL,
        class text NOT NULL,
        PRIMARY KEY (pair, stream, class)
      );
      CREATE TABLE export_day (
        pair text NOT NULL,
        recipient text NOT NULL,
        day int NOT NULL,
        agreement int NOT NULL,
        type text NOT NULL,
        entries bigint NOT NULL,
        field_values bigint[] NOT NULL,
        first_at bigint NOT NULL,
        last_at bigint NOT NULL,
        PRIMARY KEY (pair, recipient, day, agreement, type)
      ) WITH (fillfactor = 50);
      CREATE TABLE person_sent (
        pair text NOT NULL,
        recipient text NOT NULL,
        year int NOT NULL,
        category text NOT NULL,
        class text NOT NULL,
        person bytea NOT NULL,
        PRIMARY KEY (pair, recipient, year, category, class, person)
      );`,
  },
  {
    id: '0004-divergence-and-epochs',
    sql: `
      CREATE TABLE divergence (
        pair text NOT NULL,
        log text NOT NULL,
        id int NOT NULL,
        kind text NOT NULL,
        grade text NOT NULL,
        found_at bigint NOT NULL,
        held_size bigint NOT NULL,
        held_root bytea NOT NULL,
        held_note text,
        served_size bigint,
        served_root bytea,
        served_note text,
        expected_root bytea,
        served_entries bytea,
        resolved_at bigint,
        resolved_by text,
        resolution text,
        PRIMARY KEY (pair, log, id)
      );
      CREATE TABLE epoch (
        pair text NOT NULL,
        log text NOT NULL,
        epoch int NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        document text NOT NULL,
        signatures text NOT NULL,
        confirmed_by text NOT NULL,
        applied_at bigint NOT NULL,
        PRIMARY KEY (pair, log, epoch)
      );
      CREATE TABLE void_entry (
        pair text NOT NULL,
        log text NOT NULL,
        epoch int NOT NULL,
        index bigint NOT NULL,
        stream text NOT NULL,
        leaf bytea NOT NULL,
        verdict text,
        PRIMARY KEY (pair, log, epoch, index)
      );`,
  },
];

/** Brings a database to the newest schema: each step once, in order, each in a transaction of its own. */
export async function migrate(
  db: Database,
  migrations: readonly { readonly id: string; readonly sql: string }[] = MIGRATIONS,
): Promise<void> {
  await db.transact([
    { sql: 'CREATE TABLE IF NOT EXISTS migration (id text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())', params: [] },
  ]);
  const applied = new Set((await db.query<{ id: string }>('SELECT id FROM migration')).map((row) => row.id));
  for (const { id, sql } of migrations) {
    if (applied.has(id)) continue;
    await db.transact([
      { sql, params: [] },
      { sql: 'INSERT INTO migration (id) VALUES ($1)', params: [id] },
    ]);
  }
}
