import { afterEach, describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { startTwoNodes, type TwoNodes } from '../testing/two-nodes.ts';

let nodes: TwoNodes;
afterEach(() => nodes.stop());

async function expectSameLogs({ VN, CN }: TwoNodes): Promise<void> {
  for (const log of SIDES) {
    const [a, b] = [await VN.journal.head(log), await CN.journal.head(log)];
    expect(a.size).toBe(b.size);
    expect(a.tip).toEqual(b.tip);
    const [left, right] = [await VN.journal.entries(log, 0, 5000), await CN.journal.entries(log, 0, 5000)];
    expect(left.map((entry) => entry.index)).toEqual(left.map((_, index) => index));
    expect(left).toEqual(right);
  }
}

describe('two nodes', () => {
  it('exchange 300 facts: equal logs, countersigned on both sides', async () => {
    nodes = await startTwoNodes({ ports: { VN: 4330, CN: 4331 } });
    const { VN, CN } = nodes;
    const work = SIDES.flatMap((side) => Array.from({ length: 50 }, () => nodes[side].lodge()));
    work.push(...(SIDES.flatMap((side) => Array.from({ length: 50 }, (_, at) => nodes[side].publishCapacity(at))) as never[]));
    await Promise.all(work);
    await nodes.settled();
    await expectSameLogs(nodes);
    expect((await VN.journal.head('VN')).size).toBeGreaterThan(150);
    expect((await CN.journal.head('CN')).size).toBeGreaterThan(150);
    expect(VN.exchange.status()).toMatchObject({ behind: 0, ownLog: 'confirmed', faults: {} });
    expect(CN.exchange.status()).toMatchObject({ behind: 0, ownLog: 'confirmed', faults: {} });
  });
});
