import { join } from 'node:path';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { NotePurpose, SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { openCheckpoint, signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { openCosignature } from '@pairgate/ledger/cosignature.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { verifyEd25519 } from '../crypto.ts';
import { addAuthority, addKey, loadIdentity } from '../keys/identity.ts';
import { requestEnrolment, requestRetirement, requestRevocation, signStatement, type Request } from '../keys/statements.ts';
import { QUICK, Vault } from '../keys/vault.ts';
import { startTwoNodes, until, type TwoNodes } from '../testing/two-nodes.ts';

const PAIR = 'huu-nghi-youyi-guan';
const SETTLED_MS = 100_000;
const vault = new Vault('of a test', QUICK);

let nodes: TwoNodes;
beforeAll(async () => {
  nodes = await startTwoNodes({ timing: { idleMs: 200 } });
});
afterAll(() => nodes.stop());

const keysFolder = (side: SideId) => join(nodes[side].directory, 'keys');
const statedBy = (side: SideId, made: Request): SignedKeyStatement => signStatement(made, nodes[side].identity.root!);

/** Makes a key in the folder of a running node and hands it over, as `pairgate keys rotate` does. */
async function enrol(side: SideId, purpose: NotePurpose, from: number) {
  const possessed = { purpose, ...(await addKey(keysFolder(side), purpose, vault)) };
  const signed = statedBy(side, requestEnrolment({ pair: PAIR, side }, possessed, from));
  nodes[side].keys.hold(await loadIdentity(keysFolder(side), vault));
  expect(await nodes[side].exchange.state(signed)).toBeUndefined();
  return { key: possessed.key, signed };
}
const subject = (side: SideId, purpose: 'checkpoint' | 'cosignature' | 'tls', key: string) => ({ pair: PAIR, side, purpose, key });

/** Traffic that goes on while keys change: nothing of it may fail or be lost. */
function traffic(side: SideId) {
  let [going, sent] = [true, 0];
  const running = (async () => {
    while (going) {
      await nodes[side].lodge();
      sent += 1;
    }
  })();
  return async () => {
    going = false;
    await running;
    return sent;
  };
}

/** Which keys of a side have signed the newest checkpoint of its log that the other side holds. */
async function signersOf(side: SideId): Promise<string[]> {
  const { note, size } = await nodes[otherSide(side)].journal.head(side);
  return nodes[side].keys.ring.terms(side, 'checkpoint').filter(({ noteKey }) => {
    const opened = openCheckpoint(note!, { origin: noteKey!.name, key: noteKey! }, verifyEd25519);
    return opened.ok && opened.value.checkpoint.size === size;
  }).map(({ key }) => key);
}

describe('two nodes under traffic', () => {
  it('rotate a checkpoint key with overlap: both sign, then the new one alone', async () => {
    const stop = traffic('VN');
    await until(() => nodes.VN.exchange.status().countersignedSize > 10);
    const old = nodes.VN.identity.party.checkpointKey;
    const from = nodes.VN.exchange.status().ownSize;
    const { key } = await enrol('VN', 'checkpoint', from);
    await until(async () => (await signersOf('VN')).length === 2);
    const until_ = nodes.VN.exchange.status().ownSize + 20;
    expect(await nodes.VN.exchange.state(statedBy('VN', requestRetirement(subject('VN', 'checkpoint', old), until_)))).toBeUndefined();
    await until(() => nodes.VN.exchange.status().countersignedSize > until_ + 10);
    expect(await signersOf('VN')).toEqual([key]);
    expect(await stop()).toBeGreaterThan(5);
    await nodes.settled(SETTLED_MS);
    await until(() => nodes.CN.keys.ring.standing('VN', 'checkpoint', old, until_ + 1) === 'retired');
    const types = (await nodes.CN.journal.entriesOf('VN', 'log:VN')).filter(({ verdict }) => verdict === null).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['KeyEnrolled', 'KeyRetired']));
    expect(nodes.CN.exchange.status().faults).toEqual({});
  });

  it('revoke the key of an emergency, let stand what was countersigned, take nothing new of it, and go on', async () => {
    const stop = traffic('VN');
    const stolen = nodes.VN.keys.ring.terms('VN', 'checkpoint').at(-1)!;
    const thief = nodes.VN.keys.signers('checkpoint', nodes.VN.exchange.status().ownSize).at(-1)!;
    const before = nodes.VN.exchange.status().countersignedSize;
    const proof = (await nodes.VN.journal.head('VN')).cosignedNote!;
    await enrol('VN', 'checkpoint', before);
    const revocation = statedBy('VN', requestRevocation(subject('VN', 'checkpoint', stolen.key), before));
    expect(await nodes.VN.exchange.state(revocation)).toBeUndefined();
    await until(() => nodes.CN.keys.ring.standing('VN', 'checkpoint', stolen.key, before) === 'revoked');
    await until(() => nodes.VN.exchange.status().countersignedSize > before + 10);
    await stop();
    await nodes.settled(SETTLED_MS);

    // What was countersigned before stands; the same bytes without the countersignature would not.
    const opened = parseNote(proof);
    if (!opened.ok) throw new Error(opened.fault);
    const size = Number(opened.value.text.split('\n')[1]);
    const { ring } = nodes.CN.keys;
    expect(size).toBeLessThanOrEqual(before);
    expect(ring.proves('VN', 'checkpoint', size, true).map(({ keyHash }) => keyHash)).toContainEqual(stolen.noteKey!.keyHash);
    expect(ring.proves('VN', 'checkpoint', size, false).map(({ keyHash }) => keyHash)).not.toContainEqual(stolen.noteKey!.keyHash);
    expect(openCosignature(opened.value, ring.ever('CN', 'cosignature')[0]!, verifyEd25519).ok).toBe(true);

    // A thief who still has the key signs in vain, of whatever size.
    const head = await nodes.VN.journal.head('VN');
    const forged = signCheckpoint({ origin: thief.name, size: head.size, root: new Uint8Array(32) }, thief);
    const openedForged = openCheckpoint(forged, { origin: thief.name, key: nodes.CN.keys.counting('VN', 'checkpoint') }, verifyEd25519);
    expect(openedForged).toEqual({ ok: false, fault: 'signature_missing' });
    expect(await signersOf('VN')).not.toContain(stolen.key);
  });

  it('rotate a cosignature key: the author of the log takes both, then the new one alone', async () => {
    const old = nodes.CN.identity.party.cosignatureKey;
    const size = nodes.VN.exchange.status().ownSize;
    const { key } = await enrol('CN', 'cosignature', size);
    await until(() => nodes.VN.keys.ring.standing('CN', 'cosignature', key, size) === 'valid');
    await nodes.CN.exchange.state(statedBy('CN', requestRevocation(subject('CN', 'cosignature', old), size)));
    await until(() => nodes.VN.keys.ring.standing('CN', 'cosignature', old, size) === 'revoked');
    await nodes.VN.lodge();
    await nodes.settled(SETTLED_MS);
    const parsed = parseNote((await nodes.VN.journal.head('VN')).cosignedNote!);
    if (!parsed.ok) throw new Error(parsed.fault);
    const [newKey] = nodes.VN.keys.ring.at('CN', 'cosignature', size);
    expect(openCosignature(parsed.value, newKey!, verifyEd25519).ok).toBe(true);
  });

  it('rotate a TLS authority: both are trusted meanwhile, then the old one is shown the door', async () => {
    const authority = await addAuthority(keysFolder('VN'), vault);
    const from = nodes.VN.exchange.status().ownSize + 1;
    nodes.VN.keys.hold(await loadIdentity(keysFolder('VN'), vault));
    const signed = statedBy('VN', requestEnrolment({ pair: PAIR, side: 'VN' }, { purpose: 'tls', ...authority }, from));
    expect(await nodes.VN.exchange.state(signed)).toBeUndefined();
    await nodes.VN.lodge();
    await nodes.settled(SETTLED_MS);
    await until(() => nodes.CN.keys.credentials.trusted().length === 2);
    await until(() => nodes.VN.keys.credentials.own().authorityPem === authority.pem);
    const old = subject('VN', 'tls', nodes.VN.identity.party.tlsAuthority);
    await nodes.VN.exchange.state(statedBy('VN', requestRevocation(old, 0)));
    await until(() => nodes.CN.keys.credentials.trusted().length === 1);
    await nodes.VN.lodge();
    await nodes.CN.lodge();
    await nodes.settled(SETTLED_MS);
    await expect(call('CN', 'VN', 'GET', '/exchange/v1/held')).rejects.toThrow();
  });

  it('keep what was stated over a restart, of both sides', async () => {
    const before = [nodes.VN.keys.ring, nodes.CN.keys.ring].map(({ statements }) => statements.map(({ statement }) => statement));
    await nodes.VN.stop();
    await nodes.CN.stop();
    Object.assign(nodes.VN, { identity: await loadIdentity(keysFolder('VN'), vault) });
    Object.assign(nodes.CN, { identity: await loadIdentity(keysFolder('CN'), vault) });
    await Promise.all([nodes.VN.start(), nodes.CN.start()]);
    const after = [nodes.VN.keys.ring, nodes.CN.keys.ring].map(({ statements }) => statements.map(({ statement }) => statement));
    expect(after).toEqual(before);
    await nodes.VN.lodge();
    await nodes.settled(SETTLED_MS);
  });

  it('read on after a long absence from a log whose keys have all changed meanwhile', async () => {
    await nodes.VN.stop();
    for (let at = 0; at < 40; at += 1) await nodes.CN.lodge();
    const old = nodes.CN.identity.party.checkpointKey;
    const size = nodes.CN.exchange.status().ownSize;
    const { key } = await enrol('CN', 'checkpoint', size);
    await nodes.CN.exchange.state(statedBy('CN', requestRetirement(subject('CN', 'checkpoint', old), size)));
    for (let at = 0; at < 40; at += 1) await nodes.CN.lodge();
    await nodes.VN.start();
    await nodes.settled(SETTLED_MS);
    expect(await signersOf('CN')).toEqual([key]);
  });
});

