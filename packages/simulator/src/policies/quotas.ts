import type { Solver } from '@pairgate/planner/linear-program.ts';
import type { PlanClass, PlanningProblem } from '@pairgate/planner/problem.ts';
import { planSlots, type PlanAttempt, type PlanStart } from '@pairgate/planner/slots/plan.ts';
import { roundPlaces } from '@pairgate/planner/slots/round.ts';
import { visitsOf } from '@pairgate/planner/slots/work.ts';
import { windowOf } from '@pairgate/planner/slots/window.ts';
import { uniformPlan } from '@pairgate/planner/slots/uniform.ts';
import { normalQuantile } from '../engine/inversion.ts';
import type { Compiled } from '../model/compile.ts';
import { Hours, shocksOf } from '../model/hours.ts';
import { planningProblem } from '../model/planning-problem.ts';
import { meanOf } from '../scenario/distribution.ts';
import { kindsOf, type Kind, type Kinds } from './kinds.ts';

const DAY = 1440;
/** Milliseconds for one plan. They are those of this machine, so that a plan which takes longer ends the run. */
const DEADLINE_MS = 600_000;

/** An attempt that was not late. Any other plan in its place would let the same seed serve its lorries otherwise. */
function inTime(attempt: PlanAttempt): PlanAttempt {
  if (attempt.status === 'late') throw new Error(`A plan of slots took more than ${DEADLINE_MS / 60_000} minutes: ${attempt.reason}`);
  return attempt;
}

/** A plan serves days whose lorries of every kind are those that it was made for, but for chance and this part of them. */
const NEAR = 0.1;
const isNear = (planned: number, lorries: number): boolean => Math.abs(planned - lorries) <= NEAR * planned + 4 * Math.sqrt(planned) + 2;

/** What is planned for one day: who wishes when, and who holds a place already. */
export interface Demand {
  /** By kind. */
  readonly lorries: Float64Array;
  /** Of them, those that wished for an earlier day, and would come as soon as they may. */
  readonly carried: Float64Array;
  /** Places on this day that were given before, by kind and slot. */
  readonly held: readonly Float64Array[];
}

interface Plan {
  /** Lorries that it was made for, by kind, and places that are not whole. */
  readonly lorries: Float64Array;
  readonly fluid: Float64Array;
  readonly start?: PlanStart | undefined;
}

/** A resource whose queue is watched within the day. */
export interface Watched {
  /** Index of its stage; −1: it is none. */
  readonly stage: number;
  /** Stages at which lorries wait on their way to it. */
  readonly before: readonly number[];
  /** Mean minutes of a lorry that comes there, and of an average one of the direction. */
  readonly visitMinutes: number;
  readonly lorryMinutes: number;
}

/** What is known of days, the same in every run: which of them are alike, how planners see them, plans of their expected lorries. */
class Usual {
  readonly keys = new Map<number, string>();
  readonly shapes = new Map<string, PlanningProblem>();
  readonly watched = new Map<string, readonly Watched[]>();
  readonly plans = new Map<string, Promise<Plan>>();
}

export interface PlanOptions {
  /** Plans of another setting, or with another budget, from which the solver begins. */
  readonly from?: Quotas | undefined;
  /** For a first answer: days that are alike share one plan whatever happens on them, and nothing is planned again within the day. */
  readonly isRough?: boolean | undefined;
}

/** The rest of a day, as it is seen within the day; by kind and slot of the day. */
export interface Now {
  /** The slot of the day that it is: from it on the queues are worked off. */
  readonly from: number;
  /** Places are given again from this slot of the day on, and before that one. */
  readonly first: number;
  readonly until: number;
  readonly wished: readonly Float64Array[];
  /** Who keeps a place. */
  readonly booked: readonly Float64Array[];
  /** Server-minutes that stand before each resource. */
  readonly backlog: Float64Array;
}

/** Quotas for each kind of lorry and slot of a day, for both sides together, by a linear program. */
export class Quotas {
  /** Plans of this run's unusual days. */
  private readonly plans = new Map<string, Plan[]>();
  readonly hours: Hours;
  readonly kinds: Kinds;

