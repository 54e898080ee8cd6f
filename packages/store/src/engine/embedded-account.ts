import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** PostgreSQL refuses to run as root, so under root the server runs as the system's user `postgres`. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

const numberOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, NAME], { encoding: 'utf8' }));

const find = (): Account | undefined => {
  try {
    return { uid: numberOf('-u'), gid: numberOf('-g') };
  } catch {
    return undefined;
  }
};

/** The tools that make a system user: the common one, then BusyBox's. */
const MAKERS: readonly (readonly [string, readonly string[]])[] = [
  ['useradd', ['--system', '--user-group', '--no-create-home', NAME]],
  ['adduser', ['-S', '-D', '-H', NAME]],
];

const make = (): Account | undefined => {
  for (const [program, args] of MAKERS) {
    try {
      execFileSync(program, args, { stdio: 'ignore' });
    } catch {
      continue;
    }
    return find();
  }
  return undefined;
};

/** Undefined when this process is not root and the server may run as the same user. */
export const serverAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const account = find() ?? make();
  if (account === undefined) {
    throw new Error('PostgreSQL does not run as root; add a system user "postgres", or start as another user.');
  }
  return account;
};

/** True when anybody may pass through every folder above `path`. */
export const isReachable = (path: string): boolean => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

export const assertReachable = (directory: string): void => {
  if (isReachable(directory)) return;
  throw new Error(
    `PostgreSQL does not run as root, and its user cannot reach ${directory}; ` +
      'choose a data folder that everybody may pass through, for example with --data /var/tmp/pairgate.',
  );
};
