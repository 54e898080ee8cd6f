import type { Bytes } from '../bytes.ts';
import { ed25519 } from '../crypto.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';

/** A signature that one of these keys of a side must have made over the message. */
export interface Signing {
  readonly where: string;
  readonly side: string;
  readonly keys: readonly Bytes[];
  readonly signature: Bytes | undefined;
  readonly message: Bytes;
}

/** What speaks against a signature, or nothing. */
export async function signatureFinding({ where, side, keys, signature, message }: Signing): Promise<Finding | undefined> {
  if (keys.length === 0) return skipped(where, 'the root key is not usable');
  if (signature === undefined) return invalid(where, `${side} has not signed`);
  for (const key of keys) {
    const result = await ed25519(key, message, signature);
    if (result === 'unsupported') return cannotTell(where, 'this platform cannot verify Ed25519');
    if (result === 'good') return undefined;
  }
  return invalid(where, `not the signature of ${side} over this document`);
}
