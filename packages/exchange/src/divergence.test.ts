import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { emptyRoot } from '@pairgate/ledger/merkle.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { DIVERGENCE_KINDS, NO_DOUBTS, sightOf, weigh, type Doubts, type Sight, type SightPorts } from './divergence.ts';
import type { ChunkFault } from './intake.ts';
import { keyPair, ORIGINS, sha256, verifyEd25519 } from './testing/pair.ts';

const author = keyPair(ORIGINS.VN, 1);
const stranger = keyPair(ORIGINS.VN, 2);
const HELD = 10;
const rootOf = (size: number): Uint8Array => (size === 0 ? emptyRoot(sha256) : sha256(Uint8Array.of(size)));
const ENTRIES_ROOT = rootOf(99);

const ports: SightPorts = {
  origin: ORIGINS.VN,
  open: (note) => openCheckpoint(note, { origin: ORIGINS.VN, key: author.key }, verifyEd25519),
  held: HELD,
  rootAt: async (size) => rootOf(size),
  rootWithEntries: () => ENTRIES_ROOT,
};
const noteOf = (size: number, root = rootOf(size), by: Signer = author.signer, origin: string = ORIGINS.VN) =>
  signCheckpoint({ origin, size, root }, by);
const other = rootOf(200);
const sight = async (note: string, fault: ChunkFault): Promise<Sight> => (await sightOf(note, fault, ports)).sight;
const broken = (note: string): string => {
  const [text, line] = note.split('\n\n') as [string, string];
  const at = line.length - 10;
  return `${text}\n\n${line.slice(0, at)}${line[at] === 'A' ? 'B' : 'A'}${line.slice(at + 1)}`;
};

describe('what a chunk that was not taken says', () => {
  it.each<[string, string, ChunkFault, Sight]>([
    ['another root for the held size is a fork', noteOf(HELD, other), 'root_differs', { what: 'contradicts', kind: 'fork', heldRoot: rootOf(HELD) }],
    ['whatever entries come with it', noteOf(HELD, other), 'size_differs', { what: 'contradicts', kind: 'fork', heldRoot: rootOf(HELD) }],
    ['another root for a smaller size is a rollback', noteOf(4, other), 'stale', { what: 'contradicts', kind: 'rollback', heldRoot: rootOf(4) }],
    ['another root for nothing at all too', noteOf(0, other), 'stale', { what: 'contradicts', kind: 'rollback', heldRoot: rootOf(0) }],
    ['an older checkpoint of the same history is stale', noteOf(4), 'stale', { what: 'stale' }],
    ['a root that the entries do not give is to be fetched again', noteOf(12), 'root_differs', { what: 'unproved', entriesRoot: ENTRIES_ROOT }],
    ['a larger size without its entries is a hole', noteOf(12), 'size_differs', { what: 'unserved', kind: 'hole' }],
    ['entries from another place are a hole', noteOf(12), 'not_next', { what: 'unserved', kind: 'hole' }],
    ['entries beside the checkpoint that is held are a hole', noteOf(HELD), 'not_next', { what: 'unserved', kind: 'hole' }],
    ['another log by the same key is the wrong origin', noteOf(12, other, author.signer, 'elsewhere.example/log'), 'checkpoint_invalid', { what: 'unserved', kind: 'wrong_origin' }],
    ['this log by another key is a key swap', noteOf(12, other, stranger.signer), 'checkpoint_invalid', { what: 'unserved', kind: 'key_swap' }],
    ['another log by another key is noise', noteOf(12, other, stranger.signer, 'elsewhere.example/log'), 'checkpoint_invalid', { what: 'noise' }],
    ['a signature of the author that does not verify is noise', broken(noteOf(HELD, other)), 'checkpoint_invalid', { what: 'noise' }],
    ['a text that is no checkpoint is noise', 'x\n', 'checkpoint_invalid', { what: 'noise' }],
  ])('%s', async (_name, note, fault, expected) => {
    expect(await sight(note, fault)).toEqual(expected);
  });
});

