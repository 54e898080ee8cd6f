import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';

/** The samples lie beside the folder of the built files; when the sources themselves run, at the root of the repository. */
const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDERS = [join(HERE, '..'), join(HERE, '..', '..', '..', '..')];

export function sampleFile(name: string): string {
  const found = FOLDERS.map((folder) => join(folder, 'samples', name)).find((file) => existsSync(file));
  if (found === undefined) throw new Failure(`samples/${name} is missing: name another file.`);
  return found;
}
