import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DatabaseInUse } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { openPglite } from './pglite.ts';
import { scratchFolder } from './testing.ts';

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const lockFile = (): string => join(folder.path, 'lock');

it('is held by one at a time', () => {
  const lock = lockDirectory(folder.path);
  expect(() => lockDirectory(folder.path)).toThrow(DatabaseInUse);
  lock.release();
  lockDirectory(folder.path).release();
});

it('names the process that holds it', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  writeFileSync(lockFile(), JSON.stringify({ pid: other.pid, started: '' }));
  expect(() => lockDirectory(folder.path)).toThrow(`in use by process ${other.pid}`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  lockDirectory(folder.path).release();
});

it('is taken over from a process whose number is in use again', () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, started: '1' }));
  const lock = lockDirectory(folder.path);
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
});

it.each(['', '{', '{"pid":"x"}', 'null'])('is taken over when it holds %j, as after a full disk', (text) => {
  writeFileSync(lockFile(), text);
  lockDirectory(folder.path).release();
});

it('keeps a second PGlite out of a folder until the first is closed', async () => {
  const first = await openPglite({ directory: folder.path });
  await expect(openPglite({ directory: folder.path })).rejects.toBeInstanceOf(DatabaseInUse);
  await first.close();
  const second = await openPglite({ directory: folder.path });
  await second.close();
});
