import { foldRight } from '@pairgate/ledger/merkle.ts';
import type { HashReader, Subtree } from '@pairgate/ledger/proof.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { hashReader, tilePath, tilesOf, type Tip } from '@pairgate/ledger/tiles.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';

/**
 * Reads the hashes of some subtrees of a stored log. Full tiles are in the database; a tile that is not there was not
 * full when `tip` was read, so the tip holds it. `tip` must therefore be read first, and `size` must not be beyond it.
 */
export async function treeAt(
  journal: Journal,
  log: string,
  size: number,
  tip: Tip,
  subtrees: readonly Subtree[],
): Promise<HashReader> {
  const tiles = new Map<string, Uint8Array>();
  for (const coordinate of tilesOf(subtrees, size)) {
    const stored = await journal.tile(log, coordinate.level, coordinate.index);
    tiles.set(tilePath(coordinate), stored ?? concatBytes(...(tip.partial[coordinate.level] ?? [])));
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

/** The complete subtrees that a tree of this size splits into, largest first. */
function peaksOf(size: number): Subtree[] {
  const peaks: Subtree[] = [];
  for (let at = 0; at < size; ) {
    let [level, width] = [0, 1];
    while (width * 2 <= size - at) [level, width] = [level + 1, width * 2];
    peaks.push({ level, index: at / width });
    at += width;
  }
  return peaks;
}

/** The root of a stored log as it was at a size of at least 1, whether or not a commit ended there. */
export async function rootAt(journal: Journal, log: string, size: number): Promise<Uint8Array> {
  const { tip } = await journal.head(log);
  if (size < 1 || size > tip.edge.size) throw new Error(`the log ${log} has no root at ${size}`);
  const peaks = peaksOf(size);
  const reader = await treeAt(journal, log, size, tip, peaks);
  return foldRight(sha256, peaks.map(({ level, index }) => reader.hash(level, index)));
}
