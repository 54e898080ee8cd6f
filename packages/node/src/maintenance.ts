import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { lockDirectory } from '@pairgate/store/engine/directory-lock.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import type { Source } from './backup.ts';
import type { NodeConfig } from './config.ts';
import { agreementsFrom, readAgreementFile } from './keys/agreement-file.ts';
import { storedAgreements } from './position.ts';
import { rebuild, type Rebuilt } from './rebuild.ts';
import { ALL_MIGRATIONS } from './restore.ts';
import { openDatabase } from './start.ts';

/** Opening a node's data for those who look after it, while the node itself is stopped. */

export const PAIR = huuNghiYouyiGuan.id;

const databaseDirectory = (config: NodeConfig): string => join(config.dataDirectory, 'database');
const hasDatabase = (config: NodeConfig): boolean => config.database !== 'pglite' || existsSync(databaseDirectory(config));

/** Something to read all tables from: on PostgreSQL beside the running node, on PGlite only while it is stopped. */
export async function openForBackup(config: NodeConfig, onProgress: (line: string) => void): Promise<Source & { close(): Promise<void> }> {
  if (!hasDatabase(config)) throw new Error(`The node ${config.side} has no database yet.`);
  return config.database === 'pglite' ? openDatabase(config, onProgress) : openSnapshot({ url: config.database, onProgress });
}

/** The database that a backup is restored into. With `force` an embedded one is removed before, however broken it is. */
export async function openForRestore(config: NodeConfig, force: boolean, onProgress: (line: string) => void): Promise<Database> {
  const directory = databaseDirectory(config);
  if (force && config.database === 'pglite' && existsSync(directory)) {
    const lock = lockDirectory(directory);
    for (const name of readdirSync(directory)) if (name !== 'lock') rmSync(join(directory, name), { recursive: true });
    lock.release();
  }
  return openDatabase(config, onProgress);
}

/**
 * Forgets how far one's own log had come. Only for a restore of both sides at once: of one side alone it is the anchor
 * that makes the node ask the other side for what the backup lacks.
 */
export const forgetAnchor = (config: NodeConfig): void => rmSync(join(config.dataDirectory, 'anchor.json'), { force: true });

/** Makes the read models of a stopped node again. Throws `DatabaseInUse` while it runs. */
export async function rebuildNode(
  config: NodeConfig,
  onProgress: (done: number, total: number) => void,
): Promise<Rebuilt> {
  if (!hasDatabase(config)) throw new Error(`The node ${config.side} has no database yet.`);
  const checked = readAgreementFile(config.exchange.agreement);
  if (!checked.ok) throw new Error(`The agreement ${config.exchange.agreement} cannot be used: ${checked.fault}.`);
  const db = await openDatabase(config, () => {});
  try {
    await migrate(db, ALL_MIGRATIONS);
    const agreements = await storedAgreements(new Journal(db, PAIR), agreementsFrom(checked.value));
    return await rebuild({ db, pair: PAIR, side: config.side, agreements, onProgress });
  } finally {
    await db.close();
  }
}
