import { concatBytes, readUint64, uint64Bytes } from './bytes.ts';
import { COSIGNATURE_V1, SIGNATURE_SIZE, signaturesBy } from './note.ts';
import type { Note, NoteKey, NoteSignature, SignatureFault } from './note.ts';
import { fail } from './ports.ts';
import type { Outcome, Signer, VerifyEd25519 } from './ports.ts';
import { encodeUtf8 } from './utf8.ts';

/**
 * Cosignatures of C2SP tlog-cosignature, Ed25519 type: who cosigns a checkpoint says that at that time it was the
 * largest consistent one that it had seen of the log. Pairgate's other side adds: and everything up to it is stored.
 */

const TIME_SIZE = 8;

/** What is signed: a header, the time in seconds since 1970 and the text of the checkpoint's note. */
export function cosignatureMessage(text: string, seconds: number): Uint8Array {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new Error(`not a time: ${seconds}`);
  return encodeUtf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** A cosignature of a note's text at a time in whole seconds; the signer's key must be of type cosignature/v1. */
export function cosign(text: string, signer: Signer, seconds: number): NoteSignature {
  const signature = concatBytes(uint64Bytes(seconds), signer.sign(cosignatureMessage(text, seconds)));
  return { name: signer.name, keyHash: signer.keyHash, signature };
}

/** The newest time, in seconds, at which the key has cosigned; every line of the key must verify. */
export function openCosignature(
  note: Note,
  key: NoteKey,
  verify: VerifyEd25519,
): Outcome<{ readonly seconds: number }, SignatureFault> {
  if (key.type !== COSIGNATURE_V1) throw new Error('not a key of type cosignature/v1');
  const own = signaturesBy(note, key);
  if (own.length === 0) return fail('signature_missing');
  let newest = 0;
  for (const { signature } of own) {
    const seconds = readUint64(signature);
    if (seconds === undefined || signature.length !== TIME_SIZE + SIGNATURE_SIZE) return fail('signature_invalid');
    const message = cosignatureMessage(note.text, seconds);
    if (!verify(key.publicKey, message, signature.subarray(TIME_SIZE))) return fail('signature_invalid');
    newest = Math.max(newest, seconds);
  }
  return { ok: true, value: { seconds: newest } };
}

/** The same of keys that overlap: one of them must have cosigned, and every line of each must verify. */
export function openCosignatures(
  note: Note,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): Outcome<{ readonly seconds: number }, SignatureFault> {
  let newest: number | undefined;
  for (const key of keys) {
    const opened = openCosignature(note, key, verify);
    if (opened.ok) newest = Math.max(newest ?? 0, opened.value.seconds);
    else if (opened.fault === 'signature_invalid') return opened;
  }
  return newest === undefined ? fail('signature_missing') : { ok: true, value: { seconds: newest } };
}
