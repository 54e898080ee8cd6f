import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARROWS, arrowsAsMarkdown } from '../tools/arrows.mjs';

/** The arrows between packages, and the purity of the core, are refused by the linter and not only written down. */

const ROOT = dirname(import.meta.dirname);
const RULES = /no-restricted-(imports|globals|properties)/;

const wrong: readonly (readonly [file: string, code: string])[] = [
  ['packages/domain/src/a-file.ts', `import { readFileSync } from 'node:fs'; export const x = readFileSync;`],
  ['packages/domain/src/a-type.ts', `import type { Database } from '@pairgate/store/engine/database.ts'; export type X = Database;`],
  ['packages/domain/src/passed-on.ts', `export { x } from '@pairgate/ledger/merkle.ts';`],
  ['packages/domain/src/dynamic.ts', `export const x = () => import('node:crypto');`],
  ['packages/domain/src/by-path.ts', `import { x } from '../../store/src/engine/database.ts'; export const y = x;`],
  ['packages/domain/src/deep/by-path.ts', `import { x } from '../../../ledger/src/merkle.ts'; export const y = x;`],
  ['packages/domain/src/library.ts', `import pg from 'pg'; export const x = pg;`],
  ['packages/domain/src/scoped.ts', `import { PGlite } from '@electric-sql/pglite'; export const x = PGlite;`],
  ['packages/domain/src/peculiar.ts', `import * as x509 from '@peculiar/x509'; export const x = x509;`],
  ['packages/domain/src/clock.ts', `export const now = () => Date.now();`],
  ['packages/domain/src/new-clock.ts', `export const now = () => new Date();`],
  ['packages/domain/src/hidden-clock.ts', `export const now = () => globalThis.Date.now();`],
  ['packages/domain/src/chance.ts', `export const draw = () => Math.random();`],
  ['packages/ledger/src/chance.ts', `export const draw = () => crypto.getRandomValues(new Uint8Array(8));`],
  ['packages/ledger/src/domain.ts', `import { id } from '@pairgate/domain/kernel/codes.ts'; export const x = id;`],
  ['packages/exchange/src/timer.ts', `export const later = (f: () => void) => setTimeout(f, 10);`],
  ['packages/exchange/src/environment.ts', `export const x = process.env;`],
  ['packages/exchange/src/store.ts', `import { x } from '@pairgate/store/journal.ts'; export const y = x;`],
  ['packages/store/src/node.ts', `import { x } from '@pairgate/node/main.ts'; export const y = x;`],
  ['packages/verify/src/ledger.ts', `import { x } from '@pairgate/ledger/merkle.ts'; export const y = x;`],
  ['packages/verify/src/disk.ts', `import { readFileSync } from 'node:fs'; export const x = readFileSync;`],
  ['packages/node/src/verify.ts', `import { x } from '@pairgate/verify/bundle.ts'; export const y = x;`],
  ['packages/day/src/node.ts', `import { x } from '@pairgate/node/main.ts'; export const y = x;`],
  ['packages/console/src/node.tsx', `import { x } from '@pairgate/node/main.ts'; export const y = x;`],
  ['packages/cli/src/store.ts', `import { x } from '@pairgate/store/journal.ts'; export const y = x;`],
];

const right: readonly (readonly [file: string, code: string])[] = [
  ['packages/domain/src/right.ts', `import { z } from 'zod'; import { a } from './a.ts'; export const x = [z, a, new TextEncoder()];`],
  ['packages/domain/src/right.test.ts', `import { readFileSync } from 'node:fs'; export const x = [readFileSync, Date.now()];`],
  ['packages/exchange/src/right.ts', `import { id } from '@pairgate/domain/kernel/codes.ts'; export const x = id;`],
  ['packages/node/src/right.ts', `import { x } from '@pairgate/store/journal.ts'; export const y = [x, new Date(), Math.random()];`],
];

interface Finding {
  readonly code: string;
  readonly filename: string;
  readonly help: string;
}

let findings: readonly Finding[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-lint-'));
  for (const [file, code] of [...wrong, ...right]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  const config = pathToFileURL(join(ROOT, 'oxlint.config.mjs')).href;
  writeFileSync(join(folder, 'oxlint.config.mjs'), `export { default } from '${config}';`);
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const args = [oxlint, '-c', 'oxlint.config.mjs', '--format=json', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  findings = (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics.filter(({ code }) => RULES.test(code));
});
afterAll(() => rmSync(folder, { recursive: true }));

const helpFor = (file: string): string[] =>
  findings.filter(({ filename }) => filename.replaceAll('\\', '/') === file).map(({ help }) => help);

describe('the linter', () => {
  it.each(wrong)('refuses %s with a sentence', (file) => {
    const help = helpFor(file);
    expect(help.length).toBeGreaterThan(0);
  });

  it.each(right)('accepts %s', (file) => {
    expect(helpFor(file)).toEqual([]);
  });
});

const packages = readdirSync(join(ROOT, 'packages'));

describe('the table of arrows', () => {
  it('has a row for every package', () => {
    expect(Object.keys(ARROWS).sort()).toEqual(packages.sort());
  });

  it('points from later rows to earlier ones, so that there is no circle', () => {
    const names = Object.keys(ARROWS);
    const forward = Object.entries(ARROWS).flatMap(([name, { imports }]) =>
      imports.filter((other) => names.indexOf(other) >= names.indexOf(name)),
    );
    expect(forward).toEqual([]);
  });

  it.each(packages)('agrees with package.json of %s', (name) => {
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string> };
    const own = Object.keys(dependencies).filter((key) => key.startsWith('@pairgate/'));
    const { imports } = ARROWS[name] ?? { imports: ['no row'] };
    expect(own.map((key) => key.slice('@pairgate/'.length)).sort()).toEqual([...imports].sort());
  });

  it('is what the document shows', () => {
    expect(readFileSync(join(ROOT, 'docs/concepts/packages.md'), 'utf8')).toContain(arrowsAsMarkdown());
  });
});
