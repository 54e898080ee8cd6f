import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { openPglite } from './pglite.ts';
import { ensureDatabase, openPostgres } from './postgres.ts';

/**
 * Every engine that the store promises to run on, for suites that are written once and run on all of them:
 * `describe.each(ENGINES)('…', ({ open }) => { beforeAll(async () => { opened = await open(); }) … })`.
 */

export interface OpenedEngine {
  readonly database: Database;
  /** Closes the database, stops its server, removes its files. */
  dispose(): Promise<void>;
}

export interface EngineUnderTest {
  readonly name: string;
  open(): Promise<OpenedEngine>;
}

/** A folder that the system's user `postgres` can reach as well. */
export const scratchFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'pairgate-test-'));
  chmodSync(path, 0o711);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((found) => {
    const server = createServer();
    server.on('error', () => found(false));
    server.listen(port, '127.0.0.1', () => server.close(() => found(true)));
  });

/**
 * A port on which nobody listens. It is below those that systems give to outgoing connections, so that it is still free
 * when what listened there has been stopped for a while; by chance, so that test files side by side do not meet.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + randomInt(20_000);
    if (await isFree(port)) return port;
  }
}

const inMemory = async (): Promise<OpenedEngine> => {
  const database = await openPglite();
  return { database, dispose: () => database.close() };
};

const onDisk = async (): Promise<OpenedEngine> => {
  const folder = scratchFolder();
  const database = await openPglite({ directory: folder.path });
  return { database, dispose: () => database.close().then(folder.remove) };
};

const onServer = async (): Promise<OpenedEngine> => {
  const folder = scratchFolder();
  const server = await startEmbeddedPostgres({ directory: join(folder.path, 'server'), port: await freePort() });
  const database = await openPostgres({ url: await ensureDatabase({ url: server.url }, 'suite') });
  return {
    database,
    dispose: async () => {
      await database.close();
      await server.stop();
      folder.remove();
    },
  };
};

export const ENGINES: readonly EngineUnderTest[] = [
  { name: 'PGlite in memory', open: inMemory },
  { name: 'PGlite on disk', open: onDisk },
  { name: 'PostgreSQL', open: onServer },
];
