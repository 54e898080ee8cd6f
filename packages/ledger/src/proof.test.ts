import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import { appendAll, emptyRoot, EMPTY_EDGE, leafHash, rootOf } from './merkle.ts';
import {
  consistencyProof, consistencySubtrees, inclusionProof, inclusionSubtrees, verifyConsistency, verifyInclusion,
} from './proof.ts';
import type { ConsistencyClaim, HashReader, InclusionClaim } from './proof.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A log in memory: every complete subtree, and the root at every size. */
function logOf(size: number): { reader: HashReader; leaves: Uint8Array[]; roots: Uint8Array[] } {
  const leaves = Array.from({ length: size }, (_, i) => leafHash(sha256, Uint8Array.of(i & 0xff, i >> 8)));
  const subtrees = new Map<string, Uint8Array>();
  const roots = [emptyRoot(sha256)];
  let edge = EMPTY_EDGE;
  for (const leaf of leaves) {
    edge = appendAll(sha256, edge, [leaf], (level, index, hash) => subtrees.set(`${level}/${index}`, hash));
    roots.push(rootOf(sha256, edge));
  }
  const reader = {
    hash(level: number, index: number): Uint8Array {
      const hash = subtrees.get(`${level}/${index}`);
      if (hash === undefined) throw new Error(`subtree ${level}/${index} is not complete`);
      return hash;
    },
  };
  return { reader, leaves, roots };
}

const MAX = 70;
const { reader, leaves, roots } = logOf(300);

const inclusion = (index: number, size: number): InclusionClaim => ({
  leafHash: leaves[index]!,
  index,
  size,
  root: roots[size]!,
  proof: inclusionProof(sha256, reader, index, size),
});

const consistency = (oldSize: number, size: number): ConsistencyClaim => ({
  oldSize,
  oldRoot: roots[oldSize]!,
  size,
  root: roots[size]!,
  proof: consistencyProof(sha256, reader, oldSize, size),
});

const flipped = (hash: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(hash);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = copy[at]! ^ (1 << bit % 8);
  return copy;
};

describe('an inclusion proof', () => {
  it('verifies for every leaf of every size up to 70', () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        expect(verifyInclusion(sha256, inclusion(index, size)), `${index} in ${size}`).toBe(true);
      }
    }
  });

  it('holds for no other leaf and no other size of the same log', () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const claim = inclusion(index, size);
        for (let other = 0; other < size; other++) {
          if (other === index) continue;
          expect(verifyInclusion(sha256, { ...claim, leafHash: leaves[other]! })).toBe(false);
          expect(verifyInclusion(sha256, { ...claim, index: other })).toBe(false);
        }
        expect(verifyInclusion(sha256, { ...claim, root: roots[size + 1]! })).toBe(false);
      }
    }
  });

  it('shows any flipped bit, and any part left out, added or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(255), (size, pick, part, bit) => {
        const claim = inclusion(pick % size, size);
        const at = part % claim.proof.length;
        const verify = (proof: Uint8Array[]): boolean => verifyInclusion(sha256, { ...claim, proof });
        expect(verify([...claim.proof])).toBe(true);
        expect(verify(claim.proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash)))).toBe(false);
        expect(verify(claim.proof.filter((_, i) => i !== at))).toBe(false);
        expect(verify([...claim.proof, claim.proof[at]!])).toBe(false);
        if (claim.proof.length > 1) expect(verify([...claim.proof.slice(1), claim.proof[0]!])).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, leafHash: flipped(claim.leafHash, bit) })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, root: flipped(claim.root, bit) })).toBe(false);
      }),
    );
  });

  it('is the published one for the test tree of Certificate Transparency', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const subtrees = new Map<string, Uint8Array>();
    const hashes = inputs.map((leaf) => leafHash(sha256, fromHex(leaf)!));
    appendAll(sha256, EMPTY_EDGE, hashes, (level, index, hash) => subtrees.set(`${level}/${index}`, hash));
    const published: HashReader = { hash: (level, index) => subtrees.get(`${level}/${index}`)! };
    expect(inclusionProof(sha256, published, 0, 8).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistencyProof(sha256, published, 6, 8).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('is refused, not thrown at, when sizes or hashes are no sizes and hashes', () => {
    const claim = inclusion(3, 7);
    for (const wrong of [{ index: -1 }, { index: 7 }, { index: 1.5 }, { size: 0 }, { size: Number.NaN }]) {
      expect(verifyInclusion(sha256, { ...claim, ...wrong })).toBe(false);
    }
    expect(verifyInclusion(sha256, { ...claim, leafHash: new Uint8Array(31) })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, proof: [new Uint8Array(33)] })).toBe(false);
  });

  it('cannot be asked for outside the log', () => {
    expect(() => inclusionProof(sha256, reader, 7, 7)).toThrow('no proof');
    expect(() => inclusionProof(sha256, reader, -1, 7)).toThrow('no proof');
  });
});