  constructor(
    private readonly compiled: Compiled,
    private readonly solver: Solver,
    /** Minutes of displacement of an average lorry that a plan may cause. */
    private readonly displacement: number,
    private readonly how: PlanOptions = {},
    private readonly usual = new Usual(),
  ) {
    this.hours = new Hours(compiled);
    this.kinds = kindsOf(compiled);
  }

  /** For another run: nothing of what happened in this one. */
  again(): Quotas {
    return new Quotas(this.compiled, this.solver, this.displacement, this.how, this.usual);
  }

  /** Whole places: those of kind k in slot t of the day at `k · slotsPerDay + t`. */
  async placesOf(day: number, demand: Demand): Promise<Int32Array> {
    const { slotsPerDay } = this.compiled;
    const plan = await this.planOf(day, demand);
    const fluid = plan.fluid.slice();
    for (const [kind, lorries] of demand.lorries.entries()) {
      const row = fluid.subarray(kind * slotsPerDay, (kind + 1) * slotsPerDay);
      const placed = total(row);
      // A day has some lorries more or fewer than the day that was planned; the part that finds a place is the same.
      const planned = plan.lorries[kind]! - placed < 1 ? placed : plan.lorries[kind]!;
      for (const t of row.keys()) row[t]! *= planned > 0 ? lorries / planned : 0;
    }
    return roundPlaces(this.problem(day, demand), fluid);
  }

  private async planOf(day: number, demand: Demand): Promise<Plan> {
    const expected = this.expected(day);
    const ordinary = [...demand.carried, ...demand.held.flatMap((each) => [...each])].every((each) => each === 0);
    if (this.how.isRough === true || (ordinary && expected.every((each, kind) => isNear(each, demand.lorries[kind]!)))) {
      const key = this.dayOf(day);
      const plan = this.usual.plans.get(key) ?? this.usually(day, key, expected);
      this.usual.plans.set(key, plan);
      return plan;
    }
    const key = ordinary ? this.dayOf(day) : `day ${day}`;
    const known = this.plans.get(key) ?? [];
    this.plans.set(key, known);
    const near = known.find((plan) => plan.lorries.every((each, kind) => isNear(each, demand.lorries[kind]!)));
    if (near !== undefined) return near;
    const plan = await this.made(day, { ...demand, lorries: demand.lorries.slice() });
    known.push(plan);
    return plan;
  }

  private async usually(day: number, key: string, lorries: Float64Array): Promise<Plan> {
    const from = await this.how.from?.usual.plans.get(key);
    const held = Array.from(lorries, () => new Float64Array(this.compiled.slotsPerDay));
    return this.made(day, { lorries, carried: new Float64Array(lorries.length), held }, from?.start);
  }

  private async made(day: number, demand: Demand, from?: PlanStart): Promise<Plan> {
    return { lorries: demand.lorries, ...(await this.solve(this.problem(day, demand), from)) };
  }

  /**
   * Places of a day again, for lorries that have not set out: from slot `first` on, with what stands in the queues now and whoever comes
   * before that; undefined: no plan.
   */
  async replan(day: number, now: Now): Promise<Int32Array | undefined> {
    if (this.how.isRough === true) return undefined;
    const day0 = this.shapeOf(day);
    const until = Math.min(now.until, day0.classes[0]!.mayArrive!.lastIndexOf(1) + 1);
    if (until <= now.first) return undefined;
    const classes = day0.classes.map((each, kind) => ({
      ...each, wished: now.wished[kind]!, mayArrive: each.mayArrive!.slice().fill(0, 0, now.first), displacementWeight: WITHIN_THE_DAY,
    }));
    const whole: PlanningProblem = { ...day0, classes };
    const window = windowOf(whole, { first: now.from, bookable: until - now.from }, (periods) => ({
      booked: now.booked.map((each) => each.slice(now.from, now.from + periods)),
      backlog: now.backlog,
      onTheWay: day0.resources.map(() => new Float64Array(periods)),
    }));
    const attempt = inTime(await planSlots(window, this.solver, { deadlineMs: DEADLINE_MS }));
    if (attempt.status !== 'planned') return undefined;
    const places = new Int32Array(classes.length * day0.periods);
    for (const [at, each] of attempt.plan.places.entries()) {
      places[Math.floor(at / window.periods) * day0.periods + now.from + (at % window.periods)] = each;
    }
    return places;
  }

