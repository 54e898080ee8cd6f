import { describe, expect, it } from 'vitest';
import type { Entry } from '@pairgate/exchange/entry.ts';
import type { Chunk, Received } from '@pairgate/exchange/intake.ts';
import { KeyRing } from '@pairgate/exchange/key-ring.ts';
import { proposalOf } from '@pairgate/exchange/testing/amending.ts';
import { begun, documentOf, envelopeOf, forge, keyPair, ORIGINS, SEEDS, statementPorts } from '@pairgate/exchange/testing/pair.ts';
import { encodeEntries, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow } from '@pairgate/ledger/tiles.ts';
import { sha256, verifyEd25519 } from '../crypto.ts';
import type { Position } from '../group.ts';
import type { Freeze } from './freeze.ts';
import { Mirror } from './mirror.ts';
import type { Watch } from './status.ts';
import type { WorkingKeys } from './working-keys.ts';

/** The log of `VN` as it is served. */
const log = Array.from({ length: 40 }, (_, index): Entry =>
  forge(envelopeOf({ seq: index + 1, id: String(index + 1).padStart(32, '0') }), { operation: { vehicle: `AGV-${index}` } }));
const { signer } = keyPair(ORIGINS.VN, SEEDS.VN[1]);
const chunk = (first: number, end: number, entries: readonly Entry[] = log): Chunk => {
  const { tip } = grow(sha256, EMPTY_TIP, entries.slice(0, end).map(({ leaf }) => leafHash(sha256, leaf)));
  const note = signCheckpoint({ origin: ORIGINS.VN, size: end, root: rootOf(sha256, tip.edge) }, signer);
  return { first, entries: entries.slice(first, end), note };
};

/** A mirror whose writer commits when it is told to, all that it was given in one transaction. */
function mirrored() {
  const waiting: { received: Received; resolve: () => void; reject: (error: Error) => void }[] = [];
  const seen: string[] = [];
  const signed: number[] = [];
  const position = { peer: EMPTY_TIP, agreements: begun, peerLogSeq: 1 } as Position;
  const writer = {
    position,
    take: (received: Received) => new Promise<void>((resolve, reject) => waiting.push({ received, resolve, reject })),
  };
  const mirror = new Mirror({
    writer,
    terms: { author: 'VN', origin: ORIGINS.VN, sha256, verify: verifyEd25519 },
    keys: {
      ring: KeyRing.of(documentOf(), statementPorts),
      counting: () => () => [],
      learn: () => Promise.resolve([]),
      signers: (_: string, size: number) => (signed.push(size), []),
    } as unknown as WorkingKeys,
    now: () => 0,
    watch: { seen: () => undefined, fault: () => undefined, received: { chunks: 0, entries: 0, refused: 0 } } as unknown as Watch,
    freeze: {
      halted: false,
      connected: () => undefined,
      good: () => Promise.resolve(),
      saw: (_: Chunk, fault: string) => Promise.resolve(void seen.push(fault)),
    } as unknown as Freeze,
    heldNote: undefined,
    mayTake: () => true,
    onTaken: () => undefined,
  });
  return {
    mirror, seen, signed, waiting,
    commit() {
      const all = waiting.splice(0);
      const { tip, agreements, logSeq } = all.at(-1)!.received;
      Object.assign(position, { peer: tip, agreements, peerLogSeq: logSeq });
      for (const { resolve } of all) resolve();
    },
    fail() {
      for (const { reject } of waiting.splice(0)) reject(new Error('the disk is full'));
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A connection that brings chunks and stays open. */
async function* stream(...chunks: readonly Chunk[]): AsyncGenerator<Uint8Array> {
  for (const { first, entries, note } of chunks) {
    yield encodeEntries(first, entries);
    yield encodeNote(FRAME.checkpoint, note);
  }
  await new Promise(() => undefined);
}

describe('while a chunk is being stored', () => {
  it('the next are checked on top of it, and nothing is countersigned before the commit', async () => {
    const { mirror, waiting, signed, commit } = mirrored();
    let worked = 0;
    void mirror.follow(stream(chunk(0, 10), chunk(10, 25), chunk(25, 40)), () => (worked += 1));
    await turn();
    expect(waiting.map(({ received }) => received.size)).toEqual([10, 25, 40]);
    expect([mirror.held, signed, worked]).toEqual([0, [], 0]);
    commit();
    await turn();
    expect([mirror.held, worked]).toEqual([40, 3]);
    // One transaction, one countersignature.
    expect(signed).toEqual([40]);
  });

  it('what is at fault is judged by what is stored', async () => {
    const { mirror, seen, commit } = mirrored();
    const followed = mirror.follow(stream(chunk(0, 10), chunk(12, 20)), () => undefined);
    await turn();
    expect(seen).toEqual([]);
    commit();
    await expect(followed).rejects.toMatchObject({ kind: 'not_next' });
    expect(seen).toEqual(['not_next']);
    expect(mirror.held).toBe(10);
  });

  it('and fails to be, what came after it is no hole, and the next connection resumes', async () => {
    const { mirror, seen, waiting, fail, commit } = mirrored();
    const followed = mirror.follow(stream(chunk(0, 10), chunk(10, 20), chunk(21, 30)), () => undefined);
    await turn();
    fail();
    await expect(followed).rejects.toMatchObject({ kind: 'intake_failed' });
    expect([seen, mirror.held]).toEqual([[], 0]);
    void mirror.follow(stream(chunk(0, 20)), () => undefined);
    await turn();
    expect(waiting.map(({ received }) => received.size)).toEqual([20]);
    commit();
    await turn();
    expect(mirror.held).toBe(20);
  });

  it('that amends the agreement, the next waits for it', async () => {
    const { mirror, waiting, commit } = mirrored();
    const proposal = forge(envelopeOf({ type: 'AgreementProposed', stream: 'log:VN', seq: 2, saw: 1 }), {
      record: { ...proposalOf('VN', { ...documentOf(), version: 2 }) },
    });
    const entries = [...log.slice(0, 5), proposal, ...log.slice(5)];
    void mirror.follow(stream(chunk(0, 10, entries), chunk(10, 20, entries)), () => undefined);
    await turn();
    expect(waiting.map(({ received }) => received.size)).toEqual([10]);
    commit();
    await turn();
    expect(waiting.map(({ received }) => received.size)).toEqual([20]);
  });
});
