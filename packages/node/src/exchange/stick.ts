import { z } from 'zod';
import {
  decodeEntries, decodeNote, encodeEntries, encodeFrame, encodeNote, FRAME, FRAME_HEAD, FrameReader, type Frame,
} from '@pairgate/exchange/wire.ts';
import { parseCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { encodeCanonical, parseCanonical } from '@pairgate/ledger/canonical.ts';
import { concatBytes, equalBytes } from '@pairgate/ledger/bytes.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { sha256 } from '../crypto.ts';
import type { Countersignatures } from './countersignatures.ts';
import { Dropped, type Mirror } from './mirror.ts';
import type { Source } from './network.ts';
import type { OwnLog } from './own-log.ts';

/**
 * The exchange as a file that somebody carries: a line that says what it is, then the frames of the streams. Entries with
 * their checkpoints go one way, and with them our newest countersignature of the other side's log; its countersignature
 * of ours comes back in a file of its own. Everything passes the checks of a stream.
 *
 *   line   RFC 8785 of { format, pair, origin, from, size }, then a newline
 *   frames a countersignature, if there is one; then chunks of entries, each with its digest and closed by its checkpoint
 *
 * The log covers the leaves, not the data beside them. On a stream TLS keeps that whole; here the digest does, or a damaged
 * file would make good entries look like bad ones, which are refused for ever.
 */
const header = z.strictObject({
  format: z.literal('pairgate-stick/1'),
  pair: z.string(),
  /** The log whose entries are in the file. */
  origin: z.string(),
  from: z.int().min(0),
  size: z.int().min(0),
});

/** The longest first line, in bytes. */
const MAX_LINE = 1024;
const NEWLINE = 10;

/** Why a file is not taken, or not to its end. What came before the fault is stored and stays. */
export type StickFault = 'stick_malformed' | 'stick_other_log' | 'stick_gap' | 'stick_torn' | 'stick_wrong';

export class StickRefused extends Error {
  override readonly name = 'StickRefused';
  constructor(
    readonly fault: StickFault,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(fault);
  }
}

/** What a file brought. */
export interface StickTaken {
  /** Entries that were not held before. */
  readonly entries: number;
  /** Entries of the other side's log that are held now. */
  readonly held: number;
  /** Size of our own log that the other side has countersigned, as far as is known now. */
  readonly countersigned: number;
}

export interface StickOptions {
  readonly pair: string;
  readonly own: OwnLog;
  readonly ownOrigin: string;
  readonly peerOrigin: string;
  readonly mirror: Mirror;
  readonly countersignatures: Countersignatures;
}

/** The files of one node, out and in. */
export class Stick {
  constructor(private readonly options: StickOptions) {}

  /**
   * The file for the other side, in pieces: one's own log as it is now, from an index on; from what the other side has
   * countersigned when not told.
   */
  async *write(from = this.options.countersignatures.newest?.size ?? 0): Source {
    const { pair, own, ownOrigin, mirror } = this.options;
    const { size } = own;
    const begin = Math.min(from, size);
    yield concatBytes(
      encodeCanonical({ format: 'pairgate-stick/1', pair, origin: ownOrigin, from: begin, size }),
      Uint8Array.of(NEWLINE),
    );
    if (mirror.countersignature !== undefined) yield encodeNote(FRAME.countersignature, mirror.countersignature);
    for (let at = begin; at < size; ) {
      const chunk = await own.next(at);
      if (!chunk) throw new Error(`the log has no entry ${at}`);
      // The log may have grown meanwhile: the file ends where its first line says.
      const over = chunk.size - size;
      const entries = over > 0 ? chunk.entries.slice(0, -over) : chunk.entries;
      const frame = encodeEntries(chunk.first, entries);
      yield frame;
      yield encodeFrame({ kind: FRAME.digest, body: sha256(frame.subarray(FRAME_HEAD)) });
      yield encodeNote(FRAME.checkpoint, over > 0 ? await own.signedAt(size) : chunk.note);
      at = Math.min(chunk.size, size);
    }
    if (begin === size && size > 0) yield encodeNote(FRAME.checkpoint, await own.signedAt(size));
  }

  /** Takes in a file of the other side. Throws `StickRefused`. */
  async read(source: Source): Promise<StickTaken> {
    const { pair, peerOrigin, ownOrigin, mirror, countersignatures } = this.options;
    const before = mirror.held;
    const file = await opened(source);
    const { from, size, origin } = file.header;
    if (file.header.pair !== pair || origin !== peerOrigin) {
      throw new StickRefused('stick_other_log', { origin, expected: peerOrigin, ours: ownOrigin });
    }
    if (from > mirror.held) throw new StickRefused('stick_gap', { from, held: mirror.held });
    const frames = file.frames[Symbol.asyncIterator]();
    let reached = from;
    for (let frame = await next(frames); frame; frame = await next(frames)) {
      if (frame.kind === FRAME.countersignature) {
        countersignatures.take(noteOf(frame, FRAME.countersignature));
        continue;
      }
      const chunk = frame.kind === FRAME.entries ? entriesOf(frame, await next(frames)) : { first: reached, entries: [] };
      const closing = frame.kind === FRAME.entries ? await next(frames) : frame;
      reached = await this.#take(chunk, noteOf(closing, FRAME.checkpoint));
    }
    if (reached < size) throw new StickRefused('stick_torn');
    return { entries: mirror.held - before, held: mirror.held, countersigned: countersignatures.newest?.size ?? 0 };
  }

  /** Takes a chunk as far as it is new; gives back where it ends. */
  async #take({ first, entries }: { first: number; entries: Entry[] }, note: string): Promise<number> {
    const { mirror } = this.options;
    const end = first + entries.length;
    if (end < mirror.held || (end === mirror.held && entries.length > 0)) return end;
    const known = mirror.held - first;
    try {
      await mirror.take({ first: mirror.held, entries: entries.slice(Math.max(0, known)), note }, 'stick');
    } catch (error) {
      if (!(error instanceof Dropped)) throw error;
      if (error.kind === 'intake_failed') throw (error.detail as { error: unknown }).error;
      throw new StickRefused('stick_wrong', { reason: error.kind });
    }
    const size = sizeOf(note);
    if (size !== end) throw new StickRefused('stick_wrong', { reason: 'size_differs' });
    return end;
  }
}

