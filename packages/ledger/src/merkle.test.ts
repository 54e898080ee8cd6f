import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from './hex.ts';
import {
  append, appendAll, decodeEdge, EMPTY_EDGE, emptyRoot, encodeEdge, leafHash, nodeHash, rootOf,
} from './merkle.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hash = (n: number): Uint8Array => leafHash(sha256, Uint8Array.of(n & 0xff, n >> 8));
const hashes = (count: number, from = 0): Uint8Array[] => Array.from({ length: count }, (_, i) => hash(from + i));

// The leaves and roots of the test tree of the Certificate Transparency reference implementation.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** MTH of RFC 9162, section 2.1.1, word for word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.concat([Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))]));
}

describe('the tree', () => {
  it.each(ROOTS.map((root, size) => ({ size, root })))('has the published root at size $size', ({ size, root }) => {
    const leaves = LEAVES.slice(0, size).map((leaf) => leafHash(sha256, Buffer.from(leaf, 'hex')));
    expect(toHex(rootOf(sha256, appendAll(sha256, EMPTY_EDGE, leaves)))).toBe(root);
  });

  it('is the hash of nothing when empty', () => {
    expect(toHex(emptyRoot(sha256))).toBe(ROOTS[0]);
  });

  it('has the root of the definition at every size up to 130', () => {
    const leaves = hashes(130);
    let edge = EMPTY_EDGE;
    for (const [i, leaf] of leaves.entries()) {
      edge = append(sha256, edge, leaf);
      expect(toHex(rootOf(sha256, edge))).toBe(toHex(naiveRoot(leaves.slice(0, i + 1))));
    }
  });

  it('is the same in whatever batches the leaves come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), (batches) => {
        let edge = EMPTY_EDGE;
        for (const batch of batches) edge = appendAll(sha256, edge, hashes(batch, edge.size));
        expect(toHex(rootOf(sha256, edge))).toBe(toHex(naiveRoot(hashes(edge.size))));
      }),
    );
  });

  it('leaves the edge that it was given alone', () => {
    const edge = appendAll(sha256, EMPTY_EDGE, hashes(5));
    const before = toHex(encodeEdge(edge));
    appendAll(sha256, edge, hashes(20, 5));
    expect(toHex(encodeEdge(edge))).toBe(before);
  });

  it('tells of each complete subtree once, when its last leaf arrives', () => {
    const told: string[] = [];
    appendAll(sha256, EMPTY_EDGE, hashes(4), (level, index) => told.push(`${level}/${index}`));
    expect(told).toEqual(['0/0', '0/1', '1/0', '0/2', '0/3', '1/1', '2/0']);
  });

  it('keeps leaves and nodes apart, so that a node cannot pass for a leaf', () => {
    const [a, b] = [hash(0), hash(1)];
    expect(toHex(leafHash(sha256, Buffer.concat([a, b])))).not.toBe(toHex(nodeHash(sha256, a, b)));
  });

  it('refuses a leaf hash of the wrong length', () => {
    expect(() => append(sha256, EMPTY_EDGE, new Uint8Array(31))).toThrow('32 bytes');
  });
});

describe('the bytes of an edge', () => {
  it('come back as the same edge', () => {
    for (let size = 0; size < 70; size++) {
      const edge = appendAll(sha256, EMPTY_EDGE, hashes(size));
      const back = decodeEdge(encodeEdge(edge));
      expect(back.size).toBe(size);
      expect(back.hashes.map(toHex)).toEqual(edge.hashes.map(toHex));
    }
  });

  it('are refused when a hash is missing or too many', () => {
    const bytes = encodeEdge(appendAll(sha256, EMPTY_EDGE, hashes(7)));
    expect(() => decodeEdge(bytes.slice(0, -32))).toThrow('not an edge');
    expect(() => decodeEdge(Buffer.concat([bytes, new Uint8Array(32)]))).toThrow('not an edge');
    expect(() => decodeEdge(new Uint8Array(3))).toThrow('not an edge');
  });
});
