import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CHUNK, MAX_FRAME, encodeEntries } from '@pairgate/exchange/wire.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { ED25519, type NoteKey } from '@pairgate/ledger/note.ts';
import { keyPair, random, sha256, signer, verifyEd25519 } from '../crypto.ts';
import { realWorld } from '../world.ts';
import { GrowingLog } from '../testing/growing-log.ts';
import { OwnLog } from './own-log.ts';
import { rootAt } from './stored-tree.ts';

const ORIGIN = 'huu-nghi.example/log';
const pair = keyPair(random(32));
const checkpointSigner = signer(ORIGIN, pair);
const key: NoteKey = { name: ORIGIN, type: ED25519, publicKey: pair.publicKey, keyHash: checkpointSigner.keyHash };

let log: GrowingLog;
beforeAll(async () => {
  log = await GrowingLog.open('VN');
});
afterAll(() => log.db.close());

const ownLog = async () => {
  const { size, edge } = await log.journal.head('VN');
  return new OwnLog(log.journal, 'VN', { origin: ORIGIN, at: () => [checkpointSigner] }, realWorld, { size, root: rootOf(sha256, edge) });
};

/** Follows the log from a size to its end, checking each chunk as a receiver would; gives back where chunks ended. */
async function follow(own: OwnLog, from: number): Promise<number[]> {
  const ends: number[] = [];
  for (let at = from; ; ) {
    const chunk = await own.next(at);
    if (!chunk) return ends;
    expect(chunk.first).toBe(at);
    expect(chunk.entries.length).toBe(chunk.size - at);
    expect(chunk.entries.length).toBeLessThanOrEqual(MAX_CHUNK);
    expect(encodeEntries(at, chunk.entries).length).toBeLessThan(MAX_FRAME);
    const opened = openCheckpoint(chunk.note, { origin: ORIGIN, key }, verifyEd25519);
    const checkpoint = { size: chunk.size, root: log.roots.get(chunk.size) };
    expect(opened).toMatchObject({ ok: true, value: { checkpoint } });
    at = chunk.size;
    ends.push(at);
  }
}

describe("one's own log as it goes out", () => {
  it('ends chunks where commits ended', async () => {
    for (const count of [300, 500, 400]) await log.commit(count, 50);
    expect(await follow(await ownLog(), 0)).toEqual([800, 1200]);
    expect(await follow(await ownLog(), 300)).toEqual([1200]);
  });

  it('cuts a commit that is too long for a chunk, under a checkpoint of its own', async () => {
    await log.commit(2500, 50);
    const ends = await follow(await ownLog(), 1200);
    expect(ends).toEqual([3200, 3700]);
  });

  it('cuts a commit whose bytes are too many for a frame', async () => {
    await log.commit(60, 300_000);
    const ends = await follow(await ownLog(), 3700);
    expect(ends.length).toBeGreaterThan(3);
    expect(ends.at(-1)).toBe(3760);
  });

  it('knows the root at every size, whether or not a commit ended there', async () => {
    for (const size of [1, 2, 255, 256, 257, 511, 1200, 2049, 3759, 3760]) {
      expect(await rootAt(log.journal, 'VN', size)).toEqual(log.roots.get(size));
    }
    await expect(rootAt(log.journal, 'VN', 3761)).rejects.toThrow('no root');
  });

  it('sends from memory what was committed last, several commits in one chunk, and wakes who waits', async () => {
    const own = await ownLog();
    const start = own.size;
    const woken = own.waitBeyond(start, 60_000, new AbortController().signal);
    for (const count of [3, 4, 5]) {
      const entries = await log.commit(count, 50);
      own.append(entries, log.size, log.root);
    }
    await woken;
    expect(await follow(own, start)).toEqual([start + 12]);
    expect(await follow(own, start + 3)).toEqual([start + 12]);
    expect(await follow(own, start + 12)).toEqual([]);
  });

  it('goes back to the database for what fell out of memory', async () => {
    const own = await ownLog();
    const start = own.size;
    for (let count = 0; count < 8; count += 1) {
      own.append(await log.commit(8, 200_000), log.size, log.root);
    }
    const ends = await follow(own, start);
    expect(ends.at(-1)).toBe(start + 64);
  });
});
