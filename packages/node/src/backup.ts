import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';

/**
 * A backup is one gzipped file of JSON lines that either engine can read: what it holds first, then node by node its
 * tables with every value as PostgreSQL writes it as text, and its files. The last line says that the file is whole.
 *
 *   {"format":"pairgate-backup/1","createdAt":…,"nodes":["VN","CN"]}
 *   {"node":"VN","tables":[{"name","columns":[{"name","type"}],"rows"}]}
 *   {"table":"journal","values":[["…",null],…]}      as often as there are pages
 *   {"file":"vn/keys/root.key","mode":384,"base64":"…"}
 *   {"end":"VN"}
 *   {"complete":true}
 */
export const BACKUP_FORMAT = 'pairgate-backup/1';

export const backupHeader = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  createdAt: z.string(),
  nodes: z.array(sideId),
});

const table = z.strictObject({
  name: z.string().regex(/^[a-z_]+$/),
  columns: z.array(z.strictObject({ name: z.string().regex(/^[a-z_]+$/), type: z.string().regex(/^[a-z ()\d]+(\[\])?$/) })),
  rows: z.int().min(0),
});
export type BackupTable = z.infer<typeof table>;

const file = z.strictObject({ file: z.string(), mode: z.int(), base64: z.string() });
export type BackupFile = z.infer<typeof file>;

const line = z.union([
  z.strictObject({ node: sideId, tables: z.array(table) }),
  z.strictObject({ table: z.string(), values: z.array(z.array(z.string().nullable())) }),
  file,
  z.strictObject({ end: z.string() }),
  z.strictObject({ complete: z.literal(true) }),
]);
export type BackupLine = z.infer<typeof line>;

/** Anything that can be asked: a stopped node's database, or a snapshot of a running one's. */
export interface Source {
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
}

/** Rows in one line of the file. */
const PAGE = 250;

interface Described extends BackupTable {
  readonly key: readonly { name: string; type: string }[];
}

