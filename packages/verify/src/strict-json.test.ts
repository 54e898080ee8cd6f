import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, parseStrict } from './strict-json.ts';

describe('strict JSON', () => {
  it('means what JSON means', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const parsed = parseStrict(text);
        const value: unknown = JSON.parse(text);
        // What the platform takes and this reader does not: text that is not NFC, half pairs, big numbers.
        if (!parsed.ok) expect(parsed.detail).toMatch(/NFC|surrogate|2\^53/);
        else expect(JSON.parse(JSON.stringify(parsed.value))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['{"a":1,"a":1}', '/a', 'a key that comes twice'],
    ['{"a":{"b/c":[1,{"d~":0,"d~":0}]}}', '/a/b~1c/1/d~0', 'a key that comes twice'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__', 'a key that comes twice'],
    ['{"a":1,"\\u0061":2}', '/a', 'a key that comes twice'],
    ['["\\ud800"]', '/0', 'half a surrogate pair'],
    ['["a\u0301"]', '/0', 'text that is not NFC'],
    ['[9007199254740993]', '/0', 'a number beyond 2^53 - 1'],
    ['[01]', '', '"]" expected at character 2'],
    ['[1,]', '/1', 'no value at character 3'],
    ['{"a" 1}', '/a', '":" expected at character 5'],
    ['["a', '/0', 'a broken string at character 1'],
    ['["\t"]', '/0', 'a broken string at character 1'],
    ['["\\x"]', '/0', 'a broken string at character 1'],
    ['[NaN]', '/0', 'no value at character 1'],
    ['1 2', '', 'more text after the value, at character 2'],
    ['', '', 'no value at character 0'],
  ])('refuses %s', (text, where, detail) => {
    expect(parseStrict(text)).toEqual({ ok: false, where, detail });
  });

  it('keeps a key like __proto__ a key', () => {
    const parsed = parseStrict('{"__proto__":{"a":1}}');
    expect(parsed.ok && canonical(parsed.value)).toBe('{"__proto__":{"a":1}}');
  });
});

describe('canonical text', () => {
  it('sorts by UTF-16 code units and writes numbers as RFC 8785 does', () => {
    const parsed = parseStrict('{"\uffe5":1,"😀":2,"€":3,"10":4,"9":5,"a":[1.50,1E2,-0,"\\u000f\\/"]}');
    expect(parsed.ok && canonical(parsed.value)).toBe(
      '{"10":4,"9":5,"a":[1.5,100,0,"\\u000f/"],"€":3,"😀":2,"\uffe5":1}',
    );
  });
});
