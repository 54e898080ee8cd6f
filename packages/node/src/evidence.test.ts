import { toBase64 } from '@pairgate/ledger/base64.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import { evidenceFor, type About, type Evidence } from './evidence.ts';
import { keyPair, random } from './crypto.ts';
import { requestEnrolment, signStatement } from './keys/statements.ts';
import { startTwoNodes, until, type TwoNodes } from './testing/two-nodes.ts';

let nodes: TwoNodes;
beforeAll(async () => {
  nodes = await startTwoNodes();
});
afterAll(() => nodes.stop());

const about = (side: SideId, subject: About, patienceMs?: number) => {
  const { journal, keys } = nodes[side];
  const patience = patienceMs === undefined ? {} : { patienceMs };
  return evidenceFor(journal, { about: subject, agreements: [nodes.agreement], side, keys, ...patience });
};
const evidenceAt = (side: SideId, reference: string, patienceMs?: number) => about(side, { reference }, patienceMs);

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
      expect(evidence.logs.map((log) => [log.side, log.entries.length])).toEqual([['VN', 3], ['CN', 2]]);
      // The first of each log is the entry that put the agreement in force.
      expect(evidence.logs.map((log) => log.entries[0]!.index)).toEqual([0, 0]);
      expect(await verify(evidence, trusted())).toMatchObject({ verdict: 'VALID' });
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
    const entries = [log.entries[0]!, stranger.logs[0]!.entries[1]!, ...log.entries.slice(2)];
    const forged = { ...evidence, logs: [{ ...log, entries }] };
    expect((await verify(forged, trusted())).verdict).toBe('INVALID');
  });

  it('holds the versions that its entries name, and all statements about keys and epochs', async () => {
    const { crossing } = await nodes.VN.lodge();
    await nodes.settled();
    const { journal, keys, identity } = nodes.VN;
    const next = { ...nodes.agreement, document: { ...nodes.agreement.document, version: 2 } };
    const options = { about: { reference: crossing }, side: 'VN', keys } as const;
    const plain = await evidenceFor(journal, { ...options, agreements: [next, nodes.agreement] });
    const pair = keyPair(random(32));
    const possessed = { purpose: 'checkpoint', key: toBase64(pair.publicKey), pair } as const;
    const statement = signStatement(requestEnrolment({ pair: journal.pair, side: 'VN' }, possessed, 1000), identity.root!);
    expect(await keys.learn([statement], true)).toEqual([undefined]);
    const stated = await evidenceFor(journal, { ...options, agreements: [nodes.agreement] });
    expect(stated!.keys).toEqual([statement]);
    expect((await verify(stated, trusted())).verdict).toBe('VALID');
    const full = await evidenceFor(journal, { ...options, agreements: [nodes.agreement], epochs: [{ document: {} }] });
    expect(plain!.agreements.map(({ document }) => document.version)).toEqual([1]);
    expect(Object.keys(plain!)).not.toContain('keys');
    expect(full).toMatchObject({ keys: [statement], epochs: [{ document: {} }] });
    // Of another shape than the format asks for, and said to be so.
    expect((await verify(full, trusted())).checks.find(({ verdict }) => verdict === 'INVALID')?.code).toBe('FILE_SHAPE');
  });

  it('is nothing where nothing was published', async () => {
    expect(await evidenceAt('VN', 'PG-2222-2222', 0)).toBeUndefined();
  });

  it('stands on the own checkpoint alone before the other side has seen anything, which proves less', async () => {
    await nodes.CN.stop();
    const { crossing } = await nodes.VN.lodge();
    const alone = (await evidenceAt('VN', crossing, 0))!;
    expect(alone.logs[0]!.entries).toHaveLength(3);
    expect((await verify(alone, trusted())).verdict).toBe('CANNOT_TELL');
    await nodes.CN.start();
    await until(async () => (await verify(await evidenceAt('VN', crossing), trusted())).verdict === 'VALID');
  });
});

describe('the evidence of one message', () => {
  const leafOf = (evidence: Evidence, at: number) => {
    const { leaf } = evidence.logs[0]!.entries[at]!;
    return JSON.parse(Buffer.from(leaf, 'base64').toString()) as { envelope: { stream: string; seq: number } };
  };

  it('is valid from either side, and says that what came before it in its stream is not in it', async () => {
    const { crossing, reference } = await nodes.VN.lodge();
    await nodes.settled();
    await nodes.CN.complete(reference);
    await nodes.settled();
    const { logs } = (await evidenceAt('VN', crossing))!;
    const second = logs.find(({ side }) => side === 'VN')!.entries.at(-1)!.index;
    for (const side of SIDES) {
      const evidence = (await about(side, { side: 'VN', index: second }))!;
      expect(evidence).toMatchObject({ entry: `VN:${second}`, logs: [{ side: 'VN', entries: [{ index: 0 }, { index: second }] }] });
      expect(evidence).not.toHaveProperty('reference');
      const report = await verify(evidence, trusted());
      expect(report.verdict).toBe('VALID');
      expect(report.checks.filter(({ code }) => code === 'FILE_ENTRY')).toMatchObject([{ verdict: 'VALID' }]);
      const { stream, seq } = leafOf(evidence, 1).envelope;
      const said = seq === 1 ? [] : [`${stream}: what came before ${seq} is not in a file about one entry`];
      const skipped = report.checks.filter(({ code, verdict }) => code === 'STREAM_SEQUENCE' && verdict === 'SKIPPED');
      expect(skipped.map(({ detail }) => detail)).toEqual(said);
    }
  });

  it('is that entry alone when it put the agreement in force itself', async () => {
    const evidence = (await about('VN', { side: 'CN', index: 0 }))!;
    expect(evidence.logs.map(({ side, entries }) => [side, entries.length])).toEqual([['CN', 1]]);
    expect((await verify(evidence, trusted())).verdict).toBe('VALID');
  });

  it('is nothing beyond the end of the log', async () => {
    expect(await about('VN', { side: 'VN', index: 999_999 }, 0)).toBeUndefined();
    expect(await about('VN', { side: 'CN', index: 999_999 }, 0)).toBeUndefined();
  });

  it('leaves out the data of a message that was quarantined', async () => {
    const { crossing } = await nodes.VN.lodge();
    await nodes.settled();
    const { index } = (await evidenceAt('CN', crossing))!.logs[0]!.entries.at(-1)!;
    const { db, pair } = nodes.CN.journal;
    const sql = "UPDATE log_entry SET verdict = 'quarantined:field_not_agreed' WHERE pair = $1 AND log = 'VN' AND index = $2";
    await db.transact([{ sql, params: [pair, index] }]);
    const evidence = (await about('CN', { side: 'VN', index }))!;
    expect(evidence.logs[0]!.entries.at(-1)).toMatchObject({ index, data: null });
    expect((await verify(evidence, trusted())).verdict).toBe('VALID');
  });
});
