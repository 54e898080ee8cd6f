import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { possessionBytes, statementBytes, type KeyStatement, type NotePurpose } from '../key-statement.ts';
import { publicKeyOf, SEEDS, signatureBy } from './pair.ts';

/** Key statements of the pair of these tests, signed by the root keys that its agreement names, from seed bytes. */

export const PAIR = 'huu-nghi-youyi-guan';

export interface Of {
  readonly side: SideId;
  readonly purpose: NotePurpose;
  /** Of the key that is stated about. */
  readonly seed: number;
}

const head = ({ side, purpose, seed }: Of) =>
  ({ format: 'pairgate-key/1', pair: PAIR, side, purpose, key: publicKeyOf(seed) }) as const;

/** Signs as the root key of the statement's side, or with the key of another seed. */
export const signed = <Statement extends KeyStatement>(statement: Statement, by: number = SEEDS[statement.side][0]) => ({
  statement,
  signature: signatureBy(by, statementBytes(statement)),
});

/** With a proof by the new key itself, or by the key of another seed. */
export function enrolled(of: Of, from: number, proofBy: number = of.seed) {
  const statement = { ...head(of), act: 'enrol', from } as const;
  return { ...signed(statement), proof: signatureBy(proofBy, possessionBytes(statement)) };
}

export const retired = (of: Of, until: number) => signed({ ...head(of), act: 'retire', until });
export const revoked = (of: Of, upTo: number) => signed({ ...head(of), act: 'revoke', upTo });
