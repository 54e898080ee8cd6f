import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { id, text } from '../../kernel/codes.ts';

/** A correction waits for a second person before it counts; the proposal never crosses. */
export const correctionProposed = z.strictObject({
  correction: id,
  corrects: id,
  factType: z.string().max(40),
  patch: z.record(z.string(), z.unknown()),
  reason: text(500),
});
export type CorrectionProposed = z.infer<typeof correctionProposed>;

/**
 * `factType` is repeated so that the agreement can let the corrected fields cross as it lets the fact's own. `patch` is
 * absent at the receiver when none of the corrected fields crosses.
 */
export const factCorrected = correctionProposed.partial({ patch: true });
export type FactCorrected = z.infer<typeof factCorrected>;

export const correctionFacts = {
  CorrectionProposed: { on: 'crossing', author: 'either', data: correctionProposed },
  FactCorrected: { on: 'crossing', author: 'either', data: factCorrected },
} satisfies Record<string, FactType>;
