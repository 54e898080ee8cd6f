import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
const deciders = files.filter((file) => file.endsWith('/decide.ts')).map((file) => [dirname(file), file] as const);

const CODE = '([a-z]+(?:_[a-z]+)+)';
const refusedWith = new RegExp(`(?:\\bcode: |\\brefuse\\(|\\? |: |return )'${CODE}'`, 'g');
const askedFor = new RegExp(`'${CODE}'`, 'g');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

it('there are deciders to look at', () => {
  expect(deciders.length).toBeGreaterThan(10);
});

it.each(deciders)('every refusal of %s is asked for by a test beside it', (folder, file) => {
  const tests = files.filter((each) => dirname(each) === folder && each.endsWith('.test.ts')).map(read).join('\n');
  const asked = new Set(found(tests, askedFor));
  expect([...new Set(found(read(file), refusedWith))].filter((code) => !asked.has(code))).toEqual([]);
});
