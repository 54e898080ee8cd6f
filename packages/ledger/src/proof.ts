import { equalBytes } from './bytes.ts';
import { emptyRoot, foldRight, HASH_SIZE, nodeHash } from './merkle.ts';
import type { Sha256 } from './ports.ts';

/**
 * Inclusion and consistency proofs of RFC 9162, sections 2.1.3 and 2.1.4. A proof is a list of ranges of leaves, each
 * replaced by its hash; a range falls into complete subtrees, which a reader supplies.
 */

/** The hash of the index-th complete subtree of 2^level leaves. */
export interface HashReader {
  hash(level: number, index: number): Uint8Array;
}

export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Leaves `from` up to, not including, `to`. */
type Range = readonly [from: number, to: number];

/** The largest power of two below `n`, for n > 1: where RFC 9162 splits a tree. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + split(to - from);
    if (index < middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
    }
  }
  return ranges.reverse();
}

// SUBPROOF of section 2.1.4.1, from the outside in: `whole` is its flag that the old tree's root is already known.
function consistencyRanges(oldSize: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to, whole] = [0, size, true];
  while (oldSize < to) {
    const middle = from + split(to - from);
    if (oldSize <= middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
      whole = false;
    }
  }
  if (!whole) ranges.push([from, to]);
  return ranges.reverse();
}

// The ranges above start at a multiple of the power of two that covers them, so cutting off the largest power works.
function subtrees([from, to]: Range): Subtree[] {
  const parts: Subtree[] = [];
  let at = from;
  while (at < to) {
    let [level, width] = [0, 1];
    while (width * 2 <= to - at) [level, width] = [level + 1, width * 2];
    parts.push({ level, index: at / width });
    at += width;
  }
  return parts;
}

const hashOf = (sha256: Sha256, reader: HashReader, range: Range): Uint8Array =>
  foldRight(sha256, subtrees(range).map(({ level, index }) => reader.hash(level, index)));

function requireIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw new Error(`no proof of leaf ${index} of ${size}`);
  }
}

function requireSizes(oldSize: number, size: number): void {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size) || oldSize < 0 || oldSize > size) {
    throw new Error(`no proof from size ${oldSize} to ${size}`);
  }
}

/** The complete subtrees that a tree of this size splits into, largest first: its edge. */
export const peaksOf = (size: number): Subtree[] => subtrees([0, size]);

/** The complete subtrees that an inclusion proof reads, so that a caller can fetch them beforehand. */
export function inclusionSubtrees(index: number, size: number): Subtree[] {
  requireIndex(index, size);
  return inclusionRanges(index, size).flatMap(subtrees);
}

/** The complete subtrees that a consistency proof reads. */
export function consistencySubtrees(oldSize: number, size: number): Subtree[] {
  requireSizes(oldSize, size);
  return oldSize === 0 ? [] : consistencyRanges(oldSize, size).flatMap(subtrees);
}

/** PATH(index, D[size]). Throws unless 0 <= index < size. */
export function inclusionProof(sha256: Sha256, reader: HashReader, index: number, size: number): Uint8Array[] {
  requireIndex(index, size);
  return inclusionRanges(index, size).map((range) => hashOf(sha256, reader, range));
}

/** PROOF(oldSize, D[size]); empty from nothing and between equal sizes. Throws unless 0 <= oldSize <= size. */
export function consistencyProof(sha256: Sha256, reader: HashReader, oldSize: number, size: number): Uint8Array[] {
  requireSizes(oldSize, size);
  if (oldSize === 0) return [];
  return consistencyRanges(oldSize, size).map((range) => hashOf(sha256, reader, range));
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const allHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === HASH_SIZE);

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, section 2.1.3.2. False for anything malformed, too. */
export function verifyInclusion(sha256: Sha256, { leafHash, index, size, root, proof }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (!allHashes([leafHash, root, ...proof])) return false;
  let [fn, sn, hash] = [index, size - 1, leafHash];
  for (const part of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sha256, part, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(sha256, hash, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, section 2.1.4.2, and its two plain cases: from nothing, and between equal sizes. */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size) || oldSize < 0 || oldSize > size) return false;
  if (!allHashes([oldRoot, root, ...proof])) return false;
  if (oldSize === size) {
    return proof.length === 0 && equalBytes(oldRoot, root) && (size > 0 || equalBytes(root, emptyRoot(sha256)));
  }
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, emptyRoot(sha256));
  let [fn, sn] = [oldSize - 1, size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // The shifts above end at zero exactly when the old size is a power of two; its root is then itself the first part.
  const [first, ...rest] = fn === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let [oldHash, hash] = [first, first];
  for (const part of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      oldHash = nodeHash(sha256, part, oldHash);
      hash = nodeHash(sha256, part, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(sha256, hash, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root);
}
