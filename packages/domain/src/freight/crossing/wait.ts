import type { Cause, Party, SideId, TrafficClass } from '../../kernel/codes.ts';
import { AUTHORITIES, destinationOf, originOf } from '../../kernel/codes.ts';
import { MINUTE, toMillis, type Instant } from '../../kernel/instant.ts';
import { asOf, by, papersEnded, withPast } from './as-of.ts';
import { assessmentsBy, channelFor, decisionOf, holdsOf, liveLoads, refusedAt } from './joint.ts';
import type { CrossingView } from './view.ts';

/**
 * Every minute has a cause (design §3.4): the dwell of a lorry is cut into intervals with at most one cause each. Where
 * several conditions are unmet at once, the first in the order of `CAUSES` counts. Time in motion or in service has no
 * cause. Everything is read from the facts, so a fact that arrives late recomputes the past.
 */

/**
 * What the gates looked like at an instant. `edges` are the instants between two others at which the hours of either gate
 * or what a side accepts of a class may change.
 */
export interface GateTimes {
  isOpen(side: SideId, millis: number): boolean;
  acceptedPerHour(side: SideId, trafficClass: TrafficClass, millis: number): number;
  edges(from: number, to: number, side: SideId, trafficClass: TrafficClass): number[];
}

/** A lorry that is free to go is in motion this long before its driver is what it waits for. */
const MOVING = 10 * MINUTE;
/** Longer than this between the two gates, and the other side is what it waits for. */
const ON_THE_LINE = 15 * MINUTE;

type Conditions = Partial<Record<Cause, boolean>>;
const ORDER: readonly Cause[] = ['papers', 'slot', 'queue', 'bay', 'laboratory', 'other', 'closed', 'driver', 'system'];
const first = (conditions: Conditions): Cause | null => ORDER.find((cause) => conditions[cause]) ?? null;

/** What holds in the work of one party's authorities at an instant. */
function work(view: CrossingView, party: Party, millis: number) {
  const side = view[party];
  let papers = false;
  let bay = false;
  let inService = false;
  for (const authority of AUTHORITIES) {
    if (by(decisionOf(view, party, authority)?.at ?? null, millis)) continue;
    const assessment = channelFor(view, party, authority);
    const judged = assessmentsBy(view, party, authority).every((each) => by(each?.at ?? null, millis));
    const inspections = side.inspection.filter((each) => each.authority === authority && by(each.startedAt, millis));
    if (inspections.some((each) => !by(each.finishedAt, millis))) inService = true;
    else if (!assessment || !judged) papers = true;
    else if (assessment.requiredActs.includes('inspection') && inspections.length === 0) bay = true;
    else if (assessment.requiredActs.includes('sample') && !side.laboratory.some((each) => by(each.takenAt, millis))) {
      bay = true;
    } else if (assessment.channel !== 'green') papers = true;
  }
  const waiting = side.laboratory.some((each) => by(each.takenAt, millis) && !by(each.reportedAt, millis));
  // While an officer works on the lorry, what other desks still lack does not hold it up.
  return inService ? { papers: false, bay: false, laboratory: false, inService } : { papers, bay, laboratory: waiting };
}

const openAt = (view: CrossingView, millis: number) =>
  holdsOf(view).filter((hold) => by(hold.placedAt, millis) && !by(hold.liftedAt, millis));

const held = (view: CrossingView, millis: number, party: Party, cause: Cause): boolean =>
  openAt(view, millis).some((hold) => hold.party === party && hold.cause === cause);

const incomplete = (view: CrossingView, millis: number): boolean =>
  liveLoads(view).length === 0 || liveLoads(view).some((load) => !by(load.destination.declaration.completeSince, millis));

/** The last instant at which all of these had happened, or `undefined` when one had not. */
function since(...instants: (Instant | null)[]): number | undefined {
  if (instants.includes(null)) return undefined;
  return Math.max(...(instants as Instant[]).map(toMillis));
}

function causeAtOrigin(view: CrossingView, millis: number, gate: GateTimes): Cause | null {
  const { origin } = view;
  const far = destinationOf(view.direction);
  const open = gate.isOpen(originOf(view.direction), millis) && gate.isOpen(far, millis);
  const passed = origin.ticket.passed.some((each) => by(each.calledAt, millis) && !by(each.passedAt, millis));
  const called = passed || by(origin.ticket.calledAt, millis);
  const accepts = gate.acceptedPerHour(far, origin.plan.trafficClass, millis) > 0;
  const doing = work(view, 'origin', millis);
  const free = since(origin.ticket.calledAt, origin.decision.releasedAt);
  const movesOn = free !== undefined && free <= millis;
  if (by(refusedAt(view), millis)) return 'driver';
  return first({
    papers: incomplete(view, millis) || doing.papers || held(view, millis, 'origin', 'papers'),
    slot: !origin.slot.start || toMillis(origin.slot.start) > millis,
    queue: !called && open && accepts,
    bay: doing.bay || held(view, millis, 'origin', 'bay'),
    laboratory: doing.laboratory || held(view, millis, 'origin', 'laboratory'),
    other: (!called && open && !accepts) || openAt(view, millis).some((hold) => hold.party === 'destination'),
    closed: !open && !doing.inService,
    driver: passed || (movesOn && millis - free >= MOVING),
    system: held(view, millis, 'origin', 'system'),
  });
}