const LIMITS = { unservedTimes: 3, unservedMs: 1000 };
const hole: Sight = { what: 'unserved', kind: 'hole' };
const unproved: Sight = { what: 'unproved', entriesRoot: ENTRIES_ROOT };

/** Weighs one sight after the other; says after which one it diverged, and how. */
function weighAll(sights: readonly (readonly [Sight | 'good', connection: number, now: number])[]) {
  let doubts: Doubts = NO_DOUBTS;
  for (const [index, [each, connection, now]] of sights.entries()) {
    if (each === 'good') {
      doubts = NO_DOUBTS;
      continue;
    }
    const weighed = weigh(doubts, each, { connection, now }, LIMITS);
    if (weighed.diverged) return { at: index, ...weighed.diverged };
    doubts = weighed.doubts;
  }
  return 'nothing';
}

describe('weighing', () => {
  it('freezes at once on two signatures that contradict each other', () => {
    const fork: Sight = { what: 'contradicts', kind: 'fork', heldRoot: ENTRIES_ROOT };
    expect(weighAll([[fork, 1, 0]])).toEqual({ at: 0, kind: 'fork', grade: 'signed' });
  });

  it('never freezes on noise, however much of it there is', () => {
    expect(weighAll(Array.from({ length: 1000 }, (_, at) => [{ what: 'noise' }, at, at * 1000] as const))).toBe('nothing');
  });

  it('takes entries that do not lead to their root for a broken transfer, until another connection brings them too', () => {
    expect(weighAll([[unproved, 1, 0], [unproved, 1, 9000]])).toBe('nothing');
    expect(weighAll([[unproved, 1, 0], [unproved, 2, 1]])).toEqual({ at: 1, kind: 'edited', grade: 'signed' });
    expect(weighAll([[unproved, 1, 0], ['good', 2, 1], [unproved, 3, 2]])).toBe('nothing');
    const otherwise: Sight = { what: 'unproved', entriesRoot: new Uint8Array(32).fill(77) };
    expect(weighAll([[unproved, 1, 0], [otherwise, 2, 1], [unproved, 3, 2]]), 'broken in another way each time').toBe('nothing');
  });

  it('keeps that doubt over noise and over what is not served', () => {
    expect(weighAll([[unproved, 1, 0], [{ what: 'noise' }, 2, 1], [hole, 3, 2], [unproved, 4, 3]])).toMatchObject({ at: 3, kind: 'edited' });
  });

  it('freezes on a peer that again and again does not serve what it signed: both often and for long', () => {
    expect(weighAll([[hole, 1, 0], [hole, 2, 500], [hole, 3, 999]])).toBe('nothing');
    expect(weighAll([[hole, 1, 0], [hole, 2, 5000]])).toBe('nothing');
    expect(weighAll([[hole, 1, 0], [hole, 2, 500], [hole, 3, 1000]])).toEqual({ at: 2, kind: 'hole', grade: 'unserved' });
    expect(weighAll([[hole, 1, 0], [hole, 2, 500], ['good', 3, 600], [hole, 4, 1000], [hole, 5, 1200]])).toBe('nothing');
  });

  it('takes stale checkpoints for nothing else while newer ones come, and for a rollback when nothing else comes', () => {
    const stale: Sight = { what: 'stale' };
    expect(weighAll(Array.from({ length: 50 }, (_, at) => [at % 2 === 0 ? stale : 'good', 1, at * 1000] as const))).toBe('nothing');
    expect(weighAll(Array.from({ length: 50 }, (_, at) => [stale, 1, at * 500] as const))).toEqual({ at: 2, kind: 'rollback', grade: 'unserved' });
  });

  it('is only made patient by a clock that is turned back', () => {
    expect(weighAll([[hole, 1, 10_000], [hole, 2, 0], [hole, 3, 500]])).toBe('nothing');
    expect(weighAll([[hole, 1, 10_000], [hole, 2, 0], [hole, 3, 1000]])).toMatchObject({ at: 2, grade: 'unserved' });
  });

  it('names each kind once', () => {
    expect(new Set(DIVERGENCE_KINDS).size).toBe(DIVERGENCE_KINDS.length);
  });
});
