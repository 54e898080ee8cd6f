import { readFileSync } from 'node:fs';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { randomHex } from '../crypto.ts';
import { accept, inForce, propose, version } from '../testing/amending.ts';
import { startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';

/**
 * Two real nodes over real TLS while an amendment goes into force between them. What is looked at is what each node
 * hands to its sockets before it is encrypted.
 */
const sample = JSON.parse(readFileSync(new URL('../../../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: Record<string, unknown> & { exporter: { ID: string }; importer: object; invoice: object; borderTransportMeans: object };
};

let nodes: TwoNodes;
let plaintext: Buffer[] = [];
const wire = () => Buffer.concat(plaintext).toString('latin1');

beforeEach(async () => {
  plaintext = [];
  const write = TLSSocket.prototype.write as (this: TLSSocket, ...given: unknown[]) => boolean;
  vi.spyOn(TLSSocket.prototype, 'write').mockImplementation(function (this: TLSSocket, chunk: string | Uint8Array, ...rest: unknown[]) {
    plaintext.push(typeof chunk === 'string' ? Buffer.from(chunk, typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8') : Buffer.from(chunk));
    return write.call(this, chunk, ...rest);
  });
  nodes = await startTwoNodes();
});
afterEach(async () => {
  await nodes.stop();
  vi.restoreAllMocks();
});

/** Lodged with values of 128 bits where the second version hides them. */
async function lodge(node: TestNode, serial: string) {
  const hidden = { exporter: randomHex(16), importer: randomHex(16), invoice: randomHex(16), driver: randomHex(16) };
  const { agent: _agent, exporter, importer, invoice, borderTransportMeans, ...declaration } = sample.declaration;
  const outcome = await node.submit(
    'trader',
    'lodgeDeclaration',
    {
      declaration: {
        ...declaration,
        functionalReferenceID: serial,
        invoice: { ...invoice, ID: hidden.invoice },
        exporter: { ...exporter, name: hidden.exporter },
        importer: { ...importer, name: hidden.importer },
        borderTransportMeans: {
          ...borderTransportMeans,
          driver: { name: hidden.driver, licenceID: randomHex(4), phone: '+84 1', languageCode: 'vi' },
        },
      },
    },
    { actor: node.actor('trader', exporter.ID) },
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return { hidden, stream: `consignment:${outcome.reference}` };
}

const HIDES = {
  DeclarationLodged: {
    'declaration.exporter.name': { rule: 'deny' },
    'declaration.importer.name': { rule: 'pseudonym' },
    'declaration.invoice.ID': { rule: 'mask', keep: 3 },
  },
  CrossingPlanned: { tractorID: { rule: 'mask', keep: 3 } },
} as const;

describe('an amendment between two nodes', () => {
  it('is in force from its activation in each log, and from there on nothing that it hides leaves a node', async () => {
    const { VN, CN } = nodes;
    const second = version(nodes.agreement.document, HIDES);
    const before = await lodge(VN, 'BEFORE');
    // Traffic goes on while the amendment is proposed, accepted and put in force.
    let amended = false;
    const during = (async () => {
      for (let at = 0; !amended || at < 20; at += 1) {
        await Promise.all([lodge(VN, `DURING-${at}`), CN.publishCapacity(at)]);
      }
    })();
    expect(await propose(VN, second)).toBeUndefined();
    await until(() => CN.writer.position.agreements.proposals.length === 1);
    expect(await accept(CN, second)).toBeUndefined();
    await until(() => SIDES.every((side) => inForce(nodes[side]).every((each) => each === 2)));
    amended = true;
    await during;
    const from = plaintext.length;
    const after = [];
    for (let at = 0; at < 20; at += 1) after.push(await lodge(VN, `AFTER-${at}`));
    await nodes.settled(100_000);

    const text = wire();
    // That the wire is read at all, and that what crosses as it is is seen on it.
    for (const seen of [before.hidden.exporter, before.hidden.importer, before.hidden.invoice, 'BEFORE', 'AFTER-19']) expect(text).toContain(seen);
    expect(plaintext.length).toBeGreaterThan(from);
    expect(text).not.toContain(before.hidden.driver);
    for (const { hidden } of after) for (const each of Object.values(hidden)) expect(text).not.toContain(each);

    const mirrored = await CN.journal.entriesOf('VN', after[7]!.stream);
    expect(mirrored.map(({ verdict }) => verdict)).toEqual([null]);
    const data = decodeUtf8(mirrored[0]!.data)!;
    expect(data).toContain(`"ID":"***${after[7]!.hidden.invoice.slice(-3)}"`);
    expect(data).toMatch(/"importer":\{[^}]*"name":"pn-[0-9a-f]{32}"/);
    const refused = 'SELECT count(*)::int AS n FROM log_entry WHERE verdict IS NOT NULL';
    for (const side of SIDES) expect(await nodes[side].db.query(refused)).toEqual([{ n: 0 }]);
  });

  it('is found again after a restart at any point of it, and the next one follows', async () => {
    const { VN, CN } = nodes;
    const second = version(nodes.agreement.document, HIDES);
    const restart = async (side: SideId) => {
      await nodes[side].stop();
      await nodes[side].start();
    };
    expect(await propose(CN, second)).toBeUndefined();
    await nodes.settled();
    await restart('VN');
    expect(VN.writer.position.agreements.proposals).toMatchObject([{ by: 'CN', state: 'open', version: 2 }]);
    await CN.stop();
    expect(await accept(VN, second)).toBeUndefined();
    expect(inForce(VN)).toEqual([2, 1]);
    // What is written now reaches the other side in one chunk with the acceptance and the activation before it.
    const { stream } = await lodge(VN, 'IN-THE-SAME-CHUNK');
    await restart('VN');
    expect(inForce(VN)).toEqual([2, 1]);
    await CN.start();
    await nodes.settled();
    await until(() => inForce(VN).every((each) => each === 2));
    expect((await CN.journal.entriesOf('VN', stream)).map(({ verdict }) => verdict)).toEqual([null]);
    await restart('CN');
    expect(inForce(CN)).toEqual([2, 2]);
    const third = version(second, {});
    expect(await propose(VN, third)).toBeUndefined();
    expect(await propose(VN, third)).toBe('amendment_open');
    await until(() => CN.writer.position.agreements.proposals.length === 2);
    expect(await accept(CN, third)).toBeUndefined();
    await until(() => SIDES.every((side) => inForce(nodes[side]).every((each) => each === 3)));
    expect(CN.exchange.status().received.refused).toBe(0);
  });

  it('that is not valid yet waits, and nothing of it is in force meanwhile', async () => {
    const { VN, CN } = nodes;
    const second = { ...version(nodes.agreement.document, {}), validFrom: '2026-12-01T00:00:00.000Z' };
    await propose(VN, second);
    await until(() => CN.writer.position.agreements.proposals.length === 1);
    expect(await accept(CN, second)).toBeUndefined();
    await lodge(VN, 'STILL-THE-FIRST');
    await nodes.settled();
    expect(inForce(VN)).toEqual([1, 1]);
    expect(VN.writer.position.agreements.upcoming('VN')?.document.version).toBe(2);
  });
});
