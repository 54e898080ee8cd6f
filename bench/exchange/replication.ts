import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { newId, random } from '@pairgate/node/crypto.ts';
import { encodeColumn } from '@pairgate/store/engine/column.ts';
import { MIGRATIONS } from '@pairgate/store/migrations.ts';
import { lorries, type Sample } from './lorries.ts';

/**
 * The peer that the exchange is compared with: the same facts in the same journal table, carried by PostgreSQL's own
 * logical replication. One program inserts them in groups, with nothing else to do; a fact counts when the publisher has
 * been told that the subscriber has it on disk (`confirmed_flush_lsn`).
 */
const GROUP = 500;
/** Facts that may be on their way in the sustained run. */
const OUTSTANDING = 5_000;

const journalTable = (name: string): string => {
  const schema = /CREATE TABLE journal \([\s\S]*?;\s*CREATE UNIQUE INDEX journal_stream[^;]*;/.exec(MIGRATIONS[0]!.sql)?.[0];
  if (schema === undefined) throw new Error('the schema of the journal was not found');
  return schema.replaceAll('journal', name);
};

interface Row {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly fact: string;
}

function* journalRows(side: SideId, sample: Sample, atOnce: number): Generator<Row, never> {
  const versions = new Map<string, number>();
  for (const { stream, type, data } of lorries(side, sample, atOnce, Date.now)) {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const at = fromMillis(Date.now());
    const actor = { side, role: 'system', account: 'system' };
    const fact = { id: newId(random), type, stream, side, actor, occurredAt: at, recordedAt: at, saw: 0, data };
    yield { stream, version, type, fact: JSON.stringify(fact) };
  }
  throw new Error('lorries never end');
}

/** One direction: a table on the publisher, the same table on the subscriber. */
class Direction {
  #position = 0;
  readonly #rows: Iterator<Row, never>;

  private constructor(
    private readonly table: string,
    private readonly publisher: pg.Client,
    private readonly subscriber: pg.Client,
    rows: Iterator<Row, never>,
  ) {
    this.#rows = rows;
  }

  static async open(side: SideId, from: string, to: string, sample: Sample, atOnce: number): Promise<Direction> {
    const table = `replicated_${side.toLowerCase()}`;
    const [publisher, subscriber] = [from, to].map((url) => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client];
    await Promise.all([publisher.connect(), subscriber.connect()]);
    for (const client of [publisher, subscriber]) await client.query(journalTable(table));
    await publisher.query(`CREATE PUBLICATION ${table} FOR TABLE ${table}`);
    await subscriber.query(`CREATE SUBSCRIPTION ${table} CONNECTION '${from}' PUBLICATION ${table} WITH (copy_data = false)`);
    return new Direction(table, publisher, subscriber, journalRows(side, sample, atOnce));
  }

  get inserted(): number {
    return this.#position;
  }

  /** Commits one group; the place in the write-ahead log after it. */
  async insert(count: number): Promise<string> {
    const rows = Array.from({ length: count }, () => this.#rows.next().value);
    const of = <T>(value: (row: Row, index: number) => T) => rows.map(value);
    const first = this.#position;
    await this.publisher.query({
      name: `insert-${this.table}`,
      text: `INSERT INTO ${this.table} (pair, position, stream, version, type, fact, log_index)
        SELECT 'bench', t.* FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::bytea[], $6::bigint[])
        AS t(position, stream, version, type, fact, log_index)`,
      values: [
        encodeColumn('bigint', of((_row, index) => first + index)),
        encodeColumn('text', of((row) => row.stream)),
        encodeColumn('int', of((row) => row.version)),
        encodeColumn('text', of((row) => row.type)),
        encodeColumn('bytea', of((row) => row.fact)),
        encodeColumn('bigint', of((_row, index) => first + index)),
      ],
    });
    this.#position += count;
    const { rows: answer } = await this.publisher.query('SELECT pg_current_wal_lsn() AS lsn');
    return (answer[0] as { lsn: string }).lsn;
  }

  /** Waits until the subscriber has everything up to this place on disk. */
  async confirmed(lsn: string, pauseMs: number): Promise<void> {
    for (;;) {
      const { rows } = await this.publisher.query(
        `SELECT coalesce(bool_and(confirmed_flush_lsn >= $1::pg_lsn), false) AS done FROM pg_replication_slots WHERE slot_name = $2`,
        [lsn, this.table],
      );
      if ((rows[0] as { done: boolean }).done) return;
      await sleep(pauseMs);
    }
  }

  async enable(on: boolean): Promise<void> {
    await this.subscriber.query(`ALTER SUBSCRIPTION ${this.table} ${on ? 'ENABLE' : 'DISABLE'}`);
  }

  async arrived(): Promise<number> {
    const { rows } = await this.subscriber.query(`SELECT count(*)::int AS count FROM ${this.table}`);
    return (rows[0] as { count: number }).count;
  }

  async close(): Promise<void> {
    await this.subscriber.query(`DROP SUBSCRIPTION ${this.table}`);
    await Promise.all([this.publisher.end(), this.subscriber.end()]);
  }
}

export interface ReplicationSettings {
  readonly CN: string;
  readonly VN: string;
  readonly sample: Sample;
  readonly atOnce: number;
  readonly seconds: number;
  /** Facts of both logs together that wait while the link is lost. */
  readonly drainFacts: number;
}

/** Facts a second with a bounded number on their way, and seconds to catch up in both directions. */
export async function logicalReplication(settings: ReplicationSettings): Promise<{ perSecond: number; drainSeconds: number }> {
  const { CN, VN, sample, atOnce, seconds, drainFacts } = settings;
  const there = await Direction.open('CN', CN, VN, sample, atOnce);
  const back = await Direction.open('VN', VN, CN, sample, atOnce);
  try {
    const under: string[] = [];
    const begun = performance.now();
    let [from, fromAt] = [0, begun];
    while (performance.now() - begun < seconds * 1000) {
      // The first quarter warms up and is not counted.
      if (from === 0 && performance.now() - begun > seconds * 250) [from, fromAt] = [there.inserted, performance.now()];
      under.push(await there.insert(GROUP));
      if (under.length * GROUP > OUTSTANDING) await there.confirmed(under.shift()!, 2);
    }
    await there.confirmed(under.at(-1)!, 2);
    const perSecond = (there.inserted - from) / ((performance.now() - fromAt) / 1000);
    await Promise.all([there.enable(false), back.enable(false)]);
    await sleep(500);
    const ends = await Promise.all(
      [there, back].map(async (each) => {
        let lsn = '';
        for (let left = drainFacts / 2; left > 0; left -= GROUP) lsn = await each.insert(Math.min(GROUP, left));
        return lsn;
      }),
    );
    const joined = performance.now();
    await Promise.all([there.enable(true), back.enable(true)]);
    await Promise.all([there.confirmed(ends[0]!, 10), back.confirmed(ends[1]!, 10)]);
    const drainSeconds = (performance.now() - joined) / 1000;
    for (const each of [there, back]) {
      if ((await each.arrived()) !== each.inserted) throw new Error('logical replication lost facts');
    }
    return { perSecond, drainSeconds };
  } finally {
    await there.close();
    await back.close();
  }
}
