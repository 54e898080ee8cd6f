import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { writeBackup } from '../backup.ts';
import { restoreBackup, surveyBackup } from '../restore.ts';

/** A copy of a database as it is now, through a backup file and a restore into a new one, as an operator makes it. */
export async function copyOf(side: SideId, source: Database): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'pairgate-copy-'));
  try {
    const path = join(folder, 'backup');
    await writeBackup(path, { nodes: [{ side, source, files: [] }], createdAt: '2026-11-21T00:00:00.000Z' });
    const target = await openPglite();
    await restoreBackup(path, await surveyBackup(path), { databases: new Map([[side, target]]), force: true });
    return target;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
