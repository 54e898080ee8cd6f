import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { text } from '../../kernel/codes.ts';
import { reference } from '../../kernel/reference.ts';

export const loadAdded = z.strictObject({ consignment: reference });
export const loadRemoved = z.strictObject({ consignment: reference, reason: text(500) });

export const loadFacts = {
  LoadAdded: { on: 'crossing', author: 'origin', data: loadAdded },
  LoadRemoved: { on: 'crossing', author: 'origin', data: loadRemoved },
} satisfies Record<string, FactType>;
