import { request } from 'node:https';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeEntries, encodeFrame, encodeNote, FRAME, MAX_FRAME } from '@pairgate/exchange/wire.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { keyPair, random, signer } from '../crypto.ts';
import { createAuthority, issueCertificate } from '../keys/tls.ts';
import { Impostor, type Presented } from '../testing/impostor.ts';
import { startTwoNodes, until, type TwoNodes } from '../testing/two-nodes.ts';
import type { FaultKind } from './status.ts';

/**
 * The China side is played by somebody who has its keys and keeps to nothing; afterwards the real one comes back. What
 * freezes intake is played in `drills.slow.test.ts`.
 */

let nodes: TwoNodes;
let impostor: Impostor;
/** A checkpoint that the China side signed and that has been overtaken. */
let older: string;

beforeAll(async () => {
  nodes = await startTwoNodes({ timing: { retryMaxMs: 200 } });
  impostor = new Impostor(nodes.ports.CN);
  older = nodes.CN.exchange.ownCheckpoint()!;
  await nodes.CN.lodge();
  await nodes.settled();
});
afterAll(() => nodes.stop());
afterEach(() => impostor.leave());

const faults = (kind: FaultKind): number => nodes.VN.exchange.status().faults[kind] ?? 0;

const stranger = () => signer('youyi-guan.example/log', keyPair(random(32)));
const ofCN = () => nodes.CN.identity.checkpoint;
const ROOT = new Uint8Array(32);
const checkpoint = (note: string) => encodeNote(FRAME.checkpoint, note);
const forged = (size: number, by: Signer, origin = by.name) => signCheckpoint({ origin, size, root: ROOT }, by);

const ATTACKS: readonly [name: string, fault: FaultKind, send: (response: ServerResponse, held: number) => void][] = [
  ['bytes that are no frames', 'frame_too_large', (response) => response.write(Buffer.alloc(64, 0x7f))],
  ['a frame of an unknown kind', 'frame_unexpected', (response) =>
    response.write(encodeFrame({ kind: 9, body: ROOT }))],
  ['entries whose lengths do not add up', 'frame_malformed', (response) =>
    response.write(encodeFrame({ kind: FRAME.entries, body: new Uint8Array(21).fill(1) }))],
  ['a frame that is announced as too long', 'frame_too_large', (response) => {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(MAX_FRAME + 1);
    response.write(head);
  }],
  ['entries without a checkpoint between them', 'frame_unexpected', (response, held) => {
    response.write(encodeEntries(held, []));
    response.write(encodeEntries(held, []));
  }],
  ['a checkpoint that is no note', 'checkpoint_invalid', (response) => response.write(checkpoint('x\n'))],
  ['a checkpoint signed with another key', 'checkpoint_invalid', (response, held) =>
    response.write(checkpoint(forged(held, stranger())))],
  ['a checkpoint of another log', 'checkpoint_invalid', (response, held) =>
    response.write(checkpoint(forged(held, ofCN(), 'elsewhere.example/log')))],
  ['a signed size without its entries', 'size_differs', (response, held) =>
    response.write(checkpoint(forged(held + 1, ofCN())))],
  ['entries from another place', 'not_next', (response, held) => {
    response.write(encodeEntries(held + 5, [{ leaf: encodeUtf8('{}'), data: encodeUtf8('{}') }]));
    response.write(checkpoint(forged(held + 1, ofCN())));
  }],
  ['an old checkpoint', 'stale', (response) => response.write(checkpoint(older))],
];

