import { fromBase64, toBase64 } from './base64.ts';
import { concatBytes, equalBytes } from './bytes.ts';
import { toHex } from './hex.ts';
import { keyFault } from './keys.ts';
import type { KeyFault } from './keys.ts';
import { fail } from './ports.ts';
import type { Outcome, Sha256, Signer, VerifyEd25519 } from './ports.ts';
import { decodeUtf8, encodeUtf8, hasLoneSurrogate } from './utf8.ts';

/** Signed notes of C2SP signed-note: a text, an empty line, and one line for each signature. */

/** The signature types in use: a plain Ed25519 signature, and the timestamped cosignature/v1. */
export const ED25519 = 0x01;
export const COSIGNATURE_V1 = 0x04;
export type SignatureType = typeof ED25519 | typeof COSIGNATURE_V1;

/** Bytes in a key ID. */
export const KEY_HASH_SIZE = 4;
/** Bytes in an Ed25519 signature. */
export const SIGNATURE_SIZE = 64;

// The specification asks for at least 16 signatures; a checkpoint of a pair has two, four while keys overlap.
const MAX_SIGNATURES = 32;
const MAX_NOTE_LENGTH = 65_536;

export interface NoteSignature {
  readonly name: string;
  readonly keyHash: Uint8Array;
  readonly signature: Uint8Array;
}

/** `text` ends in a newline and is what the signatures sign. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A public key under its name: name and key ID together say which signature line is its. */
export interface NoteKey {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
  readonly keyHash: Uint8Array;
}

export type NoteFault =
  | 'not_utf8'
  | 'too_large'
  | 'control_character'
  | 'no_signatures'
  | 'too_many_signatures'
  | 'bad_signature_line'
  | 'bad_name'
  | 'bad_signature';

const NAME = /^[^\p{White_Space}+]+$/u;
// oxlint-disable-next-line no-control-regex -- the format forbids exactly these.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const SIGNATURE_LINE = /^\u2014 ([^ ]+) ([^ ]+)$/u;

/** Key names are not empty and have neither a Unicode space nor a plus. */
export const isKeyName = (name: string): boolean =>
  NAME.test(name) && !CONTROL.test(name) && !hasLoneSurrogate(name);

/** SHA-256(name || 0x0A || type || public key)[:4] */
export function keyHash(sha256: Sha256, name: string, type: SignatureType, publicKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, KEY_HASH_SIZE);
}

/** A key under a name, or why it is none. */
export function noteKey(
  sha256: Sha256,
  name: string,
  type: SignatureType,
  publicKey: Uint8Array,
): Outcome<NoteKey, KeyFault | 'bad_name'> {
  if (!isKeyName(name)) return fail('bad_name');
  const fault = keyFault(publicKey);
  if (fault !== undefined) return fail(fault);
  return { ok: true, value: { name, type, publicKey, keyHash: keyHash(sha256, name, type, publicKey) } };
}

/** The verifier key text `<name>+<key ID in hex>+<base64(type || public key)>`, for configuration files. */
export const formatVerifierKey = (key: NoteKey): string =>
  `${key.name}+${toHex(key.keyHash)}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;

/** The key of a verifier key text, whose key ID must fit. */
export function parseVerifierKey(sha256: Sha256, text: string): Outcome<NoteKey, KeyFault | 'bad_name' | 'bad_key'> {
  const [name = '', id, ...rest] = text.split('+');
  // The base 64 may itself contain a plus.
  const bytes = fromBase64(rest.join('+'));
  const type = bytes?.[0];
  if (bytes === undefined || (type !== ED25519 && type !== COSIGNATURE_V1)) return fail('bad_key');
  const key = noteKey(sha256, name, type, bytes.slice(1));
  if (key.ok && toHex(key.value.keyHash) !== id) return fail('bad_key');
  return key;
}

function signatureLine({ name, keyHash: id, signature }: NoteSignature): string {
  if (!isKeyName(name) || id.length !== KEY_HASH_SIZE) throw new Error(`not the key of a note: ${name}`);
  return `\u2014 ${name} ${toBase64(concatBytes(id, signature))}\n`;
}

/** The note as it is stored and sent. Throws when the text is not the text of a note. */
export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n') || CONTROL.test(text) || hasLoneSurrogate(text)) throw new Error('not the text of a note');
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** The parts of a note. Nothing in them is to be believed before a signature of a known key is verified. */
export function parseNote(note: Uint8Array | string): Outcome<Note, NoteFault> {
  if (note.length > MAX_NOTE_LENGTH) return fail('too_large');
  const all = typeof note === 'string' ? note : decodeUtf8(note);
  if (all === undefined || hasLoneSurrogate(all)) return fail('not_utf8');
  if (CONTROL.test(all)) return fail('control_character');
  const split = all.lastIndexOf('\n\n');
  const lines = all.slice(split + 2);
  if (split < 0 || lines === '') return fail('no_signatures');
  if (!lines.endsWith('\n')) return fail('bad_signature_line');
  const signatures: NoteSignature[] = [];
  for (const line of lines.slice(0, -1).split('\n')) {
    const match = SIGNATURE_LINE.exec(line);
    if (match === null) return fail('bad_signature_line');
    const [, name = '', encoded = ''] = match;
    if (!isKeyName(name)) return fail('bad_name');
    const bytes = fromBase64(encoded);
    if (bytes === undefined || bytes.length <= KEY_HASH_SIZE) return fail('bad_signature');
    if (signatures.length === MAX_SIGNATURES) return fail('too_many_signatures');
    signatures.push({ name, keyHash: bytes.slice(0, KEY_HASH_SIZE), signature: bytes.slice(KEY_HASH_SIZE) });
  }
  return { ok: true, value: { text: all.slice(0, split + 1), signatures } };
}

/** The signatures of a key. Lines of unknown keys are ignored, even if name or key ID alone is the same. */
export function signaturesBy(note: Note, key: NoteKey): NoteSignature[] {
  return note.signatures.filter(({ name, keyHash: id }) => name === key.name && equalBytes(id, key.keyHash));
}

/** A signature of type Ed25519 over the text of a note. */
export function signText(text: string, signer: Signer): NoteSignature {
  return { name: signer.name, keyHash: signer.keyHash, signature: signer.sign(encodeUtf8(text)) };
}

export type SignatureFault = 'signature_missing' | 'signature_invalid';

/** Whether the key has signed the note: every line of the key must verify, and there must be one. */
export function signatureFault(note: Note, key: NoteKey, verify: VerifyEd25519): SignatureFault | undefined {
  if (key.type !== ED25519) throw new Error('not a key of type Ed25519');
  const own = signaturesBy(note, key);
  if (own.length === 0) return 'signature_missing';
  const message = encodeUtf8(note.text);
  const good = own.every(
    ({ signature }) => signature.length === SIGNATURE_SIZE && verify(key.publicKey, message, signature),
  );
  return good ? undefined : 'signature_invalid';
}

/** The same of keys that overlap: one of them must have signed, and every line of each must verify. */
export function keysFault(note: Note, keys: readonly NoteKey[], verify: VerifyEd25519): SignatureFault | undefined {
  const faults = keys.map((key) => signatureFault(note, key, verify));
  if (faults.includes('signature_invalid')) return 'signature_invalid';
  return faults.includes(undefined) ? undefined : 'signature_missing';
}
