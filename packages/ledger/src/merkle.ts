import { concatBytes, readUint64, uint64Bytes } from './bytes.ts';
import { hashOf } from './hash-input.ts';
import type { Sha256 } from './ports.ts';

/**
 * The Merkle tree of RFC 9162, section 2.1, kept as its right edge: enough to append and to know the root, in 32 bytes
 * a level, whatever the size.
 *
 * Invariant: `hashes` are the roots of the complete subtrees that `size` splits into, largest first, so there are as
 * many as `size` has binary ones. Sizes are numbers up to 2^53 - 1, hence no bit operators, which cut at 32 bits.
 */
export interface Edge {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

/** Bytes in a hash. */
export const HASH_SIZE = 32;

export const EMPTY_EDGE: Edge = { size: 0, hashes: [] };

/** Told of every complete subtree when its last leaf arrives: 2^level leaves, the index-th of its level. */
export type OnComplete = (level: number, index: number, hash: Uint8Array) => void;

/** HASH(0x00 || leaf). */
export const leafHash = (sha256: Sha256, leaf: Uint8Array): Uint8Array => hashOf(sha256, '\0', leaf);

// One buffer serves every node: hashing is synchronous, and 65 fresh bytes a node are a third of the time of an append.
const nodeInput = new Uint8Array(1 + 2 * HASH_SIZE).fill(1, 0, 1);

/** HASH(0x01 || left || right). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_SIZE);
  return sha256(nodeInput);
}

/** The edge after one more leaf. */
export function append(sha256: Sha256, edge: Edge, hash: Uint8Array): Edge {
  return appendAll(sha256, edge, [hash]);
}

/** The edge after more leaves, in order; the given edge stays as it is. */
export function appendAll(
  sha256: Sha256,
  edge: Edge,
  leafHashes: readonly Uint8Array[],
  onComplete?: OnComplete,
): Edge {
  const hashes = edge.hashes.slice();
  let size = edge.size;
  for (let hash of leafHashes) {
    if (hash.length !== HASH_SIZE) throw new Error(`a leaf hash has ${HASH_SIZE} bytes, not ${hash.length}`);
    let level = 0;
    let index = size;
    onComplete?.(level, index, hash);
    while (index % 2 === 1) {
      hash = nodeHash(sha256, hashes.pop()!, hash);
      level += 1;
      index = (index - 1) / 2;
      onComplete?.(level, index, hash);
    }
    hashes.push(hash);
    size += 1;
  }
  return { size, hashes };
}

/** The root of a tree without leaves: the hash of nothing. */
export const emptyRoot = (sha256: Sha256): Uint8Array => sha256(new Uint8Array(0));

/** The root hash of the whole tree, MTH(D[n]). */
export function rootOf(sha256: Sha256, edge: Edge): Uint8Array {
  return edge.hashes.length === 0 ? emptyRoot(sha256) : foldRight(sha256, edge.hashes);
}

/** The root over adjoining complete subtrees, largest first. Throws when there is none. */
export function foldRight(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  let root = hashes[hashes.length - 1];
  if (root === undefined) throw new Error('no subtree to fold');
  for (let i = hashes.length - 2; i >= 0; i--) root = nodeHash(sha256, hashes[i]!, root);
  return root;
}

function subtreesOf(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

/** Eight bytes of size, most significant first, then the hashes. */
export function encodeEdge(edge: Edge): Uint8Array {
  return concatBytes(uint64Bytes(edge.size), ...edge.hashes);
}

/** The edge of `encodeEdge`. Throws on anything else: only a node's own storage holds edges. */
export function decodeEdge(bytes: Uint8Array): Edge {
  const size = readUint64(bytes);
  if (size === undefined || bytes.length !== 8 + subtreesOf(size) * HASH_SIZE) throw new Error('not an edge');
  const hashes: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; at += HASH_SIZE) hashes.push(bytes.slice(at, at + HASH_SIZE));
  return { size, hashes };
}
