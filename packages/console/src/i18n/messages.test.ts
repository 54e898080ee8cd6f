import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

type Tree = { [key: string]: unknown };

/** A parameter of any shape: as a text it is `5`, and so is each of its fields. */
const anything: unknown = new Proxy({}, { get: (_target, key) => (key === Symbol.toPrimitive ? () => '5' : '5') });

/** Every sentence of a catalogue by its path; functions are asked with a parameter of any shape. */
function sentences(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'function') return [[at, String((value as (...args: unknown[]) => unknown)(anything, anything))]];
    return value !== null && typeof value === 'object' ? sentences(value as Tree, at) : [];
  });
}

const english = new Map(sentences(en));
const parts = (sentence: string): string[] => [...sentence.matchAll(/\{([a-z]+)\}/gi)].map((match) => match[1]!).sort();

describe.each([
  ['Vietnamese', vi as Tree],
  ['Chinese', zh as Tree],
])('the %s catalogue', (_name, catalogue) => {
  const translated = sentences(catalogue);

  it('says everything that the English one says', () => {
    expect(translated.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  it('has a place for every part of the sentence', () => {
    for (const [path, sentence] of translated) expect([path, parts(sentence)]).toEqual([path, parts(english.get(path)!)]);
  });

  it('makes as many words strong', () => {
    for (const [path, sentence] of translated) {
      expect([path, sentence.split('**').length]).toEqual([path, english.get(path)!.split('**').length]);
    }
  });

  it('leaves no sentence empty', () => {
    for (const [path, sentence] of translated) expect([path, sentence.trim()]).not.toEqual([path, '']);
  });
});

it('punctuates Chinese in full width', () => {
  const wrong = sentences(zh as Tree).filter(([, sentence]) => /[\u4e00-\u9fff][,;:?!]/.test(sentence));
  expect(wrong).toEqual([]);
});
