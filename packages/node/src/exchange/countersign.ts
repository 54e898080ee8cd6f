import { cosign } from '@pairgate/ledger/cosignature.ts';
import { parseCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { formatNote, parseNote, signaturesBy, type NoteKey } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';

/**
 * A stored checkpoint of the other side's log with our cosignature, which says: at this time everything up to it was on
 * our disk and consistent. Only the author's own lines are taken over, by the keys that count at the size of the checkpoint,
 * and every key of ours that counts there cosigns. `undefined` when there is none of either: a checkpoint by a key that has
 * been revoked since is not countersigned again. `now` is real time in milliseconds. Throws when the note is no checkpoint:
 * nothing else is ever stored.
 */
export function countersign(
  noteText: string,
  authorKeys: (size: number) => readonly NoteKey[],
  cosigners: (size: number) => readonly Signer[],
  now: number,
): string | undefined {
  const parsed = parseNote(noteText);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!parsed.ok || !checkpoint.ok) throw new Error('a stored checkpoint cannot be read');
  const { text } = parsed.value;
  const { size } = checkpoint.value;
  const lines = authorKeys(size).flatMap((key) => signaturesBy(parsed.value, key).slice(0, 1));
  const cosignatures = cosigners(size).map((cosigner) => cosign(text, cosigner, Math.floor(now / 1000)));
  if (lines.length === 0 || cosignatures.length === 0) return undefined;
  return formatNote({ text, signatures: [...lines, ...cosignatures] });
}
