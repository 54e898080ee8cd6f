import { z } from 'zod';
import { instant, sideId } from '@pairgate/domain/kernel/codes.ts';
import { DIVERGENCE_KINDS } from '@pairgate/exchange/divergence.ts';

/** What was found against the other side's log; the codes are those of `@pairgate/exchange/divergence.ts`. */
export const divergence = z
  .object({ kind: z.enum(DIVERGENCE_KINDS), grade: z.enum(['signed', 'unserved']), since: instant })
  .meta({ id: 'Divergence', description: 'Of the grade "signed" only people end it; "unserved" ends when the other side serves what it signed.' });

/** The same with the evidence, for the page of the logs. */
export const frozen = z.object({
  ...divergence.shape,
  side: sideId,
  evidence: z.array(z.string()).meta({ description: 'The checkpoint that is held, and the one that was shown instead, if any' }),
});
