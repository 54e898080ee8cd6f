import { existsSync } from 'node:fs';
import { databaseOnServer, startServer, type EmbeddedServer } from '@pairgate/node/databases.ts';
import { readConfig } from '@pairgate/node/config.ts';
import { SIDES, type Side } from '../context.ts';
import type { DataFolder, Demonstration } from '../data-folder.ts';
import { Failure } from '../failure.ts';
import { databaseName } from './folder.ts';
import { portsFrom } from './ports.ts';

/** The databases of both nodes, whichever kind they are. */
export interface Databases {
  readonly urls: Readonly<Record<Side, string>>;
  stop(): Promise<void>;
}

const LOOK_MS = 2_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** PostgreSQL servers of the demonstration's own, started again when one of them is gone. */
async function startServers(folder: DataFolder, first: number, onProgress: (line: string) => void): Promise<Databases> {
  const ports = portsFrom(first).postgres;
  const start = (side: Side) =>
    startServer(folder.serverDirectory(side), ports[side], (line) => onProgress(`${side}: ${line}`));
  const servers = {} as Record<Side, EmbeddedServer>;
  // One after the other: under root the first one copies the programs to where the server's user can reach them.
  for (const side of SIDES) servers[side] = await start(side);
  let starting = false;
  const look = async () => {
    if (starting) return;
    starting = true;
    for (const side of SIDES.filter((each) => !isAlive(servers[each].pid))) {
      onProgress(`the PostgreSQL server of ${side} has ended and starts again`);
      await start(side).then(
        (server) => (servers[side] = server),
        (error: Error) => onProgress(error.message),
      );
    }
    starting = false;
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return {
    urls: { VN: servers.VN.url, CN: servers.CN.url },
    async stop() {
      clearInterval(timer);
      await Promise.all(SIDES.map((side) => servers[side].stop()));
    },
  };
}

/** The address that an earlier start was given, without the database at its end. */
function formerServer(folder: DataFolder): string {
  if (existsSync(folder.config('VN'))) return readConfig(folder.config('VN')).database;
  throw new Failure(`The data in ${folder.path} is on a PostgreSQL server: say where it is with DATABASE_URL.`);
}

export async function startDatabases(
  folder: DataFolder,
  demonstration: Demonstration,
  databaseUrl: string | undefined,
  onProgress: (line: string) => void,
): Promise<Databases> {
  const nothing = async () => {};
  if (demonstration.engine === 'pglite') return { urls: { VN: 'pglite', CN: 'pglite' }, stop: nothing };
  if (demonstration.engine === 'postgres') return startServers(folder, demonstration.port, onProgress);
  const server = databaseUrl ?? formerServer(folder);
  const url = (side: Side) => databaseOnServer(server, databaseName(side, demonstration), onProgress);
  return { urls: { VN: await url('VN'), CN: await url('CN') }, stop: nothing };
}

/** Stops servers that a killed supervisor has left running. */
export async function stopLeftServers(folder: DataFolder, { port }: Demonstration): Promise<void> {
  const ports = portsFrom(port).postgres;
  for (const side of SIDES) {
    const directory = folder.serverDirectory(side);
    if (!existsSync(`${directory}/pgdata/postmaster.pid`)) continue;
    await (await startServer(directory, ports[side], () => {})).stop();
  }
}
