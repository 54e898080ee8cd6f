import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { authority, channel, text } from '../../kernel/codes.ts';

/** What an authority asks for before it decides. */
export const requiredAct = z.enum(['papers', 'inspection', 'sample']);
export type RequiredAct = z.infer<typeof requiredAct>;

/** `rule` is the row that decided; `trace` is the rule engine's own account and stays on its side. */
export const assessed = z.strictObject({
  authority,
  channel,
  requiredActs: z.array(requiredAct),
  reasonCodes: z.array(z.string().max(60)),
  rule: text(120),
  version: z.int().min(1),
  trace: z.unknown().optional(),
});
export type Assessed = z.infer<typeof assessed>;

export const assessmentFacts = {
  ConsignmentAssessed: { on: 'consignment', author: 'either', data: assessed },
} satisfies Record<string, FactType>;
