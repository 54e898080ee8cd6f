import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseInUse } from './database.ts';

/**
 * One process per data folder. The lock is a file that names its owner; the lock of a process that was killed is
 * recognised and taken over. A process is named by its id and its start, because ids are used again.
 */

interface Owner {
  readonly pid: number;
  /** Ticks since the machine started, from `/proc`; empty where there is none. */
  readonly started: string;
}

export interface DirectoryLock {
  release(): void;
}

/** Undefined when there is no such process, or when it is dead and only waits for its parent to notice. */
const startOf = (pid: number): string | undefined => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    // The command name is in brackets and may hold spaces; state and start time are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? undefined : (fields[19] ?? '');
  } catch {
    return '';
  }
};

const ownerOf = (text: string): Owner | undefined => {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
};

const isAlive = ({ pid, started }: Owner): boolean => {
  const found = startOf(pid);
  return found !== undefined && (found === started || found === '' || started === '');
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Moves a stale lock out of the way. Two processes may find the same stale lock: the second one then moves the first
 * one's new lock, sees that by its text, and puts it back.
 */
const discard = (file: string, stale: string): void => {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, file);
  rmSync(aside);
};

/** Throws `DatabaseInUse` while another process, or this one, holds the folder. The folder must exist. */
export const lockDirectory = (directory: string): DirectoryLock => {
  const file = join(directory, 'lock');
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' } satisfies Owner);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = readIfThere(file);
    if (text === undefined) continue;
    const owner = ownerOf(text);
    if (owner !== undefined && isAlive(owner)) {
      throw new DatabaseInUse(`The data folder ${directory} is in use by process ${owner.pid}; stop that one first.`);
    }
    discard(file, text);
  }
  throw new DatabaseInUse(`The data folder ${directory} is being opened by another process; try again.`);
};
