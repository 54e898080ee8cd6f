import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { appendAll, EMPTY_EDGE, leafHash, type Edge } from '@pairgate/ledger/merkle.ts';
import { peaksOf, type HashReader } from '@pairgate/ledger/proof.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { Failure } from './failure.ts';
import type { Progress } from './progress.ts';

/**
 * A file as a log: each line is a leaf, its bytes without the newline. What follows the last newline is a line as well
 * unless it is empty, so an empty file is the empty tree, and a file with one newline in it has one empty leaf.
 *
 * The file passes once. What stays in memory is the edge of the tree and the few subtrees that a proof about one leaf
 * can need, however long the file is, or any of its lines.
 */
export interface LineLog {
  readonly edge: Edge;
  /** The subtrees that proofs about the watched leaf read: beside its path to the root, and along the edge. */
  readonly reader: HashReader;
}

export interface Reading {
  /** The leaf that a proof is about. For consistency with an older size it is the last leaf of that size. */
  readonly watched?: number;
  /** The tree of this many first lines; of all when not given. */
  readonly size?: number | undefined;
  readonly progress: Progress;
}

const NEWLINE = 10;
const CHUNK_BYTES = 256 * 1024;
/** Leaf hashes that wait for the tree: a chunk of empty lines has more than it would be good to hold. */
const BATCH = 4096;
/** Short work shows no progress. Real milliseconds. */
const LONG_MS = 1000;
const MEGABYTE = 1_000_000;

/** Keeps what a proof about one leaf may read: the subtrees on its path to the root, and their neighbours. */
class Watched {
  readonly #kept = new Map<string, Uint8Array>();

  constructor(private readonly leaf: number | undefined) {}

  readonly keep = (level: number, index: number, hash: Uint8Array): void => {
    if (this.leaf === undefined) return;
    const own = Math.floor(this.leaf / 2 ** level);
    const neighbour = own % 2 === 0 ? own + 1 : own - 1;
    if (index === own || index === neighbour) this.#kept.set(`${level}/${index}`, hash);
  };

  /** A reader that knows the complete subtrees of the edge too. */
  reader({ size, hashes }: Edge): HashReader {
    const kept = new Map(this.#kept);
    for (const [at, { level, index }] of peaksOf(size).entries()) kept.set(`${level}/${index}`, hashes[at]!);
    return {
      hash(level, index) {
        const hash = kept.get(`${level}/${index}`);
        if (!hash) throw new Error(`the subtree ${level}/${index} was not kept`);
        return hash;
      },
    };
  }
}

/** Cuts a stream of bytes into lines and hashes each as a leaf; a line may be longer than any chunk, and than memory. */
class Leaves {
  readonly hashes: Uint8Array[] = [];
  #begun: Hash | undefined;

  /** Takes lines from an offset on, at most until there are `limit` hashes; gives back the offset that it came to. */
  take(chunk: Buffer, from: number, limit: number): number {
    for (let at = from; at < chunk.length; ) {
      if (this.hashes.length >= limit) return at;
      const end = chunk.indexOf(NEWLINE, at);
      if (end === -1) {
        this.#begun ??= createHash('sha256').update(Uint8Array.of(0));
        this.#begun.update(chunk.subarray(at));
        return chunk.length;
      }
      const rest = chunk.subarray(at, end);
      this.hashes.push(this.#begun ? new Uint8Array(this.#begun.update(rest).digest()) : leafHash(sha256, rest));
      this.#begun = undefined;
      at = end + 1;
    }
    return chunk.length;
  }

  /** The line that no newline ended, if there is one. */
  end(): void {
    if (this.#begun) this.hashes.push(new Uint8Array(this.#begun.digest()));
    this.#begun = undefined;
  }
}

/** Reads a file as a log. Throws a `Failure` when it cannot be read or has fewer lines than the size asked for. */
export async function readLineLog(file: string, { watched, size: wanted = Infinity, progress }: Reading): Promise<LineLog> {
  const found = await stat(file);
  if (found.isDirectory()) throw new Failure(`${file} is a folder, not a file.`);
  const total = Math.ceil(found.size / MEGABYTE);
  const began = Date.now();
  const kept = new Watched(watched);
  const leaves = new Leaves();
  let edge = EMPTY_EDGE;
  let bytes = 0;
  const grow = () => {
    edge = appendAll(sha256, edge, leaves.hashes, kept.keep);
    leaves.hashes.length = 0;
  };
  try {
    for await (const piece of wanted === 0 ? [] : createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      const chunk = piece as Buffer;
      for (let at = 0; at < chunk.length && edge.size < wanted; grow()) {
        at = leaves.take(chunk, at, Math.min(BATCH, wanted - edge.size));
      }
      bytes += chunk.length;
      if (edge.size >= wanted) break;
      if (Date.now() - began > LONG_MS) progress.update(Math.floor(bytes / MEGABYTE), Math.max(total, Math.ceil(bytes / MEGABYTE)));
    }
  } finally {
    progress.end();
  }
  if (edge.size < wanted) leaves.end();
  grow();
  if (Number.isFinite(wanted) && edge.size < wanted) throw new TooFewLines(file, edge.size);
  return { edge, reader: kept.reader(edge) };
}

/** The file ends before the line that was asked for. */
export class TooFewLines extends Error {
  override readonly name = 'TooFewLines';
  constructor(
    readonly file: string,
    readonly lines: number,
  ) {
    super(`${file} has ${lines} lines`);
  }
}
