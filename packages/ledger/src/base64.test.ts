import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { fromHex, toHex } from './hex.ts';
import { encodeUtf8 } from './utf8.ts';

describe('base 64', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''], ['f', 'Zg=='], ['fo', 'Zm8='], ['foo', 'Zm9v'], ['foob', 'Zm9vYg=='], ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('of %j is %j', (text, encoded) => {
    expect(toBase64(encodeUtf8(text))).toBe(encoded);
    expect(fromBase64(encoded)).toEqual(encodeUtf8(text));
  });

  it('agrees with the platform and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(text)).toEqual(bytes);
      }),
    );
  });

  it.each(['Zg', 'Zg=', 'Zh==', 'Zm9=', 'Zg==\n', ' Zg=', 'Z===', '====', 'Zm-_', 'Zg==Zg==', 'Zmé='])(
    'is not %j', (text) => {
      expect(fromBase64(text)).toBeUndefined();
    },
  );
});

describe('hexadecimal', () => {
  it('comes back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }));
  });

  it.each(['0', '0G', 'AB', '0x', ' 00'])('is not %j', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});
