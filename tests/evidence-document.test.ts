import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES } from '@pairgate/verify/codes.ts';

/** `docs/reference/evidence.md` has every question of the verifier by its code, and no others, in the order of a report. */
const DOCUMENT = readFileSync(new URL('../docs/reference/evidence.md', import.meta.url), 'utf8');

it('lists every code with its question', () => {
  const listed = [...DOCUMENT.matchAll(/^\| `([A-Z_]+)` \| ([^|]+?) \|[^|]*\|[^|]*\|$/gm)].map(([, code, question]) => [code, question]);
  expect(listed).toEqual(Object.entries(CODES));
});

it('says of every question what speaks against it, or what leaves it open', () => {
  const rows = [...DOCUMENT.matchAll(/^\| `[A-Z_]+` \| [^|]+ \|([^|]*)\|([^|]*)\|$/gm)];
  expect(rows.filter(([, invalid, open]) => `${invalid}${open}`.trim() === '')).toEqual([]);
});
