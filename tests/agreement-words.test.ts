import { expect, it } from 'vitest';
import { sharedFacts } from '@pairgate/exchange/entry.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '@pairgate/exchange/default-agreement.ts';
import { LEGAL_THRESHOLDS } from '@pairgate/exchange/persons.ts';
import { withheldBy } from '@pairgate/exchange/withheld.ts';
import { basisIn } from '@pairgate/domain/vocabulary/legal-bases.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { en } from '@pairgate/console/i18n/en.ts';
import { vi } from '@pairgate/console/i18n/vi.ts';
import { zh } from '@pairgate/console/i18n/zh.ts';
import { readAs } from '@pairgate/console/pages/agreement/texts.ts';
import { knownField, typeWords } from '@pairgate/console/pages/agreement/words.ts';

/** Whatever can cross or stay at home has a name that a lawyer can read, in each language. */
const messages = DEFAULT_MESSAGES as AgreementDocument['messages'];
const home = withheldBy({ messages, retention: DEFAULT_RETENTION } as unknown as AgreementDocument);
const places = new Set([...Object.values(messages).flatMap((fields) => Object.keys(fields)), ...Object.values(home).flat()]);

it.each([['en', en], ['vi', vi], ['zh', zh]] as const)('names every field, type and class in %s', (language, m) => {
  expect([...places].filter((path) => knownField(path, m) === undefined)).toEqual([]);
  expect(Object.keys(sharedFacts).filter((type) => typeWords(type, m, language) === type)).toEqual([]);
  expect(Object.keys(DEFAULT_RETENTION).filter((name) => m.agreement.classes[name] === undefined)).toEqual([]);
});

it.each(['vi', 'zh'] as const)('reads the purposes, bases and reasons of the first agreement in %s', (language) => {
  const texts = Object.values(messages).flatMap((fields) => Object.values(fields)).flatMap(({ purpose, basis }) => [purpose, basis]);
  const all = new Set([...texts, ...Object.values(DEFAULT_RETENTION).map(({ reason }) => reason)]);
  expect([...all].filter((text) => readAs(text, language) === text)).toEqual([]);
});

it.each(['vi', 'zh'] as const)('reads what follows a threshold of the law, and the law itself, in %s', (language) => {
  for (const { follows, source } of LEGAL_THRESHOLDS) {
    expect(readAs(follows, language)).not.toBe(follows);
    expect(basisIn(source, language)).not.toMatch(/\b(art|law|lists?|of|and|data|provisions|march)\b/i);
  }
});
