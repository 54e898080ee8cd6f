import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { compileAgreement } from '@pairgate/exchange/agreement.ts';
import { lockDirectory } from '@pairgate/store/engine/directory-lock.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import type { Source } from './backup.ts';
import type { NodeConfig } from './config.ts';
import { checkAgreement } from './keys/agreement-file.ts';
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
  const checked = checkAgreement(JSON.parse(readFileSync(config.exchange.agreement, 'utf8')));
  if (!checked.ok) throw new Error(`The agreement ${config.exchange.agreement} cannot be used: ${checked.fault}.`);
  const db = await openDatabase(config, () => {});
  try {
    await migrate(db, ALL_MIGRATIONS);
    const agreement = compileAgreement(checked.value.document);
    return await rebuild({ db, pair: PAIR, side: config.side, agreement, onProgress });
  } finally {
    await db.close();
  }
}
