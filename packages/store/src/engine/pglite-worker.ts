import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { setImmediate as afterInput } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type QueryOptions, type Results } from '@electric-sql/pglite';
import { INVALID_PARAMETER, isSqlState, type Statement, type StatementResult } from './database.ts';
import type { Fault, Reply, Request, WorkerOptions } from './pglite-protocol.ts';

/**
 * PGlite in a thread of its own: its queries resolve in microtasks, so a busy loop of them would starve the timers and
 * the network of the thread that it runs in. Requests are served one by one in the order in which they came.
 */

const port = parentPort;
if (port === null) throw new Error('pglite-worker runs as a worker thread');
const options = workerData as WorkerOptions;
const reply = (message: Reply, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const BYTEA = 17;
/** `boolean[]`, `bytea[]`, `int[]`, `text[]`, `bigint[]` (`pg_type.dat`). */
const ARRAYS = [1000, 1001, 1007, 1009, 1016];
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** Copies into a buffer of its own, so that the value can be handed to the other thread. */
const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array((text.length - 2) / 2);
  bytes.set(Buffer.from(text.slice(2), 'hex'));
  return bytes;
};

const values: QueryOptions = {
  parsers: {
    [BYTEA]: bytesOf,
    [DATE]: (text) => text,
    [TIMESTAMP]: (text) => text,
    [TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  },
  // Bytes go over as they are: the driver sends a view in the binary format, without a detour through text.
  serializers: Object.fromEntries([BYTEA, ...ARRAYS].map((type) => [type, (value: unknown) => value])) as never,
};

const dumpOf = async (template: string | undefined): Promise<{ loadDataDir?: Blob }> =>
  template === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(await readFile(template))]) };

/**
 * A new database is made beside its place and moved there when it is whole, so that a process killed in the middle
 * leaves nothing that looks like a database.
 */
const initialise = async (directory: string): Promise<void> => {
  reply({ kind: 'progress', message: 'creating the database (first start only)' });
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const fresh = await PGlite.create({ dataDir: unfinished, ...(await dumpOf(options.template)) });
  await fresh.close();
  await rename(unfinished, directory);
};

const open = async (): Promise<PGlite> => {
  const directory = options.dataDirectory;
  if (directory !== undefined && !existsSync(directory)) await initialise(directory);
  const database =
    directory === undefined
      ? await PGlite.create(await dumpOf(options.template))
      : await PGlite.create({ dataDir: directory });
  await database.exec(`set time zone 'UTC'`);
  return database;
};

/** An error that already knows what to tell the other thread. */
class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.kind);
  }
}
const refused = (fault: Fault): Refused => new Refused(fault);

/** The engine itself has stopped, instead of refusing one statement. */
const isEngineLost = (error: Error): boolean =>
  error instanceof WebAssembly.RuntimeError ||
  ['ExitStatus', 'ErrnoError'].includes(error.name) ||
  /closed|exited|abort/i.test(error.message);

const faultOf = (statement: number, error: unknown): Fault => {
  if (error instanceof Refused) return error.fault;
  const { code, message, constraint } = error as { code?: unknown; message?: unknown; constraint?: string };
  if (isSqlState(code)) {
    return { kind: 'sql', statement, code, message: String(message), constraint };
  }
  if (!(error instanceof Error) || isEngineLost(error)) return { kind: 'lost', message: String(message ?? error) };
  return { kind: 'sql', statement, code: INVALID_PARAMETER, message: error.message, constraint: undefined };
};

/**
 * After an overflow of its stack the engine answers every statement with nothing at all and reports no error. Every
 * statement that was really executed names its command, so an answer without one means that the engine is lost.
 */
const run = async (database: PGlite, sql: string, params: readonly unknown[] = []): Promise<Results<unknown>> => {
  const result =
    params.length === 0
      ? (await database.exec(sql, values)).at(-1)
      : await database.query<unknown>(sql, params as unknown[], values);
  if (result?.command === undefined) throw refused({ kind: 'lost', message: 'the embedded database has stopped' });
  return result;
};

const resultOf = ({ rows, rowCount, affectedRows }: Results<unknown>): StatementResult => ({
  rows,
  rowCount: rowCount ?? affectedRows ?? 0,
});

const runCounted = async (database: PGlite, index: number, { sql, params, expectRows }: Statement) => {
  const result = await run(database, sql, params)
    .then(resultOf)
    .catch((error: unknown) => {
      throw refused(faultOf(index, error));
    });
  if (expectRows !== undefined && result.rowCount !== expectRows) {
    throw refused({ kind: 'rows', statement: index, expected: expectRows, actual: result.rowCount });
  }
  return result;
};

/** This thread serves one request at a time, so nothing else can come between begin and commit. */
const transact = async (database: PGlite, statements: readonly Statement[]): Promise<StatementResult[]> => {
  await run(database, 'begin');
  try {
    const results: StatementResult[] = [];
    for (const [index, statement] of statements.entries()) results.push(await runCounted(database, index, statement));
    await run(database, 'commit');
    return results;
  } catch (error) {
    await run(database, 'rollback').catch(() => undefined);
    throw error;
  }
};

const answer = (database: PGlite, request: Request): Promise<unknown> => {
  switch (request.kind) {
    case 'query':
      return run(database, request.sql, request.params).then((result) => result.rows);
    case 'transact':
      return transact(database, request.statements);
    case 'close':
      return database.close();
  }
};

/** Returns false when this thread should end: it was closed, or the engine is lost. */
const serve = async (database: PGlite, request: Request): Promise<boolean> => {
  try {
    reply({ kind: 'answer', id: request.id, value: await answer(database, request) });
    return request.kind !== 'close';
  } catch (error) {
    const fault = faultOf(0, error);
    reply({ kind: 'fault', id: request.id, fault });
    return fault.kind !== 'lost' && request.kind !== 'close';
  }
};

const waiting: Request[] = [];
let wake = (): void => undefined;
port.on('message', (request: Request) => {
  waiting.push(request);
  wake();
});

try {
  const database = await open();
  reply({ kind: 'ready' });
  for (let alive = true; alive; ) {
    const request = waiting.shift();
    if (request === undefined) await new Promise<void>((resolve) => (wake = resolve));
    else alive = await serve(database, request);
    // Lets this thread's port deliver what came in meanwhile.
    await afterInput();
  }
} catch (error) {
  reply({ kind: 'unopened', message: error instanceof Error ? error.message : String(error) });
}
// A lost engine leaves handles behind that would keep the thread alive.
process.exit();
