import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario, type Read } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';

const FOLDER = join(import.meta.dirname, '../../../../samples/scenarios');

export const SAMPLES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

export const sampleDocument = (id: string): unknown => JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));

/** Reads a sample with a merge patch on top. */
export const readSample = (id: string, patch: object = {}): Read =>
  readScenario({ ...patch, extends: id }, sampleDocument);

export function sample(id: string, patch: object = {}): Scenario {
  const read = readSample(id, patch);
  if (!read.ok) throw new Error(`${id}: ${read.faults.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}`);
  return read.scenario;
}

/** So many lorries a day in all, split as in the scenario. */
export function withVolume(scenario: Scenario, perDay: number): Scenario {
  const total = Object.values(scenario.classes).reduce((sum, each) => sum + each.lorriesPerDay.value, 0);
  const classes = Object.fromEntries(
    Object.entries(scenario.classes).map(([id, each]) => [
      id, { ...each, lorriesPerDay: { ...each.lorriesPerDay, value: (each.lorriesPerDay.value * perDay) / total } },
    ]),
  );
  return { ...scenario, classes };
}
