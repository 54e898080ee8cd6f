import { z } from 'zod';
import { instant, sha256Hex, sideId } from '@pairgate/domain/kernel/codes.ts';

/** What is read of the agreement and of its amendments. */
const version = z.int().min(1);
const anything = z.looseObject({}).meta({ description: 'A document of the format pairgate-agreement/1' });

export const difference = z
  .object({
    kind: z.enum(['added', 'removed', 'changed']),
    path: z.array(z.string()).meta({ description: 'Names from the document down' }),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'AgreementDifference' });

export const agreementView = z
  .object({
    inForce: z.object({ VN: version, CN: version }).meta({ description: 'The version at the end of the log of each side' }),
    versions: z.array(
      z.object({
        version,
        digest: sha256Hex,
        validFrom: instant,
        validUntil: instant.nullable(),
        signatures: z.object({ VN: z.string(), CN: z.string() }),
        document: anything,
      }),
    ).meta({ description: 'Versions that both sides have signed, oldest first' }),
    proposals: z.array(
      z.object({
        by: sideId,
        version,
        digest: sha256Hex,
        state: z.enum(['open', 'accepted', 'rejected', 'withdrawn']),
        proposedAt: instant,
        openUntil: instant,
        reason: z.string().nullable().meta({ description: 'Why it was rejected' }),
        signature: z.string(),
        document: anything,
        differences: z.array(difference).meta({ description: 'From the version before it, field by field' }),
      }),
    ),
  })
  .meta({ id: 'Agreement' });
export type AgreementView = z.infer<typeof agreementView>;
