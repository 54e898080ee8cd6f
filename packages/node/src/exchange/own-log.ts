import type { Entry } from '@pairgate/exchange/entry.ts';
import { MAX_CHUNK } from '@pairgate/exchange/wire.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { World } from '../world.ts';
import { rootAt } from './stored-tree.ts';

/** Entries that are sent together, and the checkpoint for exactly the size after them. */
export interface OutgoingChunk {
  readonly first: number;
  readonly entries: readonly Entry[];
  readonly size: number;
  readonly note: string;
}

/** A chunk that is read from the database, so that a receiver's event loop stays free in between. */
const STORED_CHUNK = 1000;
const PAGE = 250;
/** Bytes of entries in one chunk, far below what a frame may have; one entry alone may be larger. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** What has just been committed is sent from memory, up to this much. */
const RING_BYTES = 8 * 1024 * 1024;
const RING_BATCHES = 512;

/** Who signs a log: the keys that count at a size, several while they overlap. */
export interface LogSigner {
  readonly origin: string;
  at(size: number): readonly Signer[];
}

/** What one commit has added. It is signed when it is sent: most checkpoints between two chunks nobody ever asks for. */
type Batch = Omit<OutgoingChunk, 'note'> & { readonly root: Uint8Array; readonly bytes: number };

const bytesOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { leaf, data }) => sum + leaf.length + data.length, 0);

/**
 * One's own log as it goes out: the newest signed checkpoint, a bounded ring of what was committed last, and the
 * database for everything before. A checkpoint is only ever signed for what has been committed.
 */
export class OwnLog {
  readonly #recent = new Map<number, Batch>();
  readonly #waiters = new Set<() => void>();
  #recentBytes = 0;
  #size: number;
  /** Of the log at `#size`; absent while no key of ours counts at the size that is committed. */
  #root: Uint8Array | undefined;
  /** What was signed last, until keys change. */
  #signedLast: { readonly size: number; readonly note: string } | undefined;
  /** What is committed; more than `#size` while no key of ours counts at its size. */
  #committed: { readonly size: number; readonly root: Uint8Array };

  constructor(
    private readonly journal: Journal,
    private readonly side: string,
    private readonly signer: LogSigner,
    private readonly world: World,
    start: { readonly size: number; readonly root: Uint8Array },
  ) {
    this.#size = start.size;
    this.#committed = start;
    this.#root = this.#canSign(start.size) ? start.root : undefined;
  }

  get size(): number {
    return this.#size;
  }

  /** The newest checkpoint, as a note with one's own signature; `undefined` while no key of ours counts at its size. */
  get note(): string | undefined {
    return this.#root && this.#sign(this.#size, this.#root);
  }

