import { fromBase64, toBase64 } from './base64.ts';
import { HASH_SIZE } from './merkle.ts';
import { formatNote, keysFault, parseNote, signText } from './note.ts';
import type { Note, NoteFault, NoteKey, SignatureFault } from './note.ts';
import { fail } from './ports.ts';
import type { Outcome, Signer, VerifyEd25519 } from './ports.ts';
import { hasLoneSurrogate } from './utf8.ts';

/** Checkpoints of C2SP tlog-checkpoint: origin, size and root of a log, as the text of a note. */

export interface Checkpoint {
  readonly origin: string;
  /** Leaves in the tree. */
  readonly size: number;
  /** Root hash, 32 bytes. */
  readonly root: Uint8Array;
}

export type CheckpointFault = 'bad_origin' | 'bad_size' | 'bad_root' | 'extension_lines' | 'bad_lines';

const SIZE = /^(?:0|[1-9]\d{0,15})$/;
// oxlint-disable-next-line no-control-regex -- the format forbids exactly these.
const NOT_IN_LINE = /[\u0000-\u001f]/;

const isOrigin = (line: string): boolean => line !== '' && !NOT_IN_LINE.test(line) && !hasLoneSurrogate(line);

/** The text to sign. Throws on a value that is no checkpoint. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== HASH_SIZE) {
    throw new Error(`not a checkpoint: ${origin} ${size}`);
  }
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * The checkpoint of a note's text. Extension lines are refused: nobody could check them, and C2SP advises against them.
 */
export function parseCheckpoint(text: string): Outcome<Checkpoint, CheckpointFault> {
  if (!text.endsWith('\n')) return fail('bad_lines');
  const [origin, sizeLine, rootLine, ...extensions] = text.slice(0, -1).split('\n');
  if (origin === undefined || sizeLine === undefined || rootLine === undefined) return fail('bad_lines');
  if (!isOrigin(origin)) return fail('bad_origin');
  const size = Number(sizeLine);
  if (!SIZE.test(sizeLine) || !Number.isSafeInteger(size)) return fail('bad_size');
  const root = fromBase64(rootLine);
  if (root === undefined || root.length !== HASH_SIZE) return fail('bad_root');
  if (extensions.length > 0) return fail('extension_lines');
  return { ok: true, value: { origin, size, root } };
}

/** The checkpoint as a note with its author's signature, or several while keys overlap; each key must be of type Ed25519. */
export function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly Signer[]): string {
  if (signers.length === 0) throw new Error('a checkpoint without a signature');
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: signers.map((signer) => signText(text, signer)) });
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** The key of a log, or the keys that count when it has a size: several while they overlap, none in a gap. */
export type AuthorKeys = NoteKey | ((size: number) => readonly NoteKey[]);

/** Of a text that is no checkpoint no key counts by size. */
const keysOf = (key: AuthorKeys, checkpoint: Outcome<Checkpoint, CheckpointFault>): readonly NoteKey[] =>
  typeof key !== 'function' ? [key] : checkpoint.ok ? key(checkpoint.value.size) : [];

/** A checkpoint of the log `origin` that a key of its author has signed, or the first reason against it. */
export function openCheckpoint(
  note: Uint8Array | string,
  expected: { readonly origin: string; readonly key: AuthorKeys },
  verify: VerifyEd25519,
): Outcome<SignedCheckpoint, NoteFault | SignatureFault | CheckpointFault | 'other_origin'> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(parsed.value.text);
  const fault = keysFault(parsed.value, keysOf(expected.key, checkpoint), verify);
  if (fault !== undefined) return fail(fault);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== expected.origin) return fail('other_origin');
  return { ok: true, value: { checkpoint: checkpoint.value, note: parsed.value } };
}
