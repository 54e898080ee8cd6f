import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import { evidenceFor, type Evidence } from './evidence.ts';
import { startTwoNodes, until, type TwoNodes } from './testing/two-nodes.ts';

let nodes: TwoNodes;
beforeAll(async () => {
  nodes = await startTwoNodes({ ports: { VN: 4338, CN: 4339 } });
});
afterAll(() => nodes.stop());

const evidenceAt = (side: 'VN' | 'CN', reference: string, patienceMs?: number) => {
  const { journal, identity, writer } = nodes[side];
  const patience = patienceMs === undefined ? {} : { patienceMs };
  return evidenceFor(journal, { reference, agreements: writer.position.agreements, side, identity, ...patience });
};

const verify = (evidence: Evidence | undefined, trust: readonly string[]) =>
  verifyEvidence(encodeUtf8(JSON.stringify(evidence)), { trust });

const trusted = () => SIDES.map((side) => `${side}=${nodes.trust[side]}`);

describe('the evidence of a crossing', () => {
  it('is valid with both fingerprints, from either side, and says no more than it knows without them', async () => {
    const fill = (count: number) =>
      Promise.all(SIDES.flatMap((side) => Array.from({ length: count }, (_, at) => nodes[side].publishCapacity(at))));
    await fill(70);
    const { crossing, reference } = await nodes.VN.lodge();
    await nodes.settled();
    await nodes.CN.complete(reference);
    // More than one full tile of 256 hashes, with what came before.
    await fill(300);
    await nodes.settled();
    for (const side of SIDES) {
      const evidence = (await evidenceAt(side, crossing))!;
      expect(evidence.logs.map((log) => [log.side, log.entries.length])).toEqual([['VN', 2], ['CN', 1]]);
      expect((await verify(evidence, trusted())).verdict).toBe('VALID');
      expect((await verify(evidence, [])).verdict).toBe('CANNOT_TELL');
      const crossed = [`VN=${nodes.trust.CN}`, `CN=${nodes.trust.VN}`];
      expect((await verify(evidence, crossed)).verdict).toBe('CANNOT_TELL');
    }
    expect((await verify(await evidenceAt('CN', reference), trusted())).verdict).toBe('VALID');
  });

  it('is not valid any more when an entry is exchanged', async () => {
    const [one, other] = [await nodes.VN.lodge(), await nodes.VN.lodge()];
    await nodes.settled();
    const evidence = (await evidenceAt('VN', one.crossing))!;
    const stranger = (await evidenceAt('VN', other.crossing))!;
    const log = evidence.logs[0]!;
    const entries = [stranger.logs[0]!.entries[0]!, ...log.entries.slice(1)];
    const forged = { ...evidence, logs: [{ ...log, entries }] };
    expect((await verify(forged, trusted())).verdict).toBe('INVALID');
  });

  it('is nothing where nothing was published', async () => {
    expect(await evidenceAt('VN', 'PG-2222-2222', 0)).toBeUndefined();
  });

  it('stands on the own checkpoint alone before the other side has seen anything, which proves less', async () => {
    await nodes.CN.stop();
    const { crossing } = await nodes.VN.lodge();
    const alone = (await evidenceAt('VN', crossing, 0))!;
    expect(alone.logs[0]!.entries).toHaveLength(2);
    expect((await verify(alone, trusted())).verdict).toBe('CANNOT_TELL');
    await nodes.CN.start();
    await until(async () => (await verify(await evidenceAt('VN', crossing), trusted())).verdict === 'VALID');
  });
});
