import { z } from 'zod';
import { date, direction, sideId } from '../../kernel/codes.ts';
import { calendar } from '../calendar/schema.ts';

/**
 * A pair of gates as dated data. Names, categories, hours and places differ between public sources, so every statement
 * carries its source and says whether it is assumed. Nothing here is for demarcation.
 */
const labels = z.strictObject({ en: z.string(), vi: z.string(), zh: z.string() });

const stated = {
  source: z.string().min(1),
  from: date.optional(),
  /** True when no public source gives the figure: the software needs one to run, and screens say that it is assumed. */
  assumed: z.boolean(),
};

const station = z.strictObject({ id: z.string(), direction, ...stated });

/** A lane leads out of or into the side's own territory; a switchable one can be turned. */
export const lane = z.strictObject({ id: z.string(), direction, switchable: z.boolean(), ...stated });
export type Lane = z.infer<typeof lane>;

export const yard = z.strictObject({ id: z.string(), name: labels, direction, places: z.int().min(1), ...stated });
export type Yard = z.infer<typeof yard>;

export const bay = z.strictObject({ ...station.shape, kind: z.enum(['bay', 'desk', 'laboratory']) });
export type Bay = z.infer<typeof bay>;

export const pairSide = z.strictObject({
  side: sideId,
  /** The gate's own name; neither side's name is a translation of the other's. */
  name: labels,
  province: labels,
  utcOffsetMinutes: z.int(),
  timeZone: z.string(),
  declarationOfficeID: z.string(),
  calendar,
  lanes: z.array(lane),
  yards: z.array(yard),
  stations: z.array(bay),
});
export type PairSide = z.infer<typeof pairSide>;

export const pair = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: labels,
  markers: z.strictObject({ value: z.string(), ...stated }),
  routes: z.array(z.strictObject({ id: z.string(), name: labels, ...stated })),
  position: z.strictObject({ latitude: z.string(), longitude: z.string(), note: z.string(), ...stated }),
  /** The share of the last published capacity that is relied on while the other side is silent. */
  degradedShare: z.number().min(0).max(1),
  /** Days after which a planned lorry that has not come is given up. */
  arrivalGraceDays: z.int().min(1),
  sides: z.strictObject({ VN: pairSide, CN: pairSide }),
});
export type Pair = z.infer<typeof pair>;
