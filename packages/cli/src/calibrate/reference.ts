import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenario, type Scenario } from '@pairgate/simulator/scenario/schema.ts';
import type { Language } from '../context.ts';
import { Failure } from '../failure.ts';
import { readStrictJson } from '../json-file.ts';

/** The samples lie beside the folder of the built files; when the sources themselves run, at the root of the repository. */
const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDERS = [join(HERE, '..'), join(HERE, '..', '..', '..', '..')];

export function referenceFile(): string {
  const name = join('samples', 'scenarios', 'huu-nghi-youyi-guan.json');
  const found = FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Failure(`${name} is missing: name a scenario with --reference.`);
  return found;
}

/** A scenario file. Throws `Failure` with the pointer to the first fault. */
export function readScenario(file: string, language: Language): Scenario {
  const parsed = scenario.safeParse(readStrictJson(file, language));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const pointer = path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  throw new Failure(`${file}, at ${pointer === '' ? 'its root' : pointer}: ${message}.`, { pointer });
}
