import { afterEach, describe, expect, it, vi } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { sha256 } from '../crypto.ts';
import { startTwoNodes, until, type TwoNodes, type TwoNodesOptions } from '../testing/two-nodes.ts';

/** Two real nodes in every way in which one can reach the other. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const SETTLED_MS = 40_000;

let nodes: TwoNodes;
afterEach(() => nodes.stop());

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

describe.each(LAYOUTS)('when %s', (_name, layout) => {
  it('both logs are mirrored, countersigned and judged, and go on after either side was away', async () => {
    nodes = await startTwoNodes({ layout, timing: { pollMs: 50, retryMaxMs: 500, patienceMs: 5000, idleMs: 1000 } });
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
