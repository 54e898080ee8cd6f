import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { ensureDatabase } from '@pairgate/store/engine/postgres.ts';
import { MIGRATIONS } from '@pairgate/store/migrations.ts';

/**
 * The peer that the exchange is compared with: the same facts, recorded by the same nodes, but their journals carried to
 * the other server by PostgreSQL's own logical replication, into a table and no further. A fact counts when the publisher
 * has been told that the subscriber has it on disk (`confirmed_flush_lsn`).
 */
const REPLICA = 'replica';

const journalSchema = (): string => {
  const schema = /CREATE TABLE journal \([\s\S]*?;\s*CREATE UNIQUE INDEX journal_stream[^;]*;/.exec(MIGRATIONS[0]!.sql)?.[0];
  if (schema === undefined) throw new Error('the schema of the journal was not found');
  return schema;
};

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

/** The journal of one side on its way to the server of the other. */
class Direction {
  private constructor(
    private readonly name: string,
    private readonly publisher: pg.Client,
    private readonly subscriber: pg.Client,
  ) {}

  static async open(side: SideId, from: string, to: string): Promise<Direction> {
    const name = `journal_of_${side.toLowerCase()}`;
    const publisher = await connected(from);
    const subscriber = await connected(await ensureDatabase({ url: to }, REPLICA));
    await subscriber.query(journalSchema());
    await publisher.query(`CREATE PUBLICATION ${name} FOR TABLE journal`);
    // Facts from before stay behind: only what is recorded from now on is compared.
    await subscriber.query(`CREATE SUBSCRIPTION ${name} CONNECTION '${from}' PUBLICATION ${name} WITH (copy_data = false)`);
    return new Direction(name, publisher, subscriber);
  }

  /** Waits until the subscriber has on disk what the publisher has committed by now. */
  async confirmed(): Promise<void> {
    const { rows: now } = await this.publisher.query('SELECT pg_current_wal_flush_lsn() AS lsn');
    for (;;) {
      const { rows } = await this.publisher.query(
        'SELECT coalesce(bool_and(confirmed_flush_lsn >= $1::pg_lsn), false) AS done FROM pg_replication_slots WHERE slot_name = $2',
        [(now[0] as { lsn: string }).lsn, this.name],
      );
      if ((rows[0] as { done: boolean }).done) return;
      await sleep(5);
    }
  }

  async enable(on: boolean): Promise<void> {
    await this.subscriber.query(`ALTER SUBSCRIPTION ${this.name} ${on ? 'ENABLE' : 'DISABLE'}`);
  }

  /** Facts that have arrived. */
  async arrived(): Promise<number> {
    const { rows } = await this.subscriber.query('SELECT count(*)::int AS count FROM journal');
    return (rows[0] as { count: number }).count;
  }

  async close(): Promise<void> {
    await this.subscriber.query(`DROP SUBSCRIPTION ${this.name}`);
    await this.publisher.query(`DROP PUBLICATION ${this.name}`);
    await Promise.all([this.publisher.end(), this.subscriber.end()]);
  }
}

export interface ReplicationSettings {
  readonly servers: Readonly<Record<SideId, string>>;
  /** Lets the node of a side record so many facts, as fast as it can. */
  readonly record: (side: SideId, facts: number) => Promise<unknown>;
  readonly sustainedFacts: number;
  /** Facts of both sides together that wait while replication stands still. */
  readonly drainFacts: number;
}

/** Facts a second, recorded by one node and on the disk of the other server; and seconds to catch up in both directions. */
export async function logicalReplication(settings: ReplicationSettings): Promise<{ perSecond: number; drainSeconds: number }> {
  const { servers, record, sustainedFacts, drainFacts } = settings;
  const open = (side: SideId) => Direction.open(side, servers[side], servers[otherSide(side)]);
  const directions = { VN: await open('VN'), CN: await open('CN') };
  const both = <T>(run: (side: SideId) => Promise<T>) => Promise.all(SIDES.map(run));
  try {
    // The first part warms up and is not counted.
    await record('CN', sustainedFacts / 4);
    const begun = performance.now();
    await record('CN', sustainedFacts);
    await directions.CN.confirmed();
    const perSecond = sustainedFacts / ((performance.now() - begun) / 1000);
    await both((side) => directions[side].enable(false));
    await sleep(500);
    await both((side) => record(side, drainFacts / 2));
    const joined = performance.now();
    await both((side) => directions[side].enable(true));
    await both((side) => directions[side].confirmed());
    const drainSeconds = (performance.now() - joined) / 1000;
    const [VN, CN] = await both((side) => directions[side].arrived());
    if (VN! < drainFacts / 2 || CN! < 1.25 * sustainedFacts + drainFacts / 2) throw new Error('logical replication lost facts');
    return { perSecond, drainSeconds };
  } finally {
    for (const side of SIDES) await directions[side].close();
  }
}
