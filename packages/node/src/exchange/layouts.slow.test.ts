import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { sha256 } from '../crypto.ts';
import { copyOf } from '../testing/copies.ts';
import { startTwoNodes, until, type TwoNodes, type TwoNodesOptions } from '../testing/two-nodes.ts';
import { HttpsPeer } from './https-peer.ts';

/** Two real nodes in every way in which one can reach the other. */

const SETTLED_MS = 100_000;

let nodes: TwoNodes;
const opened: Database[] = [];
afterEach(async () => {
  await nodes.stop();
  for (const db of opened.splice(0)) await db.close();
});

const LAYOUTS: readonly [string, NonNullable<TwoNodesOptions['layout']>][] = [
  ['VN opens every stream and does not listen', {
    VN: { opens: 'all', follow: 'stream' }, CN: { opens: 'none', follow: 'stream' },
  }],
  ['CN opens every stream and does not listen', {
    VN: { opens: 'none', follow: 'stream' }, CN: { opens: 'all', follow: 'stream' },
  }],
  ['VN polls', { VN: { opens: 'own', follow: 'poll' }, CN: { opens: 'own', follow: 'stream' } }],
  ['both poll', { VN: { opens: 'own', follow: 'poll' }, CN: { opens: 'own', follow: 'poll' } }],
  ['VN polls and sends its own log up, and does not listen', {
    VN: { opens: 'all', follow: 'poll' }, CN: { opens: 'none', follow: 'stream' },
  }],
];

/** The side that the other one always calls has lost its disk, or runs on an old backup of it. */
describe.each<[string, NonNullable<TwoNodesOptions['layout']>]>([LAYOUTS[0]!, LAYOUTS[4]!])('when %s', (_name, layout) => {
  it.each(['an old backup', 'an empty disk'])('the other side is brought the lost end of its log on %s', async (kind) => {
    nodes = await startTwoNodes({ layout, timing: { pollMs: 50, retryMinMs: 20, retryMaxMs: 500, idleMs: 1000 } });
    const { VN, CN } = nodes;
    await CN.lodge();
    await nodes.settled(SETTLED_MS);
    const database = kind === 'an old backup' ? await copyOf('CN', CN.db) : await openPglite();
    // More than the other side brings in one piece.
    await Promise.all(Array.from({ length: 140 }, () => CN.lodge()));
    await VN.lodge();
    await nodes.settled(SETTLED_MS);
    const { size } = await CN.journal.head('CN');
    const leaves = async (node: typeof VN) => (await node.journal.entries('CN', 0, 1000)).map(({ leaf, data }) => `${toHex(leaf)} ${toHex(data)}`);
    const before = await leaves(CN);
    await CN.stop();
    opened.push(CN.db);
    await CN.use(database);
    if (kind === 'an empty disk') await rm(join(CN.directory, 'anchor.json'), { force: true });
    await CN.start();
    expect((await leaves(CN)).slice(0, size)).toEqual(before);
    expect(CN.exchange.status().ownLog).toBe('confirmed');
    await CN.lodge({ functionalReferenceID: 'AFTER' });
    await VN.lodge();
    await nodes.settled(SETTLED_MS);
    expect(await leaves(CN)).toEqual(await leaves(VN));
    expect(SIDES.map((side) => nodes[side].exchange.status().frozen)).toEqual([null, null]);
  });
});

it('nothing is brought to a side that lacks nothing, and nothing of another length than it lacks', async () => {
  nodes = await startTwoNodes({ layout: LAYOUTS[0]![1], timing: { retryMaxMs: 500 } });
  const { VN, CN } = nodes;
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  const peer = new HttpsPeer(`https://127.0.0.1:${nodes.ports.CN}`, VN.keys.credentials, 5000);
  const { signal } = new AbortController();
  expect(await peer.lost(signal)).toBeUndefined();
  const { size } = await CN.journal.head('CN');
  for (const from of [0, size, size + 1]) {
    const sink = await peer.takeMirror(from, signal);
    await until(() => sink.closed.aborted);
    expect(sink.closed.reason).toMatchObject({ name: 'RefusedByPeer', status: 409 });
  }
  expect((await CN.journal.head('CN')).size).toBe(size);
});

describe.each(LAYOUTS)('when %s', (_name, layout) => {
  it('both logs are mirrored, countersigned and judged, and go on after either side was away', async () => {
    nodes = await startTwoNodes({ layout, timing: { pollMs: 50, retryMaxMs: 500, idleMs: 1000 } });
    const { VN, CN } = nodes;
    await Promise.all([VN.lodge(), CN.lodge(), ...SIDES.map((side) => nodes[side].publishCapacity(5))]);
    await nodes.settled(SETTLED_MS);
    for (const away of [VN, CN]) {
      const here = away === VN ? CN : VN;
      await away.stop();
      // More than a bundle of 256, so that whoever polls needs checkpoints of sizes between.
      await Promise.all(Array.from({ length: 140 }, () => here.lodge()));
      await away.start();
      await until(() => away.exchange.status().ownLog === 'confirmed', SETTLED_MS);
      await away.lodge();
      await nodes.settled(SETTLED_MS);
    }
    for (const log of SIDES) {
      const [a, b] = [await VN.journal.head(log), await CN.journal.head(log)];
      expect(a.size).toBeGreaterThan(280);
      expect([a.size, toHex(rootOf(sha256, a.edge))]).toEqual([b.size, toHex(rootOf(sha256, b.edge))]);
      const data = async (node: typeof VN) => (await node.journal.entries(log, 0, 1000)).map((entry) => toHex(entry.data));
      expect(await data(VN)).toEqual(await data(CN));
    }
  });
});
