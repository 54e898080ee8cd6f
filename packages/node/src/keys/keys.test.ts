import { X509Certificate } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { DAY } from '@pairgate/domain/kernel/instant.ts';
import { verifyEd25519 } from '../crypto.ts';
import { QUICK, Vault } from './vault.ts';
import { checkAgreement, fingerprint, fingerprintsOf, makeAgreement, signAgreement } from './agreement-file.ts';
import { createIdentity, hasIdentity, loadIdentity, type Identity } from './identity.ts';
import { certificateFingerprint } from './tls.ts';

const vault = new Vault('of these tests', QUICK);
let folder: string;
let VN: Identity;
let CN: Identity;

const create = (side: 'VN' | 'CN', at = side as string, now?: number) =>
  createIdentity(join(folder, at), {
    side, name: `Gate ${side}`, logOrigin: `${side.toLowerCase()}.example/log`, hostNames: ['gate.example'],
    ...(now === undefined ? {} : { now }),
  }, vault);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairgate-keys-'));
  [VN, CN] = [await create('VN'), await create('CN')];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the keys of a side', () => {
  it('are three different ones, and come back from the disk as they were made', async () => {
    const { rootKey, checkpointKey, cosignatureKey } = VN.party;
    expect(new Set([rootKey, checkpointKey, cosignatureKey, ...Object.values(CN.party)]).size).toBeGreaterThan(6);
    const loaded = await loadIdentity(join(folder, 'VN'), vault);
    expect(loaded.party).toEqual(VN.party);
    expect(loaded.tls).toEqual(VN.tls);
    const message = encodeUtf8('text\n');
    expect(verifyEd25519(fromBase64(checkpointKey)!, message, loaded.checkpoint.sign(message))).toBe(true);
    expect(verifyEd25519(fromBase64(cosignatureKey)!, message, loaded.cosignature.sign(message))).toBe(true);
    expect(verifyEd25519(fromBase64(rootKey)!, message, loaded.root!.sign(message))).toBe(true);
  });

  it('lie in files that nobody else may read', async () => {
    for (const file of await readdir(join(folder, 'VN'))) {
      if (file.endsWith('.key')) expect((await stat(join(folder, 'VN', file))).mode & 0o777).toBe(0o600);
    }
  });

  it('are never overwritten, and half of them is none', async () => {
    await expect(create('VN')).rejects.toThrow('There are keys already');
    expect(hasIdentity(join(folder, 'nowhere'))).toBe(false);
    expect((await readdir(folder)).toSorted()).toEqual(['CN', 'VN']);
  });

  it('work without the root key, which may be kept elsewhere', async () => {
    await create('VN', 'offline');
    await unlink(join(folder, 'offline', 'root.key'));
    const loaded = await loadIdentity(join(folder, 'offline'), vault);
    expect(loaded.root).toBeUndefined();
    await rm(join(folder, 'offline'), { recursive: true });
  });

  it('are refused when a file holds another key', async () => {
    await create('VN', 'mixed');
    await copyFile(join(folder, 'CN', 'checkpoint.key'), join(folder, 'mixed', 'checkpoint.key'));
    await expect(loadIdentity(join(folder, 'mixed'), vault)).rejects.toThrow('not the key that identity.json names');
    await rm(join(folder, 'mixed'), { recursive: true });
  });

  it('include a TLS certificate under the authority of the side, for all names of the port', async () => {
    const certificate = new X509Certificate(VN.tls.certificatePem);
    const authority = new X509Certificate(VN.tls.authorityPem);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    for (const name of ['localhost', 'gate.example']) expect(certificate.checkHost(name)).toBe(name);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('elsewhere.example')).toBeUndefined();
    expect(certificateFingerprint(VN.tls.authorityPem)).toBe(VN.party.tlsAuthority);
  });

  it('get a new TLS certificate before the old one ends, under the same authority', async () => {
    const now = Date.now();
    const old = await create('VN', 'old', now - 380 * DAY);
    const renewed = await loadIdentity(join(folder, 'old'), vault, now);
    expect(renewed.tls.authorityPem).toBe(old.tls.authorityPem);
    expect(Date.parse(new X509Certificate(renewed.tls.certificatePem).validTo)).toBeGreaterThan(now + 300 * DAY);
    expect((await loadIdentity(join(folder, 'old'), vault, now)).tls).toEqual(renewed.tls);
    expect(await readFile(join(folder, 'old', 'tls.pem'), 'utf8')).toBe(renewed.tls.certificatePem);
    await rm(join(folder, 'old'), { recursive: true });
  });
});

const LOW_ORDER = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05';
const weak = toBase64(Uint8Array.from(Buffer.from(LOW_ORDER, 'hex')));

describe('an agreement', () => {
  const sealed = (edit: (document: SignedAgreement['document']) => void = () => undefined): SignedAgreement => {
    const document = structuredClone(
      makeAgreement(VN.party, CN.party, { pair: 'huu-nghi-youyi-guan', validFrom: '2026-11-01T00:00:00.000Z' }),
    );
    edit(document);
    return {
      document,
      signatures: { VN: signAgreement(document, 'VN', VN.root!), CN: signAgreement(document, 'CN', CN.root!) },
    };
  };

  it('is taken when both root keys have signed it and it names this side as it is', () => {
    const signed = sealed();
    expect(checkAgreement(signed, VN)).toEqual({ ok: true, value: signed });
    expect(checkAgreement(JSON.parse(JSON.stringify(signed)), CN)).toEqual({ ok: true, value: signed });
    expect(fingerprintsOf(signed.document).VN).toBe(fingerprint(VN.root!.publicKey));
  });

  it.each<[string, () => unknown]>([
    ['malformed', () => ({})],
    ['malformed', () => sealed((document) => Object.assign(document, { more: 1 }))],
    ['malformed', () => {
      const { document, signatures } = sealed();
      const parties = { VN: VN.party, CN: { ...CN.party, name: 'Qua\u0309' } };
      return { document: { ...document, parties }, signatures };
    }],
    ['not_an_instant', () => sealed((document) => (document.validFrom = 'now'))],
    ['weak_key', () => sealed((document) => (document.parties.CN.checkpointKey = weak))],
    ['key_twice', () => sealed((document) => (document.parties.CN.checkpointKey = VN.party.cosignatureKey))],
    ['origin_twice', () => sealed((document) => (document.parties.CN.logOrigin = VN.party.logOrigin))],
    ['retention_missing', () => sealed((document) => delete document.retention['trade'])],
    ['not_ours', () => sealed((document) => (document.parties.VN.tlsAuthority = '0'.repeat(64)))],
    ['not_signed', () => {
      const signed = sealed();
      return { ...signed, signatures: { VN: signed.signatures.CN, CN: signed.signatures.VN } };
    }],
    ['not_signed', () => {
      const signed = sealed();
      return { ...signed, document: { ...signed.document, version: 2 } };
    }],
  ])('is refused as %s', (fault, value) => {
    expect(checkAgreement(value(), { side: 'VN', party: VN.party })).toEqual({ ok: false, fault });
  });

  it('cannot be signed with a key that it does not name', () => {
    const { document } = sealed();
    expect(() => signAgreement(document, 'VN', CN.root!)).toThrow('not the root key');
  });
});
