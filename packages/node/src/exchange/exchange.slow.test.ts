import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import type { StoredEntry } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import { refold } from '../states.ts';
import { startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';


const SETTLED_MS = 100_000;

let nodes: TwoNodes;

const asText = ({ leaf, data, ...rest }: StoredEntry) => JSON.stringify([rest, toHex(leaf), toHex(data)]);

async function expectSameLogs({ VN, CN }: TwoNodes): Promise<void> {
  for (const log of SIDES) {
    const [a, b] = [await VN.journal.head(log), await CN.journal.head(log)];
    expect(a.size).toBe(b.size);
    expect(a.edge).toEqual(b.edge);
    const [left, right] = [await VN.journal.entries(log, 0, 10_000), await CN.journal.entries(log, 0, 10_000)];
    expect(left.map((entry) => entry.index)).toEqual(left.map((_, index) => index));
    // As text: comparing megabytes byte by byte takes Vitest half a minute.
    expect(left.map(asText)).toEqual(right.map(asText));
  }
}

const many = (count: number, act: (at: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, at) => act(at)));

describe('two nodes', () => {
  beforeAll(async () => {
    nodes = await startTwoNodes();
  });
  afterAll(() => nodes.stop());

  it('exchange 300 facts: equal logs, countersigned and judged on both sides', async () => {
    await Promise.all(SIDES.map((side) => many(50, () => nodes[side].lodge())));
    await Promise.all(SIDES.map((side) => many(50, (at) => nodes[side].publishCapacity(at))));
    await nodes.settled(SETTLED_MS);
    await expectSameLogs(nodes);
    for (const side of SIDES) {
      const { journal, exchange } = nodes[side];
      expect((await journal.head(side)).size).toBeGreaterThan(150);
      await until(() => exchange.status().connected && exchange.status().behind === 0);
      expect(exchange.status()).toMatchObject({ ownLog: 'confirmed', faults: {} });
      const [first] = await journal.entries(side, 0, 1);
      expect(first?.type).toBe('AgreementActivated');
    }
  });

  it.each(SIDES)('resume where they were after %s was away, and the other goes on working meanwhile', async (away) => {
    const here = otherSide(away);
    await nodes[away].lodge();
    await nodes.settled(SETTLED_MS);
    await nodes[away].stop();
    // More than one chunk, so that the way back ends in the middle of what was missed.
    await many(550, () => nodes[here].lodge());
    expect(nodes[here].exchange.status().behind).toBeGreaterThanOrEqual(1100);
    await nodes[away].start();
    await nodes[away].lodge();
    await nodes.settled(SETTLED_MS);
    await expectSameLogs(nodes);
  });
});

it('a node stops at once, also while somebody is at the handshake who has all day for it', async () => {
  nodes = await startTwoNodes({ timing: { headersMs: 86_400_000 }, stopped: ['VN'] });
  const slow = connect(nodes.ports.CN, '127.0.0.1');
  slow.on('error', () => undefined);
  await once(slow, 'connect');
  await nodes.stop();
});

describe('the other side', () => {
  afterEach(() => nodes.stop());

  it('is silent when nothing was heard for a while, and heard again when it is back', async () => {
    const told: string[] = [];
    const tell = (_fields: object, message: string) => void told.push(message);
    const log = { info: tell, warn: tell, error: tell };
    const silentMs = 4000;
    nodes = await startTwoNodes({
      timing: { silentMs, idleMs: 200 },
      alter: (side, options) => (side === 'VN' ? { ...options, log } : options),
    });
    // Nothing happens for longer than that, and it is heard all the same.
    const begun = Date.now();
    await until(() => nodes.VN.exchange.status().lastSeenAt! > begun + silentMs + 500);
    expect(told).not.toContain('The other side is silent.');
    expect(nodes.VN.exchange.status().silentSince).toBeNull();
    await nodes.CN.stop();
    await until(() => told.includes('The other side is silent.'));
    const { silentSince, lastSeenAt } = nodes.VN.exchange.status();
    expect(silentSince).toBe(lastSeenAt);
    await nodes.CN.start();
    await until(() => nodes.VN.exchange.status().silentSince === null && told.includes('The other side is heard again.'));
  });
});

