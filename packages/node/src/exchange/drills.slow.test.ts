import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { DivergenceKind, Grade } from '@pairgate/exchange/divergence.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { epochBytes } from '@pairgate/exchange/epoch.ts';
import { encodeEntries, encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { appendAll, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { divergencesOf } from '@pairgate/store/divergences.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { epochsOf } from '@pairgate/store/epochs.ts';
import { keyPair, random, sha256, signer } from '../crypto.ts';
import { applyEpoch, EpochRefused, proposeEpoch } from '../epochs.ts';
import { agreementsFrom } from '../keys/agreement-file.ts';
import { rebuild } from '../rebuild.ts';
import { copyOf } from '../testing/copies.ts';
import { Impostor } from '../testing/impostor.ts';
import { startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';

/**
 * Each drill of docs/operating/drills.md, played with two real nodes. Where the China side lies, somebody with all its
 * keys sits at its port; afterwards the real one comes back.
 */
const SETTLED_MS = 60_000;
/** So that a drill does not take a minute: twice within half a second is again and again. */
const TIMING = { retryMinMs: 20, retryMaxMs: 100, unservedTimes: 3, unservedMs: 500, idleMs: 200 };

let nodes: TwoNodes;
let impostor: Impostor;
/** How far the clocks of both machines are set wrong. */
let shiftMs = 0;
const opened: Database[] = [];

beforeEach(async () => {
  shiftMs = 0;
  nodes = await startTwoNodes({
    timing: TIMING,
    alter: (_side, options) => ({ ...options, world: { ...options.world, now: () => options.world.now() + shiftMs } }),
  });
  impostor = new Impostor(nodes.ports.CN);
  await nodes.CN.lodge();
  await nodes.settled(SETTLED_MS);
});
afterEach(async () => {
  await impostor.leave();
  await nodes.stop();
  for (const db of opened.splice(0)) await db.close();
});

const CN_ORIGIN = 'youyi-guan.example/log';
const OTHER = new Uint8Array(32).fill(7);
const ofCN = (): Signer => nodes.CN.identity.checkpoint;
const noteOf = (size: number, root: Uint8Array, by = ofCN(), origin = CN_ORIGIN) => signCheckpoint({ origin, size, root }, by);
const checkpoint = (note: string) => encodeNote(FRAME.checkpoint, note);
const frozen = () => nodes.VN.exchange.status().frozen;
const held = () => nodes.VN.writer.position.peer.edge;

/** The root that the mirror of the Viet Nam side would have with these entries. */
const rootWith = (entries: readonly Entry[]) => rootOf(sha256, appendAll(sha256, held(), entries.map(({ leaf }) => leafHash(sha256, leaf))));

/**
 * The China side writes more, stops, and its place is taken before the Viet Nam side has seen any of it; gives back how much
 * of that log the Viet Nam side held before.
 */
async function replacedBeforeSending(send: (response: ServerResponse, entries: readonly Entry[]) => void): Promise<number> {
  const { VN, CN } = nodes;
  await VN.stop();
  const from = (await VN.journal.head('CN')).size;
  await CN.lodge();
  const entries = (await CN.journal.entries('CN', from, 100)).map(({ leaf, data }) => ({ leaf, data }));
  expect(entries.length).toBeGreaterThan(1);
  await CN.stop();
  await impostor.pose(CN.identity.tls, (response) => send(response, entries));
  await VN.start();
  return from;
}

/** The place of the China side is taken. */
async function replaced(send: (response: ServerResponse) => void, status = 200): Promise<void> {
  await nodes.CN.stop();
  await impostor.pose(nodes.CN.identity.tls, send, status);
}

/** Own acts go on, and the evidence is in the database. */
async function expectFrozen(kind: DivergenceKind, grade: Grade): Promise<void> {
  const { VN } = nodes;
  await until(() => frozen() !== null);
  expect(frozen()).toMatchObject({ kind, grade });
  await VN.lodge();
  expect(VN.writer.blocked).toBeUndefined();
  const [row, ...more] = await divergencesOf(VN.db, VN.journal.pair, 'CN');
  expect(more).toEqual([]);
  expect(row).toMatchObject({ kind, grade, heldSize: held().size, heldNote: (await VN.journal.head('CN')).note, resolvedAt: null });
  expect(row!.heldRoot).toEqual(rootOf(sha256, held()));
}

const evidence = async () => (await divergencesOf(nodes.VN.db, nodes.VN.journal.pair, 'CN'))[0]!;

/**
 * The real China side is back: it takes in and countersigns what is ours, while nothing of its own is taken in. That is
 * still so after a restart.
 */
async function expectOnlyPersonsEndIt(): Promise<void> {
  const { VN, CN } = nodes;
  await impostor.leave();
  await CN.start();
  const { size } = held();
  for (const restarted of [false, true]) {
    if (restarted) {
      await VN.stop();
      await VN.start();
    }
    await CN.lodge();
    await VN.lodge();
    await until(async () => {
      const { size: own, cosignedSize } = await VN.journal.head('VN');
      return cosignedSize === own;
    }, SETTLED_MS);
    expect(frozen()).toMatchObject({ grade: 'signed' });
    expect(held().size).toBe(size);
  }
}

/** The real China side is back and serves what it signed: intake goes on without anybody's help, and the row stays. */
async function expectEndsByItself(): Promise<void> {
  const { VN, CN } = nodes;
  await impostor.leave();
  await CN.start();
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
  const rows = await divergencesOf(VN.db, VN.journal.pair, 'CN');
  expect(rows).toMatchObject([{ resolvedBy: 'node', resolvedAt: expect.any(Number) }]);
}

/** Nothing is frozen, nothing was believed, and everything goes on. */
async function expectHarmless(): Promise<void> {
  const { VN, CN } = nodes;
  expect(frozen()).toBeNull();
  await VN.lodge();
  await impostor.leave();
  await CN.start();
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
  expect(await divergencesOf(VN.db, VN.journal.pair)).toEqual([]);
}

it('drill: fork', async () => {
  await replaced((response) => response.write(checkpoint(noteOf(held().size, OTHER))));
  await expectFrozen('fork', 'signed');
  const row = await evidence();
  expect(row).toMatchObject({ servedSize: held().size, servedNote: noteOf(held().size, OTHER) });
  expect([row.servedRoot, row.expectedRoot]).toEqual([OTHER, row.heldRoot]);
  await expectOnlyPersonsEndIt();
});

it('drill: rollback', async () => {
  await replaced((response) => response.write(checkpoint(noteOf(held().size - 1, OTHER))));
  await expectFrozen('rollback', 'signed');
  expect(await evidence()).toMatchObject({ servedSize: held().size - 1, servedRoot: OTHER });
  await expectOnlyPersonsEndIt();
});

it('drill: rollback that says nothing else', async () => {
  await replaced((response) => response.end(), 409);
  await expectFrozen('rollback', 'unserved');
  await expectEndsByItself();
});

it('drill: hole', async () => {
  await replacedBeforeSending((response, entries) => {
    response.write(encodeEntries(held().size, entries.slice(1)));
    response.write(checkpoint(noteOf(held().size + entries.length, rootWith(entries))));
  });
  await expectFrozen('hole', 'unserved');
  expect(await evidence()).toMatchObject({ servedSize: held().size + 2, servedNote: expect.stringContaining(CN_ORIGIN) });
  await expectEndsByItself();
});

it('drill: reorder', async () => {
  await replacedBeforeSending((response, entries) => {
    response.write(encodeEntries(held().size, entries.toReversed()));
    response.write(checkpoint(noteOf(held().size + entries.length, rootWith(entries))));
  });
  await expectFrozen('edited', 'signed');
  await expectOnlyPersonsEndIt();
});

it('drill: edit', async () => {
  let served: readonly Entry[] = [];
  await replacedBeforeSending((response, [first, ...rest]) => {
    served = [{ ...first!, leaf: first!.leaf.with(-10, first!.leaf.at(-10)! ^ 1) }, ...rest];
    response.write(encodeEntries(held().size, served));
    response.write(checkpoint(noteOf(held().size + served.length, rootWith([first!, ...rest]))));
  });
  await expectFrozen('edited', 'signed');
  const row = await evidence();
  // The leaves give the root; what could be erased one day is not among them.
  expect(served.every(({ data }) => data.length > 0)).toBe(true);
  expect(row.servedEntries).toEqual(encodeEntries(held().size, served.map(({ leaf }) => ({ leaf, data: new Uint8Array(0) }))));
  expect(row.expectedRoot).toEqual(rootWith(served));
  await expectOnlyPersonsEndIt();
});

it('drill: edit that was a broken transfer', async () => {
  let connections = 0;
  const size = await replacedBeforeSending((response, entries) => {
    connections += 1;
    const [first, ...rest] = entries;
    const broken = connections === 1 ? [{ ...first!, leaf: first!.leaf.with(3, 0) }, ...rest] : entries;
    const note = checkpoint(noteOf(held().size + entries.length, rootWith(entries)));
    response.write(encodeEntries(held().size, broken));
    response.write(note);
  });
  await until(() => held().size > size);
  expect(connections).toBeGreaterThan(1);
  await expectHarmless();
});

it('drill: wrong origin', async () => {
  await replaced((response) => response.write(checkpoint(noteOf(held().size, OTHER, ofCN(), 'elsewhere.example/log'))));
  await expectFrozen('wrong_origin', 'unserved');
  expect((await evidence()).servedNote).toContain('elsewhere.example/log');
  await expectEndsByItself();
});

it('drill: key swap', async () => {
  const stranger = signer(CN_ORIGIN, keyPair(random(32)));
  await replaced((response) => response.write(checkpoint(noteOf(held().size, OTHER, stranger))));
  await expectFrozen('key_swap', 'unserved');
  expect((await evidence()).servedNote).toContain(CN_ORIGIN);
  await expectEndsByItself();
});

it('drill: stale', async () => {
  const older = nodes.CN.exchange.ownCheckpoint()!;
  await nodes.CN.lodge();
  await nodes.settled(SETTLED_MS);
  const newest = nodes.CN.exchange.ownCheckpoint()!;
  const before = nodes.VN.exchange.status().faults.stale ?? 0;
  await replaced((response) => {
    for (let at = 0; at < 20; at += 1) response.write(checkpoint(at % 2 === 0 ? older : newest));
  });
  await until(() => (nodes.VN.exchange.status().faults.stale ?? 0) >= before + 10);
  await expectHarmless();
});

it('drill: garbage', async () => {
  const forged = noteOf(held().size, OTHER).replace(/.{12}\n$/, 'AAAAAAAAAAA=\n');
  const noise = [Buffer.alloc(64, 0x7f), checkpoint(forged), checkpoint('x\n'), encodeEntries(99, [])];
  let connections = 0;
  await replaced((response) => {
    response.write(noise[connections % noise.length]!);
    response.write(noise[connections % noise.length]!);
    connections += 1;
  });
  await until(() => connections > 20);
  await expectHarmless();
});

it('drill: replay', async () => {
  const { VN, CN } = nodes;
  const all = await CN.journal.entries('CN', 0, 100);
  const note = checkpoint(CN.exchange.ownCheckpoint()!);
  let replays = 0;
  // Each connection brings what is held already, its checkpoint once more, and then nothing wrong.
  await replaced((response) => {
    response.write(note);
    response.write(note);
    response.write(encodeEntries(0, all));
    response.write(note);
    replays += 1;
  });
  await until(() => replays > 5);
  expect((await VN.journal.entries('CN', 0, 100)).map(({ leaf }) => leaf)).toEqual(all.map(({ leaf }) => leaf));
  await expectHarmless();
});

it('drill: clock turned back', async () => {
  const { VN, CN } = nodes;
  for (const days of [-7, 7, -30]) {
    shiftMs = days * 86_400_000;
    await VN.lodge();
    await CN.lodge();
    await nodes.settled(SETTLED_MS);
    expect(frozen()).toBeNull();
  }
  // Also what was written under the wrong clock is taken up again after a restart under the right one.
  await VN.stop();
  shiftMs = 0;
  await VN.start();
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
  expect(await divergencesOf(VN.db, VN.journal.pair)).toEqual([]);
});

/** Stops the node and gives it another database. */
async function swap(node: TestNode, db: Database): Promise<void> {
  await node.stop();
  opened.push(node.db);
  await node.use(db);
}

const sizeOf = async (node: TestNode, log: SideId) => (await node.journal.head(log)).size;

it('drill: restored backup', async () => {
  const { VN, CN } = nodes;
  const copy = await copyOf('CN', CN.db);
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  const size = await sizeOf(VN, 'CN');
  await swap(CN, copy);
  expect(await sizeOf(CN, 'CN')).toBeLessThan(size);
  await CN.start();
  expect(await sizeOf(CN, 'CN')).toBeGreaterThanOrEqual(size);
  await CN.lodge({ functionalReferenceID: 'AFTER' });
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
});

it('drill: lost disk', async () => {
  const { VN, CN } = nodes;
  const size = await sizeOf(VN, 'CN');
  await swap(CN, await openPglite());
  await rm(join(CN.directory, 'anchor.json'), { force: true });
  await CN.start();
  expect(await sizeOf(CN, 'CN')).toBeGreaterThanOrEqual(size);
  await CN.lodge({ functionalReferenceID: 'AFTER' });
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
});

/** A copy of the China side's database goes on alone, and then meets what was written before: its log has forked. */
async function forkedLog(): Promise<number> {
  const { VN, CN } = nodes;
  const copy = await copyOf('CN', CN.db);
  const common = await sizeOf(CN, 'CN');
  await CN.lodge();
  await nodes.settled(SETTLED_MS);
  await VN.stop();
  await swap(CN, copy);
  await rm(join(CN.directory, 'anchor.json'), { force: true });
  // Nobody answers, and nothing says that there was more: it goes on from the copy.
  await CN.start();
  for (const functionalReferenceID of ['X', 'Y', 'Z']) await CN.lodge({ functionalReferenceID });
  await VN.start();
  await until(() => frozen()?.grade === 'signed', SETTLED_MS);
  await until(() => CN.exchange.status().ownLog === 'unconfirmed', SETTLED_MS);
  return common;
}

it('drill: new epoch', async () => {
  const { VN, CN } = nodes;
  const common = await forkedLog();
  await VN.lodge();
  await VN.stop();
  await CN.stop();
  const optionsOf = (node: TestNode) => ({ db: node.db, pair: node.journal.pair, side: node.side, agreements: agreementsFrom(nodes.agreement) });
  const document = await proposeEpoch(optionsOf(VN), 'CN', common);
  expect(await proposeEpoch(optionsOf(CN), 'CN', common)).toEqual(document);
  const confirmedBy = { VN: ['Nguyễn An', 'Trần Bình'], CN: ['陈刚', '李强'] };
  const signatures = Object.fromEntries(SIDES.map((side) => [side, toBase64(nodes[side].identity.root!.sign(epochBytes(document)))]));
  const file = { document, signatures, confirmedBy };
  await expect(applyEpoch(optionsOf(VN), { ...file, signatures: { VN: signatures['VN'] } }, 1)).rejects.toThrow(EpochRefused);
  const tooFar = await proposeEpoch(optionsOf(VN), 'CN', common + 1);
  await expect(proposeEpoch(optionsOf(CN), 'CN', common + 1)).resolves.not.toEqual(tooFar);
  const before = (await VN.journal.entries('CN', common, 100)).map(({ leaf }) => leaf);
  const kept = (await CN.journal.entries('CN', 0, 100)).map(({ leaf }) => leaf);

  const { dropped } = await applyEpoch(optionsOf(VN), file, Date.now());
  expect(dropped).toBe(before.length);
  expect(await applyEpoch(optionsOf(CN), file, Date.now())).toMatchObject({ dropped: 0 });
  await expect(applyEpoch(optionsOf(VN), file, 1)).rejects.toMatchObject({ code: 'not_next' });
  const aside = await VN.db.query<{ leaf: Uint8Array }>(`SELECT * FROM void_entry WHERE log = 'CN' AND epoch = 2 ORDER BY index`);
  expect(aside.map(({ leaf }) => leaf)).toEqual(before);
  expect(aside.every((row) => !('data' in row))).toBe(true);

  await rm(join(CN.directory, 'anchor.json'), { force: true });
  await VN.begin();
  await CN.start();
  await VN.exchange.confirmed;
  await CN.lodge({ functionalReferenceID: 'AFTER' });
  await nodes.settled(SETTLED_MS);
  expect(frozen()).toBeNull();
  expect(CN.exchange.status().ownLog).toBe('confirmed');
  // The author's own entries are all there still, and both sides have them under the new origin.
  expect((await VN.journal.entries('CN', 0, 100)).map(({ leaf }) => leaf).slice(0, kept.length)).toEqual(kept);
  expect((await VN.journal.head('CN')).edge).toEqual((await CN.journal.head('CN')).edge);
  expect((await VN.journal.head('CN')).note).toMatch(new RegExp(`^${CN_ORIGIN}/epoch-2\n`));
  expect((await CN.journal.head('CN')).cosignedNote).toMatch(new RegExp(`^${CN_ORIGIN}/epoch-2\n`));
  expect(await divergencesOf(VN.db, VN.journal.pair)).toMatchObject([{ resolvedBy: 'Nguyễn An, Trần Bình, 陈刚, 李强', resolution: 'epoch 2' }]);
  expect(await epochsOf(VN.db, VN.journal.pair)).toMatchObject([{ log: 'CN', epoch: 2, size: common }]);
  for (const node of [VN, CN]) {
    await node.stop();
    const { tables } = await rebuild(optionsOf(node));
    expect(tables.every(({ written, removed }) => written + removed === 0)).toBe(true);
  }
});
