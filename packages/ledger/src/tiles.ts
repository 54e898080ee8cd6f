import { concatBytes } from './bytes.ts';
import { appendAll, EMPTY_EDGE, HASH_SIZE, nodeHash } from './merkle.ts';
import type { Edge } from './merkle.ts';
import type { Sha256 } from './ports.ts';
import type { HashReader, Subtree } from './proof.ts';

/**
 * Tiles of C2SP tlog-tiles: the n-th tile of level l holds the hashes of 256 neighbouring complete subtrees of 256^l
 * leaves. A full tile never changes again, so only full tiles need storing; the tip holds what is not full yet.
 */

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

export interface TileCoordinate {
  readonly level: number;
  readonly index: number;
  /** Hashes in the tile, 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** `bytes` are `width` hashes in a row. */
export interface Tile extends TileCoordinate {
  readonly bytes: Uint8Array;
}

/** The growing end of a log: its edge, and by level the hashes that do not fill a tile yet. */
export interface Tip {
  readonly edge: Edge;
  readonly partial: readonly (readonly Uint8Array[])[];
}

export const EMPTY_TIP: Tip = { edge: EMPTY_EDGE, partial: [] };

/** The tip after more leaves, and the tiles that they filled, in the order in which they filled. */
export function grow(sha256: Sha256, tip: Tip, leafHashes: readonly Uint8Array[]): { tip: Tip; full: Tile[] } {
  const partial = tip.partial.map((hashes) => hashes.slice());
  const full: Tile[] = [];
  const edge = appendAll(sha256, tip.edge, leafHashes, (height, index, hash) => {
    if (height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const hashes = (partial[level] ??= []);
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    full.push({ level, index: Math.floor(index / TILE_WIDTH), width: TILE_WIDTH, bytes: concatBytes(...hashes) });
    partial[level] = [];
  });
  return { tip: { edge, partial }, full };
}

/** The partial tiles of the tip's size, which complete the full ones; empty tiles do not exist. */
export function partialTiles(tip: Tip): Tile[] {
  return tip.partial.flatMap((hashes, level) => {
    if (hashes.length === 0) return [];
    const index = Math.floor(tip.edge.size / TILE_WIDTH ** (level + 1));
    return [{ level, index, width: hashes.length, bytes: concatBytes(...hashes) }];
  });
}

/** Hashes on tile level `level` of a log of `size` leaves. */
const hashesOnLevel = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The partial tiles of a log of `size` leaves, from level 0 up, with the empty ones. */
export function partialCoordinates(size: number): TileCoordinate[] {
  const coordinates: TileCoordinate[] = [];
  for (let level = 0; hashesOnLevel(level, size) > 0; level += 1) {
    const hashes = hashesOnLevel(level, size);
    coordinates.push({ level, index: Math.floor(hashes / TILE_WIDTH), width: hashes % TILE_WIDTH });
  }
  return coordinates;
}

/** The hash of the complete subtree that a full tile holds: one hash of the tile above. */
export function tileRoot(sha256: Sha256, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== TILE_WIDTH * HASH_SIZE) throw new Error('not a full tile');
  return nodeWithin(sha256, bytes, TILE_HEIGHT, 0);
}

/** Nodes above the hashes of a tile, by level and index, as far as they were asked for: one proof needs many, the next most of them again. */
const inner = new WeakMap<Uint8Array, Map<number, Uint8Array>>();

/** The root of the complete subtree of 2^level hashes of a tile, the index-th of its level. */
function nodeWithin(sha256: Sha256, bytes: Uint8Array, level: number, index: number): Uint8Array {
  if (level === 0) return bytes.slice(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  let nodes = inner.get(bytes);
  if (!nodes) inner.set(bytes, (nodes = new Map()));
  const key = level * TILE_WIDTH + index;
  let node = nodes.get(key);
  if (!node) {
    const [left, right] = [2 * index, 2 * index + 1].map((child) => nodeWithin(sha256, bytes, level - 1, child));
    nodes.set(key, (node = nodeHash(sha256, left!, right!)));
  }
  return node;
}

function tileName(index: number, width: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new Error(`not a tile index: ${index}`);
  const parts: string[] = [];
  let rest = index;
  do {
    parts.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return width === TILE_WIDTH ? name : `${name}.p/${width}`;
}

/** Where a tile is served below the log's prefix, e.g. `tile/0/x001/067` or `tile/1/000.p/17`. */
export const tilePath = ({ level, index, width }: TileCoordinate): string => `tile/${level}/${tileName(index, width)}`;

/** Where the entries of a level-0 tile are served. */
export const entriesPath = (index: number, width: number): string => `tile/entries/${tileName(index, width)}`;

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The coordinate of a path, or `undefined` when it is not the one name of a tile. */
export function parseTilePath(
  path: string,
): (Omit<TileCoordinate, 'level'> & { readonly level: number | 'entries' }) | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, levelText = '', higher = '', last = '', widthText] = match;
  const level = levelText === 'entries' ? 'entries' : Number(levelText);
  const index = Number(higher.replace(/[x/]/g, '') + last);
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (level !== 'entries' && level > 63) return undefined;
  if (higher.startsWith('x000') || !Number.isSafeInteger(index)) return undefined;
  if (widthText !== undefined && width >= TILE_WIDTH) return undefined;
  return { level, index, width };
}

/** The tile that a complete subtree is read from, in a log of `size` leaves. */
export function tileOf({ level, index }: Subtree, size: number): TileCoordinate {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const first = index * 2 ** (level % TILE_HEIGHT);
  const tileIndex = Math.floor(first / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesOnLevel(tileLevel, size) - tileIndex * TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width };
}

/** The tiles that the subtrees are read from, each once: what to fetch before proving. */
export function tilesOf(subtrees: readonly Subtree[], size: number): TileCoordinate[] {
  const tiles = subtrees.map((subtree) => tileOf(subtree, size));
  return [...new Map(tiles.map((tile) => [tilePath(tile), tile])).values()];
}

/** Supplies at least `width` hashes of a tile; a full tile may stand in for a partial one. */
export interface TileReader {
  tile(coordinate: TileCoordinate): Uint8Array;
}

/** Reads hashes of a log of `size` leaves out of its tiles. Throws when a tile is too short. */
export function hashReader(sha256: Sha256, tiles: TileReader, size: number): HashReader {
  return {
    hash(level, index) {
      const coordinate = tileOf({ level, index }, size);
      const bytes = tiles.tile(coordinate);
      const width = 2 ** (level % TILE_HEIGHT);
      const first = index * width - coordinate.index * TILE_WIDTH;
      if (bytes.length < (first + width) * HASH_SIZE) throw new Error(`${tilePath(coordinate)} is too short`);
      return nodeWithin(sha256, bytes, level % TILE_HEIGHT, first / width);
    },
  };
}
