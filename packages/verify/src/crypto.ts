import type { Bytes } from './bytes.ts';

/** SHA-256 by WebCrypto. */
export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/**
 * Why 32 bytes must not be used as an Ed25519 public key, or `undefined`. A key of low order accepts forged signatures
 * of every message. The points of low order on -x^2 + y^2 = 1 + d x^2 y^2 are those with y = 1 (order 1), y = -1 (2),
 * y = 0 (4), and those that doubling takes to y = 0 (8), for which d y^4 + 2 y^2 - 1 = 0 modulo p.
 */
export function keyFault(key: Bytes): string | undefined {
  if (key.length !== 32) return `a key of ${key.length} bytes instead of 32`;
  let y = 0n;
  for (let i = 31; i >= 0; i--) y = (y << 8n) | BigInt(i === 31 ? key[i]! & 0x7f : key[i]!);
  if (y >= P) return 'a key that is not canonical';
  const y2 = (y * y) % P;
  const order8 = (D * y2 * y2 + 2n * y2 - 1n) % P === 0n;
  return y === 0n || y === 1n || y === P - 1n || order8 ? 'a key of low order' : undefined;
}

/**
 * Whether the signature is the key's, over the message. `unsupported` where WebCrypto has no Ed25519. The key must have
 * passed `keyFault`.
 */
export async function ed25519(key: Bytes, message: Bytes, signature: Bytes): Promise<'good' | 'bad' | 'unsupported'> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
  } catch (error) {
    // Some platforms refuse a key that is no point of the curve when it is imported, others when it is used.
    return error instanceof DOMException && error.name === 'NotSupportedError' ? 'unsupported' : 'bad';
  }
  return (await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message)) ? 'good' : 'bad';
}
