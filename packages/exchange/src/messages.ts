import { z } from 'zod';
import { sha256Hex } from '@pairgate/domain/kernel/codes.ts';
import { keyEnrolled, keyRetired, keyRevoked } from './key-statement.ts';

/**
 * The exchange's own facts. They stand in the stream `log:<side>` of their author's log.
 *
 * `AgreementActivated` puts a version of the agreement in force from its own index on. `Judged` says of every entry of the
 * other log below `upTo` that it was accepted, but for the exceptions; it is itself never judged. `KeyEnrolled`, `KeyRetired` and
 * `KeyRevoked` carry what a side's root key states of its working keys (`key-statement.ts`).
 */
export const agreementActivated = z.strictObject({ version: z.int().min(1), digest: sha256Hex });

export const judged = z.strictObject({
  upTo: z.int().min(0),
  exceptions: z.array(
    z.strictObject({ index: z.int().min(0), verdict: z.enum(['refused', 'quarantined']), reason: z.string().max(60) }),
  ).max(1000),
});
export type Judged = z.infer<typeof judged>;

export const exchangeFacts = {
  AgreementActivated: { on: 'log', author: 'either', data: agreementActivated },
  Judged: { on: 'log', author: 'either', data: judged },
  KeyEnrolled: { on: 'log', author: 'either', data: keyEnrolled },
  KeyRetired: { on: 'log', author: 'either', data: keyRetired },
  KeyRevoked: { on: 'log', author: 'either', data: keyRevoked },
} as const;
