import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { authority, id, instant, text } from '../../kernel/codes.ts';

/** What a hold makes the lorry wait for: the word on the driver's phone, and where its minutes are counted. */
export const holdCause = z.enum(['papers', 'bay', 'laboratory', 'system']);

/** A hold never stands without a reason, a legal basis, a deadline and a place to object. */
export const holdPlaced = z.strictObject({
  hold: id,
  authority,
  reasonCode: text(60),
  cause: holdCause,
  legalBasis: text(300),
  deadline: instant,
  objectTo: text(200),
  note: text(1000).optional(),
});
export type HoldPlaced = z.infer<typeof holdPlaced>;

export const holdObjected = z.strictObject({ hold: id, text: text(2000) });
export const holdLifted = z.strictObject({ hold: id, reason: text(500) });

export const holdFacts = {
  HoldPlaced: { on: 'crossing', author: 'either', data: holdPlaced },
  HoldObjected: { on: 'crossing', author: 'either', data: holdObjected },
  HoldLifted: { on: 'crossing', author: 'either', data: holdLifted },
} satisfies Record<string, FactType>;
