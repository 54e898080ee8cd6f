import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { text } from '../../kernel/codes.ts';
import { driver } from '../crossing/schema.ts';

/** What is attached to a crossing and can be replaced on the way: shuttle drivers, drop and hook, transloading, reseal. */
export const attachmentKind = z.enum(['tractor', 'trailer', 'container', 'seal', 'driver']);
export type AttachmentKind = z.infer<typeof attachmentKind>;

/** `to` is the new plate, container number or seal; for a driver it is absent and `driver` carries the person. */
export const attachmentReplaced = z.strictObject({
  kind: attachmentKind,
  to: text(20).optional(),
  driver: driver.optional(),
  reason: text(500),
});
export type AttachmentReplaced = z.infer<typeof attachmentReplaced>;

export const attachmentFacts = {
  AttachmentReplaced: { on: 'crossing', author: 'either', data: attachmentReplaced },
} satisfies Record<string, FactType>;
