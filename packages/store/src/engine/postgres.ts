import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  checkParameters, DatabaseGone, DatabaseInUse, type Database, type Statement, type StatementResult,
} from './database.ts';
import { isAway, isRefusedLogin, messageOf, translated } from './postgres-errors.ts';
import { SESSION_OPTIONS, valueParsers } from './postgres-values.ts';
import { PostgresWriter, preparedName } from './postgres-writer.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; the database belongs to this node alone. */
  readonly url: string;
  /** Connections for reading; the writer has one more. */
  readonly readers?: number | undefined;
  /** How long to wait for a server that starts or recovers, in milliseconds. */
  readonly patienceMs?: number | undefined;
  /** How long to wait for the last commit of a killed predecessor, in milliseconds, before saying that it is alive. */
  readonly lockPatienceMs?: number | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

const DEFAULT_READERS = 6;
const DEFAULT_PATIENCE_MS = 60_000;
const RETRY_MS = 200;
const CONNECT_TIMEOUT_MS = 5_000;

const configOf = (url: string): pg.ClientConfig => ({
  connectionString: url,
  options: SESSION_OPTIONS,
  types: valueParsers,
  keepAlive: true,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  application_name: 'pairgate',
});

/** Host, port and name of the database, without the password. */
const placeOf = (url: string): string => {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
};

/** Repeats `connect` while the server is away, at most `patienceMs` long; a refused login is not repeated. */
export const whenUp = async <T>(
  connect: () => Promise<T>,
  { url, patienceMs = DEFAULT_PATIENCE_MS, onProgress }: PostgresOptions,
): Promise<T> => {
  const until = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await connect();
    } catch (error) {
      if (error instanceof DatabaseInUse) throw error;
      if (isRefusedLogin(error) || !isAway(error) || performance.now() > until) {
        throw new DatabaseGone(`The database ${placeOf(url)} does not accept this node: ${messageOf(error)}.`);
      }
      if (attempt === 0) onProgress?.(`waiting for the database ${placeOf(url)}`);
      await sleep(RETRY_MS);
    }
  }
};

class Postgres implements Database {
  readonly engine = 'postgres';
  readonly #pool: pg.Pool;
  readonly #writer: PostgresWriter;
  #closed: Promise<void> | undefined;

  constructor({ url, readers = DEFAULT_READERS, lockPatienceMs }: PostgresOptions) {
    this.#pool = new pg.Pool({ ...configOf(url), max: readers });
    // An idle connection that breaks leaves the pool by itself; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
    this.#writer = new PostgresWriter(configOf(url), lockPatienceMs);
  }

  async connect(): Promise<void> {
    await this.#writer.connect();
  }

  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    checkParameters([{ sql, params }]);
    const name = params.length === 0 ? undefined : preparedName(sql);
    const config = { text: sql, values: params as unknown[], ...(name === undefined ? {} : { name }) };
    try {
      const answer: pg.QueryResult | pg.QueryResult[] = await this.#pool.query(config);
      return ((Array.isArray(answer) ? answer.at(-1)?.rows : answer.rows) ?? []) as T[];
    } catch (error) {
      throw translated(0, error);
    }
  }

  transact(statements: readonly Statement[]): Promise<StatementResult[]> {
    return this.#writer.transact(statements);
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([this.#writer.close(), this.#pool.end()]).then(() => undefined);
    return this.#closed;
  }
}

/**
 * Opens a database on a PostgreSQL server and becomes its one writer. Waits for a server that starts or recovers.
 * Throws `DatabaseGone` when it stays away or refuses the login, `DatabaseInUse` when another process writes to it.
 */
export const openPostgres = async (options: PostgresOptions): Promise<Database> => {
  const database = new Postgres(options);
  try {
    await whenUp(() => database.connect(), options);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};

const connectClient = (options: PostgresOptions): Promise<pg.Client> =>
  whenUp(async () => {
    const opened = new pg.Client(configOf(options.url));
    opened.on('error', () => undefined);
    await opened.connect();
    return opened;
  }, options);

/**
 * Makes the database `name` on the server of `url` when it is missing, and returns its URL: two nodes that share one
 * server have one database each.
 */
export const ensureDatabase = async (options: PostgresOptions, name: string): Promise<string> => {
  const target = new URL(options.url);
  target.pathname = `/${encodeURIComponent(name)}`;
  const client = await connectClient(options);
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length === 0) {
      const created = `create database ${client.escapeIdentifier(name)}`;
      await client.query(`${created} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    }
  } finally {
    await client.end();
  }
  return target.href;
};

/** A view of the whole database at one moment, beside the node that goes on writing to it. */
export interface Snapshot {
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Opens a reading transaction that sees one moment. Throws `DatabaseGone` as `openPostgres` does. */
export const openSnapshot = async (options: PostgresOptions): Promise<Snapshot> => {
  const client = await connectClient(options);
  await client.query('begin isolation level repeatable read read only');
  return {
    async query<T>(sql: string, params: readonly unknown[] = []) {
      const { rows } = await client.query(sql, params as unknown[]);
      return rows as T[];
    },
    close: () => client.end(),
  };
};