describe('from a hostile sender', () => {
  it.each(ATTACKS)('%s is dropped and counted, and freezes nothing at once', async (_name, fault, send) => {
    const { VN, CN } = nodes;
    await CN.stop();
    const before = faults(fault);
    const held = VN.writer.position.peer.edge.size;
    await impostor.pose(CN.identity.tls, (response) => send(response, held));
    await until(() => faults(fault) > before);
    await VN.lodge();
    expect(VN.writer.position.peer.edge.size).toBe(held);
    expect(VN.writer.blocked).toBeUndefined();
    expect(VN.exchange.status().frozen).toBeNull();
    await impostor.leave();
    await CN.start();
    await CN.lodge();
    await nodes.settled();
  });

  it('nothing is even read when its certificate comes from another authority', async () => {
    const { VN, CN } = nodes;
    await CN.stop();
    const other = await createAuthority('Pairgate CN TLS authority', Date.now());
    const certificate = await issueCertificate(other, ['127.0.0.1'], Date.now());
    let asked = 0;
    const before = faults('unreachable');
    await impostor.pose({ keyPem: certificate.keyPem, certificatePem: certificate.pem }, () => (asked += 1));
    await until(() => faults('unreachable') > before + 3);
    expect(asked).toBe(0);
    expect(VN.exchange.status().connected).toBe(false);
    await impostor.leave();
    await CN.start();
    await nodes.settled();
  });
});

/** Calls the exchange port of the Viet Nam side; gives back the status, or the reason why there is none. */
function call(tls: Presented | undefined, method: string, path: string, body?: Uint8Array): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request({
      host: '127.0.0.1', port: nodes.ports.VN, method, path, agent: false,
      ca: [nodes.VN.identity.tls.authorityPem],
      ...(tls ? { key: tls.keyPem, cert: tls.certificatePem } : {}),
    });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    outgoing.on('error', (error) => resolve(error.message));
    outgoing.end(body);
  });
}

describe('from a hostile caller', () => {
  const cosigned = (note: string) => encodeNote(FRAME.countersignature, note);

  it.each<[string, () => Promise<Presented | undefined>]>([
    ['without a certificate', async () => undefined],
    ['with a certificate of another authority', async () => {
      const other = await createAuthority('Pairgate CN TLS authority', Date.now());
      const { pem, keyPem } = await issueCertificate(other, ['127.0.0.1'], Date.now());
      return { keyPem, certificatePem: pem };
    }],
    ["with a certificate of one's own authority", async () => nodes.VN.identity.tls],
  ])('a call %s gets nothing', async (_name, tls) => {
    const before = faults('tls_refused');
    expect(await call(await tls(), 'GET', '/exchange/v1/held')).toEqual(expect.any(String));
    await until(() => faults('tls_refused') > before);
  });

  it.each<[string, FaultKind, () => Uint8Array]>([
    ['a countersignature of a checkpoint that is not ours', 'countersignature_invalid', () =>
      cosigned(signCheckpoint({ origin: 'huu-nghi.example/log', size: 1, root: ROOT }, stranger()))],
    ['a checkpoint of ours without a countersignature', 'countersignature_invalid', () =>
      cosigned(nodes.VN.exchange.ownCheckpoint()!)],
    ['a note that is none', 'countersignature_invalid', () => cosigned('nothing')],
    ['a frame of another kind', 'frame_unexpected', () => encodeEntries(0, [])],
    ['a frame that is too long', 'frame_too_large', () => encodeFrame({ kind: 3, body: new Uint8Array(70_000) })],
  ])('%s is dropped and counted', async (_name, fault, body) => {
    const before = faults(fault);
    const { countersignedSize } = nodes.VN.exchange.status();
    await call(nodes.CN.identity.tls, 'POST', '/exchange/v1/countersignatures', body());
    await until(() => faults(fault) > before);
    expect(nodes.VN.exchange.status().countersignedSize).toBe(countersignedSize);
    await nodes.VN.lodge();
    await nodes.settled();
  });

  it.each([
    ['/exchange/v1/entries', 400],
    ['/exchange/v1/entries?from=-1', 400],
    ['/exchange/v1/entries?from=1e3', 400],
    ['/exchange/v1/entries?from=999999', 409],
    ['//', 404],
    ['/', 404],
  ])('a request of %s is answered %i', async (path, status) => {
    expect(await call(nodes.CN.identity.tls, 'GET', path)).toBe(status);
  });
});
