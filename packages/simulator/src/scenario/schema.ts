import { z } from 'zod';
import { calendar } from '@pairgate/domain/gate/calendar/schema.ts';
import { trafficClass as trafficClassCode } from '@pairgate/domain/kernel/codes.ts';
import { CAUSES } from '../run-result.ts';
import { distribution, provenance } from './distribution.ts';

/**
 * A scenario is one JSON document: who wishes to come, through which stages, with which servers, at which hours, and what
 * happens to them. Lists that a variant may want to change are objects by name. Minutes, shares from 0 to 1, lorries; local times of the side as "HH:MM". Every figure says where it is
 * from, and what no public source gives is marked `assumed`.
 */
export const SCENARIO_FORMAT = 'pairgate-scenario/1';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9/_-]*$/);
const share = z.number().min(0).max(1);
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const date = z.iso.date();
const text = z.string().min(1);

const count = z.strictObject({ value: z.int().nonnegative(), ...provenance });
const rate = z.strictObject({ value: z.number().nonnegative(), ...provenance });
const portion = z.strictObject({ value: share, ...provenance });
const minutes = z.strictObject({ value: z.number().nonnegative(), ...provenance });
const duration = z.strictObject({ is: distribution, ...provenance });

/** Declared risk, from the firm, the goods and their origin; what quarantine and laboratories look at goes by it. */
export const RISKS = ['low', 'medium', 'high'] as const;
const byRisk = z.strictObject({ low: share, medium: share, high: share });

export const side = z.strictObject({
  calendar,
  /** Minutes before the closing at which the last lorry is called from the yard, so that the inner stages can drain. */
  lastCall: minutes,
  /** Share of the servers that stay after closing until nobody is in transit, rounded up. */
  overtime: portion,
});

export const trafficClass = z.strictObject({
  /** Side of origin and side of destination. */
  from: name,
  to: name,
  traffic: trafficClassCode,
  lorriesPerDay: rate,
  /** Weight of each hour of the day, local time of the origin, in which lorries wish to come: 24 of them. */
  wishes: z.strictObject({ byHour: z.array(z.number().nonnegative()).length(24), ...provenance }),
  /** Weight of each day of the week, Sunday first, around 1. */
  weekdays: z.strictObject({ factors: z.array(z.number().nonnegative()).length(7), ...provenance }).optional(),
  noShow: portion,
  /** Minutes between the given time and the arrival: normal. Negative is early. */
  lateness: z.strictObject({ mean: z.number(), sd: z.number().nonnegative(), ...provenance }),
  /** Lorries whose papers are not complete when they arrive, and for how long not. */
  papers: z.strictObject({ late: share, delay: distribution, ...provenance }),
  risk: z.strictObject({ ...byRisk.shape, ...provenance }),
  /** Hours until the goods spoil, from the wished time on; absent for goods that do not. */
  shelfLifeHours: z.strictObject({ is: distribution, ...provenance }).optional(),
  /** What a minute of waiting and a minute of displacement cost, relative to a waiting general lorry. */
  weights: z.strictObject({ wait: z.number().positive(), displacement: z.number().nonnegative(), ...provenance }),
  /** Lower goes first where a stage keeps priorities. */
  priority: z.int().min(0).max(7),
});

export const STAGE_KINDS = [
  'yard', 'call', 'gate', 'papers', 'scan', 'quarantine', 'laboratory', 'exit', 'drive', 'vehicle', 'crane', 'leg', 'release',
] as const;

const shift = z.strictObject({ from: localTime, until: localTime, servers: z.int().nonnegative(), ...provenance });

/**
 * A place with servers. `yard` holds lorries until they may be called, on its places; `call` brings them to the gate and is
 * the only stage that keeps opening hours: whoever has passed it is in transit, and never waits for one. `vehicle` takes
 * a vehicle of the fleet, which `release` gives back. The other kinds are places of work.
 */