async function next(frames: AsyncIterator<Frame>): Promise<Frame | undefined> {
  const { done, value } = await frames.next();
  return done ? undefined : value;
}

function noteOf(frame: Frame | undefined, kind: number): string {
  if (!frame) throw new StickRefused('stick_torn');
  const note = frame.kind === kind ? decodeNote(frame.body) : undefined;
  if (note === undefined) throw new StickRefused('stick_wrong', { reason: 'frame_unexpected' });
  return note;
}

function entriesOf(frame: Frame, digest: Frame | undefined): { first: number; entries: Entry[] } {
  if (!digest) throw new StickRefused('stick_torn');
  if (digest.kind !== FRAME.digest || !equalBytes(digest.body, sha256(frame.body))) {
    throw new StickRefused('stick_wrong', { reason: 'digest_differs' });
  }
  const entries = decodeEntries(frame.body);
  if (!entries) throw new StickRefused('stick_wrong', { reason: 'frame_malformed' });
  return entries;
}

function sizeOf(note: string): number | undefined {
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : undefined;
  return checkpoint?.ok ? checkpoint.value.size : undefined;
}

interface Opened {
  readonly header: z.infer<typeof header>;
  readonly frames: AsyncIterable<Frame>;
}

/** The first line, and the frames after it. A file that ends within a frame is torn. */
async function opened(source: Source): Promise<Opened> {
  const pieces = source[Symbol.asyncIterator]();
  let begun: Uint8Array = new Uint8Array(0);
  for (;;) {
    const end = begun.indexOf(NEWLINE);
    if (end >= 0) return { header: headerOf(begun.subarray(0, end)), frames: framesOf(begun.slice(end + 1), pieces) };
    if (begun.length > MAX_LINE) throw new StickRefused('stick_malformed');
    const next = await pieces.next();
    if (next.done) throw new StickRefused('stick_malformed');
    begun = concatBytes(begun, next.value);
  }
}

function headerOf(line: Uint8Array): z.infer<typeof header> {
  const parsed = parseCanonical(line);
  const shape = parsed.ok ? header.safeParse(parsed.value) : undefined;
  if (!shape?.success) throw new StickRefused('stick_malformed');
  return shape.data;
}

async function* framesOf(begun: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Frame> {
  const reader = new FrameReader();
  for (let piece = begun; ; ) {
    try {
      yield* reader.push(piece);
    } catch (error) {
      if (error instanceof RangeError) throw new StickRefused('stick_wrong', { reason: 'frame_too_large' });
      throw error;
    }
    const next = await pieces.next();
    if (next.done) break;
    piece = next.value;
  }
  if (reader.isWithin) throw new StickRefused('stick_torn');
}
