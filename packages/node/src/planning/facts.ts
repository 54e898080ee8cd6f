import {
  destinationOf, originOf, TRAFFIC_CLASSES, type Direction, type Party, type TrafficClass,
} from '@pairgate/domain/kernel/codes.ts';
import { DAY, MINUTE, QUARTER, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { GateView } from '@pairgate/domain/freight/context.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import { CLASS_WEIGHT } from '@pairgate/domain/queue/order/order.ts';
import { waitingTicket } from '@pairgate/domain/queue/order/eligible.ts';
import { capacityIn } from '@pairgate/domain/queue/slot/decide.ts';
import type { PlanClass, PlanningProblem, PlanResource, PlanState, PlanUse } from '@pairgate/planner/problem.ts';
import type { Basis, Past } from './past.ts';
import type { ResourceName } from './held.ts';
import type { Services } from './services.ts';

/** What a plan starts from: the node's own facts and what the other side has published, as of `now`. */
export interface PlanningFacts {
  /** The direction whose slots this side gives. */
  readonly direction: Direction;
  readonly now: number;
  readonly pair: Pair;
  readonly gate: GateView;
  readonly gateTimes: GateTimes;
  /** Crossings that have not ended. */
  readonly views: readonly CrossingView[];
  booked(trafficClass: TrafficClass, start: number): number;
  readonly past: Past;
  readonly services: Services;
}

/** A problem of the planner with what its numbers mean here. */
export interface NodeProblem {
  readonly problem: PlanningProblem;
  readonly classes: readonly TrafficClass[];
  readonly resources: readonly ResourceName[];
  /** When the first period begins. */
  readonly from: number;
  /** By class and period: what the capacity allows, places taken already, and lorries expected in all. */
  readonly capacity: readonly Int32Array[];
  readonly taken: readonly Int32Array[];
  readonly expected: readonly Float64Array[];
  /** Where the forecast of the first day comes from. */
  readonly forecast: { readonly basis: Basis; readonly days: number };
}

/** A quarter more places than lorries expected: a forecast that is too low must not keep anybody away. */
const RESERVE = 0.25;
/** Lorries an hour of each class that are always expected, so that what never came finds a place when it does. */
const ALWAYS_PER_HOUR = 1;
/** A minute between wish and slot, against a minute of waiting of the same lorry (decision 0019). */
const DISPLACEMENT = 0.1;
const QUARTER_MINUTES = QUARTER / MINUTE;
const PER_DAY = DAY / QUARTER;

/**
 * The planner's problem for the quarters of an hour from now on; nothing while no capacity was ever published, since then
 * nobody can book.
 *
 * Resources are what the destination accepts of each class, a server-minute for each lorry, and the inspection bays of
 * either side where enough inspections are recorded to know what a lorry takes of them.
 */
export function problemOf(facts: PlanningFacts, days: number): NodeProblem | undefined {
  const { direction, gate, now } = facts;
  const classes = TRAFFIC_CLASSES.filter((each) => (gate[destinationOf(direction)].capacity[each] ?? []).length > 0);
  if (classes.length === 0) return undefined;
  const from = Math.floor(now / QUARTER) * QUARTER;
  const periods = days * PER_DAY;
  const starts = Array.from({ length: periods }, (_, t) => from + t * QUARTER);
  const open = starts.map((start) => mayCome(facts, start));
  const capacity = classes.map((trafficClass) =>
    Int32Array.from(starts, (start, t) => (open[t] ? capacityIn({ direction, trafficClass }, start, facts).places : 0)),
  );
  const taken = classes.map((each) => Int32Array.from(starts, (start) => facts.booked(each, start)));
  const { resources, uses, names } = resourcesOf(facts, classes, starts, capacity);
  const state = stateOf(facts, { classes, resources, names, uses, taken, periods, from });
  const forecast = facts.past.of(from);
  const expected = classes.map((each, c) => expectedOf(facts, each, starts, { capacity: capacity[c]!, taken: taken[c]! }));
  const wished = cutAlike(expected.map((each, c) => each.map((lorries, t) => Math.max(0, lorries - taken[c]![t]!))), { resources, uses, classes, state });
  const problem: PlanningProblem = {
    periodMinutes: QUARTER_MINUTES,
    periods,
    classes: classes.map((id, c): PlanClass => {
      const waitWeight = CLASS_WEIGHT[id] / CLASS_WEIGHT.general;
      return {
        id, waitWeight, displacementWeight: DISPLACEMENT * waitWeight, noShow: facts.services.noShow,
        wished: wished[c]!,
        mayArrive: Uint8Array.from(capacity[c]!, (places) => (places > 0 ? 1 : 0)),
      };
    }),
    resources, uses, state,
  };
  return { problem, classes, resources: names, from, capacity, taken, expected, forecast: { basis: forecast.basis, days: forecast.days } };
}

/** Both gates are open, and the destination still is when a lorry gets there that nobody is in the way of. */
function mayCome({ direction, gateTimes, services }: PlanningFacts, start: number): boolean {
  const far = destinationOf(direction);
  return gateTimes.isOpen(originOf(direction), start) && gateTimes.isOpen(far, start) && gateTimes.isOpen(far, start + services.crossingLag * MINUTE);
}

function resourcesOf(facts: PlanningFacts, classes: readonly TrafficClass[], starts: readonly number[], capacity: readonly Int32Array[]) {
  const far = destinationOf(facts.direction);
  const resources: PlanResource[] = [];
  const names: ResourceName[] = [];
  const uses: PlanUse[] = [];
  classes.forEach((trafficClass, c) => {
    const id = `accepts ${trafficClass}`;
    // A rate that the other side has published is kept to, not left to chance.
    resources.push({ id, capacity: Float64Array.from(capacity[c]!), safety: 1, variability: 0 });
    names.push({ kind: 'accepted', side: far, trafficClass });
    uses.push({ class: trafficClass, resource: id, minutes: 1, lag: 0 });
  });
  for (const party of ['origin', 'destination'] as const) {
    const side = party === 'origin' ? originOf(facts.direction) : far;
    const taking = classes.flatMap((each) => {
      const use = facts.services.bay(party, each);
      return use ? [{ class: each, resource: `bays ${side}`, ...use }] : [];
    });
    if (taking.length === 0) continue;
    const bays = openBays(facts, party);
    const open = Float64Array.from(starts, (start) => (facts.gateTimes.isOpen(side, start) ? bays * QUARTER_MINUTES : 0));
    resources.push({ id: `bays ${side}`, capacity: open, safety: 1 });
    names.push({ kind: 'bay', side, trafficClass: null });
    uses.push(...taking);
  }
  return { resources, uses, names };
}

function openBays({ pair, gate, direction }: PlanningFacts, party: Party): number {
  const side = party === 'origin' ? originOf(direction) : destinationOf(direction);
  return pair.sides[side].stations.filter(
    (each) => each.kind === 'bay' && each.direction === direction && (gate[side].lane[each.id]?.open ?? true),
  ).length;
}

/**
 * How many lorries of a class are expected in each quarter: what the past says, or what is booked when that is more, and a
 * reserve. Where nothing is recorded everything that the capacity allows is expected: then the plan keeps nobody away but
 * where the resources do.
 */
function expectedOf(
  { past }: PlanningFacts,
  trafficClass: TrafficClass,
  starts: readonly number[],
  { capacity, taken }: { readonly capacity: Int32Array; readonly taken: Int32Array },
): Float64Array {
  const expected = new Float64Array(starts.length);
  for (let first = 0; first < starts.length; ) {
    const forecast = past.of(starts[first]!);
    const quarters = forecast.perQuarter[trafficClass];
    const day = past.quartersLeft(starts[first]!);
    const end = Math.min(starts.length, first + day);
    let booked = 0;
    let mean = 0;
    for (let t = first; t < end; t += 1) {
      expected[t] = forecast.basis === 'none' ? Math.max(capacity[t]!, taken[t]!) : (quarters?.[PER_DAY - day + t - first] ?? 0);
      booked += taken[t]!;
      mean += expected[t]!;
    }
    if (forecast.basis !== 'none') {
      const more = (1 + RESERVE) * Math.max(1, mean === 0 ? 1 : booked / mean);
      for (let t = first; t < end; t += 1) {
        const always = capacity[t]! > 0 ? ALWAYS_PER_HOUR / 4 : 0;
        expected[t] = expected[t]! * more + always;
      }
    }
    first = end;
  }
  return expected;
}

interface Room {
  readonly resources: readonly PlanResource[];
  readonly uses: readonly PlanUse[];
  readonly classes: readonly TrafficClass[];
  readonly state: PlanState;
}

/**
 * Where more lorries wish to come than a resource takes in a day, all classes that need it are cut alike. Left to itself the
 * cheapest plan would give no place at all to the class that takes most of it.
 */
function cutAlike(wished: readonly Float64Array[], { resources, uses, classes, state }: Room): Float64Array[] {
  const periods = wished[0]!.length;
  const cut = wished.map((each) => Float64Array.from(each));
  for (let first = 0; first < periods; first += PER_DAY) {
    const total = (values: ArrayLike<number>) => sumOf(values, first, first + PER_DAY);
    for (const [r, { id, capacity }] of resources.entries()) {
      const taking = uses.filter((use) => use.resource === id).map(({ class: of, minutes }) => ({ c: classes.indexOf(of as TrafficClass), minutes }));
      const held = taking.reduce((sum, { c, minutes }) => sum + total(state.booked[c]!) * minutes, total(state.onTheWay[r]!) + (first === 0 ? state.backlog[r]! : 0));
      const wants = taking.reduce((sum, { c, minutes }) => sum + total(cut[c]!) * minutes, 0);
      const share = wants === 0 ? 1 : Math.max(0, total(capacity) - held) / wants;
      if (share >= 1) continue;
      for (const { c } of taking) for (let t = first; t < Math.min(periods, first + PER_DAY); t += 1) cut[c]![t]! *= share;
    }
  }
  return cut;
}

function sumOf(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < Math.min(values.length, to); at += 1) sum += values[at]!;
  return sum;
}

