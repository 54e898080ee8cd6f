import { compileAgreement, type AgreementDocument, type PartyTerms, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '@pairgate/exchange/default-agreement.ts';
import { publish, type Entry } from '@pairgate/exchange/entry.ts';
import { exchangeFacts, type ExchangeFactName } from '@pairgate/exchange/messages.ts';
import { pseudonymsOf } from '@pairgate/exchange/pseudonym.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { EMPTY_EDGE, appendAll, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import { keyPair, sha256, signer } from '@pairgate/node/crypto.ts';
import { agreementDigest, signAgreement } from '@pairgate/node/keys/agreement-file.ts';

/**
 * The pair of the examples in `docs/protocol/v1.md`: keys, agreement and log from fixed seeds, made by the product's own
 * code, so that the same bytes come out at every run.
 */

/** A seed of 32 equal bytes: whoever reads the document can make the same key. */
export const SEEDS = {
  VN: { root: 0x01, checkpoint: 0x02, cosignature: 0x03 },
  CN: { root: 0x11, checkpoint: 0x12, cosignature: 0x13 },
} as const;

export const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
export const pairOf = (side: SideId, purpose: keyof (typeof SEEDS)['VN']) => keyPair(seedOf(SEEDS[side][purpose]));

const ORIGINS: Readonly<Record<SideId, string>> = { VN: 'huu-nghi.example/log', CN: 'youyi-guan.example/log' };

const partyOf = (side: SideId, name: string, tls: string): PartyTerms => ({
  name,
  rootKey: toBase64(pairOf(side, 'root').publicKey),
  logOrigin: ORIGINS[side],
  checkpointKey: toBase64(pairOf(side, 'checkpoint').publicKey),
  cosignatureKey: toBase64(pairOf(side, 'cosignature').publicKey),
  tlsAuthority: tls.repeat(32),
});

const terms = (name: string, ...paths: string[]) =>
  Object.fromEntries(paths.map((path) => [path, { class: name, purpose: 'an example', basis: 'Agreement of 2009' }]));

/** What the nodes say of the exchange itself, which crosses whole under every agreement. */
const ofTheExchange = Object.fromEntries(
  (Object.keys(exchangeFacts) as ExchangeFactName[]).map((type) => {
    const fields = Object.entries(DEFAULT_MESSAGES[type]!).map(([path, { class: name }]) => terms(name, path));
    return [type, Object.assign({}, ...fields) as ReturnType<typeof terms>];
  }),
);

const messages: AgreementDocument['messages'] = {
  ...ofTheExchange,
  AttachmentReplaced: { ...terms('operation', 'kind'), ...terms('vehicle', 'to') },
  OriginReleased: {},
};

const classes = new Set(Object.values(messages).flatMap((fields) => Object.values(fields).map(({ class: name }) => name)));

/** Short, so that it can be printed whole: two messages beside those of the exchange itself. */
export const document: AgreementDocument = {
  format: 'pairgate-agreement/1',
  version: 1,
  pair: 'huu-nghi-youyi-guan',
  validFrom: '2026-11-01T00:00:00.000Z',
  parties: { VN: partyOf('VN', 'Hữu Nghị', 'aa'), CN: partyOf('CN', '友谊关', 'bb') },
  retention: Object.fromEntries(
    Object.entries(DEFAULT_RETENTION)
      .filter(([name]) => classes.has(name))
      .map(([name, { days }]) => [name, { days, reason: 'an example' }]),
  ),
  messages,
};

/** The second version, under which the plate crosses without its beginning. */
export const amended: AgreementDocument = {
  ...document,
  version: 2,
  messages: {
    ...messages,
    AttachmentReplaced: {
      kind: messages.AttachmentReplaced!.kind!,
      to: { ...messages.AttachmentReplaced!.to!, rule: 'mask', keep: 3 },
    },
  },
};

/** The secret of the pseudonyms of `VN`. */
export const PSEUDONYM_SECRET = seedOf(0x05);
export const pseudonyms = pseudonymsOf(sha256, PSEUDONYM_SECRET, document.pair);

export const signed: SignedAgreement = {
  document,
  signatures: { VN: signAgreement(document, 'VN', pairOf('VN', 'root')), CN: signAgreement(document, 'CN', pairOf('CN', 'root')) },
};

export const agreement = compileAgreement(document);
export const digest = agreementDigest(document);

const at = (second: number) => `2026-11-19T03:00:0${second}.000Z`;

/** What the author has in its journal: more than crosses. */
const FACTS: readonly (Pick<Fact, 'type' | 'stream' | 'data'> & { readonly seq: number })[] = [
  { type: 'AgreementActivated', stream: 'log:VN', seq: 1, data: { version: 1, digest } },
  { type: 'AttachmentReplaced', stream: `crossing:${formatReference(20_261_119n)}`, seq: 1, data: { kind: 'tractor', to: '12C-345.67', reason: 'Tire burst' } },
  { type: 'Judged', stream: 'log:VN', seq: 2, data: { upTo: 3, exceptions: [{ index: 2, verdict: 'quarantined', reason: 'field_not_agreed' }] } },
];

/** Salts of one byte each, counted up, where a real node draws them by chance. */
function salts(): (size: number) => Uint8Array {
  let next = 0xa0;
  return (size) => new Uint8Array(size).fill(next++);
}

const random = salts();
export const entries: readonly Entry[] = FACTS.map(({ type, stream, seq, data }, index) => {
  const fact: Fact = {
    id: String(index + 1).padStart(32, '0'), type, stream, side: 'VN', occurredAt: at(index), recordedAt: at(index), saw: index, data,
  };
  return publish({ fact, seq, source: ORIGINS.VN }, agreement, { sha256, random, pseudonyms })!;
});

export const leafHashes = entries.map(({ leaf }) => leafHash(sha256, leaf));
export const rootAt = (size: number) => rootOf(sha256, appendAll(sha256, EMPTY_EDGE, leafHashes.slice(0, size)));

export const checkpointSigner = signer(ORIGINS.VN, pairOf('VN', 'checkpoint'), ED25519);
export const cosigner = signer(ORIGINS.CN, pairOf('CN', 'cosignature'), COSIGNATURE_V1);
export const noteAt = (size: number) => signCheckpoint({ origin: ORIGINS.VN, size, root: rootAt(size) }, checkpointSigner);

/** Of the countersignature: 2026-11-19T03:00:10Z. */
export const COSIGNED_AT = Date.parse('2026-11-19T03:00:10.000Z');
