import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import type { NoteKey } from '@pairgate/ledger/note.ts';
import type { Sha256, VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { grow, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import { amendmentOf, type Agreements, type Amendment } from './agreements.ts';
import { openEntry, type Entry, type EntryFault, type Envelope } from './entry.ts';

/** A chunk of the other side's log: entries, and the checkpoint that closes them. */
export interface Chunk {
  readonly first: number;
  readonly entries: readonly Entry[];
  readonly note: string;
}

export interface ReceivedEntry extends Entry {
  readonly index: number;
  readonly leafHash: Uint8Array;
  /** Absent when the leaf itself could not be read. */
  readonly envelope?: Envelope;
  readonly fact?: Fact;
  readonly fault?: EntryFault;
  readonly pointer?: string;
}

export interface Received {
  readonly entries: readonly ReceivedEntry[];
  readonly tip: Tip;
  readonly tiles: readonly Tile[];
  readonly root: Uint8Array;
  readonly size: number;
  readonly note: string;
  /** The text that a countersignature signs. */
  readonly text: string;
}

/** Why a chunk as a whole cannot be taken; the connection is dropped and nothing is stored. */
export type ChunkFault = 'not_next' | 'checkpoint_invalid' | 'size_differs' | 'root_differs' | 'stale';

export interface LogTerms {
  readonly author: SideId;
  readonly key: NoteKey;
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
}

/** How much of the log is held, and what it has said of itself so far. */
export interface Held {
  readonly tip: Tip;
  readonly agreements: Agreements;
  /** `seq` of the newest entry of the stream `log:<author>`; 0 before the first. */
  readonly logSeq: number;
}

/**
 * Checks a chunk against what is already held: it must continue the log, its checkpoint must be signed by the author and
 * its root must be the one that the entries give. Only then is each entry judged on its own, under the one version of the
 * agreement that is in force at its index. Pure: nothing is stored.
 */
export function receive(
  chunk: Chunk,
  held: Held,
  terms: LogTerms,
): { ok: true; value: Received } | { ok: false; fault: ChunkFault } {
  const origin = held.agreements.party(terms.author).logOrigin;
  const opened = openCheckpoint(chunk.note, { origin, key: terms.key }, terms.verify);
  if (!opened.ok) return { ok: false, fault: 'checkpoint_invalid' };
  const { checkpoint, note } = opened.value;
  const { size: from } = held.tip.edge;
  if (checkpoint.size < from) return { ok: false, fault: 'stale' };
  if (chunk.entries.length > 0 && chunk.first !== from) return { ok: false, fault: 'not_next' };
  if (checkpoint.size !== from + chunk.entries.length) return { ok: false, fault: 'size_differs' };
  const hashes = chunk.entries.map((entry) => leafHash(terms.sha256, entry.leaf));
  const { tip, full } = grow(terms.sha256, held.tip, hashes);
  const root = rootOf(terms.sha256, tip.edge);
  if (!equalBytes(root, checkpoint.root)) return { ok: false, fault: 'root_differs' };
  const entries = judgeEach(chunk, hashes, held, terms);
  return { ok: true, value: { entries, tip, tiles: full, root, size: checkpoint.size, note: chunk.note, text: note.text } };
}

/** An amendment that counts changes how the entries after it are judged, in the same chunk or in a later one. */
function judgeEach(chunk: Chunk, hashes: readonly Uint8Array[], held: Held, { author, sha256 }: LogTerms): ReceivedEntry[] {
  let { agreements, logSeq } = held;
  let source = agreements.next(author);
  return chunk.entries.map((entry, offset): ReceivedEntry => {
    const at = { ...entry, index: chunk.first + offset, leafHash: hashes[offset]! };
    const opened = openEntry(entry, author, source, sha256, false);
    const { envelope } = opened.ok ? opened.value : opened;
    const inOrder = envelope?.stream !== `log:${author}` || envelope.seq === logSeq + 1;
    if (envelope?.stream === `log:${author}`) logSeq = Math.max(logSeq, envelope.seq);
    if (!opened.ok) {
      const where = opened.pointer === undefined ? {} : { pointer: opened.pointer };
      return { ...at, ...(envelope ? { envelope } : {}), ...where, fault: opened.fault };
    }
    const { fact } = opened.value;
    const amendment = amendmentOf(fact, at.index);
    const fault = inOrder ? amendment && amendmentFault(amendment, agreements, opened.value.envelope) : 'sequence_broken';
    if (fault) return { ...at, envelope: opened.value.envelope, fault };
    if (amendment) {
      agreements = agreements.with(amendment);
      source = agreements.next(author);
    }
    return { ...at, envelope: opened.value.envelope, fact };
  });
}

/** An activation is written under the version that it puts in force. */
function amendmentFault(amendment: Amendment, agreements: Agreements, { agreement }: Envelope): EntryFault | undefined {
  if (amendment.type === 'AgreementActivated' && amendment.data.version !== agreement) return 'agreement_unknown';
  return agreements.fault(amendment);
}
