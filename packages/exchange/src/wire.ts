import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { HASH_SIZE } from '@pairgate/ledger/merkle.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Entry } from './entry.ts';

/**
 * The frames of the two open streams: four bytes of length (big-endian, of what follows), one byte of kind, the body.
 *
 *   kind 1, entries: first index (8 bytes), then per entry the length of its leaf and the leaf, the length of its data
 *           and the data; lengths are four bytes, big-endian
 *   kind 2, checkpoint: the signed note; it closes the entries before it
 *   kind 3, countersignature: the signed note with the cosignature's line; empty, at the beginning of a stream, from
 *           whoever holds no checkpoint yet
 *   kind 4, digest: only in files; SHA-256 of the body of the entries before it
 *   kind 5, proof: hashes of 32 bytes, the consistency proof from the size after the entries before it to the checkpoint
 *           at the beginning of the stream; only where one's own log is given back from a mirror
 */
export const FRAME = { entries: 1, checkpoint: 2, countersignature: 3, digest: 4, proof: 5 } as const;

/** Bytes before the body of a frame. */
export const FRAME_HEAD = 5;

/** No frame is longer, whoever sends it: a hostile peer cannot make a node hold more than this. */
export const MAX_FRAME = 16 * 1024 * 1024;

/** A chunk of entries ends at a checkpoint and holds at most this many. */
export const MAX_CHUNK = 2000;

/** A consistency proof of a log of up to 2^53 entries has at most one hash more than the tree has levels. */
const MAX_PROOF = 64;

export interface Frame {
  readonly kind: number;
  readonly body: Uint8Array;
}

export function encodeFrame({ kind, body }: Frame): Uint8Array {
  const frame = new Uint8Array(FRAME_HEAD + body.length);
  frame.set(body, FRAME_HEAD);
  return headed(frame, kind);
}

/** Writes the head of a frame into the room before its body. */
function headed(frame: Uint8Array, kind: number): Uint8Array {
  new DataView(frame.buffer).setUint32(0, frame.length - FRAME_HEAD + 1);
  frame[4] = kind;
  return frame;
}

export const encodeNote = (kind: 2 | 3, note: string): Uint8Array => encodeFrame({ kind, body: encodeUtf8(note) });

export const encodeProof = (proof: readonly Uint8Array[]): Uint8Array =>
  encodeFrame({ kind: FRAME.proof, body: concatBytes(...proof) });

/** The hashes of a frame of kind 5, or `undefined` when they are not whole or more than any proof has. */
export function decodeProof(body: Uint8Array): Uint8Array[] | undefined {
  const count = body.length / HASH_SIZE;
  if (!Number.isInteger(count) || count > MAX_PROOF) return undefined;
  return Array.from({ length: count }, (_, at) => body.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE));
}

/** Byte strings in a row, each after its length in four bytes, big-endian; `room` bytes stay free before them. */
export function encodeParts(parts: readonly Uint8Array[], room = 0): Uint8Array {
  const body = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, room));
  const view = new DataView(body.buffer);
  let at = room;
  for (const part of parts) {
    view.setUint32(at, part.length);
    body.set(part, at + 4);
    at += 4 + part.length;
  }
  return body;
}

/** The byte strings from an offset on, as views of the body, or `undefined` when their lengths do not add up. */
export function decodeParts(body: Uint8Array, from = 0): Uint8Array[] | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const parts: Uint8Array[] = [];
  let at = from;
  while (at < body.length) {
    if (at + 4 > body.length) return undefined;
    const length = view.getUint32(at);
    if (at + 4 + length > body.length) return undefined;
    parts.push(body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

export function encodeEntries(first: number, entries: readonly Entry[]): Uint8Array {
  const frame = encodeParts(entries.flatMap(({ leaf, data }) => [leaf, data]), FRAME_HEAD + 8);
  new DataView(frame.buffer).setBigUint64(FRAME_HEAD, BigInt(first));
  return headed(frame, FRAME.entries);
}

/** The entries of a frame of kind 1, or `undefined` when its lengths do not add up. */
export function decodeEntries(body: Uint8Array): { first: number; entries: Entry[] } | undefined {
  if (body.length < 8) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const first = Number(view.getBigUint64(0));
  if (!Number.isSafeInteger(first)) return undefined;
  const parts = decodeParts(body, 8);
  if (!parts || parts.length % 2 !== 0 || parts.length / 2 > MAX_CHUNK) return undefined;
  const entries: Entry[] = [];
  for (let index = 0; index < parts.length; index += 2) entries.push({ leaf: parts[index]!, data: parts[index + 1]! });
  return { first, entries };
}

export const decodeNote = (body: Uint8Array): string | undefined => decodeUtf8(body);

/** Cuts a byte stream into frames, whatever the pieces in which it arrives. */
export class FrameReader {
  #pieces: Uint8Array[] = [];
  #held = 0;

  /** `max` is the longest frame that is taken, in bytes. */
  constructor(private readonly max: number = MAX_FRAME) {}

  /** The frames that a piece completes; throws a RangeError when a frame would be longer than allowed. */
  push(piece: Uint8Array): Frame[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    const frames: Frame[] = [];
    for (;;) {
      if (this.#held < FRAME_HEAD) return frames;
      const head = this.#pieces[0]!.length >= FRAME_HEAD ? this.#pieces[0]! : this.#flatten();
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
      if (length < 1 || length > this.max) throw new RangeError(`a frame of ${length} bytes`);
      if (this.#held < 4 + length) return frames;
      const all = this.#flatten();
      frames.push({ kind: all[4]!, body: all.slice(FRAME_HEAD, 4 + length) });
      const rest = all.subarray(4 + length);
      this.#pieces = rest.length > 0 ? [rest] : [];
      this.#held = rest.length;
    }
  }

  /** Whether a frame has begun and not ended. */
  get isWithin(): boolean {
    return this.#held > 0;
  }

  #flatten(): Uint8Array {
    if (this.#pieces.length > 1) this.#pieces = [concatBytes(...this.#pieces)];
    return this.#pieces[0]!;
  }
}
