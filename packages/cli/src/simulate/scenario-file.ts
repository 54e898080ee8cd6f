import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readScenario } from '@pairgate/simulator/scenario/read.ts';
import type { Scenario } from '@pairgate/simulator/scenario/schema.ts';
import type { Language } from '../context.ts';
import { Failure } from '../failure.ts';
import { readStrictJson } from '../json-file.ts';

/** A scenario that can be run, and what will go wrong all the same. What it extends lies beside it, under its id. */
export function readScenarioFile(file: string, language: Language): { readonly scenario: Scenario; readonly warnings: readonly string[] } {
  const beside = (id: string): unknown => {
    const parent = join(dirname(file), `${id}.json`);
    return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id) && existsSync(parent) ? readStrictJson(parent, language) : undefined;
  };
  const read = readScenario(readStrictJson(file, language), beside);
  if (read.ok) return { scenario: read.scenario, warnings: read.warnings.map(({ pointer, reason }) => `${file}, at ${pointer}: ${reason}`) };
  const [{ pointer, reason }, ...others] = read.faults as [(typeof read.faults)[number], ...typeof read.faults];
  const more = others.length > 0 ? ` (and ${others.length} more ${others.length === 1 ? 'fault' : 'faults'}; --json shows all)` : '';
  throw new Failure(`${file}${pointer === '' ? '' : `, at ${pointer}`}: ${reason}${more}`, {
    code: 'scenario_refused', pointer,
    cause: { problem: { code: 'scenario_refused', detail: reason, pointer, errors: read.faults } },
  });
}
