import { z } from 'zod';
import { direction as directionCode, sideId, trafficClass as trafficClassCode, type Direction, type TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { QUARTER } from '@pairgate/domain/kernel/instant.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { KeptPlan } from '@pairgate/planner/slots/keep.ts';
import type { Explanation } from '@pairgate/planner/slots/explain.ts';
import type { PlanningProblem } from '@pairgate/planner/problem.ts';
import { planOf } from '@pairgate/planner/slots/plan.ts';
import type { NodeProblem } from './facts.ts';

/** What lorries queue for, as the node names it: what a side accepts of a class, or the inspection bays of a side. */
export const resourceName = z.object({
  kind: z.enum(['accepted', 'bay']),
  side: sideId,
  trafficClass: trafficClassCode.nullable(),
});
export type ResourceName = z.infer<typeof resourceName>;

/** The plan of seven days that is made at night, and that of the next six hours. */
export const span = z.enum(['night', 'day']);
export type Span = z.infer<typeof span>;

const places = z.array(z.int().min(0));

/** A plan as it is stored. Instants in milliseconds by the node's clock; rows by class, columns by quarter of an hour. */
export const heldPlan = z.object({
  span,
  direction: directionCode,
  from: z.int(),
  /** Where it ends; slots from here on are not its. */
  until: z.int(),
  by: z.enum(['solver', 'rule']),
  madeAt: z.int(),
  /** When it was last tried to make a new one. */
  askedAt: z.int(),
  stale: z.object({ since: z.int(), status: z.enum(['infeasible', 'unbounded', 'late', 'failed']), reason: z.string() }).nullable(),
  forecast: z.object({ basis: z.enum(['weekday', 'days', 'none']), days: z.int() }),
  classes: z.array(trafficClassCode),
  /** Places in all, those that were taken when it was made among them. */
  places: z.array(places),
  /** What the capacity allowed as it was known then. */
  capacity: z.array(places),
  expected: z.array(z.array(z.number())),
  /** Lorries that the horizon has no room for. */
  withoutPlace: z.array(z.number()),
  resources: z.array(
    resourceName.extend({
      utilisation: z.number(),
      /** Starts of the quarters in which it is used up. */
      binds: z.array(z.int()),
      /** Weighted minutes a day that one more saves at most: a lorry an hour more accepted, or a bay more. */
      oneMoreSaves: z.number(),
    }),
  ),
});
export type HeldPlan = z.infer<typeof heldPlan>;

/** What came out of planning, for the first `bookable` quarters of a problem. */
export interface Outcome {
  readonly kept: KeptPlan;
  /** Of a plan that was made now; one that goes on keeps its own. */
  readonly explanation?: Explanation;
}

export interface Holding {
  readonly span: Span;
  readonly direction: Direction;
  readonly bookable: number;
  readonly askedAt: number;
}

/** A plan to hold, from what the planner gave for a problem. `before` is the plan that went on, if one did. */
export function hold(of: NodeProblem, { kept, explanation }: Outcome, holding: Holding, before?: HeldPlan): HeldPlan {
  const { span: which, direction, bookable, askedAt } = holding;
  const { periods } = kept.plan;
  const cut = <T extends Int32Array | Float64Array>(rows: readonly T[]) => rows.map((row) => [...row.subarray(0, bookable)]);
  const goesOn = kept.stale !== undefined && kept.by === 'solver' ? before : undefined;
  return {
    span: which,
    direction,
    from: of.from,
    until: of.from + bookable * QUARTER,
    by: kept.by,
    madeAt: kept.madeAt,
    askedAt,
    stale: kept.stale ?? null,
    forecast: { ...of.forecast },
    classes: [...of.classes],
    places: of.classes.map((_, c) =>
      Array.from({ length: bookable }, (_each, t) => of.taken[c]![t]! + kept.plan.places[c * periods + t]!),
    ),
    capacity: goesOn ? cut(of.capacity).map((row, c) => asWhenMade(row, of.from, goesOn, c)) : cut(of.capacity),
    expected: cut(of.expected),
    withoutPlace: [...kept.plan.withoutPlace],
    resources: explanation ? explained(of, explanation, kept.plan.periodMinutes) : (goesOn?.resources ?? []),
  };
}

/** The capacity that a plan was made with, as far as it reaches, so that a rate that has risen since is not limited by it. */
const asWhenMade = (row: readonly number[], from: number, { from: made, capacity }: HeldPlan, c: number): number[] =>
  row.map((places, t) => capacity[c]![(from - made) / QUARTER + t] ?? places);

function explained({ problem, resources, from }: NodeProblem, explanation: Explanation, periodMinutes: number): HeldPlan['resources'] {
  return explanation.map(({ resource, utilisation, binds, savedPerServerMinute }) => {
    const r = problem.resources.findIndex((each) => each.id === resource);
    const name = resources[r]!;
    // A bay works all minutes of a quarter; a lorry an hour is a quarter of a lorry in each, and a lorry a server-minute.
    const more = name.kind === 'bay' ? periodMinutes : periodMinutes / 60;
    const days = (savedPerServerMinute.length * periodMinutes) / (24 * 60);
    const saved = savedPerServerMinute.reduce((sum, each) => sum + each * more, 0) / days;
    return { ...name, utilisation, binds: binds.map((t) => from + t * QUARTER), oneMoreSaves: saved };
  });
}

/** A held plan as the planner knows it, for a problem of now: places that were taken meanwhile are given no more. */
export function asKept(held: HeldPlan, of: NodeProblem): KeptPlan {
  const periods = (held.until - held.from) / QUARTER;
  const shape: PlanningProblem = {
    ...of.problem,
    periods,
    classes: held.classes.map((id) => ({ id, wished: new Float64Array(periods), waitWeight: 1, displacementWeight: 1, noShow: 0 })),
  };
  const left = Int32Array.from({ length: held.classes.length * periods }, (_, at) => {
    const [c, t] = [Math.floor(at / periods), at % periods];
    const now = (held.from - of.from) / QUARTER + t;
    const taken = of.taken[of.classes.indexOf(held.classes[c]!)]?.[now] ?? 0;
    return Math.max(0, held.places[c]![t]! - taken);
  });
  const { from, by, madeAt, stale } = held;
  return { plan: planOf(shape, left), from, by, madeAt, ...(stale === null ? {} : { stale }) };
}

/** A quarter of an hour of a plan. */
export interface PlannedSlot {
  readonly span: Span;
  readonly places: number;
  readonly expected: number;
  /** Fewer than the capacity allowed when the plan was made: then the plan limits, else the capacity of now does. */
  readonly limits: boolean;
}

/** The plans that hold on this node: in memory for every booking, and in the settings of the pair, so that they survive a restart. */
export class PlansInForce {
  readonly #held = new Map<Span, HeldPlan>();

  constructor(private readonly journal: Journal) {}

  static async read(journal: Journal): Promise<PlansInForce> {
    const plans = new PlansInForce(journal);
    for (const each of span.options) {
      const stored = await journal.setting(settingName(each));
      const parsed = stored === undefined ? undefined : heldPlan.safeParse(JSON.parse(stored));
      // A plan of another version of the software is none: a new one is made at once.
      if (parsed?.success) plans.#held.set(each, parsed.data);
    }
    return plans;
  }

  of(which: Span): HeldPlan | undefined {
    return this.#held.get(which);
  }

  /** Holds from now on, whether or not it could be stored. */
  async put(plan: HeldPlan): Promise<void> {
    this.#held.set(plan.span, plan);
    await this.journal.putSetting(settingName(plan.span), JSON.stringify(plan));
  }

  /** What is planned for a slot; the plan within the day goes before that of the night. */
  slot(direction: Direction, trafficClass: TrafficClass, start: number): PlannedSlot | undefined {
    const held = [this.#held.get('day'), this.#held.get('night')].find(
      (each) => each !== undefined && each.direction === direction && each.from <= start && start < each.until,
    );
    const c = held?.classes.indexOf(trafficClass) ?? -1;
    if (!held || c < 0) return undefined;
    const t = Math.floor((start - held.from) / QUARTER);
    const given = held.places[c]![t]!;
    return { span: held.span, places: given, expected: held.expected[c]![t]!, limits: given < held.capacity[c]![t]! };
  }

  /** Places of a slot where the plan gives fewer than the capacity, for the rule of bookings. */
  readonly planned = (direction: Direction, trafficClass: TrafficClass, start: number): number | undefined => {
    const slot = this.slot(direction, trafficClass, start);
    return slot?.limits === true ? slot.places : undefined;
  };
}

const settingName = (which: Span): string => `plan ${which}`;

