import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { encodeCanonical } from '@pairgate/ledger/canonical.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import type { Sha256 } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';

/**
 * Pseudonyms of values that must stay linkable and must not be read. A plate could be found again from a plain hash by
 * trying all plates, so the hash is keyed with a secret that never leaves the sending side.
 *
 *   pseudonym = "pn-" || hex of the first 16 bytes of
 *               HMAC-SHA-256( secret, "pairgate-pseudonym/1\n" || RFC 8785([pair, purpose, value]) )
 *
 * Equal values have equal pseudonyms within a pair and a purpose, and unrelated ones across them.
 */
export type Pseudonyms = (purpose: string, value: string) => string;

const LABEL = encodeUtf8('pairgate-pseudonym/1\n');
const BYTES = 16;
const FORM = /^pn-[0-9a-f]{32}$/;

export const isPseudonym = (text: string): boolean => FORM.test(text);

const BLOCK = 64;

const padded = (key: Uint8Array, pad: number): Uint8Array => Uint8Array.from({ length: BLOCK }, (_, at) => (key[at] ?? 0) ^ pad);

/** HMAC with SHA-256 (RFC 2104). */
export function hmacSha256(sha256: Sha256, key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const short = key.length > BLOCK ? sha256(key) : key;
  const [inner, outer] = [padded(short, 0x36), padded(short, 0x5c)];
  return (message) => sha256(concatBytes(outer, sha256(concatBytes(inner, message))));
}

/** The pseudonyms of one side of a pair. Throws a RangeError when the secret is shorter than 32 bytes. */
export function pseudonymsOf(sha256: Sha256, secret: Uint8Array, pair: string): Pseudonyms {
  if (secret.length < 32) throw new RangeError('a secret of less than 32 bytes');
  const hmac = hmacSha256(sha256, secret);
  return (purpose, value) =>
    `pn-${toHex(hmac(concatBytes(LABEL, encodeCanonical([pair, purpose, value]))).subarray(0, BYTES))}`;
}
