import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import {
  possessionBytes, signedKeyStatement, statementBytes, type KeyStatement, type Purpose, type SignedKeyStatement, type StatementPorts,
} from '@pairgate/exchange/key-statement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { sha256, verifyEd25519, type KeyPair } from '../crypto.ts';
import { derOfCertificate, signByAuthority, verifyByAuthority } from './tls.ts';

/** Key statements as a root key signs them. The form is that of `key-statement.ts`; nothing here needs a node. */

export const statementPorts: StatementPorts = { sha256, verify: verifyEd25519, verifyByAuthority };

/** Which key of which side a statement is about. */
export interface Subject {
  readonly pair: string;
  readonly side: SideId;
  readonly purpose: Purpose;
  readonly key: string;
}

/** A new key with which possession is shown: an Ed25519 key, or a TLS authority in PEM. */
export type Possessed =
  | { readonly purpose: 'checkpoint' | 'cosignature'; readonly key: string; readonly pair: KeyPair }
  | { readonly purpose: 'tls'; readonly key: string; readonly pem: string; readonly keyPem: string };

/** What is to be signed, and the proof that the new key is held; the root key may be elsewhere. */
export interface Request {
  readonly statement: KeyStatement;
  readonly proof?: string;
}

const head = ({ pair, side, purpose, key }: Subject) => ({ format: 'pairgate-key/1', pair, side, purpose, key });

/** An enrolment, made where the new key lies. `from` is the first size at which it counts. */
export function requestEnrolment(of: { readonly pair: string; readonly side: SideId }, possessed: Possessed, from: number): Request {
  const { purpose, key } = possessed;
  const certificate = purpose === 'tls' ? { certificate: toBase64(derOfCertificate(possessed.pem)) } : {};
  const statement = { ...head({ ...of, purpose, key }), act: 'enrol', from, ...certificate } as KeyStatement;
  const message = possessionBytes(statement);
  const proof = purpose === 'tls' ? signByAuthority(possessed.keyPem, message) : possessed.pair.sign(message);
  return { statement, proof: toBase64(proof) };
}

export const requestRetirement = (of: Subject, until: number): Request => ({
  statement: { ...head(of), act: 'retire', until } as KeyStatement,
});

/** `upTo` is the newest size that has been countersigned; a TLS authority is revoked without one. */
export const requestRevocation = (of: Subject, upTo: number): Request => ({
  statement: { ...head(of), act: 'revoke', ...(of.purpose === 'tls' ? {} : { upTo }) } as KeyStatement,
});

/** Signs what was requested, as the root key of its side. Throws when the request has not the form of a statement. */
export function signStatement({ statement, proof }: Request, root: KeyPair): SignedKeyStatement {
  const signature = toBase64(root.sign(statementBytes(statement)));
  return signedKeyStatement.parse({ statement, ...(proof === undefined ? {} : { proof }), signature });
}
