import type { Entry } from '@pairgate/exchange/entry.ts';
import { encodeEntries, encodeNote, encodeProof, FRAME } from '@pairgate/exchange/wire.ts';
import { consistencyProof, consistencySubtrees } from '@pairgate/ledger/proof.ts';
import type { Journal, LogHead } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import type { Sink } from './network.ts';
import { treeAt } from './stored-tree.ts';

/** Entries in one piece, and bytes of them, so that memory stays bounded on both sides. */
const ENTRIES = 250;
const BYTES = 4 * 1024 * 1024;

/**
 * Gives the other side its own log back from our mirror of it: the newest checkpoint that it signed and we hold, the proof
 * that a log of `from` entries belongs to it, then the entries after those, each piece with the proof up to its end. Ends where the mirror ended
 * when it began. Resolves when nothing more can be written, too.
 */
export async function sendMirror(journal: Journal, { log, size, note }: LogHead & { readonly note: string }, from: number, sink: Sink): Promise<void> {
  const proofFrom = async (end: number) => consistencyProof(sha256, await treeAt(journal, log, size, consistencySubtrees(end, size)), end, size);
  await sink.write([encodeNote(FRAME.checkpoint, note), encodeProof(await proofFrom(from))]);
  for (let at = from; at < size && !sink.closed.aborted; ) {
    const entries = await pieceFrom(journal, log, at, size);
    const end = at + entries.length;
    await sink.write([encodeEntries(at, entries), encodeProof(await proofFrom(end))]);
    at = end;
  }
  await sink.end();
}

async function pieceFrom(journal: Journal, log: string, from: number, size: number): Promise<Entry[]> {
  const page = await journal.entries(log, from, Math.min(ENTRIES, size - from));
  const entries: Entry[] = [];
  let bytes = 0;
  for (const { index, leaf, data } of page) {
    if (index !== from + entries.length) break;
    bytes += leaf.length + data.length;
    if (entries.length > 0 && bytes > BYTES) break;
    entries.push({ leaf, data });
  }
  if (entries.length === 0) throw new Error(`the mirror of the log ${log} has no entry ${from}`);
  return entries;
}
