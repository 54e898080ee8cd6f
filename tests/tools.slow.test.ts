import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** The commands of the repository, tried on a small copy of it that has the same tools and packages. */

const ROOT = dirname(import.meta.dirname);
const WORKER = join('packages', 'store', 'src', 'engine');
let copy: string;

const run = (
  file: string,
  args: readonly string[] = [],
  node: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [...node, join(copy, file), ...args], { cwd: copy, encoding: 'utf8', env: { ...process.env, ...env } });

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
};

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'pairgate-tools-'));
  for (const part of ['tools', 'package.json', 'package-lock.json', 'packages/cli/bin', WORKER]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  mkdirSync(join(copy, 'build'));
  for (const file of ['pglite-template.tar', '.pglite-template.hash']) {
    cpSync(join(ROOT, 'build', file), join(copy, 'build', file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  write('packages/console/index.html', '<!doctype html><title>screens</title>');
  const styles = ['styles/tokens', 'styles/base', 'components/button', 'components/field', 'components/language-switch', 'verifier/page'];
  for (const style of styles) write(`packages/console/src/${style}.css`, '');
  write('packages/console/src/verifier/page.html', '<!doctype html><title>verifier</title>');
  write('packages/console/src/verifier/page.ts', '');
  write('packages/cli/src/main.ts', `import { word } from '@pairgate/domain/word.ts'; console.log(word, process.argv.slice(2));`);
  write('packages/domain/src/word.ts', `export const word: string = 'first';`);
});
afterAll(() => rmSync(copy, { recursive: true }));

it('builds what is missing, then becomes the command, with its arguments', () => {
  const first = run('tools/start.mjs', ['--port', '4310']);
  expect(first.stderr).toBe('');
  expect(first.stdout).toMatch(/built pglite-worker .*\nbuilt pairgate .*\nbuilt console .*\nbuilt verifier .*\nfirst \[ 'demo', '--port', '4310' \]\n$/s);
  expect(first.status).toBe(0);
});

it('builds nothing twice', () => {
  const built = statSync(join(copy, 'build', 'pairgate.js')).mtimeMs;
  const again = run('tools/start.mjs');
  expect(again.stdout).toBe(`first [ 'demo' ]\n`);
  expect(statSync(join(copy, 'build', 'pairgate.js')).mtimeMs).toBe(built);
});

it('builds again what has changed, and only that', () => {
  write('packages/domain/src/word.ts', `export const word: string = 'second';`);
  const changed = run('packages/cli/bin/pairgate.mjs', ['show', 'PG-4K7N-8821']);
  expect(changed.stdout).toBe(`second [ 'show', 'PG-4K7N-8821' ]\n`);
  expect(changed.stderr).toMatch(/built pairgate/);
  expect(changed.stderr).not.toMatch(/built pglite-worker/);
});

it('says in one sentence what is wrong with the sources, and builds when that is mended', () => {
  write('packages/domain/src/word.ts', `export const word: string = 'third'; export const = 1;`);
  const broken = run('tools/start.mjs');
  expect(broken.status).toBe(1);
  expect(broken.stdout).not.toContain('third');
  expect(broken.stderr).toContain('word.ts');
  write('packages/domain/src/word.ts', `export const word: string = 'third';`);
  expect(run('tools/start.mjs').stdout).toContain('third');
});

it('draws property tests for no number of rounds but one from 1 on', () => {
  expect(run('tools/properties.mjs', ['--rounds', '0'])).toMatchObject({ status: 1, stderr: '--rounds is a number from 1 on.\n' });
});

it.each(['tools/start.mjs', 'tools/test.mjs', 'tools/check.mjs', 'packages/cli/bin/pairgate.mjs'])(
  '%s says in one sentence that Node is too old',
  (file) => {
    const old = join(copy, 'old-node.cjs');
    writeFileSync(old, `Object.defineProperty(process.versions, 'node', { value: '18.20.4' });`);
    const { status, stdout, stderr } = run(file, [], ['--require', old]);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Pairgate needs Node.js 20.19 or newer; this is 18.20.4.\n',
    });
  },
);

// Root may write everywhere, so as root there is nothing to say.
it.skipIf(process.getuid?.() === 0)('says in one sentence where it may not write', () => {
  write('packages/domain/src/word.ts', `export const word: string = 'fourth';`);
  chmodSync(join(copy, 'build'), 0o555);
  const { status, stderr } = run('tools/start.mjs');
  chmodSync(join(copy, 'build'), 0o755);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Pairgate may not write to .*\.\n$/);
});