/** A sender whose writer publishes more than was agreed. */
const publishesTooMuch = (side: SideId, { document }: SignedAgreement) => {
  if (side === 'CN') return compileAgreement(document);
  const { DeclarationLodged } = document.messages;
  const agent = { class: 'trade', purpose: 'none', basis: 'none' };
  const messages = { ...document.messages, DeclarationLodged: { ...DeclarationLodged, 'declaration.agent.ID': agent } };
  return compileAgreement({ ...document, messages });
};

async function sharedFold({ journal }: TestNode, { terms }: TwoNodes, stream: string): Promise<unknown> {
  const entries = await journal.entriesOf('VN', stream);
  const facts = entries.filter((entry) => entry.verdict === null).flatMap((entry) => {
    const opened = openEntry(entry, 'VN', terms, sha256, true);
    return opened.ok ? [opened.value.fact] : [];
  });
  return refold(stream, facts);
}

describe('an entry with a field that was not agreed', () => {
  afterEach(() => nodes.stop());

  it('keeps its place, is judged, and is skipped by the shared state of both sides', async () => {
    nodes = await startTwoNodes({ publishUnder: publishesTooMuch });
    const { VN, CN } = nodes;
    const { reference } = await VN.lodge();
    const trader = { reference, actor: VN.actor('trader', '6001234567') };
    expect((await VN.submit('trader', 'withdrawDeclaration', { reason: 'sold' }, trader)).ok).toBe(true);
    await nodes.settled();
    const stream = `consignment:${reference}`;
    await until(async () => (await VN.journal.entriesOf('VN', stream))[0]!.verdict !== null);
    const verdicts = async ({ journal }: TestNode) =>
      (await journal.entriesOf('VN', stream)).map(({ seq, type, verdict }) => [seq, type, verdict]);
    expect(await verdicts(CN)).toEqual([
      [1, 'DeclarationLodged', 'quarantined:field_not_agreed'], [2, 'DeclarationWithdrawn', null],
    ]);
    expect(await verdicts(VN)).toEqual([
      [1, 'DeclarationLodged', 'quarantined:field_not_agreed'], [2, 'DeclarationWithdrawn', null],
    ]);
    const [here, there] = [await sharedFold(VN, nodes, stream), await sharedFold(CN, nodes, stream)];
    expect(here).toEqual(there);
    expect(here).toMatchObject({ declaration: { lodgedAt: null } });
    expect(CN.exchange.status().received.refused).toBe(1);
    // Nothing was stalled by it.
    await CN.lodge();
    await VN.publishCapacity(7);
    await nodes.settled();
  });
});

describe('a node whose own log is shorter than what the other side holds', () => {
  afterEach(() => nodes.stop());

  it('sees it by its anchor when the other side is away, and by the other side when it is back', async () => {
    nodes = await startTwoNodes();
    const { VN, CN } = nodes;
    await VN.lodge();
    await nodes.settled();
    await CN.stop();
    await VN.stop();
    const { db } = VN;
    const empty = await openPglite();
    await VN.use(empty);
    await VN.begin();
    await until(() => (VN.exchange.status().faults.held_invalid ?? 0) > 0);
    expect(VN.exchange.status().ownLog).toBe('asking');
    expect(VN.writer.blocked).toBe('log_unconfirmed');
    await CN.begin();
    await VN.exchange.confirmed;
    await VN.lodge({ functionalReferenceID: 'AFTER' });
    await nodes.settled();
    await db.close();
    await expectSameLogs(nodes);
  });

  it('works on its own anchor when the other side is away and nothing is missing', async () => {
    nodes = await startTwoNodes();
    const { VN, CN } = nodes;
    await VN.lodge();
    await nodes.settled();
    await CN.stop();
    await VN.stop();
    await VN.start();
    expect(VN.exchange.status().ownLog).toBe('anchored');
    await VN.lodge();
    await CN.start();
    await nodes.settled();
    await until(() => VN.exchange.status().ownLog === 'confirmed');
  });
});

it('a node whose disk fails while it confirms its log confirms it later', async () => {
  let failures = 2;
  const anchor = {
    read: () => (failures-- > 0 ? Promise.reject(new Error('the disk does not answer')) : Promise.resolve(undefined)),
    set: () => undefined,
    stop: () => Promise.resolve(),
  };
  const alone = await startTwoNodes({
    stopped: ['CN'],
    timing: { patienceMs: 50 },
    alter: (_side, options) => ({ ...options, anchor }),
  });
  try {
    await alone.VN.lodge();
    expect(failures).toBe(-1);
    expect(alone.VN.exchange.status().ownLog).toBe('anchored');
  } finally {
    await alone.stop();
  }
});
