import { CAUSES as domainCauses } from '@pairgate/domain/kernel/codes.ts';
import { expect, it } from 'vitest';
import { CAUSES } from './causes.ts';

it('keeps the order of the causes that the domain keeps', () => {
  expect(CAUSES).toEqual(domainCauses);
});
