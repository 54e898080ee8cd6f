import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { instant, text, trafficClass } from '../../kernel/codes.ts';
import { HOUR } from '../../kernel/instant.ts';
import { reference } from '../../kernel/reference.ts';
import { completion, declaration } from '../declaration/schema.ts';

/** A declaration is valid for 72 hours once lodged (reference: practice at Hữu Nghị, docs/concepts/facts-of-the-field.md). */
export const DECLARATION_VALIDITY = 72 * HOUR;

export const lodged = z.strictObject({
  declaration,
  trafficClass,
  crossing: reference,
  expiresAt: instant,
});
export const amended = z.strictObject({ declaration, trafficClass, reason: text(500), version: z.int().min(2) });
export const withdrawn = z.strictObject({ reason: text(500) });
export const expired = z.strictObject({});
export const completed = z.strictObject({ completion });

export const consignmentFacts = {
  DeclarationLodged: { on: 'consignment', author: 'origin', data: lodged },
  DeclarationAmended: { on: 'consignment', author: 'origin', data: amended },
  DeclarationWithdrawn: { on: 'consignment', author: 'origin', data: withdrawn },
  DeclarationExpired: { on: 'consignment', author: 'origin', data: expired },
  DeclarationCompleted: { on: 'consignment', author: 'destination', data: completed },
} satisfies Record<string, FactType>;
