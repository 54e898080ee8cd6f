import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { signedAgreement, type AgreementDocument, type PartyTerms, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { Agreements, digestOf, isSignedBy, signedBytes } from '@pairgate/exchange/agreements.ts';
import { contradictionIn, type Contradiction } from '@pairgate/exchange/contradictions.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '@pairgate/exchange/default-agreement.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { keyFault } from '@pairgate/ledger/keys.ts';
import type { Outcome } from '@pairgate/ledger/ports.ts';
import { keyPair, sha256, verifyEd25519, type KeyPair } from '../crypto.ts';
import { JsonFault, parseStrictJson } from '../http/strict-json.ts';
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

/** SHA-256 in hex of the canonical document: what `AgreementActivated` names. */
export const agreementDigest = (document: AgreementDocument): string => digestOf(sha256, document);

/** The versions of a pair from its first one on, which has been checked. */
export const agreementsFrom = (first: SignedAgreement): Agreements => Agreements.of(first, { sha256, verify: verifyEd25519 });

/**
 * The signature of one side, in base64. Throws when the key is not the root key that the document names for the side.
 */
export function signAgreement(document: AgreementDocument, side: SideId, root: KeyPair): string {
  if (document.parties[side].rootKey !== toBase64(root.publicKey)) {
    throw new Error(`This is not the root key that the agreement names for ${side}.`);
  }
  return toBase64(root.sign(signedBytes(document)));
}

/** The root key of a file. Throws when it holds no key. */
export function readRootKey(file: string): KeyPair {
  const seed = fromBase64(readFileSync(file, 'utf8').trim());
  if (seed?.length !== 32) throw new Error(`${file} does not hold a root key.`);
  return keyPair(seed);
}

/** What people compare by voice before they trust a root key: SHA-256 in hex of its 32 bytes. */
export const fingerprint = (rootPublicKey: Uint8Array): string => toHex(sha256(rootPublicKey));

/** The fingerprints of both root keys of an agreement. */
export function fingerprintsOf({ parties }: AgreementDocument): Record<SideId, string> {
  const of = (side: SideId) => fingerprint(fromBase64(parties[side].rootKey)!);
  return { VN: of('VN'), CN: of('CN') };
}

export type AgreementFault = 'malformed' | 'weak_key' | 'key_twice' | 'not_ours' | 'not_signed' | Contradiction;

const KEYS = ['rootKey', 'checkpointKey', 'cosignatureKey'] as const;

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
  const contradiction = contradictionIn(document);
  if (contradiction) return fail(contradiction.fault);
  const keys = SIDES.flatMap((side) => KEYS.map((name) => document.parties[side][name]));
  if (keys.some((key) => keyFault(fromBase64(key) ?? new Uint8Array(0)) !== undefined)) return fail('weak_key');
  if (new Set(keys).size !== keys.length) return fail('key_twice');
  if (ours && !isDeepStrictEqual(document.parties[ours.side], ours.party)) return fail('not_ours');
  try {
    const { signatures } = parsed.data;
    if (!SIDES.every((side) => isSignedBy(document, side, signatures[side], verifyEd25519))) return fail('not_signed');
  } catch (error) {
    // A document that has no canonical form, such as one with decomposed text, cannot have been signed.
    if (error instanceof TypeError) return fail('malformed');
    throw error;
  }
  return { ok: true, value: parsed.data };
}

/** The agreement of a file. A key that stands twice in it is refused with the rest that is not one document. */
export function readAgreementFile(file: string, ours?: Pick<Identity, 'side' | 'party'>): Outcome<SignedAgreement, AgreementFault> {
  const bytes = readFileSync(file);
  try {
    return checkAgreement(parseStrictJson(bytes), ours);
  } catch (error) {
    if (error instanceof JsonFault) return { ok: false, fault: 'malformed' };
    throw error;
  }
}
