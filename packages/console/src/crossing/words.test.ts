import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { vi } from '../i18n/vi.ts';
import { zh } from '../i18n/zh.ts';
import { ruleWords } from './words.ts';

it('names the row of a decision table in the language of the reader', () => {
  const rule = 'CN-Q-001 v1 row 8';
  expect([en, vi, zh].map((m) => ruleWords(rule, m))).toEqual([rule, 'CN-Q-001 v1 dòng 8', 'CN-Q-001 v1 第 8 行']);
  expect(ruleWords('by hand', zh)).toBe('by hand');
});
