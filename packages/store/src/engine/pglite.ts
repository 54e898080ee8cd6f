import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { checkParameters, DatabaseGone, type Database, type Statement, type StatementResult } from './database.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { compact, errorOf, type Reply, type Request, type WorkerOptions } from './pglite-protocol.ts';

export interface PgliteOptions {
  /** Folder of this database alone, made when missing. In memory, and gone at `close`, when undefined. */
  readonly directory?: string | undefined;
  /** One short line for each long step. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * The worker is bundled code, because Node 20 cannot run TypeScript: it lies beside the bundle that asks for it, or in
 * `build/` of the repository when the sources themselves are run by a test.
 */
const built = (file: string): string | undefined =>
  [new URL(file, import.meta.url), new URL(`../../../../build/${file}`, import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((path) => existsSync(path));

const workerFile = (): string => {
  const file = built('./pglite-worker.js');
  if (file === undefined) throw new Error('The database worker is not built; run `npm run build` first.');
  return file;
};

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };
type Unnumbered<T> = T extends Request ? Omit<T, 'id'> : never;

/** One worker thread from its start to its end; after its end every call fails with `DatabaseGone`. */
class Engine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  #lost: DatabaseGone | undefined;
  #last = 0;

  constructor(options: WorkerOptions, onProgress: ((message: string) => void) | undefined) {
    const worker = new Worker(workerFile(), { workerData: options });
    this.#worker = worker;
    worker.on('error', (error) => this.#lose(`the database worker failed: ${error.message}`));
    this.ended = new Promise((end) => {
      worker.on('exit', () => {
        this.#lose('the database worker has ended');
        end();
      });
    });
    this.ready = new Promise((open, fail) => {
      worker.on('exit', () => fail(this.#lost));
      worker.on('message', (reply: Reply) => {
        if (reply.kind === 'progress') onProgress?.(reply.message);
        else if (reply.kind === 'ready') open();
        else if (reply.kind === 'unopened') this.#lose(`the database does not open: ${reply.message}`);
        else this.#settle(reply);
      });
    });
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  ask<T>(request: Unnumbered<Request>): Promise<T> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    this.#last += 1;
    const id = this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #settle(reply: Extract<Reply, { id: number }>): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'answer') return waiting?.resolve(reply.value as never);
    waiting?.reject(errorOf(reply.fault));
    if (reply.fault.kind === 'lost') this.#lose(reply.fault.message);
  }

  #lose(message: string): void {
    this.#lost ??= new DatabaseGone(message, true);
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
  }
}

class Pglite implements Database {
  readonly engine = 'pglite';
  readonly #options: WorkerOptions;
  readonly #lock: DirectoryLock | undefined;
  #current: Promise<Engine>;
  #closed: Promise<void> | undefined;

  constructor(options: PgliteOptions) {
    const { directory } = options;
    const template = built('./pglite-template.tar');
    if (directory === undefined) {
      this.#options = { dataDirectory: undefined, template };
    } else {
      mkdirSync(directory, { recursive: true });
      this.#lock = lockDirectory(resolve(directory));
      this.#options = { dataDirectory: join(resolve(directory), 'pgdata'), template };
    }
    this.#current = this.#open(options.onProgress);
  }

  get ready(): Promise<unknown> {
    return this.#current;
  }

  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    checkParameters([{ sql, params }]);
    const engine = await this.#alive();
    return engine.ask<T[]>({ kind: 'query', sql, params: params.map(compact) });
  }

  async transact(statements: readonly Statement[]): Promise<StatementResult[]> {
    checkParameters(statements);
    const engine = await this.#alive();
    const compacted = statements.map((statement) => ({ ...statement, params: statement.params.map(compact) }));
    return engine.ask<StatementResult[]>({ kind: 'transact', statements: compacted });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      const engine = await this.#current;
      await engine.ask({ kind: 'close' });
      await engine.ended;
    } catch (error) {
      // A database that is already gone has nothing left to close.
      if (!(error instanceof DatabaseGone)) throw error;
    } finally {
      this.#lock?.release();
    }
  }

  async #open(onProgress?: (message: string) => void): Promise<Engine> {
    const engine = new Engine(this.#options, onProgress);
    await engine.ready;
    return engine;
  }

  /** A lost engine on disk is opened again, which replays its log as after a crash; one in memory stays lost. */
  async #alive(): Promise<Engine> {
    if (this.#closed !== undefined) throw new DatabaseGone('the database is closed');
    const seen = this.#current;
    const engine = await seen.catch(() => undefined);
    if (engine !== undefined && (!engine.isLost || this.#options.dataDirectory === undefined)) return engine;
    if (seen === this.#current) {
      await engine?.ended;
      if (seen === this.#current) this.#current = this.#open();
    }
    return this.#current;
  }
}

/**
 * Opens PGlite, the embedded PostgreSQL. It does not fsync: an acknowledged commit survives a killed process, not a
 * power cut. Throws `DatabaseInUse` when another process has the folder open.
 */
export const openPglite = async (options: PgliteOptions = {}): Promise<Database> => {
  const database = new Pglite(options);
  try {
    await database.ready;
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};