interface Horizon {
  readonly classes: readonly TrafficClass[];
  readonly resources: readonly PlanResource[];
  readonly names: readonly ResourceName[];
  readonly uses: readonly PlanUse[];
  readonly taken: readonly Int32Array[];
  readonly periods: number;
  readonly from: number;
}

/**
 * What no plan can change: places that are taken and not over, and lorries under way, which get to a resource when its lag
 * is over. Who stands in the yard and cannot be called for want of papers is in nobody's way yet.
 */
function stateOf(facts: PlanningFacts, { classes, resources, names, uses, taken, periods, from }: Horizon): PlanState {
  const booked = taken.map((each) => Float64Array.from(each));
  const backlog = new Float64Array(resources.length);
  const onTheWay = resources.map(() => new Float64Array(periods));
  for (const view of facts.views) {
    const { trafficClass } = view.origin.plan;
    const c = classes.indexOf(trafficClass);
    if (view.direction !== facts.direction || c < 0 || view.origin.ticket.arrivedAt === null) continue;
    const { start } = view.origin.slot;
    if (start !== null && toMillis(start) >= from) {
      // Come early, it waits for its slot; called before it, it is under way and leaves the place behind.
      if (view.origin.ticket.calledAt === null) continue;
      const t = (toMillis(start) - from) / QUARTER;
      if (t < periods) booked[c]![t] = Math.max(0, booked[c]![t]! - 1);
    }
    if (view.origin.ticket.calledAt === null && waitingTicket(view, facts.now)?.eligible !== true) continue;
    const arrivedAt = toMillis(view.origin.ticket.arrivedAt);
    for (const [r, { id }] of resources.entries()) {
      const use = uses.find((each) => each.resource === id && each.class === trafficClass);
      if (!use || hasPassed(view, names[r]!, facts)) continue;
      const t = Math.floor((arrivedAt + use.lag * MINUTE - from) / QUARTER);
      if (t < 0) backlog[r]! += use.minutes;
      else if (t < periods) onTheWay[r]![t]! += use.minutes;
    }
  }
  return { booked, backlog, onTheWay };
}

/** Whether a resource has nothing more to do for a lorry. */
function hasPassed(view: CrossingView, { kind, side }: ResourceName, { direction }: PlanningFacts): boolean {
  const { origin, destination } = view;
  if (kind === 'accepted') return destination.passage.crossedAt !== null;
  const party = side === originOf(direction) ? 'origin' : 'destination';
  const left = party === 'origin' ? origin.passage.exitedAt : destination.passage.departedAt;
  return left !== null || view[party].inspection.some((each) => each.finishedAt !== null);
}
