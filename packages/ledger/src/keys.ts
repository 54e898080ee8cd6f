import { equalBytes } from './bytes.ts';
import { fromHex } from './hex.ts';

/**
 * Ed25519 public keys that no one may enrol. With a key of low order a signature can be made that fits every message
 * without any private key, and verification says true. The eight points of low order have five y-coordinates;
 * comparing those, whatever the sign bit, covers all their encodings, the ones with a wrong sign of x = 0 included.
 */
const LOW_ORDER_Y = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => fromHex(hex)!);

export const PUBLIC_KEY_SIZE = 32;

export type KeyFault = 'wrong_length' | 'non_canonical' | 'low_order';

/** Why the bytes may not be used as an Ed25519 public key (RFC 8032, section 5.1.3), or `undefined`. */
export function keyFault(publicKey: Uint8Array): KeyFault | undefined {
  if (publicKey.length !== PUBLIC_KEY_SIZE) return 'wrong_length';
  // Not `slice`: that of Node's Buffer shares memory, and the caller's key would lose its sign bit.
  const y = Uint8Array.from(publicKey);
  y[31] = y[31]! & 0x7f;
  if (isNotBelowPrime(y)) return 'non_canonical';
  return LOW_ORDER_Y.some((low) => equalBytes(low, y)) ? 'low_order' : undefined;
}

// p = 2^255 - 19, little-endian ed ff .. ff 7f: only the lowest byte distinguishes p to 2^255 - 1.
function isNotBelowPrime(y: Uint8Array): boolean {
  return y[0]! >= 0xed && y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff);
}