  private async solve(problem: PlanningProblem, from?: PlanStart): Promise<Omit<Plan, 'lorries'>> {
    const hours = openHours(problem);
    if (hours.periods === 0) return { fluid: new Float64Array(problem.classes.length * problem.periods) };
    const attempt = inTime(await planSlots(hours, this.solver, { deadlineMs: DEADLINE_MS, ...(from === undefined ? {} : { start: from }) }));
    const places = attempt.status === 'planned' ? attempt.fluid : uniformPlan(hours).places;
    const first = problem.classes[0]!.mayArrive!.indexOf(1);
    const fluid = new Float64Array(problem.classes.length * problem.periods);
    for (const [at, each] of places.entries()) {
      fluid[Math.floor(at / hours.periods) * problem.periods + first + (at % hours.periods)] = each;
    }
    return { fluid, start: attempt.status === 'planned' ? attempt.start : undefined };
  }

  /** Days that differ in nothing that a plan looks at have the same key. */
  private dayOf(day: number): string {
    const key = this.usual.keys.get(day) ?? this.keyOf(day);
    this.usual.keys.set(day, key);
    return key;
  }

  private keyOf(day: number): string {
    const { scenario, slotsPerDay } = this.compiled;
    if ((['stop', 'closed'] as const).some((kind) => shocksOf(scenario, kind, day).length > 0)) return `day ${day}`;
    const weekday = this.hours.weekday(day);
    const slots = this.hours.callSlots(day).map((slot) => slot - day * slotsPerDay);
    return [...slots, ...Object.values(scenario.classes).map(({ weekdays }) => weekdays?.factors[weekday] ?? 1)].join(' ');
  }

  /** Resources of a day in the order of plans. */
  watched(day: number): readonly Watched[] {
    const key = this.dayOf(day);
    const watched = this.usual.watched.get(key) ?? this.watchedIn(this.shapeOf(day));
    this.usual.watched.set(key, watched);
    return watched;
  }

  private watchedIn(shape: PlanningProblem): Watched[] {
    const { network, stages } = this.compiled;
    return shape.resources.map(({ id }, r) => {
      const stage = stages.indexOf(id);
      const before = new Set<number>();
      for (const route of network.routes) {
        const at = route.findIndex((step) => step.stage === stage);
        for (const step of route.slice(0, Math.max(0, at))) if (network.stages[step.stage]!.kind !== 'hold') before.add(step.stage);
      }
      const lorryMinutes = visitsOf(shape, r).minutes;
      return { stage, before: [...before], lorryMinutes, visitMinutes: this.visitMinutes(id) ?? lorryMinutes };
    });
  }

  /** A stage's own mean service: who waits there will take it. */
  private visitMinutes(id: string): number | undefined {
    const { network, stages } = this.compiled;
    const services = network.routes.flatMap((route) => route.filter((step) => step.stage === stages.indexOf(id)).map(({ service }) => meanOf(service)));
    return services.length === 0 ? undefined : services.reduce((sum, each) => sum + each, 0) / services.length;
  }

  private expected(day: number): Float64Array {
    return Float64Array.from(this.shapeOf(day).classes, ({ wished }) => total(wished));
  }

  /** The day as a planner sees it, midnight to midnight. */
  problem(day: number, { lorries, carried, held }: Demand): PlanningProblem {
    const shape = this.shapeOf(day);
    const classes = shape.classes.map((each, kind): PlanClass => {
      const expected = total(each.wished);
      const wished = each.wished.map((wish) => (expected > 0 ? (wish * (lorries[kind]! - carried[kind]!)) / expected : 0));
      wished[0]! += carried[kind]!;
      return { ...each, wished };
    });
    const backlog = new Float64Array(shape.resources.length);
    const onTheWay = shape.resources.map(() => new Float64Array(shape.periods));
    return { ...shape, classes, displacementMinutes: this.displacement * total(lorries), state: { booked: held, backlog, onTheWay } };
  }

