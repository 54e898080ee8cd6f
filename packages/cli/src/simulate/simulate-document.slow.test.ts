import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CSV_COLUMNS } from '@pairgate/simulator/experiment/csv.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '../testing.ts';

/** The commands of `docs/reference/simulate.md` are run. Their figures may change with the model; everything else is compared. */
const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'reference', 'simulate.md'), 'utf8');
const store = mkdtempSync(join(tmpdir(), 'pairgate-simulate-document-'));
beforeAll(() => void vi.stubEnv('PAIRGATE_SIMULATIONS', store));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(store, { recursive: true });
});

const withoutFigures = (text: string): string =>
  text.replaceAll(/[+−]?\d[\d.,]*/g, '#').replaceAll(/ {2,}/g, '  ').trim();

const blocks = [...DOCUMENT.matchAll(/```console\n([\s\S]*?)```/g)].flatMap((match) => match[1]!.split(/^\$ npx pairgate /m).slice(1));

it.each(blocks)('%s', async (block) => {
  const [line, ...expected] = block.split('\n');
  const args = line!.split(' ').map((word) => (word.startsWith('samples/') ? join(ROOT, word) : word));
  const { out, err } = await runCommand(args);
  const printed = `${out}${err}`.replaceAll(`${ROOT}/`, '').split('\n').filter((each) => !each.startsWith('Simulating:')).join('\n');
  expect(withoutFigures(printed)).toBe(withoutFigures(expected.join('\n')));
});

it('the command of the README writes its report', async () => {
  const [, line] = /^npx pairgate (simulate .*)$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
  const report = join(store, 'report.html');
  const args = line!.split(' ').map((word) => (word.startsWith('samples/') ? join(ROOT, word) : word === 'report.html' ? report : word));
  expect(args).toContain(report);
  const { code, out } = await runCommand(args);
  expect([code, out]).toEqual([0, expect.stringContaining('3 of 3 replications')]);
  expect(readFileSync(report, 'utf8')).toContain('<html lang="en">');
});

it('has every column of the lines of values', () => {
  for (const column of CSV_COLUMNS.filter((each) => !each.startsWith('cause_'))) expect(DOCUMENT).toContain(`\`${column}\``);
});
