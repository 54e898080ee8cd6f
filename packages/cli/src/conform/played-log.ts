import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Entry } from '@pairgate/exchange/entry.ts';
import type { Chunk } from '@pairgate/exchange/intake.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { appendAll, EMPTY_EDGE, leafHash, rootOf, type Edge } from '@pairgate/ledger/merkle.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { sha256 } from '@pairgate/node/crypto.ts';

/**
 * The log of the side that the kit plays, with a signed checkpoint at every size. What is in it is only ever appended to,
 * also across runs; the lies of a hostile counterpart are told on the wire and never stored here.
 */
export class PlayedLog {
  readonly entries: Entry[] = [];
  readonly #notes: string[];
  readonly #seqs = new Map<string, number>();
  #edge: Edge = EMPTY_EDGE;

  /** Reads what earlier runs have played; an absent file is an empty log. */
  constructor(
    private readonly signer: Signer,
    private readonly file: string,
  ) {
    this.#notes = [this.#sign()];
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const { leaf, data } = JSON.parse(line) as { leaf: string; data: string };
      this.#grow({ leaf: fromBase64(leaf)!, data: fromBase64(data)! });
    }
  }

  get size(): number {
    return this.entries.length;
  }

  get edge(): Edge {
    return this.#edge;
  }

  get origin(): string {
    return this.signer.name;
  }

  /** The signed checkpoint at a size that the log has or had. */
  note(size = this.size): string {
    return this.#notes[size]!;
  }

  /** Everything from an index on, closed by the checkpoint of `to`. */
  chunk(from: number, to = this.size): Chunk {
    return { first: from, entries: this.entries.slice(from, to), note: this.note(to) };
  }

  /** The next number of a stream: one more than the greatest that a readable entry has had. */
  nextSeq(stream: string): number {
    return (this.#seqs.get(stream) ?? 0) + 1;
  }

  append(...entries: readonly Entry[]): void {
    for (const entry of entries) {
      appendFileSync(this.file, `${JSON.stringify({ leaf: toBase64(entry.leaf), data: toBase64(entry.data) })}\n`);
      this.#grow(entry);
    }
  }

  /** A checkpoint as this log's key, or another one, would sign it, true or not. */
  forge(size: number, root: Uint8Array, origin = this.origin, by = this.signer): string {
    return signCheckpoint({ origin, size, root }, by);
  }

  /** Size and root that the log would have with this entry after its last one. */
  after(entry: Entry): { readonly size: number; readonly root: Uint8Array } {
    const edge = appendAll(sha256, this.#edge, [leafHash(sha256, entry.leaf)]);
    return { size: edge.size, root: rootOf(sha256, edge) };
  }

  #grow(entry: Entry): void {
    this.entries.push(entry);
    this.#edge = appendAll(sha256, this.#edge, [leafHash(sha256, entry.leaf)]);
    this.#notes.push(this.#sign());
    this.#count(entry.leaf);
  }

  #sign(): string {
    return signCheckpoint({ origin: this.signer.name, size: this.#edge.size, root: rootOf(sha256, this.#edge) }, this.signer);
  }

  /** Entries that nobody can read have no number. */
  #count(leaf: Uint8Array): void {
    try {
      const { envelope } = JSON.parse(decodeUtf8(leaf) ?? '') as { envelope: { stream: string; seq: number } };
      this.#seqs.set(envelope.stream, Math.max(this.#seqs.get(envelope.stream) ?? 0, envelope.seq));
    } catch {
      return;
    }
  }
}