/** One request to the exchange port of a side, with the first certificate of another. */
function call(to: SideId, as: SideId, method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const { keyPem, certificatePem } = nodes[as].identity.tls;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1', port: nodes.ports[to], method, path, key: keyPem, cert: certificatePem, agent: false,
        ca: nodes[to].identity.authorities.map(({ authorityPem }) => authorityPem),
      },
      (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('a statement at the exchange port', () => {
  const post = (value: unknown) => call('VN', 'CN', 'POST', '/exchange/v1/keys', typeof value === 'string' ? value : JSON.stringify(value));
  const revocation = (by: SideId, of: SideId = by) => {
    const made = requestRevocation(subject(of, 'checkpoint', nodes.CN.keys.ring.terms(of, 'checkpoint').at(-1)!.key), 5);
    return statedBy(by, made);
  };

  it.each<[string, number, string, () => unknown]>([
    ['of the side that is asked', 422, 'other_side', () => revocation('VN')],
    ['signed by the other root', 422, 'not_signed', () => revocation('VN', 'CN')],
    ['that is none', 422, 'other_side', () => ({})],
    ['that is no JSON', 422, 'malformed', () => 'nothing'],
    ['that is nothing', 422, 'malformed', () => ''],
    ['null', 422, 'other_side', () => 'null'],
    ['that is too long', 413, 'too_large', () => ' '.repeat(9000)],
  ])('%s is refused', async (_name, status, text, value) => {
    expect(await post(value())).toEqual({ status, text });
    expect(nodes.VN.exchange.status().faults['key_statement_refused']).toBeGreaterThan(0);
  });

  it('that counts is taken once, and known when it comes again', async () => {
    const spare = { purpose: 'checkpoint' as const, ...(await addKey(keysFolder('CN'), 'checkpoint', vault)) };
    const signed = statedBy('CN', requestEnrolment({ pair: PAIR, side: 'CN' }, spare, 10_000));
    const before = nodes.VN.keys.ring.statements.length;
    expect(await post(signed)).toEqual({ status: 204, text: '' });
    expect(await post(signed)).toEqual({ status: 204, text: '' });
    expect(nodes.VN.keys.ring.statements.length).toBe(before + 1);
  });
});
