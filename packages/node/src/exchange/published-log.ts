import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeParts } from '@pairgate/exchange/wire.ts';
import { encodeBundle } from '@pairgate/ledger/entry-bundle.ts';
import { HASH_SIZE } from '@pairgate/ledger/merkle.ts';
import { parseTilePath, TILE_WIDTH } from '@pairgate/ledger/tiles.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Countersignatures } from './countersignatures.ts';
import type { OwnLog } from './own-log.ts';
import { readTile } from './stored-tree.ts';

/** A resource of the log, as an answer of HTTP. */
export interface Published {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asked for more than is answered: come again in a second. */
export class TooManyAsk extends Error {
  override readonly name = 'TooManyAsk';
}

/** Requests that wait for their turn; each connection of the other side has one or a few. */
const MAX_WAITING = 64;
const CHECKPOINT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
/** What a path names never changes. It is for the other side alone, not for a cache that others share. */
const TILE = { 'content-type': 'application/octet-stream', 'cache-control': 'private, max-age=31536000, immutable' };
/** Data can be erased, so that nobody may keep it on the way. */
const DATA = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };
/** Bytes of data in one answer, unless one entry alone has more; and entries that are read at a time. */
const DATA_BYTES = 4 * 1024 * 1024;
const DATA_PAGE = 32;
const GZIP = /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i;
const zip = promisify(gzip);

/**
 * One's own log as the static resources of C2SP tlog-tiles, for auditors and simple peers: `checkpoint`,
 * `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]` below one prefix. An entry there is the leaf. For a peer that
 * polls there are two more: `checkpoint/<size>`, a checkpoint of an older size, and `data/<from>-<to>`, the data beside
 * the leaves, each after its length in four bytes, at most 256 and as many as fit into an answer.
 *
 * A partial tile is served at every width up to what the log has, also after the tile has filled: a superset of what the
 * specification asks for, so that a reader with any checkpoint of ours finds the tiles of its size. Nothing beyond the
 * newest checkpoint is served. The database is asked for one resource at a time, whoever asks for how many.
 */
export class PublishedLog {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly options: {
      readonly journal: Journal;
      readonly side: string;
      readonly own: Pick<OwnLog, 'size' | 'note' | 'noteAt'>;
      readonly countersignatures: Pick<Countersignatures, 'served'>;
    },
  ) {}

  /** What a path below the prefix names, or `undefined` when it names nothing. Throws `TooManyAsk`. */
  async resource(path: string, acceptEncoding = ''): Promise<Published | undefined> {
    if (path === 'checkpoint') {
      const body = this.#checkpoint();
      return body === undefined ? undefined : { body, headers: CHECKPOINT };
    }
    const at = /^checkpoint\/([1-9]\d{0,14})$/.exec(path)?.[1];
    if (at !== undefined) return this.#checkpointAt(Number(at));
    const range = /^data\/(0|[1-9]\d{0,14})-([1-9]\d{0,14})$/.exec(path);
    if (range) return this.#dataOf(Number(range[1]), Number(range[2]));
    const named = parseTilePath(path);
    if (!named) return undefined;
    const { level, index, width } = named;
    if (index * TILE_WIDTH + width > Math.floor(this.options.own.size / TILE_WIDTH ** (level === 'entries' ? 0 : level))) return undefined;
    if (level === 'entries') return this.#inTurn(() => this.#bundle(index, width, GZIP.test(acceptEncoding)));
    return this.#inTurn(() => this.#tile(level, index, width));
  }

  /** The newest checkpoint, with the countersignature as soon as there is one for its size. */
  #checkpoint(): string | undefined {
    const { own, countersignatures } = this.options;
    const { served } = countersignatures;
    return served?.size === own.size ? served.note : own.note;
  }

  async #checkpointAt(size: number): Promise<Published | undefined> {
    const { own } = this.options;
    if (size > own.size) return undefined;
    const body = await this.#inTurn(() => own.noteAt(size));
    return body === undefined ? undefined : { body, headers: CHECKPOINT };
  }

  /** The data beside the leaves from an index up to another; of a range with much of it only the beginning. */
  async #dataOf(from: number, to: number): Promise<Published | undefined> {
    const { journal, side, own } = this.options;
    if (from >= to || to - from > TILE_WIDTH || to > own.size) return undefined;
    return this.#inTurn(async () => {
      const parts: Uint8Array[] = [];
      for (let bytes = 0; from + parts.length < to && bytes < DATA_BYTES; ) {
        const at = from + parts.length;
        for (const { data } of await journal.entries(side, at, Math.min(DATA_PAGE, to - at))) {
          parts.push(data);
          bytes += data.length;
          if (bytes >= DATA_BYTES) break;
        }
      }
      return { body: encodeParts(parts), headers: DATA };
    });
  }

  async #tile(level: number, index: number, width: number): Promise<Published> {
    const { journal, side } = this.options;
    const bytes = (await readTile(journal, side, { level, index, width })).subarray(0, width * HASH_SIZE);
    if (bytes.length < width * HASH_SIZE) throw new Error(`the log ${side} has no whole tile ${level}/${index}`);
    return { body: bytes, headers: TILE };
  }

  async #bundle(index: number, width: number, zipped: boolean): Promise<Published> {
    const { journal, side } = this.options;
    const first = index * TILE_WIDTH;
    const leaves = await journal.leaves(side, first, first + width);
    if (leaves.length < width) throw new Error(`the log ${side} has no entry ${first + leaves.length}`);
    const bundle = encodeBundle(leaves);
    const headers = { ...TILE, vary: 'accept-encoding' };
    return zipped ? { body: await zip(bundle), headers: { ...headers, 'content-encoding': 'gzip' } } : { body: bundle, headers };
  }

  #inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) throw new TooManyAsk('too many resources of the log are asked for at once');
    this.#waiting += 1;
    const result = this.#last.then(read).finally(() => (this.#waiting -= 1));
    this.#last = result.catch(() => undefined);
    return result;
  }
}
