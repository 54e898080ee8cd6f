import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@pairgate/store/engine/database.ts';
import { ENGINES, type OpenedEngine } from '@pairgate/store/engine/testing.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { writeBackup, type BackupFile } from './backup.ts';
import { ALL_MIGRATIONS, restoreBackup, surveyBackup } from './restore.ts';

const [MEMORY, , SERVER] = ENGINES as [typeof ENGINES[0], typeof ENGINES[0], typeof ENGINES[0]];
const FILE: BackupFile = { file: 'vn/keys/root.key', mode: 0o600, base64: Buffer.from('secret\n').toString('base64') };
/** More than two pages. */
const FACTS = 600;

let folder: string;
let opened: OpenedEngine[] = [];

const openNew = async (engine: typeof MEMORY): Promise<Database> => {
  const one = await engine.open();
  opened.push(one);
  return one.database;
};

/** Every kind of value that a table holds: any bytes, nothing, text of three scripts, times, large numbers. */
async function fill(db: Database): Promise<void> {
  await migrate(db, ALL_MIGRATIONS);
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  await db.transact([
    {
      sql: `INSERT INTO journal (pair, position, stream, version, type, fact, log_index)
            SELECT 'p', n, 'crossing:' || n, 1, 'T', $1, CASE WHEN n % 2 = 0 THEN n END FROM generate_series(0, ${FACTS - 1}) n`,
      params: [bytes],
    },
    { sql: `INSERT INTO setting VALUES ('p', 'clock', $1)`, params: ['Hữu Nghị 友谊关 "quoted", \\ and\nlines'] },
    { sql: `INSERT INTO log_head (pair, log, size, edge) VALUES ('p', 'VN', 9007199254740991, $1)`, params: [bytes] },
    {
      sql: `INSERT INTO account (pair, id, name, display_name, side, role, language, created_at)
            VALUES ('p', 'a', 'vn-yard', 'Đỗ Mạnh Cường', 'VN', 'yard', 'vi', 1)`,
      params: [],
    },
    { sql: `INSERT INTO api_token (pair, token_hash, account, name, created_at) VALUES ('p', 'h', 'a', 'demo', 2)`, params: [] },
  ]);
}

async function contentOf(db: Database): Promise<Record<string, string[]>> {
  const names = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1`,
  );
  const content: Record<string, string[]> = {};
  for (const { name } of names) {
    const rows = await db.query<{ row: string }>(`SELECT ROW(t.*)::text AS row FROM ${name} t ORDER BY 1`);
    content[name] = rows.map(({ row }) => row);
  }
  return content;
}

const backUp = async (db: Database, path: string) =>
  writeBackup(path, { nodes: [{ side: 'VN', source: db, files: [FILE] }], createdAt: '2026-11-21T00:00:00.000Z' });
const restore = async (path: string, db: Database, force = false) =>
  restoreBackup(path, await surveyBackup(path), { databases: new Map([['VN', db]]), force });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-backup-'));
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.dispose()));
  opened = [];
  rmSync(folder, { recursive: true });
});

describe.each([
  ['PGlite', 'PostgreSQL', MEMORY, SERVER],
  ['PostgreSQL', 'PGlite', SERVER, MEMORY],
] as const)('a backup of %s, restored into %s', (_from, _to, from, to) => {
  const path = () => join(folder, `${from.name}.backup`);

  it('gives back every row of every table', async () => {
    const source = await openNew(from);
    await fill(source);
    const { rows } = await backUp(source, path());
    const target = await openNew(to);
    expect(await restore(path(), target)).toEqual({ rows });
    const content = await contentOf(target);
    expect(content).toEqual(await contentOf(source));
    expect(content['journal']).toHaveLength(FACTS);
    expect(content['migration']).toHaveLength(ALL_MIGRATIONS.length);
  });

  it('replaces what is there only by force', async () => {
    const target = await openNew(to);
    await fill(target);
    await target.transact([{ sql: 'DELETE FROM setting', params: [] }]);
    const before = await contentOf(target);
    await expect(restore(path(), target)).rejects.toThrow('The database of VN is not empty; restore --force replaces what is in it.');
    expect(await contentOf(target)).toEqual(before);
    await restore(path(), target, true);
    expect((await contentOf(target))['setting']).toHaveLength(1);
  });
});

describe('a backup', () => {
  let source: Database;
  let path: string;
  beforeAll(async () => {
    source = await openNew(MEMORY);
    await fill(source);
    path = join(folder, 'sound.backup');
    await backUp(source, path);
  });

  it('says what it holds', async () => {
    const { nodes, createdAt } = await surveyBackup(path);
    expect(createdAt).toBe('2026-11-21T00:00:00.000Z');
    expect([...nodes.keys()]).toEqual(['VN']);
    expect(nodes.get('VN')).toMatchObject({ files: [FILE], migrations: ALL_MIGRATIONS.map(({ id }) => id) });
  });

  it('that was cut off is told apart, wherever the cut is', async () => {
    const bytes = readFileSync(path);
    const cut = join(folder, 'cut.backup');
    for (const length of [10, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
      writeFileSync(cut, bytes.subarray(0, length));
      await expect(surveyBackup(cut)).rejects.toThrow(/not whole|not a backup|cannot be read/);
    }
  });

  it('whose last line is missing is not whole', async () => {
    const cut = join(folder, 'open-end.backup');
    const header = { format: 'pairgate-backup/1', createdAt: 'now', nodes: ['VN'] };
    writeFileSync(cut, gzipSync(`${JSON.stringify(header)}\n${JSON.stringify({ end: 'VN' })}\n`));
    await expect(surveyBackup(cut)).rejects.toThrow('is not whole: its end is missing.');
  });

  it.each([
    ['another file', Buffer.from('not a backup at all')],
    ['a zipped file of another kind', gzipSync('{"format":"something"}\n')],
    ['an empty file', Buffer.alloc(0)],
  ])('is not %s', async (_what, bytes) => {
    const other = join(folder, 'other.backup');
    writeFileSync(other, bytes);
    await expect(surveyBackup(other)).rejects.toThrow(/is not a backup of Pairgate|cannot be read|not whole/);
  });

  it('is not read where there is none', async () => {
    await expect(surveyBackup(join(folder, 'none'))).rejects.toThrow(`There is no file ${join(folder, 'none')}.`);
  });

  it('of a newer Pairgate is refused before anything is changed', async () => {
    const newer = await openNew(MEMORY);
    await fill(newer);
    await newer.transact([{ sql: `INSERT INTO migration (id) VALUES ('9999-of-tomorrow')`, params: [] }]);
    const file = join(folder, 'newer.backup');
    await backUp(newer, file);
    const before = await contentOf(source);
    await expect(restore(file, source, true)).rejects.toThrow('this one does not know the schema step 9999-of-tomorrow.');
    expect(await contentOf(source)).toEqual(before);
  });

  it('does not remove tables that it does not know', async () => {
    const shared = await openNew(MEMORY);
    await shared.transact([{ sql: 'CREATE TABLE payroll (id int PRIMARY KEY)', params: [] }]);
    await expect(restore(path, shared, true)).rejects.toThrow('so nothing was replaced: payroll.');
  });

  it('leaves nothing behind when it cannot be written', async () => {
    const nowhere = join(folder, 'missing', 'file');
    await expect(backUp(source, nowhere)).rejects.toThrow(/ENOENT/);
  });
});
