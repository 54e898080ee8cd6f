import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const SKIPPED = new Set(['node_modules', 'build', 'data', 'reports', '.git']);

/** All files under a file or folder of the repository, as sorted paths from its root with `/` on every system. */
export const filesUnder = (path) => {
  const full = join(ROOT, path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap(({ name }) => filesUnder(relative(ROOT, join(full, name)).split(sep).join('/')))
    .sort();
};

/** A hash of the names and bytes of the given files and folders: nothing is built twice, and nothing is stale. */
export const hashOf = (paths) => {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesUnder)) {
    const bytes = readFileSync(join(ROOT, file));
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
};
