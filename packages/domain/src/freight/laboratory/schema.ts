import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { authority, decimal, id, instant, text } from '../../kernel/codes.ts';

export const sampleTaken = z.strictObject({
  sample: id,
  authority,
  test: z.array(text(80)).min(1).max(20),
  laboratory: text(120),
  dueAt: instant,
});
export type SampleTaken = z.infer<typeof sampleTaken>;

/** One value per test, in the unit that the test prescribes; `outcome` is what both sides act on. */
export const resultReported = z.strictObject({
  sample: id,
  outcome: z.enum(['passed', 'failed']),
  value: z.array(z.strictObject({ test: text(80), value: decimal, unit: text(20) })).max(20),
  reportID: text(60),
});
export type ResultReported = z.infer<typeof resultReported>;

export const laboratoryFacts = {
  SampleTaken: { on: 'crossing', author: 'either', data: sampleTaken },
  ResultReported: { on: 'crossing', author: 'either', data: resultReported },
} satisfies Record<string, FactType>;
