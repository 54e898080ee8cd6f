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

const FIRST_PORT = 12_000;
const PORTS = 20_000;
/** Test files that run side by side each take ports of a share of their own, so that none takes what another means to. */
const SHARES = 16;
const share = Number(process.env.VITEST_POOL_ID ?? 0) % SHARES;
const given = new Set<number>();

/**
 * A port on which nobody listens, and which nobody here was given before: it may listen there later. It is below those that
 * systems give to outgoing connections, so that it is still free when what listened there has been stopped for a while.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + share + SHARES * randomInt(PORTS / SHARES);
    if (given.has(port)) continue;
    given.add(port);
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
