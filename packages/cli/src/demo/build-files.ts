import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';

/** The built files lie beside the bundle of this command; when the sources themselves run, in `build/` of the repository. */
const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDERS = [HERE, join(HERE, '..', '..', '..', '..', 'build')];

export function builtFile(name: string): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Failure(`${name} is not built; run npm run build first.`);
  return found;
}

/** The folder of the built screens, or nothing: a node also works without them. */
export const consoleFolder = (): string | undefined =>
  FOLDERS.map((folder) => join(folder, 'console')).find((folder) => existsSync(join(folder, 'index.html')));
