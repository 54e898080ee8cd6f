import type { Sha256 } from './ports.ts';
import { encodeUtf8Into } from './utf8.ts';

/**
 * What is to be hashed, put together part by part in one buffer that is used again and again: hashing is synchronous, and
 * fresh bytes for each input cost more than the hash. The hash function must not keep what it is given.
 */
const KEPT = 1 << 18;
let kept = new Uint8Array(1 << 12);
let bytes = kept;
let length = 0;

/** Makes room for `more` bytes. What is longer than most is not kept, so that nobody can make this grow for good. */
function reserve(more: number): void {
  if (length + more <= bytes.length) return;
  const larger = new Uint8Array(2 * (length + more));
  larger.set(bytes.subarray(0, length));
  bytes = larger;
  if (larger.length <= KEPT) kept = larger;
}

/** Bytes, and texts as their UTF-8, one after the other, hashed. */
export function hashOf(sha256: Sha256, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  bytes = kept;
  length = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      reserve(3 * part.length);
      length += encodeUtf8Into(part, bytes.subarray(length));
    } else {
      reserve(part.length);
      bytes.set(part, length);
      length += part.length;
    }
  }
  return sha256(bytes.subarray(0, length));
}
