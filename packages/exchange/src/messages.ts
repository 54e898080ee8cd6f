import { z } from 'zod';
import { date, instant, sha256Hex, sideId, text } from '@pairgate/domain/kernel/codes.ts';
import { retentionClass } from './codes.ts';
import { keyEnrolled, keyRetired, keyRevoked } from './key-statement.ts';

/**
 * The exchange's own facts. They stand in the stream `log:<side>` of their author's log.
 *
 * An agreement is amended by a proposal that carries the whole new document with the proposer's signature, and by the
 * other side's acceptance with its own. `AgreementActivated` puts a version in force from its own index on. `Judged` says of
 * every entry of the other log below `upTo` that it was accepted, but for the exceptions; it is itself never judged.
 * `KeyEnrolled`, `KeyRetired` and `KeyRevoked` carry what a side's root key states of its working keys (`key-statement.ts`).
 */
const version = z.int().min(1).max(2 ** 31 - 1);
/** Ed25519 by the root key of the author's side, over the document as `AGREEMENT_LABEL` says; 64 bytes in base64. */
const signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);

/** No document is longer, in UTF-16 code units of its canonical form. */
export const MAX_DOCUMENT = 500_000;

export const agreementProposed = z.strictObject({
  version,
  digest: sha256Hex,
  /** The canonical form of the document. */
  document: z.string().max(MAX_DOCUMENT),
  /** Until when the other side may accept it. */
  openUntil: instant,
  signature,
});
export const agreementAccepted = z.strictObject({ version, digest: sha256Hex, signature });
export const agreementRejected = z.strictObject({ version, digest: sha256Hex, reason: text(500) });
export const agreementWithdrawn = z.strictObject({ version, digest: sha256Hex });
export const agreementActivated = z.strictObject({ version, digest: sha256Hex });

export const judged = z.strictObject({
  upTo: z.int().min(0),
  exceptions: z.array(
    z.strictObject({ index: z.int().min(0), verdict: z.enum(['refused', 'quarantined']), reason: z.string().max(60) }),
  ).max(1000),
});
export type Judged = z.infer<typeof judged>;

/**
 * The author has destroyed the values and salts of a class in everything that it holds: of what was recorded on a day in
 * one of the two logs, because its time was over, or of some streams in both logs, by an act of the data controller. Whoever
 * receives such an act destroys its copies of the author's entries in these streams too.
 */
export const classErased = z.discriminatedUnion('reason', [
  z.strictObject({
    reason: z.literal('retention'),
    class: retentionClass,
    log: sideId,
    day: date,
    first: z.int().min(0),
    last: z.int().min(0),
  }),
  z.strictObject({
    reason: z.literal('act'),
    class: retentionClass,
    streams: z.array(z.string().regex(/^(consignment|crossing):[A-Za-z0-9-]+$/).max(80)).min(1).max(100),
    basis: z.string().min(1).max(300),
  }),
]);
export type ClassErased = z.infer<typeof classErased>;

export const exchangeFacts = {
  AgreementProposed: { on: 'log', author: 'either', data: agreementProposed },
  AgreementAccepted: { on: 'log', author: 'either', data: agreementAccepted },
  AgreementRejected: { on: 'log', author: 'either', data: agreementRejected },
  AgreementWithdrawn: { on: 'log', author: 'either', data: agreementWithdrawn },
  AgreementActivated: { on: 'log', author: 'either', data: agreementActivated },
  Judged: { on: 'log', author: 'either', data: judged },
  KeyEnrolled: { on: 'log', author: 'either', data: keyEnrolled },
  KeyRetired: { on: 'log', author: 'either', data: keyRetired },
  KeyRevoked: { on: 'log', author: 'either', data: keyRevoked },
  ClassErased: { on: 'log', author: 'either', data: classErased },
} as const;

export type ExchangeFactName = keyof typeof exchangeFacts;
