import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { canonicalize, parseCanonical } from '@pairgate/ledger/canonical.ts';
import type { Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { fail, type Outcome, type Sha256 } from '@pairgate/ledger/ports.ts';
import { verifyConsistency } from '@pairgate/ledger/proof.ts';
import { grow, type Tile, type Tip } from '@pairgate/ledger/tiles.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { commitment, dataShape, leafShape, sharedFacts, type Entry, type Envelope, type Opened } from './entry.ts';
import { join, type Json } from './project.ts';

/**
 * The lost end of one's own log, as the other side's mirror gives it back (design §6, restart and restore). Each piece
 * proves on its own that it is part of what one's own key has signed, so it can be stored before the next one comes, and
 * a recovery can end anywhere and go on from there.
 */
export interface MirroredChunk {
  readonly first: number;
  readonly entries: readonly Entry[];
  /** Consistency of the log after these entries with the signed checkpoint. */
  readonly proof: readonly Uint8Array[];
}

export interface RecoveredEntry extends Entry {
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly envelope: Envelope;
  /** As it was published: what never crossed is gone, and so are classes whose time is over. */
  readonly fact: Fact;
}

export interface Recovered {
  readonly entries: readonly RecoveredEntry[];
  readonly tip: Tip;
  readonly tiles: readonly Tile[];
  readonly root: Uint8Array;
  readonly size: number;
  /** Entries whose data was not what their leaf commits to: proven to have existed, and empty. */
  readonly withoutData: number;
}

/**
 * `not_ours`: the entries are not what our key has signed; no proof joins them.
 * `unreadable`: an entry is proven and cannot be read by this version of Pairgate.
 */
export type RecoveryFault = 'not_next' | 'beyond' | 'not_ours' | 'unreadable';

export interface RecoveryTerms {
  readonly side: SideId;
  readonly sha256: Sha256;
}

const NO_DATA = encodeUtf8('{}');

/** Checks a piece against what is held and what our own key has signed. Pure: nothing is stored. */
export function recoverChunk(
  chunk: MirroredChunk,
  held: Tip,
  signed: Checkpoint,
  { side, sha256 }: RecoveryTerms,
): Outcome<Recovered, RecoveryFault> {
  if (chunk.first !== held.edge.size || chunk.entries.length === 0) return fail('not_next');
  const size = chunk.first + chunk.entries.length;
  if (size > signed.size) return fail('beyond');
  const hashes = chunk.entries.map((entry) => leafHash(sha256, entry.leaf));
  const { tip, full } = grow(sha256, held, hashes);
  const root = rootOf(sha256, tip.edge);
  const claim = { oldSize: size, oldRoot: root, size: signed.size, root: signed.root, proof: chunk.proof };
  if (!verifyConsistency(sha256, claim)) return fail('not_ours');
  const entries: RecoveredEntry[] = [];
  let withoutData = 0;
  for (const [offset, entry] of chunk.entries.entries()) {
    let data = entry.data.length === 0 ? NO_DATA : entry.data;
    let opened = openOwn({ leaf: entry.leaf, data }, side, sha256);
    if (!opened) {
      // The leaf is proven and the data beside it is not: whoever changed that has destroyed it.
      data = NO_DATA;
      withoutData += 1;
      opened = openOwn({ leaf: entry.leaf, data }, side, sha256);
    }
    if (!opened) return fail('unreadable');
    entries.push({ leaf: entry.leaf, data, index: chunk.first + offset, leafHash: hashes[offset]!, ...opened });
  }
  return { ok: true, value: { entries, tip, tiles: full, root, size, withoutData } };
}

/**
 * An entry of one's own whose leaf is proven: what stands beside it must be what the leaf commits to. Under which version
 * of the agreement it was published does not matter any more; it may have been agreed in the part that is still to come.
 */
function openOwn(entry: Entry, side: SideId, sha256: Sha256): Opened | undefined {
  const [leaf, data] = [parseCanonical(entry.leaf), parseCanonical(entry.data)];
  const head = leaf.ok ? leafShape.safeParse(leaf.value) : undefined;
  const carried = data.ok ? dataShape.safeParse(data.value) : undefined;
  if (!head?.success || !carried?.success || !Object.hasOwn(sharedFacts, head.data.envelope.type)) return undefined;
  const { envelope, commitments } = head.data;
  const classes: Record<string, Record<string, Json>> = {};
  for (const [name, { fields, salt }] of Object.entries(carried.data)) {
    const [saltBytes, promised] = [fromBase64(salt), fromBase64(commitments[name] ?? '')];
    if (!saltBytes || !promised) return undefined;
    if (!equalBytes(commitment(sha256, name, saltBytes, canonicalize(fields)), promised)) return undefined;
    classes[name] = fields as Record<string, Json>;
  }
  const { id, type, stream, time: occurredAt, recordedtime: recordedAt, saw } = envelope;
  return { envelope, fact: { id, type, stream, side, occurredAt, recordedAt, saw, data: join(classes) } };
}