/** A copy of the test command with projects of its own. */
const testCommand = (files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> => {
  rmSync(join(copy, 'tests'), { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) write(`tests/${file}.test.ts`, text);
  write('vitest.config.ts', `export default { test: { projects: ['unit', 'integration', 'e2e'].map((name) => ({
    test: { name, include: ['tests/' + name + '.test.ts', 'tests/' + name + '/*.test.ts'] } })) } };`);
  return run('tools/test.mjs', [], [], env);
};
const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

const GOOD = `import { it, expect } from 'vitest'; it('adds', () => expect(1 + 1).toBe(2));`;
const BAD = `import { it, expect } from 'vitest'; it('adds', () => expect(1 + 1).toBe(3));`;
const LEFT_OUT = `import { it } from 'vitest'; it.skip('later', () => {}); it('now', () => {});`;
/** Fails the first time that it is run. */
const unsteady = (name: string) => `import { existsSync, writeFileSync } from 'node:fs'; import * as vitest from 'vitest';
  vitest.it('fails once', () => { const known = existsSync('${name}'); writeFileSync('${name}', ''); vitest.expect(known).toBe(true); });
  vitest.it('passes', () => {});`;
const UNLOADABLE = `throw new Error('this file cannot be loaded');`;
const CRASHING = `${GOOD} setTimeout(() => { throw new Error('nobody catches this'); }, 1);
  it('waits', () => new Promise((done) => setTimeout(done, 200)));`;
const ENDLESS = `import { it } from 'vitest'; it('never ends', { timeout: 600_000 }, () => new Promise(() => {}));`;

it.each([
  [{ unit: GOOD, integration: GOOD, e2e: GOOD }, '3 passed, 0 failed', 0],
  [{ unit: GOOD, integration: BAD, e2e: LEFT_OUT }, '2 passed, 1 failed, 1 skipped', 1],
  [{ unit: GOOD, integration: UNLOADABLE, e2e: GOOD }, '2 passed, 1 failed', 1],
  [{ unit: GOOD, integration: CRASHING, e2e: GOOD }, '4 passed, 1 failed', 1],
  [{ unit: GOOD, integration: `${CRASHING} ${unsteady('crashed-here')}`, e2e: GOOD }, '5 passed, 1 failed', 1],
  [{ unit: GOOD, e2e: GOOD }, '2 passed, 1 failed', 1],
])('counts in the last line of the test command, case %#', (files, line, status) => {
  const result = testCommand(files);
  expect(lastLine(result.stdout)).toBe(line);
  expect(result.status).toBe(status);
});

it('names at the end what failed, and why', () => {
  const { stdout } = testCommand({ unit: BAD, integration: UNLOADABLE, e2e: GOOD });
  const end = stdout.slice(stdout.indexOf('all tests took'));
  expect(end).toContain('FAILED tests/unit.test.ts > adds: expected 2 to be 3');
  expect(end).toContain('FAILED tests/integration.test.ts: this file cannot be loaded');
});

it('runs a file in which something failed once more, and names what passed only then', () => {
  const { stdout, status } = testCommand({ unit: GOOD, integration: unsteady('been-here'), e2e: GOOD });
  const end = stdout.slice(stdout.indexOf('all tests took'));
  expect(end).toContain('UNSTEADY tests/integration.test.ts > fails once: expected false to be true');
  expect(end).not.toContain('FAILED');
  expect(lastLine(stdout)).toBe('4 passed, 0 failed');
  expect(status).toBe(0);
});

it('runs nothing again when more than three files have failed', () => {
  const four = [1, 2, 3, 4].map((number) => [`unit/${number}`, unsteady(`been-there-${number}`)]);
  const { stdout, status } = testCommand({ ...Object.fromEntries(four), unit: GOOD, integration: GOOD, e2e: GOOD });
  expect(stdout).not.toContain('UNSTEADY');
  expect(lastLine(stdout)).toBe('7 passed, 4 failed');
  expect(status).toBe(1);
});

it('says of a run that was stopped how far it was, and counts what had ended', () => {
  const { stdout, status } = testCommand({ unit: GOOD, integration: ENDLESS, e2e: GOOD }, { TEST_PATIENCE_MS: '18000' });
  expect(stdout).toContain(
    'The integration tests were stopped after 0.3 minutes; no file had ended, and tests/integration.test.ts had begun.',
  );
  expect(lastLine(stdout)).toBe('2 passed, 1 failed');
  expect(status).toBe(1);
});

it('has a script that continuous integration can run', () => {
  expect(statSync(join(ROOT, '.ci', 'run')).mode & 0o111).not.toBe(0);
  expect(readFileSync(join(ROOT, '.ci', 'run'), 'utf8')).toMatch(/\nnpm test --silent\n$/);
});
