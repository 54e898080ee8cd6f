import { equalBytes } from '@pairgate/ledger/bytes.ts';
import { parseCheckpoint, type Checkpoint, type SignedCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import type { Outcome } from '@pairgate/ledger/ports.ts';
import type { ChunkFault } from './intake.ts';

/**
 * When the other side's log is no longer the one log that it signed (design §6, divergence), and when it only looks so.
 *
 * Intake freezes on two signatures of the author that no consistency proof can join, or on a live peer that again and
 * again cannot serve what it signed. What nobody has signed never freezes anything: noise must not stop a gate.
 */
export const DIVERGENCE_KINDS = ['fork', 'rollback', 'edited', 'hole', 'wrong_origin', 'key_swap'] as const;

/**
 * - `fork`: another root for the size that is held.
 * - `rollback`: a smaller size with another root than the mirror had there; or a peer that only ever shows less than it signed.
 * - `edited`: entries that do not give the signed root, however often they are fetched: changed, reordered, left out or added.
 * - `hole`: the entries that a signed checkpoint closes are not served.
 * - `wrong_origin`: the author's key signs for another log on this log's stream.
 * - `key_swap`: checkpoints of this log by a key that is not the author's.
 */
export type DivergenceKind = (typeof DIVERGENCE_KINDS)[number];

/**
 * - `signed`: two signatures contradict each other. Only persons end it.
 * - `unserved`: the peer cannot serve what it signed. Ends by itself as soon as it does.
 */
export type Grade = 'signed' | 'unserved';

/** What a chunk that was not taken, or a refusal to send one, says about its author. */
export type Sight =
  | { readonly what: 'noise' }
  /** An older checkpoint of the very history that is held. */
  | { readonly what: 'stale' }
  | { readonly what: 'contradicts'; readonly kind: 'fork' | 'rollback'; readonly heldRoot: Uint8Array }
  /** The entries do not lead to the root that is signed; a broken transfer could be the reason. */
  | { readonly what: 'unproved'; readonly entriesRoot: Uint8Array }
  | { readonly what: 'unserved'; readonly kind: 'hole' | 'rollback' | 'wrong_origin' | 'key_swap' };

/** How checkpoints of the author are opened: `openCheckpoint` with its origin and its keys. */
export type OpenCheckpoint = (note: string) => Outcome<SignedCheckpoint, string>;

export interface SightPorts {
  readonly origin: string;
  readonly open: OpenCheckpoint;
  /** Entries in the mirror. */
  readonly held: number;
  /** Root of the mirror at a size up to `held`. */
  readonly rootAt: (size: number) => Promise<Uint8Array>;
  /** Root that the mirror would have with the entries that were served. */
  readonly rootWithEntries: () => Uint8Array;
}

/** What the checkpoint that closes a chunk says, before anything is made of its entries. */
function unopened(note: string, fault: string, origin: string): Sight {
  if (fault === 'other_origin') return { what: 'unserved', kind: 'wrong_origin' };
  if (fault !== 'signature_missing') return { what: 'noise' };
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  const ofThisLog = checkpoint.ok && checkpoint.value.origin === origin;
  return ofThisLog ? { what: 'unserved', kind: 'key_swap' } : { what: 'noise' };
}

/** What to make of a chunk that `receive` did not take for this fault. The signature decides, not what stands around it. */
export async function sightOf(note: string, fault: ChunkFault, ports: SightPorts): Promise<{ sight: Sight; checkpoint?: Checkpoint }> {
  const opened = ports.open(note);
  if (!opened.ok) return { sight: unopened(note, opened.fault, ports.origin) };
  const { checkpoint } = opened.value;
  if (checkpoint.size <= ports.held) {
    const heldRoot = await ports.rootAt(checkpoint.size);
    const same = equalBytes(heldRoot, checkpoint.root);
    if (!same) return { sight: { what: 'contradicts', kind: checkpoint.size === ports.held ? 'fork' : 'rollback', heldRoot }, checkpoint };
    return { sight: checkpoint.size < ports.held ? { what: 'stale' } : { what: 'unserved', kind: 'hole' }, checkpoint };
  }
  if (fault === 'root_differs') return { sight: { what: 'unproved', entriesRoot: ports.rootWithEntries() }, checkpoint };
  return { sight: { what: 'unserved', kind: 'hole' }, checkpoint };
}

/** Both must be reached before a peer counts as one that cannot serve what it signed. */
export interface Limits {
  readonly unservedTimes: number;
  readonly unservedMs: number;
}

/** What is still open to an innocent explanation. Frozen: `weigh` gives another. */
export interface Doubts {
  /**
   * The connection on which entries did not lead to their root, and the root that they gave. Another connection has to give
   * the very same: whoever lies says it again, while a broken transfer breaks in another way each time.
   */
  readonly unproved?: { readonly connection: number; readonly root: Uint8Array };
  readonly unserved?: { readonly kind: DivergenceKind; readonly since: number; readonly times: number };
}

/** Nothing is doubted: also after anything that the author served as it was signed. */
export const NO_DOUBTS: Doubts = {};

export interface Weighed {
  readonly doubts: Doubts;
  readonly diverged?: { readonly kind: DivergenceKind; readonly grade: Grade };
}

/**
 * Weighs one more sight. `connection` numbers the connections to the peer, `now` is real time in milliseconds; a clock
 * that is turned back only makes it patient.
 */
export function weigh(doubts: Doubts, sight: Sight, at: { readonly connection: number; readonly now: number }, limits: Limits): Weighed {
  switch (sight.what) {
    case 'noise':
      return { doubts };
    case 'contradicts':
      return { doubts, diverged: { kind: sight.kind, grade: 'signed' } };
    case 'unproved':
      if (saidAgain(doubts, sight, at.connection)) return { doubts, diverged: { kind: 'edited', grade: 'signed' } };
      return unserved({ ...doubts, unproved: { connection: at.connection, root: sight.entriesRoot } }, 'edited', at.now, limits);
    case 'stale':
      return unserved(doubts, 'rollback', at.now, limits);
    case 'unserved':
      return unserved(doubts, sight.kind, at.now, limits);
  }
}

const saidAgain = ({ unproved }: Doubts, { entriesRoot }: Sight & { what: 'unproved' }, connection: number): boolean =>
  unproved !== undefined && unproved.connection !== connection && equalBytes(unproved.root, entriesRoot);

function unserved(doubts: Doubts, kind: DivergenceKind, now: number, limits: Limits): Weighed {
  const since = Math.min(doubts.unserved?.since ?? now, now);
  const times = (doubts.unserved?.times ?? 0) + 1;
  const next = { ...doubts, unserved: { kind, since, times } };
  const patient = times < limits.unservedTimes || now - since < limits.unservedMs;
  return patient ? { doubts: next } : { doubts: next, diverged: { kind, grade: 'unserved' } };
}
