import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Sha256, VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { grow, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import { amendmentOf, type Agreements, type Amendment } from './agreements.ts';
import { openEntry, type Entry, type EntryFault, type Envelope, type MayMiss } from './entry.ts';
import type { KeyRing } from './key-ring.ts';
import { KEY_FACTS, type SignedKeyStatement } from './key-statement.ts';

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
  /** The keys of both sides after it: those that were known, and what the author has stated in it. */
  readonly keys: KeyRing;
  /** The versions of the agreement after it; the very ones that were held when nothing in it amends them. */
  readonly agreements: Agreements;
  /** `seq` of the newest entry of the stream `log:<author>` after it. */
  readonly logSeq: number;
}

/** Why a chunk as a whole cannot be taken; the connection is dropped and nothing is stored. */
export type ChunkFault = 'not_next' | 'checkpoint_invalid' | 'size_differs' | 'root_differs' | 'stale';

export interface LogTerms {
  readonly author: SideId;
  /** The origin line of its checkpoints, when it is not the one of the agreement: a later epoch has its own. */
  readonly origin?: string;
  /** The keys that are known so far. */
  readonly keys: KeyRing;
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
  /** Classes whose time is over, which the author has destroyed rightly; every other one must be there. */
  readonly mayMiss?: MayMiss;
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
  const origin = terms.origin ?? held.agreements.party(terms.author).logOrigin;
  const hashes = chunk.entries.map((entry) => leafHash(terms.sha256, entry.leaf));
  const openBy = (ring: KeyRing) =>
    openCheckpoint(chunk.note, { origin, key: (size) => ring.at(terms.author, 'checkpoint', size) }, terms.verify);
  let opened = openBy(terms.keys);
  // When no known key has signed it, the key may be one that the chunk itself enrols: a statement proves itself, so that it
  // may be believed before the checkpoint is.
  if (!opened.ok && opened.fault === 'signature_missing' && chunk.entries.some(mayStateKey)) {
    opened = openBy(judgeEach(chunk, hashes, held, terms).keys);
  }
  if (!opened.ok) return { ok: false, fault: 'checkpoint_invalid' };
  const { checkpoint, note } = opened.value;
  const { size: from } = held.tip.edge;
  if (checkpoint.size < from) return { ok: false, fault: 'stale' };
  if (chunk.entries.length > 0 && chunk.first !== from) return { ok: false, fault: 'not_next' };
  if (checkpoint.size !== from + chunk.entries.length) return { ok: false, fault: 'size_differs' };
  const { tip, full } = grow(terms.sha256, held.tip, hashes);
  const root = rootOf(terms.sha256, tip.edge);
  if (!equalBytes(root, checkpoint.root)) return { ok: false, fault: 'root_differs' };
  const judged = judgeEach(chunk, hashes, held, terms);
  return { ok: true, value: { ...judged, tip, tiles: full, root, size: checkpoint.size, note: chunk.note, text: note.text } };
}

const STATES_KEY: ReadonlySet<string> = new Set(Object.values(KEY_FACTS));
const mayStateKey = ({ leaf }: Entry): boolean => decodeUtf8(leaf)?.includes('"type":"Key') ?? false;

/** The ring with what a fact states; `undefined` when that does not count. A statement that came before by another way does. */
function statedIn({ data }: Fact, author: SideId, keys: KeyRing): KeyRing | undefined {
  if ((data as SignedKeyStatement).statement.side !== author) return undefined;
  const added = keys.add(data);
  if (added.ok) return added.value;
  return added.fault === 'replayed' ? keys : undefined;
}

/**
 * An amendment that counts changes how the entries after it are judged, in the same chunk or in a later one; a key statement
 * that counts changes the keys.
 */
function judgeEach(
  chunk: Chunk,
  hashes: readonly Uint8Array[],
  held: Held,
  { author, sha256, ...terms }: LogTerms,
): Pick<Received, 'entries' | 'keys' | 'agreements' | 'logSeq'> {
  let { keys } = terms;
  let { agreements, logSeq } = held;
  let source = agreements.next(author);
  const entries = chunk.entries.map((entry, offset): ReceivedEntry => {
    const at = { ...entry, index: chunk.first + offset, leafHash: hashes[offset]! };
    const opened = openEntry(entry, author, source, sha256, terms.mayMiss ?? false);
    const { envelope } = opened.ok ? opened.value : opened;
    const inOrder = envelope?.stream !== `log:${author}` || envelope.seq === logSeq + 1;
    if (envelope?.stream === `log:${author}`) logSeq = Math.max(logSeq, envelope.seq);
    if (!opened.ok) {
      const where = opened.pointer === undefined ? {} : { pointer: opened.pointer };
      return { ...at, ...(envelope ? { envelope } : {}), ...where, fault: opened.fault };
    }
    const { fact } = opened.value;
    const failed = (fault: EntryFault): ReceivedEntry => ({ ...at, envelope: opened.value.envelope, fault });
    if (!inOrder) return failed('sequence_broken');
    const amendment = amendmentOf(fact, at.index);
    const fault = amendment && amendmentFault(amendment, agreements, opened.value.envelope);
    if (fault) return failed(fault);
    if (amendment) {
      agreements = agreements.with(amendment);
      source = agreements.next(author);
    }
    if (STATES_KEY.has(fact.type)) {
      const stated = statedIn(fact, author, keys);
      if (!stated) return failed('key_statement_refused');
      keys = stated;
    }
    return { ...at, envelope: opened.value.envelope, fact };
  });
  return { entries, keys, agreements, logSeq };
}

/** An activation is written under the version that it puts in force. */
function amendmentFault(amendment: Amendment, agreements: Agreements, { agreement }: Envelope): EntryFault | undefined {
  if (amendment.type === 'AgreementActivated' && amendment.data.version !== agreement) return 'agreement_unknown';
  return agreements.fault(amendment);
}
