import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { lockFolder, startServer } from '@pairgate/node/databases.ts';
import { readConfig, type NodeConfig } from '@pairgate/node/config.ts';
import { SIDES, type CommonOptions, type Side } from './context.ts';
import { DataFolder, type Demonstration } from './data-folder.ts';
import { portsFrom } from './demo/ports.ts';
import { Failure } from './failure.ts';

/** The nodes whose data a command looks after: one named by its configuration, or those of a demonstration. */

export interface NodeSelection {
  readonly config?: string;
  readonly side?: Side;
}

export interface InstalledNode {
  readonly configFile: string;
  /** Paths in a backup are relative to here. */
  readonly base: string;
  readonly config: NodeConfig;
}

export interface Installation {
  readonly nodes: readonly InstalledNode[];
  /** Absent for a node that was named by its configuration. */
  readonly folder: DataFolder | undefined;
  readonly demonstration: Demonstration | undefined;
}

export function findInstallation({ config, side, data }: NodeSelection & CommonOptions): Installation {
  const load = (file: string): InstalledNode => ({ configFile: file, base: dirname(file), config: readConfig(file) });
  if (config !== undefined) {
    const node = load(config);
    if (side !== undefined && node.config.side !== side) throw new Failure(`${config} is the configuration of ${node.config.side}, not of ${side}.`);
    return { nodes: [node], folder: undefined, demonstration: undefined };
  }
  const folder = new DataFolder(data);
  const demonstration = folder.required();
  const files = SIDES.filter((each) => side === undefined || each === side).map((each) => folder.config(each));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Failure(`${missing} is missing: start the demonstration once, or restore a backup made --with-keys.`);
  return { nodes: files.map(load), folder, demonstration };
}

/** Keeps the demonstration from starting meanwhile. Throws `DatabaseInUse`, one sentence, when it runs. */
export async function whileStopped<T>({ folder }: Installation, run: () => Promise<T>): Promise<T> {
  const lock = folder === undefined ? undefined : lockFolder(folder.path);
  try {
    return await run();
  } finally {
    lock?.release();
  }
}

/**
 * The nodes with databases that answer: PostgreSQL servers that the demonstration starts itself are started for as long
 * as the command runs. Only while the demonstration is stopped.
 */
export async function withServers<T>(
  { nodes, folder, demonstration }: Installation,
  onProgress: (line: string) => void,
  run: (nodes: readonly InstalledNode[]) => Promise<T>,
): Promise<T> {
  if (folder === undefined || demonstration?.engine !== 'postgres') return run(nodes);
  const ports = portsFrom(demonstration.port).postgres;
  const stops: (() => Promise<void>)[] = [];
  try {
    const ready: InstalledNode[] = [];
    for (const node of nodes) {
      const { side } = node.config;
      const server = await startServer(folder.serverDirectory(side), ports[side], onProgress);
      stops.push(() => server.stop());
      ready.push({ ...node, config: { ...node.config, database: server.url } });
    }
    return await run(ready);
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}
