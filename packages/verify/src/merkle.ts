import type { Bytes } from './bytes.ts';
import { concat, same } from './bytes.ts';
import { sha256 } from './crypto.ts';

const HASH_SIZE = 32;

/** HASH(0x00 || leaf), RFC 9162, section 2.1.1. */
export const leafHash = (leaf: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(0), leaf));

/**
 * The root that a leaf hash and its path lead to, down the definition of PATH in RFC 9162, section 2.1.3.1, or
 * `undefined` when the path is too long or too short. The last element of the path is the highest.
 */
async function rootOfPath(
  hash: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<Bytes | undefined> {
  const sibling = path.at(-1);
  if (size === 1 || sibling === undefined) return size === 1 && sibling === undefined ? hash : undefined;
  let left = 1;
  while (left * 2 < size) left *= 2;
  const below = path.slice(0, -1);
  const inLeft = index < left;
  const own = inLeft
    ? await rootOfPath(hash, index, left, below)
    : await rootOfPath(hash, index - left, size - left, below);
  if (own === undefined) return undefined;
  return sha256(inLeft ? concat(Uint8Array.of(1), own, sibling) : concat(Uint8Array.of(1), sibling, own));
}

/** Whether the leaf is the index-th of the log of that size and root. */
export async function isIncluded(
  leaf: Bytes,
  index: number,
  size: number,
  root: Bytes,
  path: readonly Bytes[],
): Promise<boolean> {
  if (index >= size || path.some((hash) => hash.length !== HASH_SIZE)) return false;
  const reached = await rootOfPath(await leafHash(leaf), index, size, path);
  return reached !== undefined && same(reached, root);
}
