import { isDeepStrictEqual } from 'node:util';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { parseInstant, type Instant } from '@pairgate/domain/kernel/instant.ts';
import {
  AGREEMENT_LABEL, signedAgreement, type AgreementDocument, type PartyTerms, type SignedAgreement,
} from '@pairgate/exchange/agreement.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '@pairgate/exchange/default-agreement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { encodeCanonical } from '@pairgate/ledger/canonical.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { keyFault } from '@pairgate/ledger/keys.ts';
import type { Outcome } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { sha256, verifyEd25519, type KeyPair } from '../crypto.ts';
import type { Identity } from './identity.ts';

/**
 * The agreement of a pair as a file: made, signed by each root key, and checked before a node believes a word of it.
 */

/** The agreement that a new pair starts from: the default terms between these two parties. */
export function makeAgreement(
  partyVN: PartyTerms,
  partyCN: PartyTerms,
  { pair, validFrom, version = 1 }: { readonly pair: string; readonly validFrom: Instant; readonly version?: number },
): AgreementDocument {
  return {
    format: 'pairgate-agreement/1',
    version,
    pair,
    validFrom,
    parties: { VN: partyVN, CN: partyCN },
    retention: DEFAULT_RETENTION,
    messages: DEFAULT_MESSAGES as AgreementDocument['messages'],
  };
}

const signedBytes = (document: AgreementDocument): Uint8Array =>
  concatBytes(encodeUtf8(AGREEMENT_LABEL), encodeCanonical(document));

/** SHA-256 in hex of the canonical document: what `AgreementActivated` names. */
export const agreementDigest = (document: AgreementDocument): string => toHex(sha256(encodeCanonical(document)));

/**
 * The signature of one side, in base64. Throws when the key is not the root key that the document names for the side.
 */
export function signAgreement(document: AgreementDocument, side: SideId, root: KeyPair): string {
  if (document.parties[side].rootKey !== toBase64(root.publicKey)) {
    throw new Error(`This is not the root key that the agreement names for ${side}.`);
  }
  return toBase64(root.sign(signedBytes(document)));
}

/** What people compare by voice before they trust a root key: SHA-256 in hex of its 32 bytes. */
export const fingerprint = (rootPublicKey: Uint8Array): string => toHex(sha256(rootPublicKey));

/** The fingerprints of both root keys of an agreement. */
export function fingerprintsOf({ parties }: AgreementDocument): Record<SideId, string> {
  const of = (side: SideId) => fingerprint(fromBase64(parties[side].rootKey)!);
  return { VN: of('VN'), CN: of('CN') };
}

export type AgreementFault =
  | 'malformed' | 'not_an_instant' | 'weak_key' | 'key_twice' | 'origin_twice' | 'not_ours' | 'not_signed'
  | 'retention_missing';

const KEYS = ['rootKey', 'checkpointKey', 'cosignatureKey'] as const;

/** Whether the root key of each party has signed this very document. */
function isSigned({ document, signatures }: SignedAgreement): boolean {
  const message = signedBytes(document);
  return SIDES.every((side) => {
    const signature = fromBase64(signatures[side]);
    const key = fromBase64(document.parties[side].rootKey);
    return signature !== undefined && key !== undefined && verifyEd25519(key, message, signature);
  });
}

/**
 * The agreement, or the first reason against it. Weak keys are refused whoever signed: with one of them anybody can
 * sign anything (`traps.md`, signatures). `ours` is given where a node checks that it is itself the party that is
 * named.
 */
export function checkAgreement(
  value: unknown,
  ours?: Pick<Identity, 'side' | 'party'>,
): Outcome<SignedAgreement, AgreementFault> {
  const fail = (fault: AgreementFault) => ({ ok: false, fault }) as const;
  const parsed = signedAgreement.safeParse(value);
  if (!parsed.success) return fail('malformed');
  const { document } = parsed.data;
  if (parseInstant(document.validFrom) === undefined) return fail('not_an_instant');
  const keys = SIDES.flatMap((side) => KEYS.map((name) => document.parties[side][name]));
  if (keys.some((key) => keyFault(fromBase64(key) ?? new Uint8Array(0)) !== undefined)) return fail('weak_key');
  if (new Set(keys).size !== keys.length) return fail('key_twice');
  if (document.parties.VN.logOrigin === document.parties.CN.logOrigin) return fail('origin_twice');
  const fields = Object.values(document.messages).flatMap((message) => Object.values(message));
  if (fields.some((terms) => !Object.hasOwn(document.retention, terms.class))) return fail('retention_missing');
  if (ours && !isDeepStrictEqual(document.parties[ours.side], ours.party)) return fail('not_ours');
  try {
    if (!isSigned(parsed.data)) return fail('not_signed');
  } catch (error) {
    // A document that has no canonical form, such as one with decomposed text, cannot have been signed.
    if (error instanceof TypeError) return fail('malformed');
    throw error;
  }
  return { ok: true, value: parsed.data };
}
