import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from './bytes.ts';
import { ed25519, keyFault, sha256 } from './crypto.ts';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'));

describe('keys that must not be used', () => {
  // The eight points of low order, and the two encodings with a wrong sign of x = 0.
  it.each([
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
  ])('are of low order: %s', (key) => {
    expect(keyFault(hex(key))).toBe('a key of low order');
  });

  it.each([
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  ])('are not canonical: %s', (key) => {
    expect(keyFault(hex(key))).toBe('a key that is not canonical');
  });

  it('are of another length', () => {
    expect(keyFault(new Uint8Array(31))).toBe('a key of 31 bytes instead of 32');
  });

  it('are not those that were generated', () => {
    for (let i = 0; i < 20; i++) {
      const der = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
      expect(keyFault(Uint8Array.from(der.subarray(12)))).toBeUndefined();
    }
  });
});

describe('Ed25519', () => {
  // RFC 8032, section 7.1, test 2.
  const key = hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = hex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );

  it('is that of RFC 8032', async () => {
    expect(await ed25519(key, hex('72'), signature)).toBe('good');
    expect(await ed25519(key, hex('73'), signature)).toBe('bad');
    expect(await ed25519(key, hex('72'), signature.slice(1))).toBe('bad');
    expect(await ed25519(key, hex('72'), new Uint8Array(0))).toBe('bad');
  });

  it('answers, and does not throw, for keys that are no point of the curve', async () => {
    for (let y = 2; y < 40; y++) {
      expect(await ed25519(Uint8Array.of(y, ...new Uint8Array(31)), hex('72'), signature)).toBe('bad');
    }
  });
});

it('SHA-256 is that of FIPS 180-4', async () => {
  expect(toHex(await sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
