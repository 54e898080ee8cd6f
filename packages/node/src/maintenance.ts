import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import type { EpochDocument } from '@pairgate/exchange/epoch.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import type { Edge } from '@pairgate/ledger/merkle.ts';
import { divergencesOf, resolveDivergence, type DivergenceRow, type Resolution } from '@pairgate/store/divergences.ts';
import { lockDirectory } from '@pairgate/store/engine/directory-lock.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import type { Source } from './backup.ts';
import type { NodeConfig } from './config.ts';
import { applyEpoch, compareEpoch, proposeEpoch, type EpochOptions } from './epochs.ts';
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

/** Runs on the database of a stopped node. Throws `DatabaseInUse` while it runs. */
async function onDatabase<T>(config: NodeConfig, run: (options: EpochOptions) => Promise<T>): Promise<T> {
  if (!hasDatabase(config)) throw new Error(`The node ${config.side} has no database yet.`);
  const checked = readAgreementFile(config.exchange.agreement);
  if (!checked.ok) throw new Error(`The agreement ${config.exchange.agreement} cannot be used: ${checked.fault}.`);
  const db = await openDatabase(config, () => {});
  try {
    await migrate(db, ALL_MIGRATIONS);
    const agreements = await storedAgreements(new Journal(db, PAIR), agreementsFrom(checked.value));
    return await run({ db, pair: PAIR, side: config.side, agreements });
  } finally {
    await db.close();
  }
}

export const proposeEpochFromNode = (config: NodeConfig, log: SideId, size: number): Promise<EpochDocument> =>
  onDatabase(config, (options) => proposeEpoch(options, log, size));

export const compareEpochWithNode = (config: NodeConfig, document: EpochDocument): Promise<Edge> =>
  onDatabase(config, (options) => compareEpoch(options, document));

/** Puts an epoch into force. What the author's anchor said of an older epoch no longer counts. */
export async function applyEpochToNode(config: NodeConfig, file: unknown, now: number) {
  const result = await onDatabase(config, (options) => applyEpoch(options, file, now));
  if (result.applied.side === config.side) forgetAnchor(config);
  return result;
}

/** The stored sizes of a log with their roots in base64, smallest first. */
export const rootsOfNode = (config: NodeConfig, log: SideId): Promise<{ size: number; root: string }[]> =>
  onDatabase(config, async ({ db, pair }) => {
    const rows = await db.query<{ size: number; root: Uint8Array }>(
      'SELECT size, root FROM log_batch WHERE pair = $1 AND log = $2 ORDER BY size',
      [pair, log],
    );
    return rows.map(({ size, root }) => ({ size, root: toBase64(root) }));
  });

export type { DivergenceRow };

export const divergencesOfNode = (config: NodeConfig): Promise<DivergenceRow[]> =>
  onDatabase(config, ({ db, pair }) => divergencesOf(db, pair));

/** Marks one divergence as settled by people; the row stays. */
export const resolveOnNode = (config: NodeConfig, log: SideId, id: number, resolution: Resolution): Promise<void> =>
  onDatabase(config, ({ db, pair }) => resolveDivergence(db, pair, log, id, resolution));

/** Makes the read models of a stopped node again. Throws `DatabaseInUse` while it runs. */
export async function rebuildNode(
  config: NodeConfig,
  onProgress: (done: number, total: number) => void,
): Promise<Rebuilt> {
  return onDatabase(config, (options) => rebuild({ ...options, onProgress }));
}
