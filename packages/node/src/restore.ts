import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { encodeColumn } from '@pairgate/store/engine/column.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { migrate, MIGRATIONS } from '@pairgate/store/migrations.ts';
import { accountMigrations } from './accounts/schema.sql.ts';
import { openBackup, UnreadableBackup, type BackupFile, type BackupTable } from './backup.ts';

/** All steps of the schema, in the order in which a node takes them. */
export const ALL_MIGRATIONS = [...MIGRATIONS, ...accountMigrations];

/** A database that holds something already, and nobody said that it may be replaced. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

export interface RestoreOptions {
  /** The nodes to restore, each with its open database; nodes of the file that are not named are passed over. */
  readonly databases: ReadonlyMap<SideId, Database>;
  readonly force: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

const tablesIn = async (db: Database): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
  );
  return rows.map(({ name }) => name);
};

/**
 * Empties the database when that is allowed, and gives it the schema of the backup. The list of migrations stays empty
 * until all rows are there, so that a node never starts on a database that was restored half.
 */
async function prepare(db: Database, side: SideId, tables: readonly BackupTable[], migrations: readonly string[], force: boolean) {
  const unknown = migrations.find((id) => !ALL_MIGRATIONS.some((each) => each.id === id));
  if (unknown !== undefined) {
    throw new UnreadableBackup(`The backup was made by a newer Pairgate: this one does not know the schema step ${unknown}.`);
  }
  const present = await tablesIn(db);
  if (present.length > 0 && !force) {
    throw new NotEmpty(`The database of ${side} is not empty; restore --force replaces what is in it.`);
  }
  const names = tables.map(({ name }) => name);
  const foreign = present.filter((name) => !names.includes(name) && !name.startsWith('rebuilt_'));
  if (foreign.length > 0) {
    throw new NotEmpty(`The database of ${side} has tables that the backup does not know, so nothing was replaced: ${foreign.join(', ')}.`);
  }
  await db.transact(present.map((name) => ({ sql: `DROP TABLE ${name} CASCADE`, params: [] })));
  await migrate(db, []);
  await db.transact(
    ALL_MIGRATIONS.filter(({ id }) => migrations.includes(id)).map(({ sql }) => ({ sql, params: [] })),
  );
}

async function insert(db: Database, { name, columns }: BackupTable, values: readonly (readonly (string | null)[])[]) {
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const aliases = columns.map((_, index) => `c${index}`);
  const cast = columns.map(({ type }, index) => `c${index}::${type}`).join(', ');
  await db.transact([
    {
      sql: `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')})
            SELECT ${cast} FROM unnest(${arrays}) AS t(${aliases.join(', ')})`,
      params: columns.map((_, index) => encodeColumn('text', values.map((row) => row[index] ?? null))),
      expectRows: values.length,
    },
  ]);
}

/** What a backup holds, without its rows. */
export interface Survey {
  readonly createdAt: string;
  readonly nodes: ReadonlyMap<SideId, SurveyedNode>;
}

export interface SurveyedNode {
  readonly rows: number;
  /** The steps of the schema that the node had taken. */
  readonly migrations: readonly string[];
  readonly files: readonly BackupFile[];
}

/** Reads a backup to its end, before anything is touched. Throws `UnreadableBackup` when it is damaged or not whole. */
export async function surveyBackup(path: string): Promise<Survey> {
  const { header, lines } = await openBackup(path);
  const nodes = new Map<SideId, { rows: number; migrations: string[]; files: BackupFile[] }>();
  let node: { rows: number; migrations: string[]; files: BackupFile[] } | undefined;
  let tables: readonly BackupTable[] = [];
  for await (const line of lines) {
    if ('node' in line) {
      tables = line.tables;
      node = { rows: tables.reduce((sum, table) => sum + table.rows, 0), migrations: [], files: [] };
      nodes.set(line.node, node);
    } else if ('file' in line) node?.files.push(line);
    else if ('table' in line && line.table === 'migration') {
      const id = tables.find(({ name }) => name === 'migration')!.columns.findIndex((column) => column.name === 'id');
      node?.migrations.push(...line.values.map((row) => row[id]!));
    }
  }
  return { createdAt: header.createdAt, nodes };
}

/** Puts the databases of nodes back. Throws `UnreadableBackup` or `NotEmpty`, each a sentence. */
export async function restoreBackup(path: string, survey: Survey, options: RestoreOptions): Promise<{ rows: number }> {
  const { databases, force } = options;
  const total = [...databases.keys()].reduce((sum, side) => sum + (survey.nodes.get(side)?.rows ?? 0), 0);
  const { lines } = await openBackup(path);
  let done = 0;
  let db: Database | undefined;
  let tables = new Map<string, BackupTable>();
  for await (const line of lines) {
    if ('node' in line) {
      db = databases.get(line.node);
      tables = new Map(line.tables.map((table) => [table.name, table]));
      if (db) await prepare(db, line.node, line.tables, survey.nodes.get(line.node)!.migrations, force);
    } else if ('table' in line && db) {
      await insert(db, tables.get(line.table)!, line.values);
      done += line.values.length;
      options.onProgress?.(done, total);
    }
  }
  return { rows: done };
}