function causeAtDestination(view: CrossingView, millis: number, gate: GateTimes): Cause | null {
  const { destination } = view;
  const doing = work(view, 'destination', millis);
  const free = since(destination.decision.releasedAt);
  if (by(refusedAt(view), millis)) return 'driver';
  return first({
    papers: incomplete(view, millis) || doing.papers || held(view, millis, 'destination', 'papers'),
    bay: doing.bay || held(view, millis, 'destination', 'bay'),
    laboratory: doing.laboratory || held(view, millis, 'destination', 'laboratory'),
    closed: !gate.isOpen(destinationOf(view.direction), millis) && !doing.inService,
    driver: free !== undefined && millis - free >= MOVING,
    system: held(view, millis, 'destination', 'system'),
  });
}

/** When the crossing ended: by leaving the second gate, by returning, by never coming, or with its last declaration. */
export const endedAt = (view: CrossingView): Instant | null => {
  const papers = view.loads.map(papersEnded);
  const left = view.origin.passage.exitedAt ?? view.destination.passage.crossedAt;
  const last = papers.includes(null) ? null : (papers.toSorted().at(-1) ?? null);
  const never = left ? null : (view.origin.plan.expiredAt ?? last);
  return view.destination.passage.departedAt ?? view.origin.passage.returnedAt ?? never;
};

/** The cause that counts at an instant, or `null` while nothing holds the lorry or it is not there. */
export function causeAt(whole: CrossingView, millis: number, gate: GateTimes): Cause | null {
  const { origin, destination } = whole;
  if (!by(origin.plan.plannedAt, millis) || by(endedAt(whole), millis)) return null;
  const view = asOf(whole, millis);
  if (by(destination.passage.crossedAt, millis)) return causeAtDestination(view, millis, gate);
  if (by(origin.passage.exitedAt, millis)) {
    if (millis - toMillis(origin.passage.exitedAt!) < ON_THE_LINE) return null;
    return gate.isOpen(destinationOf(view.direction), millis) ? 'other' : 'closed';
  }
  if (by(origin.ticket.arrivedAt, millis)) return causeAtOrigin(view, millis, gate);
  if (incomplete(view, millis)) return 'papers';
  return by(origin.slot.bookedAt, millis) ? null : 'slot';
}

export interface Interval {
  readonly from: number;
  readonly to: number;
  readonly cause: Cause | null;
  readonly side: SideId;
}

/** Every instant of the crossing at which the cause can change. */
function edgesOf(view: CrossingView, from: number, to: number, gate: GateTimes): number[] {
  const { origin, destination } = view;
  const instants: (Instant | null)[] = [
    origin.ticket.arrivedAt, origin.ticket.calledAt, origin.slot.bookedAt, origin.slot.start, origin.passage.exitedAt,
    destination.passage.crossedAt, endedAt(view), refusedAt(view),
  ];
  const later: (number | undefined)[] = [];
  for (const load of view.loads) {
    instants.push(load.destination.declaration.completeSince, papersEnded(load));
    instants.push(...load.origin.declaration.amendments.map((each) => each.at));
    for (const side of [load.origin, load.destination]) {
      instants.push(...Object.values(side.assessment).flatMap(withPast).map((each) => each.at));
    }
  }
  for (const each of origin.ticket.passed) instants.push(each.calledAt, each.passedAt);
  for (const hold of holdsOf(view)) instants.push(hold.placedAt, hold.liftedAt);
  for (const party of ['origin', 'destination'] as const) {
    const side = view[party];
    instants.push(side.decision.releasedAt);
    instants.push(...Object.values(side.decision.by).flatMap(withPast).map((each) => each.at));
    for (const each of side.inspection) instants.push(each.startedAt, each.finishedAt);
    for (const each of side.laboratory) instants.push(each.takenAt, each.reportedAt);
  }
  const free = since(origin.ticket.calledAt, origin.decision.releasedAt);
  const through = since(destination.decision.releasedAt);
  const left = since(origin.passage.exitedAt);
  later.push(free && free + MOVING, through && through + MOVING, left && left + ON_THE_LINE);
  const far = destinationOf(view.direction);
  const edges = new Set<number>([from, ...gate.edges(from, to, far, origin.plan.trafficClass)]);
  for (const instant of instants) if (instant) edges.add(toMillis(instant));
  for (const millis of later) if (millis !== undefined) edges.add(millis);
  return [...edges].filter((millis) => millis >= from && millis < to).toSorted((a, b) => a - b);
}

/**
 * The dwell of the lorry from its planning until `now` or its end, as intervals without gaps. `side` is where it is.
 */
export function intervalsOf(view: CrossingView, now: number, gate: GateTimes): Interval[] {
  if (!view.origin.plan.plannedAt) return [];
  const end = endedAt(view);
  const from = toMillis(view.origin.plan.plannedAt);
  const to = Math.max(from, end ? Math.min(now, toMillis(end)) : now);
  const intervals: Interval[] = [];
  const edges = edgesOf(view, from, to, gate);
  for (const [index, start] of edges.entries()) {
    const stop = edges[index + 1] ?? to;
    const cause = causeAt(view, start, gate);
    const crossed = by(view.destination.passage.crossedAt, start);
    const side = crossed ? destinationOf(view.direction) : originOf(view.direction);
    const last = intervals.at(-1);
    if (last && last.cause === cause && last.side === side) intervals[intervals.length - 1] = { ...last, to: stop };
    else intervals.push({ from: start, to: stop, cause, side });
  }
  return intervals;
}
