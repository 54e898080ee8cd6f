import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { authority, text } from '../../kernel/codes.ts';
import { reference } from '../../kernel/reference.ts';

/** The version of each consignment on the lorry that was looked at. */
export const versions = z.array(z.strictObject({ consignment: reference, version: z.int().min(1) }));
export type Versions = z.infer<typeof versions>;

/**
 * One authority's part of one crossing is done. `basis` says whether an officer decided or a rule did (a green channel);
 * `system` and `systemReference` name the national system when the decision was taken there.
 */
export const authorityDecided = z.strictObject({
  authority,
  outcome: z.enum(['release', 'refuse']),
  basis: z.enum(['officer', 'rule']),
  versions,
  reasonCode: text(60).optional(),
  note: text(1000).optional(),
  system: text(60).optional(),
  systemReference: text(60).optional(),
});
export type AuthorityDecided = z.infer<typeof authorityDecided>;

export const sideDecided = z.strictObject({ reasonCode: text(60).optional() });

export const decisionFacts = {
  AuthorityDecided: { on: 'crossing', author: 'either', data: authorityDecided },
  OriginReleased: { on: 'crossing', author: 'origin', data: sideDecided },
  OriginRefused: { on: 'crossing', author: 'origin', data: sideDecided },
  DestinationReleased: { on: 'crossing', author: 'destination', data: sideDecided },
  DestinationRefused: { on: 'crossing', author: 'destination', data: sideDecided },
} satisfies Record<string, FactType>;
