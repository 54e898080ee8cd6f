import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from './hex.ts';
import { leafHash, rootOf } from './merkle.ts';
import {
  consistencyProof, consistencySubtrees, inclusionProof, inclusionSubtrees, verifyConsistency, verifyInclusion,
} from './proof.ts';
import {
  EMPTY_TIP, entriesPath, grow, hashReader, parseTilePath, partialCoordinates, partialTiles, tileOf, tilePath, tileRoot,
  tilesOf,
} from './tiles.ts';
import type { Tile, TileCoordinate, TileReader } from './tiles.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const leaf = (i: number): Uint8Array => leafHash(sha256, Uint8Array.of(i & 0xff, (i >> 8) & 0xff, i >> 16));
const leaves = (from: number, to: number): Uint8Array[] => Array.from({ length: to - from }, (_, i) => leaf(from + i));

/** Serves exactly the given tiles, as a directory of files would. */
const serving = (tiles: readonly Tile[]): TileReader => {
  const files = new Map(tiles.map((tile) => [tilePath(tile), tile.bytes]));
  return {
    tile(coordinate) {
      const bytes = files.get(tilePath(coordinate));
      if (bytes === undefined) throw new Error(`404 ${tilePath(coordinate)}`);
      return bytes;
    },
  };
};

const big = grow(sha256, EMPTY_TIP, leaves(0, 70_000));

describe('growing', () => {
  it('makes the tiles of the example of tlog-tiles for 70,000 leaves', () => {
    const count = (level: number): number => big.full.filter((tile) => tile.level === level).length;
    expect([count(0), count(1), count(2)]).toEqual([273, 1, 0]);
    expect(partialTiles(big.tip).map(tilePath)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('has a partial level-1 tile of width 1 at size 256', () => {
    const { tip, full } = grow(sha256, EMPTY_TIP, leaves(0, 256));
    expect(full.map(tilePath)).toEqual(['tile/0/000']);
    expect(full[0]!.bytes.length).toBe(8192);
    expect(partialTiles(tip).map(tilePath)).toEqual(['tile/1/000.p/1']);
  });

  it('gives the same tiles and tip in whatever batches', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 6 }), (batches) => {
        const total = batches.reduce((sum, batch) => sum + batch, 0);
        const once = grow(sha256, EMPTY_TIP, leaves(0, total));
        let tip = EMPTY_TIP;
        const full: Tile[] = [];
        for (const batch of batches) {
          const grown = grow(sha256, tip, leaves(tip.edge.size, tip.edge.size + batch));
          tip = grown.tip;
          full.push(...grown.full);
        }
        expect(full.map(tilePath)).toEqual(once.full.map(tilePath));
        expect(full.map((tile) => toHex(tile.bytes))).toEqual(once.full.map((tile) => toHex(tile.bytes)));
        expect(partialTiles(tip)).toEqual(partialTiles(once.tip));
        expect(toHex(rootOf(sha256, tip.edge))).toBe(toHex(rootOf(sha256, once.tip.edge)));
      }),
      { numRuns: 30 },
    );
  });

  it.each([0, 1, 255, 256, 257, 65_535, 65_536, 65_792])('says where the partial tiles of %i leaves are', (size) => {
    const { tip } = grow(sha256, EMPTY_TIP, leaves(0, size));
    expect(partialCoordinates(size).filter(({ width }) => width > 0)).toEqual(
      partialTiles(tip).map(({ level, index, width }) => ({ level, index, width })),
    );
  });

  it('has as a hash of a tile the root of the tile below', () => {
    const { tip, full } = grow(sha256, EMPTY_TIP, leaves(0, 512));
    expect(full.map(({ bytes }) => toHex(tileRoot(sha256, bytes)))).toEqual(tip.partial[1]!.map(toHex));
    expect(() => tileRoot(sha256, full[0]!.bytes.slice(32))).toThrow('not a full tile');
  });
});

describe('reading', () => {
  const size = 70_000;
  const tiles = [...big.full, ...partialTiles(big.tip)];
  const root = rootOf(sha256, big.tip.edge);
  const reader = hashReader(sha256, serving(tiles), size);

  it('proves any leaf from tiles alone', () => {
    fc.assert(
      fc.property(fc.nat(size - 1), (index) => {
        const proof = inclusionProof(sha256, reader, index, size);
        expect(verifyInclusion(sha256, { leafHash: leaf(index), index, size, root, proof })).toBe(true);
      }),
      { examples: [[0], [255], [256], [65_535], [65_536], [69_999]] },
    );
  });

  it('proves consistency with any older size from tiles alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: size }), (oldSize) => {
        const oldRoot = rootOf(sha256, grow(sha256, EMPTY_TIP, leaves(0, oldSize)).tip.edge);
        const proof = consistencyProof(sha256, reader, oldSize, size);
        expect(verifyConsistency(sha256, { oldSize, oldRoot, size, root, proof })).toBe(true);
      }),
      { numRuns: 5, examples: [[1], [256], [65_536]] },
    );
  });

  it('needs only the tiles that are named beforehand', () => {
    const wanted = (names: readonly TileCoordinate[]): Tile[] =>
      tiles.filter((tile) => names.some((name) => tilePath(name) === tilePath(tile)));
    const inclusion = tilesOf(inclusionSubtrees(12_345, size), size);
    expect(inclusion.length).toBeLessThan(8);
    const few = hashReader(sha256, serving(wanted(inclusion)), size);
    const proof = inclusionProof(sha256, few, 12_345, size);
    expect(verifyInclusion(sha256, { leafHash: leaf(12_345), index: 12_345, size, root, proof })).toBe(true);
    const consistency = tilesOf(consistencySubtrees(12_345, size), size);
    const other = hashReader(sha256, serving(wanted(consistency)), size);
    expect(consistencyProof(sha256, other, 12_345, size).map(toHex)).toEqual(
      consistencyProof(sha256, reader, 12_345, size).map(toHex),
    );
  });

  it('says which tile is too short', () => {
    const short = hashReader(sha256, { tile: () => new Uint8Array(32) }, size);
    expect(() => short.hash(0, 5)).toThrow('tile/0/000 is too short');
  });

  it('finds a subtree in the tile of its own height', () => {
    expect(tileOf({ level: 9, index: 2 }, size)).toEqual({ level: 1, index: 0, width: 256 });
    expect(tileOf({ level: 8, index: 272 }, size)).toEqual({ level: 1, index: 1, width: 17 });
  });
});

describe('the path of a tile', () => {
  it('is that of tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 0, index: 1_067, width: 256 })).toBe('tile/0/x001/067');
    expect(tilePath({ level: 1, index: 0, width: 17 })).toBe('tile/1/000.p/17');
    expect(entriesPath(273, 112)).toBe('tile/entries/273.p/112');
  });

  it('reads back as what it names', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
      }),
    );
    expect(parseTilePath('tile/entries/x001/067')).toEqual({ level: 'entries', index: 1067, width: 256 });
  });

  it.each([
    'tile/64/000', 'tile/00/000', 'tile/0/0', 'tile/0/1000', 'tile/0/x000/001', 'tile/0/001/002', 'tile/0/000.p/0',
    'tile/0/000.p/256', 'tile/0/000.p/01', 'tile/-1/000', 'tile/0/000/', '/tile/0/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('is not %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
