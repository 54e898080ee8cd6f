import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { authority, id, sha256Hex, text } from '../../kernel/codes.ts';

export const inspectionStarted = z.strictObject({ inspection: id, authority, bay: text(40) });
export type InspectionStarted = z.infer<typeof inspectionStarted>;

/** `picture` holds the SHA-256 of each picture; the pictures themselves stay on their side. */
export const inspectionFinished = z.strictObject({
  inspection: id,
  authority,
  outcome: z.enum(['passed', 'failed']),
  picture: z.array(sha256Hex).max(50),
  note: text(1000).optional(),
});
export type InspectionFinished = z.infer<typeof inspectionFinished>;

export const inspectionFacts = {
  InspectionStarted: { on: 'crossing', author: 'either', data: inspectionStarted },
  InspectionFinished: { on: 'crossing', author: 'either', data: inspectionFinished },
} satisfies Record<string, FactType>;
