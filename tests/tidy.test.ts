import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Habits that nobody has to remember, because this fails. It reads the files that git knows or would take in. */

const ROOT = dirname(import.meta.dirname);

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

const isText = (file: string): boolean => /\.(ts|tsx|mjs|js|json|md|css|html|csv|sql|yml|yaml|sh)$/.test(file);
const isSource = (file: string): boolean => /\.(ts|tsx|mjs)$/.test(file);
const contents = new Map(
  files.filter((file) => isText(file) || file === '.ci/run').map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);
const sources = [...contents].filter(([file]) => isSource(file));

/** A file over 400 lines asks to be read again. A test tells a story case by case and may be longer. */
const limitOf = (file: string): number => (/\.test\.tsx?$/.test(file) ? 600 : 400);

/** Generated from another source, or a table of data, that no reader reads from top to bottom. */
const isTable = (file: string): boolean =>
  /(-data|-types|\.generated)\.ts$/.test(file) || /\/(messages|i18n|vocabulary)\//.test(file);

/**
 * Files that are longer for a reason, each with its ceiling. A ceiling is never raised; a file that has come down to
 * the limit leaves the list.
 */
const LONG: Readonly<Record<string, number>> = {
  'packages/node/src/group.ts': 500,
  'packages/node/src/http/readings.ts': 440,
  'packages/node/src/readings/readings.ts': 480,
  'packages/node/src/writer.ts': 520,
};

const lineCount = (text: string): number => text.split('\n').length - 1;

/** The words are split so that this file does not find itself. */
const linesWith = (pattern: RegExp, of: Iterable<readonly [string, string]>): string[] =>
  [...of].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );

describe('tidy', () => {
  it('keeps files short enough to read', () => {
    const long = sources
      .filter(([file, text]) => !isTable(file) && lineCount(text) > (LONG[file] ?? limitOf(file)))
      .map(([file, text]) => `${file}: ${lineCount(text)} lines`);
    expect(long).toEqual([]);
  });

  it('lets the list of long files shrink only', () => {
    const short = Object.keys(LONG).filter((file) => lineCount(contents.get(file) ?? '') <= limitOf(file));
    expect(short).toEqual([]);
  });

  it('leaves nothing for later in the code', () => {
    expect(linesWith(new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${'X'.repeat(3)})\\b`), sources)).toEqual([]);
  });

  it('has no drawer for everything and no file that re-exports the world', () => {
    const drawers = /^(utils?|helpers?|misc|index)\.(ts|tsx|mjs)$/;
    expect(files.filter((file) => drawers.test(basename(file)))).toEqual([]);
  });

  it('names files in kebab-case, and React components in PascalCase', () => {
    const name = /^(\.?[a-z0-9]+([.-][a-z0-9]+)*\.(ts|mjs)|[A-Za-z0-9]+([.-][a-z0-9]+)*\.tsx)$/;
    expect(sources.map(([file]) => file).filter((file) => !name.test(basename(file)))).toEqual([]);
  });

  it('knows nothing of the machine that it was written on', () => {
    const folders = new RegExp(`(^|[^\\w.])/(${['work', 'root'].join('|')})/[\\w.]|/home/[a-z]`);
    expect(linesWith(folders, contents)).toEqual([]);
  });

  it('downloads from the public registry only', () => {
    const hosts = [...(contents.get('package-lock.json') ?? '').matchAll(/"resolved": "https?:\/\/([^/]+)/g)];
    expect(hosts.map(([, host]) => host).filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });

  it('skips no test and runs none alone', () => {
    const tests = [...contents].filter(([file]) => /\.test\.tsx?$/.test(file));
    expect(linesWith(new RegExp(`\\b(it|test|describe)\\.(${['on', 'ly'].join('')}|${['to', 'do'].join('')})\\b`), tests)).toEqual([]);
  });
});
