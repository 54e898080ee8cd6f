import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder } from '@pairgate/node/databases.ts';
import { DataFolder, MARKER, newDemonstration, type Demonstration, type Engine } from '../data-folder.ts';
import { Failure } from '../failure.ts';

/** Taking a data folder into use: made, allowed, locked, ours, and with one kind of database for its whole life. */

export interface FolderOptions {
  readonly data: string;
  readonly fresh: boolean;
  readonly port: number;
  /** What the person asked for; nothing means what the folder has, else PGlite. */
  readonly engine: Engine | undefined;
  readonly onProgress: (line: string) => void;
  /** Asked before anything is changed; throws a sentence when the demonstration could not start anyway. */
  readonly check: () => Promise<void>;
  /** Stops whatever an earlier run has left running in the folder, before it is removed. */
  readonly stopServers: (folder: DataFolder, demonstration: Demonstration) => Promise<void>;
}

export interface TakenFolder {
  readonly folder: DataFolder;
  readonly demonstration: Demonstration;
  readonly isNew: boolean;
  release(): void;
}

const ENGINE_NAMES: Readonly<Record<Engine, string>> = {
  pglite: 'the embedded PGlite',
  postgres: 'PostgreSQL servers of its own (--postgres)',
  server: 'a PostgreSQL server named by DATABASE_URL',
};

/** Beside the lock itself, what file systems and version control leave in a folder that counts as empty. */
const isNothing = (name: string): boolean => name === 'lock' || name === 'lost+found' || name.startsWith('.');

/** Folder by folder: Node's own way of making all of them at once never ends where the system refuses with ENOENT, as in /proc. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  // Everybody may pass through: a PostgreSQL server below it may run as another user. Keys have folders of their own.
  mkdirSync(path, { mode: 0o755 });
}

function makeFolder(path: string): void {
  try {
    if (existsSync(path) && !statSync(path).isDirectory()) throw new Failure(`${path} is a file, not a folder.`);
    makeFolders(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOENT') {
      throw new Failure(`Pairgate may not write to ${path}: choose another folder with --data.`, { cause: error });
    }
    if (code === 'ENOTDIR' || code === 'EEXIST') throw new Failure(`${path} lies below a file, so it cannot be a folder.`, { cause: error });
    throw error;
  }
}

/** Only an empty folder, or one with our marker, is taken; only one with our marker is ever emptied. */
function assertOurs(folder: DataFolder, fresh: boolean): void {
  if (folder.demonstration() || readdirSync(folder.path).every(isNothing)) return;
  throw new Failure(
    fresh
      ? `${folder.path} holds no demonstration (no ${MARKER}), so --fresh removes nothing from it.`
      : `${folder.path} holds other files and no demonstration: choose an empty folder with --data.`,
  );
}

async function removeContents(folder: DataFolder, options: FolderOptions): Promise<void> {
  const demonstration = folder.demonstration();
  if (!demonstration) return;
  const names = readdirSync(folder.path).filter((name) => name !== 'lock');
  await options.stopServers(folder, demonstration);
  options.onProgress(`removing the former data in ${folder.path}`);
  if (demonstration.engine === 'server') {
    options.onProgress(`the databases ${databaseName('VN', demonstration)} and ${databaseName('CN', demonstration)} stay on the server`);
  }
  // The marker goes last: an interrupted removal can be repeated.
  for (const name of names.filter((each) => each !== MARKER)) rmSync(folder.at(name), { recursive: true, force: true });
  rmSync(folder.marker, { force: true });
}

/** Named after the folder, so that a fresh folder never meets the database of a former one. */
export const databaseName = (side: 'VN' | 'CN', { id }: Demonstration): string => `pairgate_${side.toLowerCase()}_${id}`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const RUN_FILE = 'run.json';
const LEFT_PATIENCE_MS = 20_000;

/** Remembers the processes of this run: after a kill of the supervisor they need a moment to end by themselves. */
export const rememberRun = (folder: DataFolder, pids: readonly number[]): void =>
  writeFileSync(folder.at(RUN_FILE), JSON.stringify({ pids }));

export const forgetRun = (folder: DataFolder): void => rmSync(folder.at(RUN_FILE), { force: true });

async function waitForFormerRun(folder: DataFolder, onProgress: (line: string) => void): Promise<void> {
  const file = folder.at(RUN_FILE);
  if (!existsSync(file)) return;
  let pids: number[] = [];
  try {
    pids = (JSON.parse(readFileSync(file, 'utf8')) as { pids: number[] }).pids;
  } catch {
    // The file was being written when the power went; the ports will tell.
  }
  for (const until = Date.now() + LEFT_PATIENCE_MS; pids.some(isAlive) && Date.now() < until; ) {
    if (pids.length > 0) onProgress('waiting until the processes of the former run have ended');
    await waitUntilGone(pids, until);
  }
  rmSync(file, { force: true });
}

async function waitUntilGone(pids: readonly number[], until: number): Promise<void> {
  while (pids.some(isAlive) && Date.now() < until) await sleep(100);
}

function engineFor(folder: DataFolder, former: Demonstration | undefined, wanted: Engine | undefined): Engine {
  if (!former) return wanted ?? 'pglite';
  if (wanted === undefined || wanted === former.engine) return former.engine;
  throw new Failure(
    `The data in ${folder.path} is kept by ${ENGINE_NAMES[former.engine]}, not by ${ENGINE_NAMES[wanted]}: ` +
      'name another folder with --data, or begin anew with --fresh.',
  );
}

/** Takes the folder. Throws one sentence when that is not possible; then nothing in it was changed. */
export async function takeFolder(options: FolderOptions): Promise<TakenFolder> {
  const folder = new DataFolder(options.data);
  makeFolder(folder.path);
  const lock = lockFolder(folder.path);
  try {
    await waitForFormerRun(folder, options.onProgress);
    assertOurs(folder, options.fresh);
    const engine = engineFor(folder, options.fresh ? undefined : folder.demonstration(), options.engine);
    await options.check();
    if (options.fresh) await removeContents(folder, options);
    const former = folder.demonstration();
    const urls = { VN: `http://localhost:${options.port}`, CN: `http://localhost:${options.port + 1}` };
    const id = former?.id ?? randomBytes(4).toString('hex');
    const demonstration = newDemonstration({ id, engine, port: options.port, urls });
    return { folder, demonstration, isNew: former === undefined, release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}
