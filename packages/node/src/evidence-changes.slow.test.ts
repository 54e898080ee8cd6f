import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { epochBytes } from '@pairgate/exchange/epoch.ts';
import type { NotePurpose } from '@pairgate/exchange/key-statement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { signedEpochs } from '@pairgate/store/epochs.ts';
import type { Report } from '@pairgate/verify/verdict.ts';
import { verifyEvidence } from '@pairgate/verify/verify-evidence.ts';
import { applyEpoch, proposeEpoch } from './epochs.ts';
import { evidenceFor } from './evidence.ts';
import { addKey, loadIdentity } from './keys/identity.ts';
import { requestEnrolment, requestRetirement, requestRevocation, signStatement, type Request } from './keys/statements.ts';
import { QUICK, Vault } from './keys/vault.ts';
import { startTwoNodes, type TestNode, type TwoNodes } from './testing/two-nodes.ts';

/**
 * Evidence of what lies before and after a change of keys and a new epoch, from both sides, judged by the checker that shares
 * no code with the product.
 */
const SETTLED_MS = 60_000;
const vault = new Vault('of a test', QUICK);

let nodes: TwoNodes;
beforeAll(async () => {
  nodes = await startTwoNodes({ timing: { idleMs: 200, retryMinMs: 20, retryMaxMs: 200 } });
});
afterAll(() => nodes.stop());

const pair = () => nodes.VN.journal.pair;

async function judged(side: SideId, reference: string, patienceMs = 2000): Promise<Report> {
  const { journal, keys, writer } = nodes[side];
  const evidence = await evidenceFor(journal, {
    about: { reference }, side, keys, patienceMs,
    agreements: writer.position.agreements.signed,
    epochs: await signedEpochs(journal.db, journal.pair),
  });
  return verifyEvidence(encodeUtf8(JSON.stringify(evidence)), { trust: SIDES.map((each) => `${each}=${nodes.trust[each]}`) });
}

const wrong = ({ checks }: Report) => checks.filter(({ verdict }) => verdict === 'INVALID' || verdict === 'CANNOT_TELL');

/** Crossings with entries of both sides; each was there before one of the changes. */
const crossings: string[] = [];

async function cross(): Promise<void> {
  const [there, back] = [await nodes.VN.lodge(), await nodes.CN.lodge()];
  await nodes.settled(SETTLED_MS);
  await nodes.CN.complete(there.reference);
  await nodes.VN.complete(back.reference);
  await nodes.settled(SETTLED_MS);
  crossings.push(there.crossing, back.crossing);
}

async function expectValid(): Promise<void> {
  for (const side of SIDES) {
    for (const crossing of crossings) {
      const report = await judged(side, crossing);
      expect(wrong(report), `${crossing} from ${side}`).toEqual([]);
      expect(report.verdict).toBe('VALID');
    }
  }
}

const keysFolder = (node: TestNode) => join(node.directory, 'keys');
const state = async (node: TestNode, made: Request) =>
  expect(await node.exchange.state(signStatement(made, node.identity.root!))).toBeUndefined();

async function enrol(node: TestNode, purpose: NotePurpose, from: number): Promise<void> {
  const possessed = { purpose, ...(await addKey(keysFolder(node), purpose, vault)) };
  node.keys.hold(await loadIdentity(keysFolder(node), vault));
  await state(node, requestEnrolment({ pair: pair(), side: node.side }, possessed, from));
}

/** Starts a node with all the keys that it has made since. */
async function begin(node: TestNode): Promise<void> {
  await node.begin();
  node.keys.hold(await loadIdentity(keysFolder(node), vault));
}

const newest = ({ side, keys }: TestNode, purpose: NotePurpose) => {
  const { key } = keys.ring.terms(side, purpose).findLast((term) => term.revokedUpTo === undefined && term.until === Infinity)!;
  return { pair: pair(), side, purpose, key };
};

it('is valid before any change', async () => {
  await cross();
  await expectValid();
});

it('is valid of what was signed before and after keys were rotated', async () => {
  for (const node of [nodes.VN, nodes.CN]) {
    const own = node.exchange.status().ownSize;
    const old = newest(node, 'checkpoint');
    await enrol(node, 'checkpoint', own);
    await state(node, requestRetirement(old, own + 1));
    const mirrored = node.exchange.status().peerSize;
    const cosigned = newest(node, 'cosignature');
    await enrol(node, 'cosignature', mirrored);
    await state(node, requestRetirement(cosigned, mirrored + 1));
  }
  await expectValid();
  await cross();
  await expectValid();
});

it('is valid of what was signed before and after a key was revoked', async () => {
  const { VN } = nodes;
  await nodes.settled(SETTLED_MS);
  const { countersignedSize } = VN.exchange.status();
  const stolen = newest(VN, 'checkpoint');
  await enrol(VN, 'checkpoint', countersignedSize);
  await state(VN, requestRevocation(stolen, countersignedSize));
  await nodes.settled(SETTLED_MS);
  await expectValid();
  await cross();
  await expectValid();
});

it.each(SIDES)('is valid of what was signed before and after a new epoch of the log of %s', async (log) => {
  const { size } = await nodes[log].journal.head(log);
  for (const side of SIDES) await nodes[side].stop();
  const optionsOf = (node: TestNode) => ({ db: node.db, pair: pair(), side: node.side, agreements: node.writer.position.agreements });
  const document = await proposeEpoch(optionsOf(nodes.VN), log, size);
  const signatures = Object.fromEntries(SIDES.map((side) => [side, toBase64(nodes[side].identity.root!.sign(epochBytes(document)))]));
  const file = { document, signatures, confirmedBy: { VN: ['Nguyễn An', 'Trần Bình'], CN: ['陈刚', '李强'] } };
  for (const side of SIDES) await applyEpoch(optionsOf(nodes[side]), file, Date.now());
  await rm(join(nodes[log].directory, 'anchor.json'), { force: true });

  // The author alone: nobody has countersigned anything of the new epoch yet, so nothing is claimed that does not stand.
  const author = nodes[log];
  await begin(author);
  const report = await judged(log, crossings[0]!, 0);
  expect(report.checks.filter(({ verdict }) => verdict === 'INVALID')).toEqual([]);
  expect(report.verdict).toBe('CANNOT_TELL');

  await begin(nodes[otherSide(log)]);
  for (const side of SIDES) await nodes[side].exchange.confirmed;
  await nodes.settled(SETTLED_MS);
  await expectValid();
  await cross();
  await expectValid();
});
