import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseGone, type Database } from './database.ts';
import { openPglite } from './pglite.ts';
import { scratchFolder } from './testing.ts';

/** PGlite on disk, in processes that are killed and engines that break. */

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const BUILD = join(import.meta.dirname, '../../../../build');
const ROUNDS = 6;

const idsOf = async (database: Database): Promise<number[]> =>
  (await database.query<{ id: number }>('select id from kept order by id')).map(({ id }) => id);

/** A program that writes one number after the other and prints each one that was acknowledged. */
const writer = async (): Promise<string> => {
  const program = join(BUILD, 'kill-test.js');
  await build({
    stdin: {
      resolveDir: import.meta.dirname,
      contents: `
        import { openPglite } from './pglite.ts';
        const database = await openPglite({ directory: process.argv[2] });
        await database.transact([{ sql: 'create table if not exists kept (id bigint primary key)', params: [] }]);
        const [{ next }] = await database.query('select coalesce(max(id), 0) + 1 as next from kept');
        for (let id = next; ; id += 1) {
          await database.transact([{ sql: 'insert into kept (id) values ($1)', params: [id], expectRows: 1 }]);
          process.stdout.write(id + '\\n');
        }`,
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return program;
};

describe('PGlite on disk', () => {
  it('keeps what was acknowledged, without a gap, when its process is killed again and again', async () => {
    const program = await writer();
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = spawn(process.execPath, [program, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
      });
      await once(child.stdout, 'data');
      await sleep(20 + 60 * round);
      child.kill('SIGKILL');
      await once(child, 'close');
      const acknowledged = Number(printed.slice(0, printed.lastIndexOf('\n')).split('\n').at(-1));
      const database = await openPglite({ directory: folder.path });
      const kept = await idsOf(database);
      await database.close();
      expect(kept).toEqual(Array.from(kept, (_, index) => index + 1));
      expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
      expect(kept.length).toBeLessThanOrEqual(acknowledged + 1);
    }
  });

  it('starts anew where the first start was interrupted', async () => {
    mkdirSync(join(folder.path, 'pgdata.new'));
    writeFileSync(join(folder.path, 'pgdata.new', 'PG_VERSION'), '18\n');
    const progress: string[] = [];
    const database = await openPglite({ directory: folder.path, onProgress: (line) => progress.push(line) });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(progress).toEqual(['creating the database (first start only)']);
    await database.close();
  });

  it('does not open what is no database, and says so', async () => {
    mkdirSync(join(folder.path, 'pgdata'));
    writeFileSync(join(folder.path, 'pgdata', 'PG_VERSION'), 'not a version\n');
    await expect(openPglite({ directory: folder.path })).rejects.toThrow('the database does not open');
  });

  it('is opened again after its engine broke, with what was committed and nothing else', async () => {
    const database = await openPglite({ directory: folder.path });
    await database.transact([
      { sql: 'create table kept (id bigint primary key); insert into kept values (1)', params: [] },
      // A plain SQL function is not stopped at PostgreSQL's own limit of the stack in the embedded engine.
      {
        sql: `create function endless(n int) returns int language sql
          as $$ select case when n < 0 then 0 else endless(n + 1) end $$`,
        params: [],
      },
    ]);
    const breaking = database.transact([
      { sql: 'insert into kept values (2)', params: [] },
      { sql: 'select endless($1)', params: [1] },
    ]);
    await expect(breaking).rejects.toBeInstanceOf(DatabaseGone);
    expect(await idsOf(database)).toEqual([1]);
    await database.transact([{ sql: 'insert into kept values (3)', params: [] }]);
    expect(await idsOf(database)).toEqual([1, 3]);
    await database.close();
  });
});
