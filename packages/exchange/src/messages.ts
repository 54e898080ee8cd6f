import { z } from 'zod';
import { date, sha256Hex, sideId } from '@pairgate/domain/kernel/codes.ts';
import { retentionClass } from './agreement.ts';

/**
 * The exchange's own facts. They stand in the stream `log:<side>` of their author's log.
 *
 * `AgreementActivated` puts a version of the agreement in force from its own index on. `Judged` says of every entry of the
 * other log below `upTo` that it was accepted, but for the exceptions; it is itself never judged.
 */
export const agreementActivated = z.strictObject({ version: z.int().min(1), digest: sha256Hex });

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
  AgreementActivated: { on: 'log', author: 'either', data: agreementActivated },
  Judged: { on: 'log', author: 'either', data: judged },
  ClassErased: { on: 'log', author: 'either', data: classErased },
} as const;
