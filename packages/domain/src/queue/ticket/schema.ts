import { z } from 'zod';
import type { FactType } from '../../kernel/act.ts';
import { nonNegativeDecimal, sha256Hex, text } from '../../kernel/codes.ts';

/**
 * The arrival in the origin's yard issues the ticket. The ticket commits to plate and container by `opening`, a random
 * value that is shared with the destination so that it can check the lorry against the ticket (design §7).
 */
export const vehicleArrived = z.strictObject({
  ticket: sha256Hex,
  opening: sha256Hex,
  plateClass: z.enum(['VN', 'CN', 'other']),
  weighedMassKg: nonNegativeDecimal,
  plateMatch: z.boolean(),
  sealMatch: z.boolean(),
  yard: text(40),
});
export type VehicleArrived = z.infer<typeof vehicleArrived>;

/** `score` and `waiting` are the published inputs of the order; `override` says why the order was not kept. */
export const vehicleCalled = z.strictObject({
  ticket: sha256Hex,
  lane: text(20),
  score: z.int(),
  waitingMinutes: z.int(),
  ahead: z.int(),
  override: text(500).optional(),
});
export type VehicleCalled = z.infer<typeof vehicleCalled>;

export const callPassed = z.strictObject({ ticket: sha256Hex, reason: text(200) });

export const ticketFacts = {
  VehicleArrived: { on: 'crossing', author: 'origin', data: vehicleArrived },
  VehicleCalled: { on: 'crossing', author: 'origin', data: vehicleCalled },
  CallPassed: { on: 'crossing', author: 'origin', data: callPassed },
} satisfies Record<string, FactType>;
