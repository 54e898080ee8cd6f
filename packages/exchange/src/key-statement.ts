import { z } from 'zod';
import { sideId, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { keyFault } from '@pairgate/ledger/keys.ts';
import { fail, type Outcome, type Sha256, type VerifyEd25519 } from '@pairgate/ledger/ports.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { base64Key } from './codes.ts';

/**
 * A key statement, format `pairgate-key/1`: one side's root key says of one working key of that side that it begins,
 * ends or is revoked. The agreement names the first keys of both sides; all later ones come and go by statements. A
 * statement proves itself, so that it does not matter how it arrives: as an entry of its side's log, over the exchange
 * port, or as a file.
 *
 *   { "statement": { … }, "proof": base64, "signature": base64 }
 *
 *   statement   all acts: format "pairgate-key/1", act, pair, side, purpose, key
 *   act         "enrol"   from: the first size at which the key counts
 *               "retire"  until: the last size at which the key counts
 *               "revoke"  upTo: the newest size that had been countersigned when the key was revoked
 *   purpose     "checkpoint"   signs the side's own log; sizes are those of that log
 *               "cosignature"  countersigns the other side's log; sizes are those of the other side's log
 *               "tls"          a TLS authority; sizes are those of the side's own log, and "revoke" has no upTo
 *   key         checkpoint, cosignature: the Ed25519 public key, 32 bytes in base64
 *               tls: SHA-256 in hex of the DER of the authority's certificate
 *   certificate tls and "enrol" only: that DER in base64
 *   proof       "enrol" only: by the new key, over "pairgate-key-possession/1\n" and RFC 8785(statement); Ed25519, for tls
 *               ECDSA with SHA-256 in the form of IEEE P1363
 *   signature   by the root key of the side, Ed25519, over "pairgate-key/1\n" and RFC 8785(statement)
 */
export const KEY_LABEL = 'pairgate-key/1\n';
export const POSSESSION_LABEL = 'pairgate-key-possession/1\n';

export const PURPOSES = ['checkpoint', 'cosignature', 'tls'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** The purposes whose keys are Ed25519 and sign notes. */
export type NotePurpose = Exclude<Purpose, 'tls'>;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/).meta({ description: '64 bytes in base64' });

const of = <Act extends string>(act: Act) => ({
  format: z.literal('pairgate-key/1'),
  act: z.literal(act),
  pair: z.string().regex(/^[a-z0-9-]+$/).max(100),
  side: sideId,
});
const noteKeyed = { purpose: z.enum(['checkpoint', 'cosignature']), key: base64Key };
const tlsKeyed = { purpose: z.literal('tls'), key: z.string().regex(/^[0-9a-f]{64}$/) };
const certificate = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/).max(4000);

const enrolment = z.discriminatedUnion('purpose', [
  z.strictObject({ ...of('enrol'), ...noteKeyed, from: count }),
  z.strictObject({ ...of('enrol'), ...tlsKeyed, from: count, certificate }),
]);
const retirement = z.discriminatedUnion('purpose', [
  z.strictObject({ ...of('retire'), ...noteKeyed, until: count }),
  z.strictObject({ ...of('retire'), ...tlsKeyed, until: count }),
]);
const revocation = z.discriminatedUnion('purpose', [
  z.strictObject({ ...of('revoke'), ...noteKeyed, upTo: count }),
  z.strictObject({ ...of('revoke'), ...tlsKeyed }),
]);

export type KeyStatement = z.infer<typeof enrolment> | z.infer<typeof retirement> | z.infer<typeof revocation>;

export const keyEnrolled = z.strictObject({ statement: enrolment, proof: signature, signature });
export const keyRetired = z.strictObject({ statement: retirement, signature });
export const keyRevoked = z.strictObject({ statement: revocation, signature });
export const signedKeyStatement = z.union([keyEnrolled, keyRetired, keyRevoked]);
export type SignedKeyStatement = z.infer<typeof signedKeyStatement>;

/** The fact by which each act stands in the log of its side. */
export const KEY_FACTS = { enrol: 'KeyEnrolled', retire: 'KeyRetired', revoke: 'KeyRevoked' } as const;

/** No statement is longer, in bytes: whoever sends more is not listened to. */
export const MAX_STATEMENT_BYTES = 8192;

/** What the root key signs. */
export const statementBytes = (statement: KeyStatement): Uint8Array => encodeUtf8(KEY_LABEL + canonicalize(statement));
/** What the new key signs, to show that whoever enrols it has it. */
export const possessionBytes = (statement: KeyStatement): Uint8Array =>
  concatBytes(encodeUtf8(POSSESSION_LABEL), encodeUtf8(canonicalize(statement)));

export interface StatementPorts {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
  /**
   * Whether a certificate (DER) is that of an authority and its key has signed: ECDSA with SHA-256, the signature in the
   * form of IEEE P1363. Never throws.
   */
  readonly verifyByAuthority: (certificate: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

export type StatementFault = 'malformed' | 'other_pair' | 'weak_key' | 'not_signed' | 'no_possession';

const bytesOf = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array(0);

function hasPossession({ statement, proof }: z.infer<typeof keyEnrolled>, ports: StatementPorts): boolean {
  const message = possessionBytes(statement);
  if (statement.purpose !== 'tls') return ports.verify(bytesOf(statement.key), message, bytesOf(proof));
  const der = bytesOf(statement.certificate);
  return toHex(ports.sha256(der)) === statement.key && ports.verifyByAuthority(der, message, bytesOf(proof));
}

/**
 * A statement of a pair, or the first reason against it that lies in the statement itself. Whether it fits what was stated
 * before is for the `KeyRing`. `rootKeys` are those that the agreement names.
 */
export function openStatement(
  value: unknown,
  { pair, rootKeys }: { readonly pair: string; readonly rootKeys: Readonly<Record<SideId, Uint8Array>> },
  ports: StatementPorts,
): Outcome<SignedKeyStatement, StatementFault> {
  const parsed = signedKeyStatement.safeParse(value);
  if (!parsed.success) return fail('malformed');
  const signed = parsed.data;
  const { statement } = signed;
  if (statement.pair !== pair) return fail('other_pair');
  // Before any signature of the key is looked at: a weak key verifies whatever it is shown (`traps.md`, signatures).
  if (statement.purpose !== 'tls' && keyFault(bytesOf(statement.key)) !== undefined) return fail('weak_key');
  if (!ports.verify(rootKeys[statement.side], statementBytes(statement), bytesOf(signed.signature))) return fail('not_signed');
  if ('proof' in signed && !hasPossession(signed, ports)) return fail('no_possession');
  return { ok: true, value: signed };
}