describe('a consistency proof', () => {
  it('verifies between all sizes up to 70', () => {
    for (let size = 0; size <= MAX; size++) {
      for (let oldSize = 0; oldSize <= size; oldSize++) {
        expect(verifyConsistency(sha256, consistency(oldSize, size)), `${oldSize} to ${size}`).toBe(true);
      }
    }
  });

  it('verifies between random sizes, and shows any change', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(255), (size, pick, part, bit) => {
        const claim = consistency(1 + (pick % (size - 1)), size);
        const at = part % claim.proof.length;
        const verify = (more: Partial<ConsistencyClaim>): boolean => verifyConsistency(sha256, { ...claim, ...more });
        expect(verify({})).toBe(true);
        expect(verify({ proof: claim.proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash)) })).toBe(false);
        expect(verify({ proof: claim.proof.filter((_, i) => i !== at) })).toBe(false);
        expect(verify({ proof: [...claim.proof, claim.proof[at]!] })).toBe(false);
        expect(verify({ oldRoot: flipped(claim.oldRoot, bit) })).toBe(false);
        expect(verify({ root: flipped(claim.root, bit) })).toBe(false);
      }),
    );
  });

  it('exists for no fork: a log that differs in one old leaf cannot be joined', () => {
    for (let oldSize = 1; oldSize < 40; oldSize++) {
      const claim = consistency(oldSize, 64);
      expect(verifyConsistency(sha256, { ...claim, oldRoot: roots[oldSize - 1]! })).toBe(false);
    }
  });

  it('is empty, and no more than that, from nothing and between equal sizes', () => {
    expect(consistencyProof(sha256, reader, 0, 9)).toEqual([]);
    expect(consistencyProof(sha256, reader, 9, 9)).toEqual([]);
    const stray = [leaves[0]!];
    expect(verifyConsistency(sha256, { ...consistency(0, 9), proof: stray })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency(9, 9), proof: stray })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency(9, 9), oldRoot: roots[8]! })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency(0, 9), oldRoot: roots[1]! })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency(4, 9), proof: [] })).toBe(false);
    expect(verifyConsistency(sha256, { ...consistency(4, 9), oldSize: 10 })).toBe(false);
  });
});

describe('the subtrees that a proof reads', () => {
  it('are named beforehand, exactly', () => {
    for (const [a, b] of [[0, 1], [3, 7], [6, 8], [128, 300], [299, 300]] as const) {
      const read: string[] = [];
      const recording: HashReader = {
        hash(level, index) {
          read.push(`${level}/${index}`);
          return reader.hash(level, index);
        },
      };
      inclusionProof(sha256, recording, a, b);
      expect(inclusionSubtrees(a, b).map(({ level, index }) => `${level}/${index}`)).toEqual(read);
      read.length = 0;
      consistencyProof(sha256, recording, a, b);
      expect(consistencySubtrees(a, b).map(({ level, index }) => `${level}/${index}`)).toEqual(read);
    }
  });
});
