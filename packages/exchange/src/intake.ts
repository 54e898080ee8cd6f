import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Sha256, VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { grow, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import type { CompiledAgreement } from './agreement.ts';
import { openEntry, type Entry, type EntryFault, type Envelope } from './entry.ts';
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
}

/** Why a chunk as a whole cannot be taken; the connection is dropped and nothing is stored. */
export type ChunkFault = 'not_next' | 'checkpoint_invalid' | 'size_differs' | 'root_differs' | 'stale';

export interface LogTerms {
  readonly author: SideId;
  /** The origin line of its checkpoints, when it is not the one of the agreement: a later epoch has its own. */
  readonly origin?: string;
  readonly agreement: CompiledAgreement;
  /** The keys that are known so far. */
  readonly keys: KeyRing;
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
}

/**
 * Checks a chunk against what is already held: it must continue the log, its checkpoint must be signed by the author and
 * its root must be the one that the entries give. Only then is each entry judged on its own. Pure: nothing is stored.
 */
export function receive(
  chunk: Chunk,
  held: Tip,
  terms: LogTerms,
): { ok: true; value: Received } | { ok: false; fault: ChunkFault } {
  const origin = terms.origin ?? terms.agreement.party(terms.author).logOrigin;
  const opened = openSigned(chunk, origin, terms);
  if (!opened.ok) return { ok: false, fault: 'checkpoint_invalid' };
  const { checkpoint, note } = opened.value;
  if (checkpoint.size < held.edge.size) return { ok: false, fault: 'stale' };
  if (chunk.entries.length > 0 && chunk.first !== held.edge.size) return { ok: false, fault: 'not_next' };
  if (checkpoint.size !== held.edge.size + chunk.entries.length) return { ok: false, fault: 'size_differs' };
  const hashes = chunk.entries.map((entry) => leafHash(terms.sha256, entry.leaf));
  const { tip, full } = grow(terms.sha256, held, hashes);
  const root = rootOf(terms.sha256, tip.edge);
  if (!equalBytes(root, checkpoint.root)) return { ok: false, fault: 'root_differs' };
  let { keys } = terms;
  const entries = chunk.entries.map((entry, offset): ReceivedEntry => {
    const at = { ...entry, index: chunk.first + offset, leafHash: hashes[offset]! };
    const result = openEntry(entry, terms.author, terms.agreement, terms.sha256, false);
    if (result.ok) {
      const { envelope, fact } = result.value;
      if (!STATES_KEY.has(fact.type)) return { ...at, envelope, fact };
      const stated = statedIn(fact, terms.author, keys);
      if (!stated) return { ...at, envelope, fault: 'key_statement_refused' };
      keys = stated;
      return { ...at, envelope, fact };
    }
    const known = result.envelope ? { envelope: result.envelope } : {};
    const where = result.pointer === undefined ? {} : { pointer: result.pointer };
    return { ...at, ...known, ...where, fault: result.fault };
  });
  return { ok: true, value: { entries, tip, tiles: full, root, size: checkpoint.size, note: chunk.note, text: note.text, keys } };
}

const STATES_KEY: ReadonlySet<string> = new Set(Object.values(KEY_FACTS));

/** The ring with what a fact states; `undefined` when that does not count. A statement that came before by another way does. */
function statedIn({ data }: Fact, author: SideId, keys: KeyRing): KeyRing | undefined {
  if ((data as SignedKeyStatement).statement.side !== author) return undefined;
  const added = keys.add(data);
  if (added.ok) return added.value;
  return added.fault === 'replayed' ? keys : undefined;
}

/**
 * Opens the checkpoint of a chunk by the keys that count at its size. When no known key has signed it, the key may be one
 * that the chunk itself enrols: a statement proves itself, so that it may be believed before the checkpoint is.
 */
function openSigned(chunk: Chunk, origin: string, { author, agreement, keys, sha256, verify }: LogTerms) {
  const openBy = (ring: KeyRing) =>
    openCheckpoint(chunk.note, { origin, key: (size) => ring.at(author, 'checkpoint', size) }, verify);
  const opened = openBy(keys);
  if (opened.ok || opened.fault !== 'signature_missing') return opened;
  let learned = keys;
  for (const entry of chunk.entries) {
    if (!decodeUtf8(entry.leaf)?.includes('"type":"Key')) continue;
    const result = openEntry(entry, author, agreement, sha256, false);
    if (result.ok && STATES_KEY.has(result.value.fact.type)) learned = statedIn(result.value.fact, author, learned) ?? learned;
  }
  return learned === keys ? opened : openBy(learned);
}
