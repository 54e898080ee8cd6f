import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseGone, DatabaseInUse, type Database } from './database.ts';
import { startEmbeddedPostgres, type EmbeddedServer } from './embedded.ts';
import { openPostgres } from './postgres.ts';
import { freePort, scratchFolder } from './testing.ts';

/** What happens around a PostgreSQL server that is killed, restarted, or shared against the rules. */

const folder = scratchFolder();
const directory = join(folder.path, 'server');
let port: number;
let server: EmbeddedServer;
let rows = 0;

const start = async (): Promise<void> => {
  server = await startEmbeddedPostgres({ directory, port });
};
const count = async (database: Database): Promise<number | undefined> =>
  (await database.query<{ n: number }>('select count(*) as n from kept'))[0]?.n;
const insert = (database: Database, id: number) =>
  database.transact([{ sql: 'insert into kept (id) values ($1)', params: [id], expectRows: 1 }]);

const eventually = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (const until = performance.now() + 50_000; ; await sleep(50)) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
};

beforeAll(async () => {
  port = await freePort();
  await start();
  const database = await openPostgres({ url: server.url });
  await database.transact([{ sql: 'create table kept (id bigint primary key)', params: [] }]);
  await database.close();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

describe('a PostgreSQL server of one node', () => {
  it('writes durably', async () => {
    const database = await openPostgres({ url: server.url });
    const [row] = await database.query(`select current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('server_encoding') as encoding`);
    expect(row).toEqual({ fsync: 'on', commit: 'on', encoding: 'UTF8' });
    await database.close();
  });

  it('starts again after kill -9 with everything that was acknowledged, and an open database finds it', async () => {
    const database = await openPostgres({ url: server.url });
    const acknowledged: number[] = [];
    const write = async (): Promise<never> => {
      for (let id = 1; ; id += 1) {
        await insert(database, id);
        acknowledged.push(id);
      }
    };
    const writing = write().catch((error: unknown) => error);
    await eventually(async () => expect(acknowledged.length).toBeGreaterThan(20));
    process.kill(server.pid, 'SIGKILL');
    const error = await writing;
    expect(error).toBeInstanceOf(DatabaseGone);
    await start();
    const unsure = (error as DatabaseGone).maybeCommitted ? [acknowledged.length + 1] : [];
    const kept = await eventually(() => database.query<{ id: number }>('select id from kept order by id'));
    expect([acknowledged, [...acknowledged, ...unsure]]).toContainEqual(kept.map(({ id }) => id));
    await eventually(() => insert(database, 1_000_000));
    rows = kept.length + 1;
    await database.close();
  });

  it('is taken over when its node was killed and it runs on', async () => {
    const { pid } = server;
    await start();
    expect(server.pid).toBe(pid);
  });

  it('moves to another port when asked', async () => {
    const { pid } = server;
    port = await freePort();
    await start();
    expect(server.pid).not.toBe(pid);
    const database = await openPostgres({ url: server.url });
    expect(await count(database)).toBe(rows);
    await database.close();
  });

  it('lets one node write', async () => {
    const first = await openPostgres({ url: server.url });
    const second = openPostgres({ url: server.url });
    // The second waits, as for the last commit of a killed node, and gets its turn when the first one closes.
    await sleep(300);
    await insert(first, 1_000_001);
    await first.close();
    await insert(await second, 1_000_002);
    await (await second).close();
  });

  it('says so when another node goes on writing', async () => {
    const first = await openPostgres({ url: server.url });
    const second = openPostgres({ url: server.url, lockPatienceMs: 200 });
    await expect(second).rejects.toBeInstanceOf(DatabaseInUse);
    await first.close();
  });

  it('says within the patience that nobody answers', async () => {
    const url = new URL(server.url);
    url.port = String(await freePort());
    const seen: string[] = [];
    const opening = openPostgres({ url: url.href, patienceMs: 300, onProgress: (line) => seen.push(line) });
    await expect(opening).rejects.toThrow(/does not accept this node: .*ECONNREFUSED/);
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain(url.password);
  });

  it('does not wait when the password is wrong', async () => {
    const url = new URL(server.url);
    url.password = 'wrong';
    await expect(openPostgres({ url: url.href })).rejects.toThrow(/password authentication failed/);
  });

  it('says that a port is in use', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const taken = (squatter.address() as { port: number }).port;
    await server.stop();
    await expect(startEmbeddedPostgres({ directory, port: taken })).rejects.toThrow(`Port ${taken} is in use.`);
    squatter.close();
    await start();
  });

  it('keeps its password to itself', () => {
    expect(readFileSync(join(directory, 'server.log'), 'utf8')).not.toContain(new URL(server.url).password);
  });
});