export const stage = z.strictObject({
  side: name,
  kind: z.enum(STAGE_KINDS),
  /** Lanes, desks, bays, places; absent: as many as needed (a road). */
  servers: count.optional(),
  /** Servers at work between local times; outside of all shifts none. Absent: all, in the opening hours. */
  shifts: z.array(shift).optional(),
  /** Lorries that can wait before it; the next one keeps the server that it comes from. Absent: any number. */
  room: count.optional(),
  /** Whether classes go by their priority here; first come, first served otherwise. */
  priorities: z.boolean().optional(),
  service: z.strictObject({ ...duration.shape, byClass: z.record(name, duration).optional() }).optional(),
  /** What a minute of waiting for this stage is due to; follows from the kind when absent. */
  cause: z.enum(CAUSES).optional(),
  /** Share of the lorries that go there, by declared risk; absent: all. */
  share: z.strictObject({ ...byRisk.shape, ...provenance }).optional(),
  /** Only lorries that have been at this earlier stage. */
  after: name.optional(),
  /**
   * The earlier stage at which it is decided for which kind of service a lorry comes here: a value of a discrete distribution, a phase
   * of a hyperexponential one. A rule of order may know that, and never how long a service of the kind takes. Absent: nobody knows before.
   */
  decided: z.strictObject({ at: name, ...provenance }).optional(),
  /** Share of the lorries that are sent back to an earlier stage from here. */
  again: z.strictObject({ stage: name, share, ...provenance }).optional(),
  /** Each server works for such a time and is then repaired for such a time; its lorry waits and goes on where it was. */
  breakdowns: z.strictObject({ works: distribution, repair: distribution, ...provenance }).optional(),
});

/** The way of some classes: stages in order. */
export const route = z.strictObject({ classes: z.array(name).min(1), stages: z.array(name).min(1).max(31) });

/** Lanes that work in either of two stages; every `reviewMinutes` one goes where more lorries wait. */
const switchable = z.strictObject({
  stages: z.tuple([name, name]),
  lanes: z.int().positive(),
  reviewMinutes: z.number().positive(),
  ...provenance,
});

/** Unmanned vehicles between the two yards. A vehicle that stands on the wrong side drives over empty. */
const fleet = z.strictObject({
  vehicles: count,
  empty: duration,
  tripsPerCharge: z.strictObject({ value: z.int().positive(), ...provenance }),
  charge: duration,
});

/**
 * One examination for both sides in place of two: what policy P6 switches on. It takes place at the first stage, for the larger of the
 * two shares; `servers` are the bays that the staff of both stages can serve, one officer of each side in the place of two of one.
 */
const joint = z.strictObject({
  pairs: z.array(z.strictObject({ first: name, second: name, servers: count })).min(1),
  /** Length of a joint examination over that of the first side alone. */
  factor: rate,
});

const during = { from: z.int().nonnegative(), days: z.int().positive(), ...provenance };

/** What happens on days of the run, counted from 0. */
export const shock = z.discriminatedUnion('kind', [
  /** The far side takes no more than so many lorries of these classes a day. */
  z.strictObject({ kind: z.literal('acceptance'), classes: z.array(name).min(1), perDay: z.int().nonnegative(), ...during }),
  /** Stages do nothing. */
  z.strictObject({ kind: z.literal('stop'), stages: z.array(name).min(1), cause: z.enum(CAUSES), ...during }),
  /** Sides are closed: holidays beyond the calendar. */
  z.strictObject({ kind: z.literal('closed'), sides: z.array(name).min(1), ...during }),
  /** A share of all lorries of these classes goes through a stage, whatever their risk. */
  z.strictObject({ kind: z.literal('control'), stages: z.array(name).min(1), classes: z.array(name).min(1), share, ...during }),
  /** Services take longer or shorter: weather, tightened checks, another test. */
  z.strictObject({ kind: z.literal('pace'), stages: z.array(name).min(1), factor: z.number().positive(), ...during }),
  /** More or fewer lorries wish to come. */
  z.strictObject({ kind: z.literal('demand'), classes: z.array(name).min(1), factor: z.number().nonnegative(), ...during }),
  z.strictObject({ kind: z.literal('no-show'), classes: z.array(name).min(1), share, ...during }),
  /** Minutes added to the spread of arrivals around their slots. */
  z.strictObject({ kind: z.literal('lateness'), classes: z.array(name).min(1), sd: z.number().nonnegative(), ...during }),
  /** Bookings that hold a place and that nobody comes for. */
  z.strictObject({ kind: z.literal('phantoms'), classes: z.array(name).min(1), perDay: z.int().nonnegative(), ...during }),
]);
export type Shock = z.infer<typeof shock>;

export const scenario = z.strictObject({
  format: z.literal(SCENARIO_FORMAT),
  id: name,
  title: text,
  about: text,
  /** Local date of day 0 on the side that is named first. */
  start: date,
  days: z.int().positive(),
  slotMinutes: z.int().positive(),
  sides: z.record(name, side),
  classes: z.record(name, trafficClass),
  stages: z.record(name, stage),
  routes: z.record(name, route),
  switchable: z.record(name, switchable),
  fleet: fleet.optional(),
  joint: joint.optional(),
  shocks: z.record(name, shock),
});
export type Scenario = z.infer<typeof scenario>;
export type Stage = z.infer<typeof stage>;
export type ScenarioClass = z.infer<typeof trafficClass>;
