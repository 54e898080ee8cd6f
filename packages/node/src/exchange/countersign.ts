import { cosign } from '@pairgate/ledger/cosignature.ts';
import { formatNote, parseNote, signaturesBy, type NoteKey } from '@pairgate/ledger/note.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';

/**
 * A stored checkpoint of the other side's log with our cosignature, which says: at this time everything up to it was on
 * our disk and consistent. Only the author's own line is taken over. `now` is real time in milliseconds. Throws when
 * the note is not a checkpoint that its author has signed: nothing else is ever stored.
 */
export function countersign(noteText: string, author: NoteKey, cosigner: Signer, now: number): string {
  const parsed = parseNote(noteText);
  if (!parsed.ok) throw new Error(`a stored checkpoint cannot be read: ${parsed.fault}`);
  const { text } = parsed.value;
  const [line] = signaturesBy(parsed.value, author);
  if (!line) throw new Error('a stored checkpoint lacks the signature of its author');
  return formatNote({ text, signatures: [line, cosign(text, cosigner, Math.floor(now / 1000))] });
}
