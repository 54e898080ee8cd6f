import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { refusals } from '@pairgate/domain/vocabulary/refusals.ts';
import { statusOf } from '@pairgate/node/http/problem.ts';
import { headings, sectionOf } from './integration/error-table.ts';

/** Every code stands in `docs/reference/error-codes.md`, and every section of `errors.md` has its tests. */

function statusesOf(code: string): string {
  const bare = statusOf({ code });
  const pointed = statusOf({ code, pointer: '' });
  return bare === pointed ? String(bare) : `${Math.min(bare, pointed)} or ${Math.max(bare, pointed)}`;
}

const document = (): string => {
  const lines = Object.entries(refusals).map(([code, { en }]) => `| \`${code}\` | ${statusesOf(code)} | ${en} |`);
  return `# Every code of a refusal

Made from \`packages/domain/src/vocabulary/refusals.ts\`, where the sentences are in Vietnamese and Chinese too. A code with two
statuses answers 422 when it points at a fault in the content, and 409 or 404 when it does not. What comes with a code, and
what it is an answer to, is in [errors.md](errors.md).

| code | status | sentence |
|---|---|---|
${lines.join('\n')}
`;
};

// Update the committed copy with `npx vitest run --project unit tests/errors-document.test.ts -u` and review its difference.
it('every code is in the committed list, with its status and its sentence', async () => {
  await expect(document()).toMatchFileSnapshot('../docs/reference/error-codes.md');
});

it('every section names its tests, and there are no others', () => {
  const named = headings().map((heading) => /tests\/integration\/errors-[\w-]+\.test\.ts/.exec(sectionOf(heading))?.[0]);
  expect(named).not.toContain(undefined);
  const files = readdirSync(new URL('./integration/', import.meta.url)).filter((file) => /^errors-.+\.test\.ts$/.test(file));
  expect(named.toSorted()).toEqual(files.map((file) => `tests/integration/${file}`).toSorted());
});
