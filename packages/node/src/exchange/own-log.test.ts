import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CHUNK, MAX_FRAME, encodeEntries } from '@pairgate/exchange/wire.ts';
import { openCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { encodeEdge, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { ED25519, type NoteKey } from '@pairgate/ledger/note.ts';
import { EMPTY_TIP, grow, type Tip } from '@pairgate/ledger/tiles.ts';
import type { Batch, EntryRow } from '@pairgate/store/batch.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { keyPair, random, sha256, signer, verifyEd25519 } from '../crypto.ts';
import { OwnLog } from './own-log.ts';
import { rootAt } from './stored-tree.ts';

const ORIGIN = 'huu-nghi.example/log';
const pair = keyPair(random(32));
const checkpointSigner = signer(ORIGIN, pair);
const key: NoteKey = { name: ORIGIN, type: ED25519, publicKey: pair.publicKey, keyHash: checkpointSigner.keyHash };

let db: Database;
let journal: Journal;
let tip: Tip = EMPTY_TIP;
const roots = new Map<number, Uint8Array>();

/** Commits entries as the writer does, in one transaction. */
async function commit(count: number, bytes: number): Promise<EntryRow[]> {
  const from = tip.edge.size;
  const entries = Array.from({ length: count }, (_, at): EntryRow => {
    const leaf = random(40);
    return {
      index: from + at, stream: 'gate:VN', seq: from + at + 1, type: 'CapacityPublished', leaf, data: random(bytes),
      leafHash: leafHash(sha256, leaf), verdict: null, minute: 0,
    };
  });
  let full: ReturnType<typeof grow>['full'] = [];
  for (const entry of entries) {
    const grown = grow(sha256, tip, [entry.leafHash]);
    tip = grown.tip;
    full = [...full, ...grown.full];
    roots.set(tip.edge.size, rootOf(sha256, tip.edge));
  }
  const { size } = tip.edge;
  const growth = { log: 'VN', from, size, edge: encodeEdge(tip.edge), root: roots.get(size)!, entries, tiles: full };
  const batch: Batch = {
    facts: [], logs: [growth], states: [], crossings: [], consignments: [], loads: [], submissions: [], verdicts: [],
  };
  await journal.commit(batch);
  return entries;
}

beforeAll(async () => {
  db = await openPglite();
  await migrate(db);
  journal = new Journal(db, 'test');
  await journal.prepare(['VN']);
});
afterAll(() => db.close());

const ownLog = async () => {
  const { size, edge } = await journal.head('VN');
  return new OwnLog(journal, 'VN', checkpointSigner, { size, root: rootOf(sha256, edge) });
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
    const checkpoint = { size: chunk.size, root: roots.get(chunk.size) };
    expect(opened).toMatchObject({ ok: true, value: { checkpoint } });
    at = chunk.size;
    ends.push(at);
  }
}

describe("one's own log as it goes out", () => {
  it('ends chunks where commits ended', async () => {
    for (const count of [300, 500, 400]) await commit(count, 50);
    expect(await follow(await ownLog(), 0)).toEqual([800, 1200]);
    expect(await follow(await ownLog(), 300)).toEqual([1200]);
  });

  it('cuts a commit that is too long for a chunk, under a checkpoint of its own', async () => {
    await commit(2500, 50);
    const ends = await follow(await ownLog(), 1200);
    expect(ends).toEqual([3200, 3700]);
  });

  it('cuts a commit whose bytes are too many for a frame', async () => {
    await commit(60, 300_000);
    const ends = await follow(await ownLog(), 3700);
    expect(ends.length).toBeGreaterThan(3);
    expect(ends.at(-1)).toBe(3760);
  });

  it('knows the root at every size, whether or not a commit ended there', async () => {
    for (const size of [1, 2, 255, 256, 257, 511, 1200, 2049, 3759, 3760]) {
      expect(await rootAt(journal, 'VN', size)).toEqual(roots.get(size));
    }
    await expect(rootAt(journal, 'VN', 3761)).rejects.toThrow('no root');
  });

  it('sends from memory what was committed last, several commits in one chunk, and wakes who waits', async () => {
    const own = await ownLog();
    const start = own.size;
    const woken = own.waitBeyond(start, 60_000, new AbortController().signal);
    for (const count of [3, 4, 5]) {
      const entries = await commit(count, 50);
      own.append(entries, tip.edge.size, roots.get(tip.edge.size)!);
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
      own.append(await commit(8, 200_000), tip.edge.size, roots.get(tip.edge.size)!);
    }
    const ends = await follow(own, start);
    expect(ends.at(-1)).toBe(start + 64);
  });
});
