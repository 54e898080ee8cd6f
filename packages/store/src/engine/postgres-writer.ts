import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  checkParameters, DatabaseGone, DatabaseInUse, wrongRowCount, type Statement, type StatementResult,
} from './database.ts';
import { translated } from './postgres-errors.ts';

/**
 * The one connection that writes. It holds a session advisory lock for as long as it lives, so that no second process
 * writes to the same database, not even while the server still works on the last commit of a killed one: that session
 * keeps the lock until it is really over. Advisory locks are counted per database, so one key serves all.
 */
const WRITER_LOCK = 0x50_47_57_31; // "PGW1"
const DEFAULT_LOCK_PATIENCE_MS = 15_000;
const LOCK_PAUSE_MS = 50;

/** Beyond so many different texts statements are no longer prepared: texts built at run time would fill the server. */
const PREPARED_LIMIT = 500;

const prepared = new Map<string, string>();

/** A name for the statement, under which the server keeps its plan; undefined when it should not. */
export const preparedName = (sql: string): string | undefined => {
  const known = prepared.get(sql);
  if (known !== undefined || prepared.size >= PREPARED_LIMIT) return known;
  const name = `p${createHash('sha256').update(sql).digest('hex').slice(0, 20)}`;
  prepared.set(sql, name);
  return name;
};

const queryOf = (sql: string, params: readonly unknown[]): pg.QueryConfig => {
  // Without parameters the simple protocol is used, which alone takes several statements in one text.
  const name = params.length === 0 ? undefined : preparedName(sql);
  const text = { text: sql, ...(name === undefined ? {} : { name }) };
  return params.length === 0 ? text : { ...text, values: params as unknown[] };
};

/** Holds back what is sent until released, so that the messages of one transaction leave in one piece. */
const corked = (client: pg.Client): (() => void) => {
  // The type declarations leave out the connection.
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  stream.cork();
  return () => stream.uncork();
};

const resultOf = (answer: pg.QueryResult | readonly pg.QueryResult[]): StatementResult => {
  const last = Array.isArray(answer) ? answer.at(-1) : (answer as pg.QueryResult);
  return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? 0 };
};

export class PostgresWriter {
  readonly #config: pg.ClientConfig;
  readonly #lockPatienceMs: number;
  #connection: Promise<pg.Client> | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(config: pg.ClientConfig, lockPatienceMs: number = DEFAULT_LOCK_PATIENCE_MS) {
    // The type declarations do not know pipelining yet.
    this.#config = { ...config, pipeline: true } as pg.ClientConfig;
    this.#lockPatienceMs = lockPatienceMs;
  }

  /** Connects and takes the lock. Throws `DatabaseInUse` when another process keeps it, `DatabaseGone` when away. */
  connect(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new DatabaseGone('the database is closed'));
    this.#connection ??= this.#open();
    return this.#connection;
  }

  /** Transactions run one after the other, in the order of the calls. */
  async transact(statements: readonly Statement[]): Promise<StatementResult[]> {
    checkParameters(statements);
    const run = this.#tail.then(async () => this.#run(await this.connect(), statements));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    await this.#tail;
    const client = await this.#connection?.catch(() => undefined);
    this.#closed = true;
    await client?.end();
  }

  #open(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    const opened = this.#begin(client);
    const forget = (): void => {
      if (this.#connection === opened) this.#connection = undefined;
    };
    // Without a listener a lost connection would end the process.
    client.on('error', forget);
    client.on('end', forget);
    opened.catch(forget);
    return opened;
  }

  async #begin(client: pg.Client): Promise<pg.Client> {
    try {
      await client.connect();
      await this.#takeLock(client);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error instanceof DatabaseInUse ? error : translated(0, error);
    }
  }

  async #takeLock(client: pg.Client): Promise<void> {
    const until = performance.now() + this.#lockPatienceMs;
    for (;;) {
      const { rows } = await client.query(`select pg_try_advisory_lock(${WRITER_LOCK}) as taken`);
      if (rows[0].taken === true) return;
      if (performance.now() > until) {
        throw new DatabaseInUse('Another process writes to this database; only one node may.');
      }
      await sleep(LOCK_PAUSE_MS);
    }
  }

  /** A statement without company is a transaction by itself. */
  async #runAlone(client: pg.Client, { sql, params }: Statement): Promise<StatementResult[]> {
    const answer = await client.query(queryOf(sql, params)).catch((error: unknown) => {
      const cause = translated(0, error);
      throw cause instanceof DatabaseGone ? new DatabaseGone(cause.message, true) : cause;
    });
    return [resultOf(answer)];
  }

  /**
   * Everything is sent without waiting for answers. The commit goes along unless a row count decides about it, so that
   * a transaction is one round trip, or two; the server turns a commit after a failed statement into a rollback.
   */
  async #run(client: pg.Client, statements: readonly Statement[]): Promise<StatementResult[]> {
    const isCounted = statements.some(({ expectRows }) => expectRows !== undefined);
    if (statements.length === 1 && !isCounted) return this.#runAlone(client, statements[0]!);
    const release = corked(client);
    const begun = client.query('begin');
    const sent = statements.map(({ sql, params }) => client.query(queryOf(sql, params)));
    const finished = isCounted ? undefined : client.query('commit');
    release();
    const answers = await Promise.allSettled([begun, ...sent]);
    const failed = answers.findIndex(({ status }) => status === 'rejected');
    const failure = failed >= 0 ? this.#failureOf(failed, answers, !isCounted) : miscounted(statements, answers);
    if (failure !== undefined) {
      await (finished ?? client.query('rollback')).catch(() => undefined);
      throw failure;
    }
    await (finished ?? client.query('commit')).catch((error: unknown) => {
      const cause = translated(statements.length, error);
      throw cause instanceof DatabaseGone ? new DatabaseGone(cause.message, true) : cause;
    });
    return answers.slice(1).map((answer) => resultOf((answer as PromiseFulfilledResult<pg.QueryResult>).value));
  }

  #failureOf(index: number, answers: readonly PromiseSettledResult<unknown>[], commitSent: boolean): Error {
    const { reason } = answers[index] as PromiseRejectedResult;
    const cause = translated(Math.max(0, index - 1), reason);
    return cause instanceof DatabaseGone && commitSent ? new DatabaseGone(cause.message, true) : cause;
  }
}

const miscounted = (statements: readonly Statement[], answers: readonly PromiseSettledResult<pg.QueryResult>[]) => {
  for (const [index, { expectRows }] of statements.entries()) {
    const answer = answers[index + 1];
    if (expectRows === undefined || answer?.status !== 'fulfilled') continue;
    const { rowCount } = resultOf(answer.value);
    if (rowCount !== expectRows) return wrongRowCount(index, expectRows, rowCount);
  }
  return undefined;
};
