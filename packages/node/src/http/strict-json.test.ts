import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFault, MAX_DEPTH, parseStrictJson } from './strict-json.ts';

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text));

function faultOf(act: () => unknown): { code: string; pointer: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof JsonFault) return { code: error.code, pointer: error.pointer };
    throw error;
  }
  throw new Error('the document was taken');
}

/** A number that the interface takes: JSON.stringify writes it, and it is not beyond the safe integers. */
const isTaken = (value: unknown): boolean =>
  typeof value === 'number'
    ? Math.abs(value) <= Number.MAX_SAFE_INTEGER
    : typeof value === 'object' && value !== null
      ? Object.values(value).every(isTaken)
      : true;

const nfc = (value: unknown): unknown => JSON.parse(JSON.stringify(value).normalize('NFC'));

describe('strict JSON', () => {
  it('reads what JSON.parse reads, in any layout', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(4), (value, indent) => {
        fc.pre(isTaken(value));
        fc.pre(!/\\u[dD][89a-fA-F]/.test(JSON.stringify(value)));
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(parse(JSON.stringify(value, null, indent))).toEqual(nfc(value));
      }),
    );
  });

  it('refuses every text that JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '\u0001'), (text, at, put) => {
        const broken = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1);
        let expected: unknown;
        try {
          expected = JSON.parse(broken);
        } catch {
          expect(faultOf(() => parse(broken)).code).toMatch(/^(json_malformed|json_duplicate_key|json_number_inexact|text_not_unicode)$/);
          return;
        }
        try {
          expect(parse(broken)).toEqual(nfc(expected));
        } catch (error) {
          if (!(error instanceof JsonFault)) throw error;
          expect(error.code).not.toBe('json_malformed');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same whether a text is as the engine writes it or laid out otherwise', () => {
    const outcomeOf = (text: string) => {
      try {
        return { value: parse(text) };
      } catch (error) {
        return { fault: (error as JsonFault).code, pointer: (error as JsonFault).pointer };
      }
    };
    const parts = ['{"a":', '{"a":1,"a":', '{"b":2,"a":', '{"__proto__":', '[', '[1,', '"x"', '"\u1eb1\u0301"', '"e\u0301"', '"\\ud800"',
      '"\\u0000"', '"\\u0001"', '"\\n"', '0', '-0', '1e21', '1.50', '0.1', '9007199254740991', '9007199254740992', '1e-7', 'null', 'true',
      '{}', '[]', '}', ']', ']'.repeat(31), '['.repeat(31), ','];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 9 }), (chosen) => {
        const text = chosen.join('');
        // White space in front keeps the engine's reader out: only the parser takes it.
        expect(outcomeOf(text)).toEqual(outcomeOf(` ${text}`));
      }),
      { numRuns: 5_000 },
    );
  });

  it('says where the fault is', () => {
    expect(faultOf(() => parse('{"a":[1,{"b/c":1,"b/c":2}]}'))).toEqual({ code: 'json_duplicate_key', pointer: '/a/1/b~1c' });
    expect(faultOf(() => parse('{"mass":9007199254740993}'))).toEqual({ code: 'json_number_inexact', pointer: '/mass' });
    expect(faultOf(() => parse('{"mass":1e999}'))).toEqual({ code: 'json_number_inexact', pointer: '/mass' });
    expect(faultOf(() => parse('{"name":"\\ud800"}'))).toEqual({ code: 'text_not_unicode', pointer: '/name' });
    expect(faultOf(() => parse('{"a":1,}')).code).toBe('json_malformed');
    expect(faultOf(() => parse('')).code).toBe('json_malformed');
  });

  it('treats two keys as one when they are the same text in NFC', () => {
    expect(faultOf(() => parse('{"\u00e9":1,"e\u0301":2}')).code).toBe('json_duplicate_key');
  });

  it('takes nesting up to the limit and refuses one more', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parse(nested(MAX_DEPTH))).toBeDefined();
    expect(faultOf(() => parse(nested(MAX_DEPTH + 1))).code).toBe('json_too_deep');
    expect(faultOf(() => parse('['.repeat(500_000))).code).toBe('json_too_deep');
  });

  it('keeps text as it is written when that is asked for', () => {
    const bytes = new TextEncoder().encode('{"e\u0301":1,"\u00e9":"\\u0000"}');
    expect(parseStrictJson(bytes, { asWritten: true })).toEqual({ 'e\u0301': 1, '\u00e9': '\0' });
    expect(faultOf(() => parseStrictJson(bytes)).code).toBe('json_duplicate_key');
  });

  it('keeps a key named __proto__ a plain field', () => {
    const value = parse('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(faultOf(() => parseStrictJson(new Uint8Array([0x22, 0xff, 0x22]))).code).toBe('text_not_unicode');
  });
});
