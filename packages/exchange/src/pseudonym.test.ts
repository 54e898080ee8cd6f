import { describe, expect, it } from 'vitest';
import { toHex } from '@pairgate/ledger/hex.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { mask } from './project.ts';
import { hmacSha256, isPseudonym, pseudonymsOf } from './pseudonym.ts';
import { sha256 } from './testing/pair.ts';

describe('HMAC with SHA-256', () => {
  // RFC 4231, cases 1, 2, 6 (a key longer than a block).
  it.each([
    [new Uint8Array(20).fill(0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [encodeUtf8('Jefe'), 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [new Uint8Array(131).fill(0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First', '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'],
  ])('is that of RFC 4231', (key, message, expected) => {
    expect(toHex(hmacSha256(sha256, key)(encodeUtf8(message)))).toBe(expected);
  });
});

describe('a pseudonym', () => {
  const secret = new Uint8Array(32).fill(7);
  const of = pseudonymsOf(sha256, secret, 'a-pair');

  it('is the same for the same value, and another one for another value, purpose, pair or secret', () => {
    const names = [
      of('queue', '29H-412.07'), of('queue', '29H-412.08'), of('gate', '29H-412.07'),
      pseudonymsOf(sha256, secret, 'b-pair')('queue', '29H-412.07'),
      pseudonymsOf(sha256, new Uint8Array(32).fill(8), 'a-pair')('queue', '29H-412.07'),
    ];
    expect(of('queue', '29H-412.07')).toBe(names[0]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every(isPseudonym)).toBe(true);
  });

  it('does not run purpose and value together', () => {
    expect(of('a', 'bc')).not.toBe(of('ab', 'c'));
    expect(of('a"', 'c')).not.toBe(of('a', '"c'));
  });

  it('needs a secret that nobody guesses', () => {
    expect(() => pseudonymsOf(sha256, new Uint8Array(31), 'a-pair')).toThrow(RangeError);
  });
});

describe('a mask', () => {
  it.each([
    ['29H-412.07', 3, '***.07'], ['29H-412.07', 12, '***12.07'], ['ab', 3, '***b'], ['a', 3, '***'], ['', 3, '***'],
    ['粤Z·1234港', 2, '***4港'], ['a😀😀b', 2, '***😀b'],
  ])('of %j keeps the last %i characters, and never more than half', (text, keep, expected) => {
    expect(mask(text, keep)).toBe(expected);
  });
});