  /** Takes over a commit, and wakes whoever waits for more. Never waits itself. */
  append(entries: readonly (Entry & { readonly index: number })[], size: number, root: Uint8Array): void {
    if (size <= this.#committed.size) return;
    this.#committed = { size, root };
    // Nothing is sent without a signature; it waits, committed, for the key that is to come.
    if (!this.#canSign(size)) return;
    const bytes = bytesOf(entries);
    const first = entries[0]?.index;
    if (first !== undefined && entries.length <= MAX_CHUNK && bytes <= CHUNK_BYTES) {
      this.#recent.set(first, { first, entries, size, root, bytes });
      this.#recentBytes += bytes;
      this.#forget();
    }
    this.#size = size;
    this.#root = root;
    for (const wake of this.#waiters) wake();
  }

  /** The newest checkpoint is to be signed again: keys have changed. Nothing that an ended key has signed goes out any more. */
  resign(): void {
    const { size, root } = this.#committed;
    this.forgetAll();
    this.#signedLast = undefined;
    this.#root = this.#canSign(size) ? root : undefined;
    if (this.#root === undefined) return;
    this.#size = size;
    for (const wake of this.#waiters) wake();
  }

  /** Drops what is held in memory, because values of it were destroyed in the database. */
  forgetAll(): void {
    this.#recent.clear();
    this.#recentBytes = 0;
  }

  #forget(): void {
    for (const [first, { bytes }] of this.#recent) {
      if (this.#recentBytes <= RING_BYTES && this.#recent.size <= RING_BATCHES) return;
      this.#recent.delete(first);
      this.#recentBytes -= bytes;
    }
  }

  #canSign(size: number): boolean {
    return this.signer.at(size).length > 0;
  }

  /** There is one checkpoint of each size, so the root is the same whenever the size is. */
  #sign(size: number, root: Uint8Array): string | undefined {
    if (this.#signedLast?.size === size) return this.#signedLast.note;
    const signers = this.signer.at(size);
    if (signers.length === 0) return undefined;
    const note = signCheckpoint({ origin: this.signer.origin, size, root }, ...signers);
    this.#signedLast = { size, note };
    return note;
  }

  /** A checkpoint of the log as it was at a size of at least 1; what it says was true then and is true for ever.
   * `undefined` when no key of ours counts at that size any more. */
  async noteAt(size: number): Promise<string | undefined> {
    return size === this.#size ? this.note : this.#sign(size, await rootAt(this.journal, this.side, size));
  }

  /** The same, for who cannot do without: throws when no key of ours counts at that size. */
  async signedAt(size: number): Promise<string> {
    return this.#signed(await this.noteAt(size), size);
  }

  #signed(note: string | undefined, size: number): string {
    if (note === undefined) throw new Error(`no key of ours counts at ${size} entries of the log ${this.side}`);
    return note;
  }

  /** Resolves when the log is longer than `size`, after `millis`, or when the signal is aborted. */
  waitBeyond(size: number, millis: number, signal: AbortSignal): Promise<void> {
    if (this.#size > size || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        callOff();
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(wake);
        resolve();
      };
      const callOff = this.world.after(millis, wake);
      signal.addEventListener('abort', wake);
      this.#waiters.add(wake);
    });
  }

  /** What comes after `from`, as much of it as one chunk holds; `undefined` when there is nothing. */
  async next(from: number): Promise<OutgoingChunk | undefined> {
    if (from >= this.#size) return undefined;
    return this.#fromRing(from) ?? this.#fromDatabase(from);
  }

  #fromRing(from: number): OutgoingChunk | undefined {
    const first = this.#recent.get(from);
    if (!first) return undefined;
    const chunks = [first];
    let [count, bytes] = [first.entries.length, first.bytes];
    for (let next = this.#recent.get(first.size); next; next = this.#recent.get(next.size)) {
      count += next.entries.length;
      bytes += next.bytes;
      if (count > MAX_CHUNK || bytes > CHUNK_BYTES) break;
      chunks.push(next);
    }
    const { size, root } = chunks.at(-1)!;
    const note = this.#signed(this.#sign(size, root), size);
    return { first: from, entries: chunks.flatMap((chunk) => chunk.entries), size, note };
  }

  /** Ends where a commit ended, unless a single commit is too large for a chunk: then in the middle of it. */
  async #fromDatabase(from: number): Promise<OutgoingChunk> {
    const { journal, side } = this;
    const ending =
      (await journal.batchWithin(side, from, STORED_CHUNK)) ?? (await journal.batchWithin(side, from, MAX_CHUNK));
    const end = ending?.size ?? Math.min(from + MAX_CHUNK, this.#size);
    const entries: Entry[] = [];
    for (let bytes = 0; from + entries.length < end && bytes < CHUNK_BYTES; ) {
      const at = from + entries.length;
      const page = await journal.entries(side, at, Math.min(PAGE, end - at));
      if (page.length === 0 || page[0]!.index !== at) throw new Error(`the log ${side} has no entry ${at}`);
      for (const { leaf, data } of page) {
        entries.push({ leaf, data });
        bytes += leaf.length + data.length;
        if (bytes >= CHUNK_BYTES) break;
      }
    }
    const size = from + entries.length;
    const note = size === ending?.size ? this.#sign(size, ending.root) : await this.noteAt(size);
    return { first: from, entries, size, note: this.#signed(note, size) };
  }
}
