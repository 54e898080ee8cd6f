import { z } from 'zod';
import { parseInstant } from './instant.ts';

/**
 * The codes that every concept shares: sides, roles, directions, causes of waiting, and the schemas of identifiers.
 */

/** A side of a pair, named by the ISO 3166-1 alpha-2 code of its country. */
export const sideId = z.enum(['VN', 'CN']);
export type SideId = z.infer<typeof sideId>;
export const SIDES: readonly SideId[] = ['VN', 'CN'];
export const otherSide = (side: SideId): SideId => (side === 'VN' ? 'CN' : 'VN');

/** Which way a crossing goes, from its origin to its destination. */
export const direction = z.enum(['VN-CN', 'CN-VN']);
export type Direction = z.infer<typeof direction>;
export const DIRECTIONS: readonly Direction[] = ['VN-CN', 'CN-VN'];
export const originOf = (of: Direction): SideId => (of === 'VN-CN' ? 'VN' : 'CN');
export const destinationOf = (of: Direction): SideId => otherSide(originOf(of));

/** The authorities that decide on a lorry, on either side. */
export const authority = z.enum(['customs', 'quarantine', 'border_guard']);
export type Authority = z.infer<typeof authority>;
export const AUTHORITIES: readonly Authority[] = ['customs', 'quarantine', 'border_guard'];

/**
 * Everybody who can act or read. `gate` is a gate lane's reader, `system` the node itself keeping a deadline or
 * applying a rule, `operator` who runs the node, `public` anybody without an account.
 */
export const role = z.enum([
  'trader', 'driver', 'yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager', 'secretary',
  'auditor', 'operator', 'system', 'public',
]);
export type Role = z.infer<typeof role>;
export const ROLES: readonly Role[] = role.options;

/** The party that a side plays in one crossing. */
export type Party = 'origin' | 'destination';

/** Why somebody waits. The order is the life of the lorry: where several hold at once, the first unmet counts. */
export const cause = z.enum(['papers', 'slot', 'queue', 'bay', 'laboratory', 'other', 'closed', 'driver', 'system']);
export type Cause = z.infer<typeof cause>;
export const CAUSES: readonly Cause[] = cause.options;

/** Classes of traffic that slots, capacity and the order of the queue are counted by. */
export const trafficClass = z.enum(['perishable', 'general', 'high_value', 'hazardous', 'empty', 'smart_lane']);
export type TrafficClass = z.infer<typeof trafficClass>;
export const TRAFFIC_CLASSES: readonly TrafficClass[] = trafficClass.options;

/** Green: no check. Yellow: papers. Red: papers and goods. */
export const channel = z.enum(['green', 'yellow', 'red']);
export type Channel = z.infer<typeof channel>;

export const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, { message: 'instant' })
  .meta({ format: 'date-time', description: 'RFC 3339, UTC, three decimals, Z' });

/** A date without a time, as papers carry it. */
export const date = z.iso.date();

/** Opaque identifier: 128 random bits in hex. */
export const id = z.string().regex(/^[0-9a-f]{32}$/);

/** SHA-256 in hex. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A decimal number as a string: no exponent, no sign but a leading minus, no superfluous zeros before the point. */
export const decimal = z.string().regex(/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/).meta({ description: 'decimal string' });

/** A decimal string that is not below zero. */
export const nonNegativeDecimal = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,6})?$/);

/** Text that a person typed: trimmed, normalised to NFC at the edge, no control characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]*$/u);

/** An amount of money: a decimal string and an ISO 4217 code. */
export const money = z.strictObject({ value: nonNegativeDecimal, currencyID: z.string().regex(/^[A-Z]{3}$/) });
export type Money = z.infer<typeof money>;
