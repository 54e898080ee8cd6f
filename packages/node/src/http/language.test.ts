import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  ['vi-VN,vi;q=0.9,en-US;q=0.8', undefined, 'vi'],
  ['en;q=0.3, zh-Hans-CN;q=0.8', undefined, 'zh'],
  ['fr, de;q=0.9', 'zh', 'zh'],
  ['vi;q=0, en', undefined, 'en'],
  ['*', 'vi', 'vi'],
  [undefined, undefined, 'en'],
] as const)('reads %s with the account in %s as %s', (header, account, language) => {
  expect(languageOf(header, account)).toBe(language);
});
