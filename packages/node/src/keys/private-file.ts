import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that is there whole or not at all: beside its place first, forced to the disk, then moved. `mode` is that
 * of the new file, whatever an older one had.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const unfinished = `${path}.part`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', mode);
  try {
    await file.writeFile(content);
    // The mode of `open` is cut by the mask of the process; nobody may get more, and the owner must not get less.
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncFolder(dirname(path));
}

export const writePrivate = (path: string, content: string): Promise<void> => writeWhole(path, content, 0o600);
export const writePublic = (path: string, content: string): Promise<void> => writeWhole(path, content, 0o644);

/** Makes a rename last over a power cut, where the platform lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