/** All tables of the database, those that others refer to first, and the list of migrations last. */
async function describe(source: Source): Promise<Described[]> {
  const names = await source.query<{ name: string; referred: boolean }>(
    `SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = c.oid) AS referred
     FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
       AND c.relname NOT LIKE 'rebuilt\\_%' ORDER BY c.relname = 'migration', 2 DESC, 1`,
  );
  const tables: Described[] = [];
  for (const { name } of names) {
    const columns = await source.query<{ name: string; type: string; place: number | null }>(
      `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
              array_position(i.indkey::int2[], a.attnum) AS place
       FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
       WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
      [name],
    );
    const [counted] = await source.query<{ count: number }>(`SELECT count(*) AS count FROM ${name}`);
    const key = columns
      .filter((column) => column.place !== null)
      .toSorted((a, b) => a.place! - b.place!)
      .map(({ name: of, type }) => ({ name: of, type }));
    if (key.length === 0) throw new Error(`The table ${name} has no primary key, so it cannot be read page by page.`);
    tables.push({ name, columns: columns.map(({ name: of, type }) => ({ name: of, type })), rows: Number(counted!.count), key });
  }
  return tables;
}

/** The rows of a table as text, page by page in the order of its key. */
async function* pages(source: Source, { name, columns, key }: Described): AsyncGenerator<(string | null)[][]> {
  const order = key.map((column) => column.name).join(', ');
  const bound = key.map((column, index) => `$${index + 1}::${column.type}`).join(', ');
  const list = columns.map((column, index) => `${column.name}::text AS c${index}`).join(', ');
  const places = key.map((column) => columns.findIndex((each) => each.name === column.name));
  for (let after: string[] | undefined; ; ) {
    const where: string = after === undefined ? '' : `WHERE (${order}) > (${bound})`;
    const rows: Record<string, string | null>[] = await source.query(
      `SELECT ${list} FROM ${name} ${where} ORDER BY ${order} LIMIT ${PAGE}`,
      after ?? [],
    );
    const values = rows.map((row) => columns.map((_, index) => row[`c${index}`] ?? null));
    if (values.length > 0) yield values;
    if (values.length < PAGE) return;
    after = places.map((place) => values.at(-1)![place]!);
  }
}

export interface NodeToBackUp {
  readonly side: SideId;
  readonly source: Source;
  /** With their paths in the backup. */
  readonly files: readonly BackupFile[];
}

/** Writes a backup beside its place and moves it there when it is whole; an existing file of that name is replaced. */
export async function writeBackup(
  path: string,
  { nodes, createdAt }: { nodes: readonly NodeToBackUp[]; createdAt: string },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ rows: number }> {
  const unfinished = `${path}.part`;
  const gzip = createGzip();
  const out = createWriteStream(unfinished, { mode: 0o600 });
  const written = finished(gzip.pipe(out));
  // A failure of the stream ends the writing below; it must not count as unhandled meanwhile.
  written.catch(() => undefined);
  const write = async (value: BackupLine | z.infer<typeof backupHeader>): Promise<void> => {
    if (out.errored) throw out.errored;
    if (!gzip.write(`${JSON.stringify(value)}\n`)) await Promise.race([once(gzip, 'drain'), written]);
  };
  let rows = 0;
  try {
    const described = await Promise.all(nodes.map(async (node) => ({ ...node, tables: await describe(node.source) })));
    const total = described.flatMap(({ tables }) => tables).reduce((sum, each) => sum + each.rows, 0);
    await write({ format: BACKUP_FORMAT, createdAt, nodes: nodes.map(({ side }) => side) });
    for (const { side, source, files, tables } of described) {
      await write({ node: side, tables: tables.map(({ key: _key, ...each }) => each) });
      for (const each of tables) {
        for await (const values of pages(source, each)) {
          await write({ table: each.name, values });
          rows += values.length;
          onProgress(rows, total);
        }
      }
      for (const each of files) await write(each);
      await write({ end: side });
    }
    await write({ complete: true });
    gzip.end();
    await written;
    await rename(unfinished, path);
  } catch (error) {
    gzip.destroy();
    out.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
  return { rows };
}

/** A backup that cannot be read, in one sentence. */
export class UnreadableBackup extends Error {
  override readonly name = 'UnreadableBackup';
}

export interface OpenedBackup {
  readonly header: z.infer<typeof backupHeader>;
  /** Everything after the first line. Throws `UnreadableBackup` at the end of a file that is not whole. */
  readonly lines: AsyncGenerator<BackupLine>;
}

/** Opens a backup for reading from its beginning. Throws `UnreadableBackup`. */
export async function openBackup(path: string): Promise<OpenedBackup> {
  const texts = readLines(path);
  const first = await texts.next();
  const header = backupHeader.safeParse(first.done ? undefined : parse(first.value, path));
  if (!header.success) throw new UnreadableBackup(`${path} is not a backup of Pairgate (${BACKUP_FORMAT}).`);
  return { header: header.data, lines: parsed(texts, path) };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBackup(`${path} is damaged: a line of it cannot be read.`);
  }
}

async function* parsed(texts: AsyncGenerator<string>, path: string): AsyncGenerator<BackupLine> {
  let whole = false;
  for await (const text of texts) {
    const known = line.safeParse(parse(text, path));
    if (!known.success) throw new UnreadableBackup(`${path} is damaged: a line of it has no known form.`);
    whole = 'complete' in known.data;
    yield known.data;
  }
  if (!whole) throw new UnreadableBackup(`${path} is not whole: its end is missing.`);
}

async function* readLines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path);
  const unzipped = createGunzip();
  input.on('error', (error) => unzipped.destroy(error));
  let failure: NodeJS.ErrnoException | undefined;
  unzipped.on('error', (error) => (failure = error));
  try {
    yield* createInterface({ input: input.pipe(unzipped), crlfDelay: Infinity });
  } catch (error) {
    failure ??= error as Error;
  }
  if (failure?.code === 'ENOENT') throw new UnreadableBackup(`There is no file ${path}.`);
  if (failure?.code === 'Z_BUF_ERROR') throw new UnreadableBackup(`${path} is not whole: its end is missing.`);
  if (failure) throw new UnreadableBackup(`${path} cannot be read: ${failure.message}.`);
}
