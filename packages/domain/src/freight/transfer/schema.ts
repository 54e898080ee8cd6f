import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { text } from '../../kernel/codes.ts';

export const transferDispatched = z.strictObject({ vehicle: text(40) });
export const transferCompleted = z.strictObject({ vehicle: text(40) });

export const transferFacts = {
  TransferDispatched: { on: 'crossing', author: 'origin', data: transferDispatched },
  TransferCompleted: { on: 'crossing', author: 'destination', data: transferCompleted },
} satisfies Record<string, FactType>;
