import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, encodeCanonical, MAX_DEPTH, parseCanonical } from './canonical.ts';
import { encodeUtf8 } from './utf8.ts';

const parseText = (text: string): ReturnType<typeof parseCanonical> => parseCanonical(encodeUtf8(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('canonical text', () => {
  it('is that of the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\\u0022\u002f',
      literals: [null, true, false],
    };
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = canonicalize(value).match(/:"[A-Z][^"]*"/g)!.map((text) => text.slice(2, -1));
    expect(order).toEqual([
      'Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // RFC 8785, appendix B.
  it.each([
    [0, '0'], [-0, '0'], [5e-324, '5e-324'], [-5e-324, '-5e-324'], [1.7976931348623157e308, '1.7976931348623157e+308'],
    [2 ** 53, '9007199254740992'], [2.9514790517935283e20, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'], [1e23, '1e+23'], [1e21, '1e+21'],
    [9.999999999999999e20, '999999999999999900000'],
    [9.999999999999997e-7, '9.999999999999997e-7'], [0.000001, '0.000001'], [333333333.33333325, '333333333.33333325'],
    [-3.3333333333333333e-6, '-0.0000033333333333333333'], [Number('1424953923781206.2'), '1424953923781206.2'],
  ])('of %d is %s', (number, text) => {
    expect(canonicalize(number)).toBe(text);
  });

  it('sorts keys that look like integers as text', () => {
    expect(canonicalize({ 9: 'a', 10: 'b', a: 'c', '!': 'd' })).toBe('{"!":"d","10":"b","9":"a","a":"c"}');
  });

  it.each([
    ['undefined', undefined], ['undefined in an object', { a: undefined }], ['a hole', Array(2)],
    ['a function', () => 1],
    ['a big integer', 1n], ['a symbol', Symbol('a')], ['NaN', Number.NaN],
    ['infinity', Infinity], ['a date', new Date(0)],
    ['a map', new Map()], ['a lone surrogate', 'a\ud800b'], ['a lone surrogate in a key', { '\udc00': 1 }],
    ['nesting of 33', JSON.parse(nested(MAX_DEPTH + 1))],
  ])('does not exist for %s', (_, value) => {
    expect(() => canonicalize(value)).toThrow(TypeError);
  });

  it('is what JSON means', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalize(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalize(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('canonical bytes', () => {
  const wireValue = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger(),
      fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC')),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.oneof(fc.string({ unit: 'grapheme' }).map((key) => key.normalize('NFC')), fc.nat(20).map(String)),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;

  it('come back as their value', () => {
    fc.assert(
      fc.property(wireValue, (value) => {
        const read = parseCanonical(encodeCanonical(value));
        expect(read.ok && canonicalize(read.value)).toBe(canonicalize(value));
      }),
      { numRuns: 500 },
    );
  });

  it('are the only bytes of their value: any other byte is refused or means something else', () => {
    fc.assert(
      fc.property(wireValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, mask) => {
        const bytes = Uint8Array.from(encodeCanonical(value));
        bytes[at % bytes.length]! ^= mask;
        const read = parseCanonical(bytes);
        if (read.ok) expect(canonicalize(read.value)).not.toBe(canonicalize(value));
      }),
      { numRuns: 500 },
    );
  });

  it('are not made of what could not be read back', () => {
    expect(() => encodeCanonical('Qua\u0309')).toThrow('NFC');
    expect(() => encodeCanonical({ a: [2 ** 53] })).toThrow('2^53');
  });
});

describe('strict reading', () => {
  it.each([
    ['{}'], ['[]'], ['"Quả"'], ['{"a":1,"b":[true,null]}'], ['{"10":1,"9":2}'], ['{"__proto__":1,"a":2}'],
    ['"\\\\ud800"'],
    ['9007199254740991'], ['"😀"'], ['"\\n\u0301"'], ['""'], [nested(MAX_DEPTH)],
  ])('accepts %s', (text) => {
    expect(parseText(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    ['a byte order mark', '\ufeff{}', 'byte_order_mark'],
    ['no text', '', 'not_json'],
    ['a second value', '{} {}', 'not_json'],
    ['a comment', '{}//', 'not_json'],
    ['a duplicate key', '{"a":1,"a":2}', 'not_canonical'],
    ['the same key and value twice', '{"a":1,"a":1}', 'not_canonical'],
    ['unsorted keys', '{"b":1,"a":2}', 'not_canonical'],
    ['integer keys in numeric order', '{"9":2,"10":1}', 'not_canonical'],
    ['whitespace', '{"a": 1}', 'not_canonical'],
    ['a newline at the end', '{}\n', 'not_canonical'],
    ['minus zero', '-0', 'not_canonical'],
    ['a long fraction', '1.0', 'not_canonical'],
    ['an exponent', '1e2', 'not_canonical'],
    ['a needless escape', '"\\u0041"', 'not_canonical'],
    ['an escaped pair of surrogates', '"\\ud83d\\ude00"', 'not_canonical'],
    ['an upper-case escape', '"\\u000F"', 'not_canonical'],
    ['a big integer', '9007199254740993', 'unsafe_number'],
    ['the first unsafe integer', '9007199254740992', 'unsafe_number'],
    ['a number beyond all', '1e400', 'unsafe_number'],
    ['a lone surrogate', '"\\ud800"', 'lone_surrogate'],
    ['a lone surrogate as a key', '{"\\udc00":1}', 'lone_surrogate'],
    ['decomposed text', '"Qua\u0309"', 'not_nfc'],
    ['a decomposed key', '{"Qua\u0309":1}', 'not_nfc'],
    ['too much nesting', nested(MAX_DEPTH + 1), 'too_deep'],
    ['very much nesting', nested(20_000), 'too_deep'],
  ])('refuses %s', (_, text, fault) => {
    expect(parseText(text)).toEqual({ ok: false, fault });
  });

  it.each([
    ['a stray byte', [0x22, 0xff, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0x80, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('refuses %s as not UTF-8', (_, bytes) => {
    expect(parseCanonical(Uint8Array.from(bytes))).toEqual({ ok: false, fault: 'not_utf8' });
  });
});
