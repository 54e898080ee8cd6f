import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** The steps of `npm run check` that are not tests, so that `npm test` covers them too. */

const ROOT = dirname(import.meta.dirname);

it.each([
  ['types of the pure packages', 'typescript/bin/tsc', ['-p', 'tsconfig.pure.json']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['lint and arrows', 'oxlint/bin/oxlint', ['-c', 'oxlint.config.mjs', '--deny-warnings', '.']],
])('%s', (_, program, args) => {
  const file = join(ROOT, 'node_modules', ...program.split('/'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
});
