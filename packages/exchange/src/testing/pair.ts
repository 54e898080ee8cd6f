import { createHash, createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { canonicalize, encodeCanonical } from '@pairgate/ledger/canonical.ts';
import { ED25519, noteKey, type NoteKey, type SignatureType } from '@pairgate/ledger/note.ts';
import type { Sha256, Signer, VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { agreementDocument, compileAgreement, type AgreementDocument, type CompiledAgreement } from '../agreement.ts';
import { Agreements, signedBytes } from '../agreements.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '../default-agreement.ts';
import { commitment, openEntry, publish, type Entry, type Envelope, type PublishPorts } from '../entry.ts';
import type { StatementPorts } from '../key-statement.ts';
import type { Json } from '../project.ts';
import { pseudonymsOf } from '../pseudonym.ts';

/** What tests of the exchange need: an agreement between two parties, real hashes and signatures, seeded salts. */

export const sha256: Sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());

export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
};

export const statementPorts: StatementPorts = {
  sha256,
  verify: verifyEd25519,
  verifyByAuthority(certificate, message, signature) {
    const { ca, publicKey } = new X509Certificate(certificate);
    return ca && verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  },
};

export const ORIGINS: Readonly<Record<SideId, string>> = {
  VN: 'pairgate.example/test/vn',
  CN: 'pairgate.example/test/cn',
};

/** Seed bytes of the keys that the agreement of these tests names, by side: root, checkpoint, cosignature. */
export const SEEDS: Readonly<Record<SideId, readonly [number, number, number]>> = { VN: [11, 1, 12], CN: [21, 2, 22] };

const PAIR = 'huu-nghi-youyi-guan';

/** The root key of each side. */
export const ROOTS = { VN: keyPair('root', SEEDS.VN[0]), CN: keyPair('root', SEEDS.CN[0]) } as const;

export const documentOf = (messages: AgreementDocument['messages'] = DEFAULT_MESSAGES): AgreementDocument =>
  agreementDocument.parse({
    format: 'pairgate-agreement/1',
    version: 1,
    pair: PAIR,
    validFrom: '2026-01-01T00:00:00.000Z',
    parties: Object.fromEntries(
      SIDES.map((side) => [
        side,
        {
          name: side,
          logOrigin: ORIGINS[side],
          rootKey: publicKeyOf(SEEDS[side][0]),
          checkpointKey: publicKeyOf(SEEDS[side][1]),
          cosignatureKey: publicKeyOf(SEEDS[side][2]),
          tlsAuthority: side === 'VN' ? '0'.repeat(64) : '1'.repeat(64),
        },
      ]),
    ),
    retention: DEFAULT_RETENTION,
    messages,
  });

export const defaultAgreement: CompiledAgreement = compileAgreement(documentOf());

export const signedBy = (side: SideId, document: AgreementDocument): string =>
  toBase64(ROOTS[side].signer.sign(signedBytes(document)));

/** The versions of a pair from a first one on, which both have signed. */
export const agreementsFrom = (document: AgreementDocument = documentOf()): Agreements =>
  Agreements.of(
    { document, signatures: { VN: signedBy('VN', document), CN: signedBy('CN', document) } },
    { sha256, verify: verifyEd25519 },
  );

/** The first version, in force in both logs from their first entries on. */
export function begin(agreements = agreementsFrom()): Agreements {
  const { digest, document } = agreements.first;
  const data = { version: document.version, digest };
  return SIDES.reduce(
    (all, side) => all.with({ side, index: 0, saw: 0, at: document.validFrom, type: 'AgreementActivated', data }),
    agreements,
  );
}

export const begun: Agreements = begin();

/** Salts and the secret of the pseudonyms from a seed. */
export function portsOf(seed = 1): PublishPorts {
  const chance = new Chance(seed);
  const random = (size: number) => new Uint8Array(Buffer.from(chance.hex(size), 'hex'));
  return { sha256, random, pseudonyms: pseudonymsOf(sha256, random(32), PAIR) };
}

/** Publishes and opens as two nodes do; throws when the receiver refuses what the sender let cross. */
export function crossing(agreement: CompiledAgreement = defaultAgreement, seed = 1) {
  const ports = portsOf(seed);
  const entries: Record<SideId, Entry[]> = { VN: [], CN: [] };
  return {
    entries,
    publish(fact: Fact, seq: number): Fact | undefined {
      const entry = publish({ fact, seq, source: ORIGINS[fact.side] }, agreement, ports);
      if (!entry) return undefined;
      const opened = openEntry(entry, fact.side, agreement, sha256, false);
      if (!opened.ok) throw new Error(`${fact.type}: ${opened.fault} ${opened.pointer ?? ''}`);
      entries[fact.side].push(entry);
      return opened.value.fact;
    },
  };
}

/** The private and the public half of the key of a seed byte. */
function halvesOf(seed: number) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]);
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return { secret, publicKey: new Uint8Array(createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12)) };
}

/** The public key of a seed byte, in base64. */
export function publicKeyOf(seed: number): string {
  return toBase64(halvesOf(seed).publicKey);
}

/** A signature by the key of a seed byte, in base64. */
export const signatureBy = (seed: number, message: Uint8Array): string => toBase64(sign(null, message, halvesOf(seed).secret));

/** A key pair of a log, from a seed byte. */
export function keyPair(name: string, seed: number, type: SignatureType = ED25519): { key: NoteKey; signer: Signer } {
  const { secret, publicKey } = halvesOf(seed);
  const key = noteKey(sha256, name, type, publicKey);
  if (!key.ok) throw new Error(key.fault);
  return { key: key.value, signer: { name, keyHash: key.value.keyHash, sign: (message) => sign(null, message, secret) } };
}

export const envelopeOf = (over: Partial<Envelope> = {}): Envelope => ({
  agreement: 1,
  datacontenttype: 'application/json',
  id: '1'.repeat(32),
  recordedtime: '2026-11-19T03:00:00.000Z',
  saw: 0,
  seq: 1,
  source: ORIGINS.VN,
  specversion: '1.0',
  stream: 'crossing:PG-2222-2223',
  time: '2026-11-19T03:00:00.000Z',
  type: 'TransferDispatched',
  ...over,
});

/** An entry made by hand, with true commitments to whatever its author wants to say. */
export function forge(envelope: unknown, classes: Readonly<Record<string, Json>>, salt = new Uint8Array(32)): Entry {
  const commitments = Object.fromEntries(
    Object.entries(classes).map(([name, fields]) => [
      name,
      toBase64(commitment(sha256, name, salt, canonicalize(fields))),
    ]),
  );
  const data = Object.fromEntries(
    Object.entries(classes).map(([name, fields]) => [name, { fields, salt: toBase64(salt) }]),
  );
  return { leaf: encodeCanonical({ commitments, envelope } as Json), data: encodeCanonical(data as Json) };
}
