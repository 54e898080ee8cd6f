import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

const DOCUMENT = new URL('../../../docs/reference/openapi.json', import.meta.url);

// Make them anew with `npm run schema -w @pairgate/client`.
it('has the types of the committed API document', async () => {
  const made = `${COMMENT_HEADER}${astToString(await openapiTS(DOCUMENT))}`;
  expect(readFileSync(new URL('./schema.generated.ts', import.meta.url), 'utf8').trimEnd()).toBe(made.trimEnd());
});
