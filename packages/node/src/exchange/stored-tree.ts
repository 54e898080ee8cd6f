import { foldRight, HASH_SIZE } from '@pairgate/ledger/merkle.ts';
import { peaksOf, type HashReader, type Subtree } from '@pairgate/ledger/proof.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import {
  hashReader, partialCoordinates, TILE_WIDTH, tilePath, tileRoot, tilesOf, type TileCoordinate, type Tip,
} from '@pairgate/ledger/tiles.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';

/**
 * The hashes of a tile, at least as many as are asked for. Only full tiles are stored: of another one the hashes are those
 * of its leaves, or the roots of the full tiles below it.
 */
export async function readTile(journal: Journal, log: string, { level, index, width }: TileCoordinate): Promise<Uint8Array> {
  const stored = await journal.tile(log, level, index);
  if (stored) return stored;
  const first = index * TILE_WIDTH;
  if (level === 0) return concatBytes(...(await journal.leafHashes(log, first, first + width)));
  const hashes: Uint8Array[] = [];
  for (let below = first; below < first + width; below += 1) {
    const tile = await journal.tile(log, level - 1, below);
    if (!tile) throw new Error(`the log ${log} has no full tile ${below} of level ${level - 1}`);
    hashes.push(tileRoot(sha256, tile));
  }
  return concatBytes(...hashes);
}

/** The end of a stored log, from which it grows. */
export async function tipOf(journal: Journal, log: string): Promise<Tip> {
  const { edge } = await journal.head(log);
  const partial: Uint8Array[][] = [];
  for (const coordinate of partialCoordinates(edge.size)) {
    const bytes = await readTile(journal, log, coordinate);
    partial.push(Array.from({ length: coordinate.width }, (_, at) => bytes.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE)));
  }
  return { edge, partial };
}

/** Reads the hashes of some subtrees of a stored log as it was at `size`. */
export async function treeAt(journal: Journal, log: string, size: number, subtrees: readonly Subtree[]): Promise<HashReader> {
  const tiles = new Map<string, Uint8Array>();
  for (const coordinate of tilesOf(subtrees, size)) {
    tiles.set(tilePath(coordinate), await readTile(journal, log, coordinate));
  }
  return hashReader(
    sha256,
    {
      tile(coordinate) {
        const bytes = tiles.get(tilePath(coordinate));
        if (!bytes) throw new Error(`${tilePath(coordinate)} of the log ${log} was not read`);
        return bytes;
      },
    },
    size,
  );
}

/** The root of a stored log as it was at a size of at least 1, whether or not a commit ended there. */
export async function rootAt(journal: Journal, log: string, size: number): Promise<Uint8Array> {
  const head = await journal.head(log);
  if (size < 1 || size > head.size) throw new Error(`the log ${log} has no root at ${size}`);
  const peaks = peaksOf(size);
  const reader = await treeAt(journal, log, size, peaks);
  return foldRight(sha256, peaks.map(({ level, index }) => reader.hash(level, index)));
}
