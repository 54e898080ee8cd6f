import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import type { AgreementDocument } from '../agreement.ts';
import { digestOf, type Agreements, type Amendment, type AmendmentFault } from '../agreements.ts';
import { begun, sha256, signedBy } from './pair.ts';

type Data<Type extends Amendment['type']> = Extract<Amendment, { type: Type }>['data'];

export const T0 = '2026-11-19T03:00:00.000Z';
export const LATER = '2026-12-19T03:00:00.000Z';

/** The proposal of a document, as its side would write it. */
export function proposalOf(side: SideId, document: AgreementDocument): Data<'AgreementProposed'> {
  const digest = digestOf(sha256, document);
  return { version: document.version, digest, document: canonicalize(document), openUntil: LATER, signature: signedBy(side, document) };
}

export const acceptanceOf = (side: SideId, document: AgreementDocument): Data<'AgreementAccepted'> => ({
  version: document.version, digest: digestOf(sha256, document), signature: signedBy(side, document),
});

export const activationOf = (document: AgreementDocument): Data<'AgreementActivated'> => ({
  version: document.version, digest: digestOf(sha256, document),
});

/** Two logs of which only what concerns the agreement is told. Each side has seen everything, unless it is said otherwise. */
export class Amending {
  agreements: Agreements = begun;
  readonly sizes: Record<SideId, number> = { VN: 1, CN: 1 };

  /** Adds a fact to the log of a side when it counts, and gives back why it does not. */
  tell<Type extends Amendment['type']>(
    side: SideId,
    type: Type,
    data: Data<Type>,
    { saw = this.sizes[otherSide(side)], at = T0 }: { saw?: number; at?: string } = {},
  ): AmendmentFault | undefined {
    const amendment = { side, index: this.sizes[side], saw, at, type, data } as Amendment;
    const fault = this.agreements.fault(amendment);
    if (!fault) {
      this.agreements = this.agreements.with(amendment);
      this.sizes[side] += 1;
    }
    return fault;
  }

  /** Proposed by one side, accepted by the other, and put in force in both logs. Throws when one of it does not count. */
  amend(document: AgreementDocument, by: SideId = 'VN'): void {
    const other = otherSide(by);
    const faults = [
      this.tell(by, 'AgreementProposed', proposalOf(by, document)),
      this.tell(other, 'AgreementAccepted', acceptanceOf(other, document)),
      ...SIDES.map((side) => this.tell(side, 'AgreementActivated', activationOf(document))),
    ].filter((fault) => fault !== undefined);
    if (faults.length > 0) throw new Error(faults.join());
  }
}