  /** What is the same on all days with the same hours and wishes. */
  private shapeOf(day: number): PlanningProblem {
    const key = this.dayOf(day);
    const known = this.usual.shapes.get(key);
    if (known !== undefined) return known;
    const { compiled } = this;
    const base = planningProblem(compiled, { fromDay: day, days: 1, overtime: true });
    const slots = this.hours.callSlots(day).map((slot) => slot - day * compiled.slotsPerDay);
    const mayArrive = new Uint8Array(base.periods);
    for (const slot of slots) mayArrive[slot] = 1;
    const classes = this.kinds.all.map((kind): PlanClass => {
      const wished = new Float64Array(base.periods);
      for (const { classOf, share } of kind.parts) base.classes[classOf]!.wished.forEach((wish, t) => (wished[t]! += wish * share));
      const placeMinutes = this.missed(kind, slots, base.periods);
      return { id: kind.id, wished, mayArrive, noShow: kind.noShow, waitWeight: 1, displacementWeight: UNWEIGHTED, placeMinutes };
    });
    const uses = this.kinds.all.flatMap(({ id, uses: each }) => each.map((use) => ({ class: id, ...use })));
    const shape = { ...base, classes, uses };
    this.usual.shapes.set(key, shape);
    return shape;
  }

  /**
   * Minutes that a lorry with a place in each slot is expected to wait because it comes after the last call, and so waits for the night,
   * or before the gates open: its lateness is what its class is known for.
   */
  private missed({ lateness: { mean, sd } }: Kind, slots: readonly number[], periods: number): Float64Array {
    const { compiled } = this;
    const minutes = new Float64Array(periods);
    if (slots.length === 0) return minutes;
    const opens = slots[0]! * compiled.slotMinutes;
    const lastCall = (slots.at(-1)! + 1) * compiled.slotMinutes;
    for (const slot of slots) {
      let sum = 0;
      for (let k = 0; k < LATENESSES; k += 1) {
        for (let within = 0.5; within < PARTS; within += 1) {
          const at = (slot + within / PARTS) * compiled.slotMinutes + mean + sd * normalQuantile((k + 0.5) / LATENESSES);
          sum += at >= lastCall ? opens + DAY - at : Math.max(0, opens - at);
        }
      }
      minutes[slot] = sum / (LATENESSES * PARTS);
    }
    return minutes;
  }
}

/** Displacement that stays within its budget costs next to nothing, so that of two plans alike the nearer one is chosen. */
const UNWEIGHTED = 1e-4;
/**
 * Who is moved within the day is moved for a reason: a minute of it counts as two of waiting. With less, lorries are moved further than by
 * uniform slots where many come late or early (decision 0021).
 */
const WITHIN_THE_DAY = 2;
/** Points of the distribution of lateness, and parts of a slot, over which an expectation is taken. */
const LATENESSES = 100;
const PARTS = 5;

/** From the first slot to four hours after the last one, when everybody is through. Wishes of the night count at the edges. */
function openHours(problem: PlanningProblem): PlanningProblem {
  const mayArrive = problem.classes[0]!.mayArrive!;
  const first = mayArrive.indexOf(1);
  const last = mayArrive.lastIndexOf(1);
  if (first < 0) return { ...problem, periods: 0 };
  const until = Math.min(problem.periods, last + 1 + THROUGH_MINUTES / problem.periodMinutes);
  const cut = (values: Float64Array): Float64Array => values.slice(first, until);
  let moved = 0;
  const classes = problem.classes.map((each) => {
    const wished = cut(each.wished);
    each.wished.forEach((wish, t) => {
      const to = Math.min(last, Math.max(first, t));
      moved += wish * Math.abs(t - to) * problem.periodMinutes;
      if (to !== t && t >= first && t < until) wished[t - first]! -= wish;
      if (to !== t) wished[to - first]! += wish;
    });
    return { ...each, wished, mayArrive: mayArrive.slice(first, until), placeMinutes: cut(each.placeMinutes!) };
  });
  const { state } = problem;
  return {
    ...problem, classes,
    periods: until - first,
    // What nobody can help is not a matter of the plan.
    displacementMinutes: Math.max(0, problem.displacementMinutes! - moved),
    resources: problem.resources.map((each) => ({ ...each, capacity: cut(each.capacity) })),
    state: { booked: state!.booked.map(cut), backlog: state!.backlog, onTheWay: state!.onTheWay.map(cut) },
  };
}

const THROUGH_MINUTES = 240;

const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);
