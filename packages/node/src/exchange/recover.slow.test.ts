import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { decodeUtf8, encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { rebuild } from '../rebuild.ts';
import { amend, inForce, version } from '../testing/amending.ts';
import { copyOf } from '../testing/copies.ts';
import { startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';
import { Anchor } from './anchor.ts';
import { rememberedTails } from './recovered.ts';

const SETTLED_MS = 100_000;

let nodes: TwoNodes;
const opened: Database[] = [];
afterEach(async () => {
  await nodes.stop();
  for (const db of opened.splice(0)) await db.close();
});

const QUICK = { retryMinMs: 20, retryMaxMs: 200 };

/** Stops the node and gives it another database; the one that it had is kept open, as that of a disk on the shelf. */
async function swap(node: TestNode, db: Database): Promise<void> {
  await node.stop();
  opened.push(node.db);
  await node.use(db);
}

const forgetAnchor = (node: TestNode) => rm(join(node.directory, 'anchor.json'), { force: true });

const bytesOf = async ({ journal }: TestNode, log: string) =>
  (await journal.entries(log, 0, 10_000)).map(({ leaf, data }) => `${toHex(leaf)} ${toHex(data)}`);

async function expectSameLogs({ VN, CN }: TwoNodes): Promise<void> {
  for (const log of SIDES) {
    expect((await VN.journal.head(log)).edge).toEqual((await CN.journal.head(log)).edge);
    expect(await bytesOf(VN, log)).toEqual(await bytesOf(CN, log));
  }
}

/** The read models of both sides are what the journal and the logs give. */
async function expectRebuildEqualsLive({ VN, CN }: TwoNodes): Promise<void> {
  for (const node of [VN, CN]) {
    await node.stop();
    const { tables } = await rebuild({ db: node.db, pair: node.journal.pair, side: node.side, agreements: node.writer.position.agreements });
    expect(tables.map(({ table, written, removed }) => [table, written, removed])).toEqual(tables.map(({ table }) => [table, 0, 0]));
  }
}

/** What crossed of one's own log, by day and version, but for judgements, which come on their own time. */
const crossed = (node: TestNode) => node.db.query(`SELECT * FROM export_day WHERE type <> 'Judged' ORDER BY day, agreement, type`);

/** Each entry of one's own log is counted once. */
async function expectCounted({ db, side }: TestNode): Promise<void> {
  const counted = await db.query('SELECT type, agreement, sum(entries)::int AS n FROM export_day GROUP BY 1, 2 ORDER BY 1, 2');
  const there = await db.query(
    `SELECT type, (convert_from(leaf, 'UTF8')::json -> 'envelope' ->> 'agreement')::int AS agreement, count(*)::int AS n
     FROM log_entry WHERE log = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
    [side],
  );
  expect(counted).toEqual(there);
}

/** A member of an object with private fields, seen through a proxy. */
function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

const many = (count: number, act: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, () => act()));

/** Withdraws a declaration: what becomes of a stream after the copy was made. */
const withdraw = (node: TestNode, reference: string) =>
  node.submit('trader', 'withdrawDeclaration', { reason: 'sold at home' }, { reference, actor: node.actor('trader', '6001234567') });

describe('a restored backup', () => {
  it('gets its tail back from the other side, which went on meanwhile, and goes on itself', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    const { reference } = await VN.lodge();
    await CN.lodge();
    await nodes.settled();
    const copy = await copyOf('VN', VN.db);
    expect((await withdraw(VN, reference)).ok).toBe(true);
    const later = await CN.lodge();
    await nodes.settled();
    await VN.lodge();
    await VN.publishCapacity(9);
    await nodes.settled();
    const { size } = await VN.journal.head('VN');
    const before = await bytesOf(VN, 'VN');
    const counted = await crossed(VN);
    expect(counted.length).toBeGreaterThan(3);
    await swap(VN, copy);
    expect(await crossed(VN)).not.toEqual(counted);
    const held = (await VN.journal.head('VN')).size;
    expect(held).toBeLessThan(size);
    await CN.lodge();
    await VN.start();
    expect((await bytesOf(VN, 'VN')).slice(0, size)).toEqual(before);
    expect(await crossed(VN)).toEqual(counted);
    // Also not twice when it is started again.
    await VN.stop();
    await VN.start();
    expect(await crossed(VN)).toEqual(counted);
    await VN.lodge({ functionalReferenceID: 'AFTER' });
    await nodes.settled(SETTLED_MS);
    await expectCounted(VN);
    expect(VN.live.read(`consignment:${later.reference}`)).toBeDefined();
    expect(VN.exchange.status()).toMatchObject({ ownLog: 'confirmed', frozen: null });
    expect(CN.exchange.status()).toMatchObject({ frozen: null });
    expect(rememberedTails(await VN.journal.setting('recovered'))).toMatchObject([{ from: held, to: size, withoutData: 0, counted: true }]);
    await expectSameLogs(nodes);
    await expectRebuildEqualsLive(nodes);
  });

  it('judges nothing twice that it judged in its lost tail', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    await VN.lodge();
    await nodes.settled();
    const copy = await copyOf('VN', VN.db);
    await CN.lodge();
    await nodes.settled();
    const judged = async () => (await CN.journal.entries('VN', 0, 1000)).filter(({ type }) => type === 'Judged').length;
    const before = await judged();
    await swap(VN, copy);
    await VN.start();
    await nodes.settled(SETTLED_MS);
    expect(await judged()).toBe(before);
  });
});

describe('a lost disk', () => {
  it('comes back whole from the other side, in many pieces', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    await many(150, () => VN.lodge());
    await many(150, () => CN.lodge());
    await nodes.settled(SETTLED_MS);
    const before = { VN: await bytesOf(VN, 'VN'), CN: await bytesOf(VN, 'CN') };
    await swap(VN, await openPglite());
    await forgetAnchor(VN);
    await VN.start();
    await VN.lodge({ functionalReferenceID: 'AFTER' });
    await CN.lodge();
    await nodes.settled(SETTLED_MS);
    expect((await bytesOf(VN, 'VN')).slice(0, before.VN.length)).toEqual(before.VN);
    expect((await bytesOf(VN, 'CN')).slice(0, before.CN.length)).toEqual(before.CN);
    await expectSameLogs(nodes);
    await expectRebuildEqualsLive(nodes);
  });

  it('comes back although the node is killed in the middle of it, again and again', async () => {
    let pieces = Number.POSITIVE_INFINITY;
    nodes = await startTwoNodes({
      timing: QUICK,
      alter: (side, options) => {
        if (side === 'CN') return options;
        const { writer } = options;
        const recover: typeof writer.recover = async (recovered) => {
          pieces -= 1;
          // From here on nothing of it reaches the database any more until it is started again.
          if (pieces < 0) throw new Error('the process is dying');
          await writer.recover(recovered);
        };
        return { ...options, writer: new Proxy(writer, { get: (target, name) => (name === 'recover' ? recover : bound(target, name)) }) };
      },
    });
    const { VN } = nodes;
    await many(300, () => VN.lodge());
    await nodes.settled(SETTLED_MS);
    const before = await bytesOf(VN, 'VN');
    await swap(VN, await openPglite());
    await forgetAnchor(VN);
    for (const held of [250, 500]) {
      pieces = 1;
      await VN.begin();
      await until(() => pieces < 0);
      expect((await VN.journal.head('VN')).size).toBe(held);
      expect(VN.exchange.status().ownLog).toBe('recovering');
      await expect(VN.lodge()).rejects.toMatchObject({ code: 'log_unconfirmed' });
      // Else a node that starts alone now would believe that half of its log is all of it.
      await VN.stop();
      expect(await new Anchor(VN.directory, () => undefined).read()).toMatchObject({ size: before.length });
    }
    pieces = Number.POSITIVE_INFINITY;
    await VN.start();
    expect((await bytesOf(VN, 'VN')).slice(0, before.length)).toEqual(before);
    // One tail, whose beginning came back before the node was killed.
    expect(rememberedTails(await VN.journal.setting('recovered'))).toMatchObject([{ from: 0, to: before.length, counted: true }]);
    await VN.lodge({ functionalReferenceID: 'AFTER' });
    await nodes.settled(SETTLED_MS);
    await expectCounted(VN);
    await expectSameLogs(nodes);
    await expectRebuildEqualsLive(nodes);
  });

  it('comes back as far as the mirror goes when that is damaged, writes nothing meanwhile, and whole when it is mended', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    await many(200, () => VN.lodge());
    await nodes.settled(SETTLED_MS);
    const { size } = await VN.journal.head('VN');
    // A bit has rotted in the mirror: the tree beside it is sound, and the piece with that entry fits nowhere.
    const rot = { sql: `UPDATE log_entry SET leaf = set_byte(leaf, 20, get_byte(leaf, 20) # 1) WHERE log = 'VN' AND index = 300`, params: [] };
    await CN.db.transact([rot]);
    await swap(VN, await openPglite());
    await forgetAnchor(VN);
    await VN.begin();
    await until(async () => (await VN.journal.head('VN')).size === 250);
    await until(() => (VN.exchange.status().faults.recovery_failed ?? 0) > 2);
    expect(VN.exchange.status()).toMatchObject({ ownLog: 'recovering', ownSize: 250 });
    await expect(VN.lodge()).rejects.toMatchObject({ code: 'log_unconfirmed' });
    // Neither is the node to believe that it has forked when it is started again.
    await VN.stop();
    await VN.begin();
    await until(() => (VN.exchange.status().faults.recovery_failed ?? 0) > 2);
    expect(VN.exchange.status()).toMatchObject({ ownLog: 'recovering', ownSize: 250 });
    await CN.db.transact([rot]);
    await VN.exchange.confirmed;
    expect(VN.exchange.status().ownSize).toBeGreaterThanOrEqual(size);
    await nodes.settled(SETTLED_MS);
    await expectSameLogs(nodes);
  });

  it('writes nothing under an older version of the agreement before it knows which one is in force', async () => {
    let closed = false;
    nodes = await startTwoNodes({
      timing: QUICK,
      alter: (side, options) => {
        if (side === 'CN') return options;
        const { network } = options;
        // The log of the other side cannot be read for a while; what it holds of ours can.
        const entries: typeof network.peer.entries = (from, signal) =>
          closed ? Promise.reject(new Error('not yet')) : network.peer.entries(from, signal);
        const peer = new Proxy(network.peer, { get: (target, name) => (name === 'entries' ? entries : bound(target, name)) });
        return { ...options, network: { peer, listen: (desk) => network.listen(desk) } };
      },
    });
    const { VN, CN } = nodes;
    await VN.lodge();
    const theirs = await CN.lodge();
    await nodes.settled(SETTLED_MS);
    const second = version(nodes.agreement.document, { DeclarationLodged: { 'declaration.exporter.name': { rule: 'deny' } } });
    await amend(nodes, second);
    await amend(nodes, version(second, {}));
    await VN.lodge();
    await nodes.settled(SETTLED_MS);
    const { size } = await VN.journal.head('VN');
    const before = await bytesOf(VN, 'VN');
    // The other side has erased a class of which the first version says that its time is not over.
    const erased = `UPDATE log_entry SET data = $1 WHERE log = 'CN' AND stream = $2`;
    const stream = `crossing:${theirs.crossing}`;
    const [entry] = await CN.journal.entriesOf('CN', stream);
    const { vehicle: _over, ...left } = JSON.parse(decodeUtf8(entry!.data)!) as Record<string, unknown>;
    expect(_over).toBeDefined();
    await swap(VN, await openPglite());
    await CN.stop();
    await CN.db.transact([{ sql: erased, params: [encodeUtf8(JSON.stringify(left)), stream] }]);
    await CN.start();
    await forgetAnchor(VN);
    closed = true;
    await VN.begin();
    await until(async () => (await VN.journal.head('VN')).size === size);
    await until(() => (VN.exchange.status().faults.unreachable ?? 0) > 3);
    expect(VN.writer.position.agreements.isKnown('VN')).toBe(false);
    expect(VN.exchange.status().ownLog).toBe('asking');
    await expect(VN.lodge()).rejects.toMatchObject({ code: 'log_unconfirmed' });
    await expect(VN.writer.amend('AgreementRejected', {}, VN.actor('manager'))).rejects.toMatchObject({ code: 'log_unconfirmed' });
    const nothing = { streams: [], load: () => Promise.reject(new Error('nothing is to be read')), run: () => undefined };
    await expect(VN.writer.erase(nothing)).rejects.toMatchObject({ code: 'log_unconfirmed' });
    // Also not when it is started again in this state.
    await VN.stop();
    await VN.begin();
    await until(() => (VN.exchange.status().faults.unreachable ?? 0) > 3);
    expect((await VN.journal.head('VN')).size).toBe(size);
    closed = false;
    await VN.exchange.confirmed;
    expect(inForce(VN)).toEqual([3, 3]);
    await VN.lodge({ functionalReferenceID: 'AFTER' });
    await nodes.settled(SETTLED_MS);
    const after = await VN.journal.entries('VN', 0, 10_000);
    expect((await bytesOf(VN, 'VN')).slice(0, size)).toEqual(before);
    const versions = after.slice(size).map(({ leaf }) => (JSON.parse(decodeUtf8(leaf)!) as { envelope: { agreement: number } }).envelope.agreement);
    expect(versions.every((each) => each === 3)).toBe(true);
    await expectCounted(VN);
    for (const node of [VN, CN]) {
      expect(await node.db.query('SELECT count(*)::int AS n FROM log_entry WHERE verdict IS NOT NULL')).toEqual([{ n: 0 }]);
    }
    await expectSameLogs(nodes);
    await expectRebuildEqualsLive(nodes);
  });

  it('comes back without the data that the other side has erased, or has changed', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    for (let at = 0; at < 3; at += 1) {
      await CN.lodge();
      await nodes.settled(SETTLED_MS);
    }
    const before = await bytesOf(VN, 'VN');
    const judgements = (await CN.journal.entries('VN', 0, 100)).filter(({ type }) => type === 'Judged').map(({ index }) => index);
    const [erased, changed] = judgements as [number, number];
    const put = (index: number, data: Uint8Array) => ({ sql: `UPDATE log_entry SET data = $2 WHERE log = 'VN' AND index = $1`, params: [index, data] });
    const forged = (await CN.journal.entries('VN', changed, 1))[0]!.data.map((byte) => (byte >= 0x31 && byte <= 0x38 ? byte + 1 : byte));
    await CN.db.transact([put(erased, encodeUtf8('{}')), put(changed, forged)]);
    await swap(VN, await openPglite());
    await forgetAnchor(VN);
    await VN.start();
    const after = await bytesOf(VN, 'VN');
    for (const [index, line] of before.entries()) {
      const [leaf] = line.split(' ');
      expect(after[index]).toBe(index === erased || index === changed ? `${leaf} ${toHex(encodeUtf8('{}'))}` : line);
    }
    expect(rememberedTails(await VN.journal.setting('recovered'))).toMatchObject([{ from: 0, withoutData: 1 }]);
    await nodes.settled(SETTLED_MS);
    expect((await VN.journal.head('VN')).edge).toEqual((await CN.journal.head('VN')).edge);
  });
});

describe('a log that has forked by itself', () => {
  it('is not recovered, and nothing more is written to it', async () => {
    nodes = await startTwoNodes({ timing: QUICK });
    const { VN, CN } = nodes;
    await VN.lodge();
    await nodes.settled();
    await CN.stop();
    await swap(VN, await openPglite());
    await forgetAnchor(VN);
    // Nobody answers and nothing says that anything was ever there: the node begins its log a second time.
    await VN.start();
    for (const functionalReferenceID of ['A', 'B', 'C', 'D']) await VN.lodge({ functionalReferenceID });
    await CN.start();
    await until(() => VN.exchange.status().ownLog === 'unconfirmed');
    await expect(VN.lodge()).rejects.toMatchObject({ code: 'log_unconfirmed' });
    await VN.stop();
    await VN.begin();
    await until(() => VN.exchange.status().ownLog === 'unconfirmed');
    expect((await CN.journal.head('VN')).size).toBeGreaterThan(1);
    await until(() => CN.exchange.status().frozen?.grade === 'signed');
    // The other side works on, also without what it may not believe.
    await CN.lodge();
  });
});
