import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument, FieldTerms } from '@pairgate/exchange/agreement.ts';
import type { AmendmentFault } from '@pairgate/exchange/agreements.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import { agreementDigest, signAgreement } from '../keys/agreement-file.ts';
import { until, type TestNode, type TwoNodes } from './two-nodes.ts';

/** Amendments between two nodes, as a manager and the holder of the root key make them on each side. */

/** The next version of a document, with these fields of these messages under other terms. */
export const version = (document: AgreementDocument, changes: Record<string, Record<string, Partial<FieldTerms>>>): AgreementDocument => ({
  ...document,
  version: document.version + 1,
  messages: {
    ...document.messages,
    ...Object.fromEntries(
      Object.entries(changes).map(([type, fields]) => {
        const before = document.messages[type]!;
        return [type, { ...before, ...Object.fromEntries(Object.entries(fields).map(([path, over]) => [path, { ...before[path]!, ...over }])) }];
      }),
    ),
  },
});

const openUntil = '2026-12-31T00:00:00.000Z';
const named = (document: AgreementDocument) => ({ version: document.version, digest: agreementDigest(document) });

export function propose(node: TestNode, document: AgreementDocument): Promise<AmendmentFault | undefined> {
  const signature = signAgreement(document, node.side, node.identity.root!);
  const data = { ...named(document), document: canonicalize(document), openUntil, signature };
  return node.writer.amend('AgreementProposed', data, node.actor('manager'));
}

export function accept(node: TestNode, document: AgreementDocument): Promise<AmendmentFault | undefined> {
  const data = { ...named(document), signature: signAgreement(document, node.side, node.identity.root!) };
  return node.writer.amend('AgreementAccepted', data, node.actor('manager'));
}

/** The versions in force in the logs of VN and CN, as the node sees them. */
export const inForce = (node: TestNode): number[] => SIDES.map((side) => node.writer.position.agreements.inForce(side).document.version);

/** Proposed by VN, accepted by CN, and in force in both logs on both sides. Throws when it does not come to that. */
export async function amend({ VN, CN }: TwoNodes, document: AgreementDocument): Promise<void> {
  const fault = await propose(VN, document);
  if (fault) throw new Error(fault);
  await until(() => CN.writer.position.agreements.proposals.some(({ version: proposed }) => proposed === document.version));
  const refusal = await accept(CN, document);
  if (refusal) throw new Error(refusal);
  await until(() => [VN, CN].every((node) => inForce(node).every((each) => each === document.version)));
}
