import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Each drill that people are told to practise has a test that plays it, and the other way round. */
const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

it('each drill in the document is played by a test of its name', () => {
  const described = [...read('docs/operating/drills.md').matchAll(/^## (.+)$/gm)].map(([, name]) => name!.toLowerCase());
  const played = [...read('packages/node/src/exchange/drills.slow.test.ts').matchAll(/^it\('drill: ([^']+)'/gm)].map(([, name]) => name!);
  expect(described).toHaveLength(14);
  for (const name of described) expect(played).toContain(name);
  // A test may play a variant of a drill, and says so after its name.
  for (const name of played) expect(described.some((each) => name === each || name.startsWith(`${each} that `))).toBe(true);
});
