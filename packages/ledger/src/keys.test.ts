import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex } from './hex.ts';
import { keyFault } from './keys.ts';

// Every encoding of a point of order 1, 2, 4 or 8, those that RFC 8032 forbids included.
const LOW_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
];
const NON_CANONICAL = [
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

describe('a public key', () => {
  it.each(LOW_ORDER)('of low order is refused: %s', (key) => {
    expect(keyFault(fromHex(key)!)).toBe('low_order');
  });

  it.each(NON_CANONICAL)('that is not canonical is refused: %s', (key) => {
    expect(keyFault(fromHex(key)!)).toBe('non_canonical');
  });

  it('of the wrong length is refused', () => {
    expect(keyFault(new Uint8Array(31).fill(7))).toBe('wrong_length');
    expect(keyFault(new Uint8Array(33).fill(7))).toBe('wrong_length');
  });

  it('that was generated is accepted', () => {
    for (let i = 0; i < 20; i++) {
      const { publicKey } = generateKeyPairSync('ed25519');
      expect(keyFault(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))).toBeUndefined();
    }
  });

  it('stays as it is when it is checked', () => {
    const key = Buffer.alloc(32, 0xfe);
    keyFault(key);
    expect(key.equals(Buffer.alloc(32, 0xfe))).toBe(true);
  });

  it('must be refused before use, because platforms say true to a forged signature of the identity', () => {
    const identity = fromHex(LOW_ORDER[0]!)!;
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), identity]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const forged = Buffer.concat([identity, new Uint8Array(32)]);
    // OpenSSL up to that of Node 22 does; that of Node 24 refuses it too.
    expect(verify(null, Buffer.from('any message'), key, forged)).toBe(Number.parseInt(process.versions.node) < 24);
    expect(keyFault(identity)).toBe('low_order');
  });
});
