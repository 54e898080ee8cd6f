import { differencesBetween } from '@pairgate/exchange/amendment.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import type { AgreementView } from '../http/agreement-view.ts';

/** The versions of the agreement and what was proposed, as both logs tell of it. */
export function agreementOf(agreements: Agreements): AgreementView {
  const inForce = (side: 'VN' | 'CN') => agreements.inForce(side).document.version;
  return {
    inForce: { VN: inForce('VN'), CN: inForce('CN') },
    versions: agreements.versions.map(({ document, digest, signatures }) => ({
      version: document.version,
      digest,
      validFrom: document.validFrom,
      validUntil: document.validUntil ?? null,
      signatures: { ...signatures },
      document: { ...document },
    })),
    proposals: agreements.proposals.map(({ document, reason, ...proposal }) => {
      const before = agreements.agreed(proposal.version - 1)!.document;
      const differences = differencesBetween(before, document).map((each) => ({ ...each, path: [...each.path] }));
      return { ...proposal, reason: reason ?? null, document: { ...document }, differences };
    }),
  };
}
