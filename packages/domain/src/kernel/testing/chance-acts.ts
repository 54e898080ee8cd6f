import { acts, findAct, type AnyAct } from '../../concepts.ts';
import type { ConsignmentView, CrossingView } from '../../freight/crossing/view.ts';
import { channelFor, ENDS, holdsOf, liveLoads, phaseOf, refusedAt, type Phase } from '../../freight/crossing/joint.ts';
import { REASON_KEYS } from '../../vocabulary/reason-codes.ts';
import { denied } from '../act.ts';
import {
  AUTHORITIES, DIRECTIONS, ROLES, SIDES, TRAFFIC_CLASSES, originOf, otherSide, type Role, type SideId,
} from '../codes.ts';
import type { Actor } from '../decider.ts';
import { DAY, fromMillis, HOUR, MINUTE, QUARTER } from '../instant.ts';
import { CAST, stranger } from './cast.ts';
import { completionOf, declarationOf } from './goods.ts';
import type { Attempt, Tried, World } from './world.ts';

/** People of both sides who do things by chance: mostly what the state admits, sometimes what nobody may. */

/** What people see and do: two sides in memory, or two nodes. */
export type People = Pick<
  World,
  'now' | 'chance' | 'facts' | 'references' | 'crossing' | 'crossings' | 'gateTimes' | 'context' | 'subject' | 'act' | 'latest'
> & {
  /** Whether an act would be tried at all, where that is known at less cost than by trying. */
  readonly admits?: (actor: Actor, act: AnyAct, reference: string) => boolean;
  /** Nobody declares another lorry once a side knows of so many; `LORRIES` when it is not said. */
  readonly lorries?: number;
};

const LORRIES = 3;

/** How often an act is tried. What ends a crossing or stops it is rare, or no lorry would get far. */
const WEIGHTS: Readonly<Record<string, number>> = {
  lodgeDeclaration: 2, completeDeclaration: 4, assessConsignment: 16, decide: 20, bookSlot: 10, moveSlot: 8,
  releaseSlot: 6, missSlot: 14, recordArrival: 8, callVehicle: 14, passCall: 14, recordExit: 14, recordCrossing: 14,
  recordDeparture: 10, recordReturn: 3, publishCapacity: 3, finishInspection: 6, reportResult: 6, objectToHold: 8,
  liftHold: 6, confirmCorrection: 6, dispatchTransfer: 12, completeTransfer: 12, addLoad: 6, removeLoad: 6,
  withdrawDeclaration: 1, amendDeclaration: 4, expireDeclaration: 10, expireCrossing: 10,
};
const TABLE = acts.flatMap((act) => Array.from({ length: WEIGHTS[act.name] ?? 2 }, () => act));

const references = (world: People, act: AnyAct, side: SideId): string[] =>
  act.on === 'gate' ? [side] : world.references(side, act.on);

/** An act that the policy and the state admit as far as `when` tells, or nothing when chance finds none. */
function admitted(world: People): Attempt | undefined {
  const { chance } = world;
  for (let tries = 0; tries < 25; tries += 1) {
    const act = chance.pick(TABLE);
    const grant = chance.pick(act.who);
    const side = chance.pick(SIDES);
    const actor = CAST[side][grant.role];
    const known = act.creates ? [] : references(world, act, side);
    if (!act.creates && known.length === 0) continue;
    if (act.creates && world.references(side, 'crossing').length >= (world.lorries ?? LORRIES)) continue;
    const reference = act.creates ? undefined : chance.pick(known);
    const subject = world.subject(act, side, reference);
    if (subject === undefined && !act.creates) continue;
    const direction = (subject as { direction?: 'VN-CN' | 'CN-VN' } | undefined)?.direction;
    if (denied(act, actor, direction) || act.when(subject, world.context(actor))) continue;
    const announced = act.name !== 'recordCrossing' || (subject as CrossingView).origin.passage.exitedAt !== null;
    if (!announced && chance.happens(95)) continue;
    return { actor, act, reference, command: commandFor(world, act.name, actor, subject), at: world.now };
  }
  return undefined;
}

/** Anybody tries anything, also in another's name, with the command of another act or with none. */
function wrong(world: People): Attempt {
  const { chance } = world;
  const act = chance.pick(acts);
  const side = chance.pick(SIDES);
  const someone = CAST[side][chance.pick(ROLES)];
  const known = [...world.references(side, 'crossing'), ...world.references(side, 'consignment'), 'VN', 'CN', 'PG-0'];
  const reference = chance.pick(known);
  const subject = world.subject(act, side, reference);
  const other = chance.happens(20) ? chance.pick(acts).name : act.name;
  return {
    actor: chance.happens(30) ? stranger(someone) : someone,
    act,
    reference,
    command: chance.happens(10) ? {} : commandFor(world, other, someone, subject),
    at: chance.happens(20) ? world.now - chance.below(120) * MINUTE : world.now,
  };
}

/** What somebody does next. */
export const attempt = (world: People): Attempt =>
  (world.chance.happens(80) ? admitted(world) : undefined) ?? wrong(world);

/** Somebody brings a lorry further, as far as his side knows how; chance alone would leave most of them in the yard. */
export function advance(world: People): Tried | undefined {
  const side = world.chance.pick(SIDES);
  const views = world.crossings(side);
  const done = views.length > 0 && GOALS.some((goal) => goal(world, world.chance.pick(views)));
  return done ? world.latest : undefined;
}

/**
 * One step of a run: somebody acts, or entries arrive on one side, or time passes. People in a hurry bring lorries further;
 * the others leave slots and declarations to their time.
 */
export function step(world: World, hurry: boolean): Tried | undefined {
  const { chance } = world;
  const what = chance.below(100);
  if (what < 12) {
    world.deliver(chance.pick(SIDES), chance.below(12));
    return undefined;
  }
  if (what < 22) {
    world.now += chance.below(30) * MINUTE + chance.below(MINUTE);
    if (chance.happens(hurry ? 5 : 20)) world.now += chance.below(20) * HOUR;
    if (chance.happens(hurry ? 1 : 3)) world.now += chance.pick([80, 80, 260]) * HOUR;
    return undefined;
  }
  if (what < 50 && hurry) return advance(world);
  const { actor, act, reference, command, at } = attempt(world);
  world.act(actor, act.name, reference, command, at);
  return world.latest;
}

/** Whether the policy table, read by itself, lets somebody do an act for that side's part in a direction. */
export function tableAllows({ act, actor }: Attempt, direction: 'VN-CN' | 'CN-VN' | undefined): boolean {
  const party = direction === undefined ? undefined : originOf(direction) === actor.side ? 'origin' : 'destination';
  return findAct(act.name)!.who.some(
    (grant) => grant.role === actor.role && (party === undefined || grant.party === 'either' || grant.party === party),
  );
}

const tenth = (world: People, good: string, bad: string): string => (world.chance.happens(10) ? bad : good);

/** A command that fits an act as far as the state tells; parts of it are wrong by chance. */
export function commandFor(world: People, name: string, actor: Actor, subject: unknown): unknown {
  const { chance } = world;
  const crossing = subject as CrossingView | undefined;
  const consignment = subject as ConsignmentView | undefined;
  const party = crossing?.direction && originOf(crossing.direction) === actor.side ? 'origin' : 'destination';
  const side = crossing?.origin && 'plan' in crossing.origin ? crossing[party] : undefined;
  const reason = 'by chance';
  const any = (values: readonly string[]): string => (values.length > 0 ? chance.pick(values) : chance.hex(16));
  const reading = () => ({
    lane: 'X1',
    ...(chance.happens(95) ? { tractorID: tenth(world, '29h 412.07', '29H-412.08') } : {}),
    sealID: [tenth(world, 'VN-CD084471', 'VN-CD084472'), 'CNHG 7201903'],
  });
  const build: Readonly<Record<string, () => unknown>> = {
    lodgeDeclaration: () => {
      const own = DIRECTIONS.find((each) => originOf(each) === actor.side)!;
      const direction = chance.happens(90) ? own : chance.pick(DIRECTIONS);
      const special = chance.pick(['smart_lane', 'smart_lane', 'hazardous'] as const);
      const trafficClass = chance.happens(30) ? { trafficClass: special } : {};
      const declaration = declarationOf(direction, { functionalReferenceID: chance.hex(4), ...trafficClass });
      const planned = world.references(actor.side, 'crossing');
      return planned.length > 0 && chance.happens(30) ? { declaration, crossing: chance.pick(planned) } : { declaration };
    },
    amendDeclaration: () => ({ declaration: declarationOf(consignment?.direction ?? 'VN-CN'), reason }),
    withdrawDeclaration: () => ({ reason }),
    completeDeclaration: () => ({ completion: completionOf(consignment?.direction ?? 'VN-CN') }),
    assessConsignment: () => {
      const channel = chance.pick(['green', 'green', 'yellow', 'red'] as const);
      const version = consignment?.origin && 'declaration' in consignment.origin ? consignment.origin.declaration.version : 1;
      const requiredActs = { green: [], yellow: ['papers'], red: ['papers', 'inspection', 'sample'] }[channel];
      const authority = chance.pick(AUTHORITIES);
      // Nobody but customs and quarantine takes samples.
      const asked = authority === 'border_guard' ? requiredActs.filter((each) => each !== 'sample') : requiredActs;
      return { authority, channel, requiredActs: asked, reasonCodes: [], rule: 'by chance', version };
    },
    addLoad: () => ({ consignment: any(world.references(actor.side, 'consignment')) }),
    removeLoad: () => ({
      consignment: any(crossing?.origin && 'loads' in crossing.origin ? crossing.origin.loads : []),
      reason,
    }),
    replaceAttachment: () =>
      chance.pick([
        { kind: 'seal', to: `NEW-${chance.below(3)}`, reason },
        { kind: 'tractor', to: '29h 412.07', reason },
        { kind: 'container', to: 'CSQU3054383', reason },
        { kind: 'driver', driver: { name: 'Hoàng', licenceID: '1', phone: '2', languageCode: 'vi' }, reason },
      ]),
    bookSlot: () => ({ start: fromMillis((Math.floor(world.now / QUARTER) + chance.below(12)) * QUARTER) }),
    recordArrival: () => {
      const { lane: _lane, ...seen } = reading();
      return { tractorID: '29H41207', ...seen, weighedMassKg: '38200', yard: 'VN-YX' };
    },
    callVehicle: () => ({ lane: 'X1', ...(chance.happens(30) ? { override: reason } : {}) }),
    passCall: () => ({ reason }),
    startInspection: () => ({ bay: 'B1' }),
    finishInspection: () => ({
      inspection: any(side?.inspection.flatMap((each) => (each.finishedAt === null ? each.inspection : [])) ?? []),
      outcome: tenth(world, 'passed', 'failed'),
    }),
    takeSample: () => ({ test: ['cadmium'], laboratory: 'L', dueAt: fromMillis(world.now + HOUR) }),
    reportResult: () => ({
      sample: any(side?.laboratory.flatMap((each) => (each.reportedAt === null ? each.sample : [])) ?? []),
      outcome: tenth(world, 'passed', 'failed'),
      value: [{ test: 'cadmium', value: '0.02', unit: 'mg/kg' }],
      reportID: 'R',
    }),
    placeHold: () => ({
      reasonCode: chance.pick(REASON_KEYS),
      cause: chance.pick(['papers', 'bay', 'laboratory', 'system']),
      deadline: fromMillis(world.now + (chance.below(180) + 1) * MINUTE),
      objectTo: 'the head of the post',
    }),
    objectToHold: () => ({ hold: any(side ? holdsOf(crossing!).map((each) => each.hold) : []), text: reason }),
    liftHold: () => ({
      hold: any(side?.hold.placed.flatMap((each) => (each.liftedAt === null ? each.hold : [])) ?? []),
      reason,
    }),
    decide: () => (chance.happens(93) ? { outcome: 'release' } : { outcome: 'refuse', reasonCode: chance.pick(REASON_KEYS) }),
    recordExit: reading,
    recordCrossing: reading,
    recordReturn: reading,
    recordDeparture: reading,
    dispatchTransfer: () => ({ vehicle: 'AGV-7' }),
    completeTransfer: () => ({ vehicle: 'AGV-7' }),
    proposeCorrection: () => {
      const own = world.facts(actor.side).filter((fact) => fact.stream === `crossing:${crossing?.reference}`);
      const readings = own.filter((fact) => ['VehicleArrived', 'OriginExited', 'BorderCrossed'].includes(fact.type));
      const fact = readings.length > 0 ? chance.pick(readings) : undefined;
      const patch = chance.pick([{ plateMatch: true }, { sealMatch: true }, { plateMatch: true, sealMatch: true }]);
      return { corrects: fact?.id ?? chance.hex(16), factType: fact?.type ?? 'constructor', patch, reason };
    },
    confirmCorrection: () => ({ correction: any(side?.correction.pending.map((each) => each.correction) ?? []) }),
    publishCapacity: () => ({
      trafficClass: chance.happens(90) ? chance.pick(['perishable', 'general', 'smart_lane']) : chance.pick(TRAFFIC_CLASSES),
      perHour: chance.happens(85) ? 12 : 0,
      validUntil: fromMillis(world.now + chance.below(24) * HOUR + 1),
    }),
    openStation: () => ({ station: chance.pick(['B1', 'constructor']), kind: 'bay', direction: chance.pick(DIRECTIONS) }),
    closeStation: () => ({ station: chance.pick(['B1', 'constructor', '__proto__']), reason }),
  };
  return (build[name === 'moveSlot' ? 'bookSlot' : name] ?? (() => ({})))();
}

/** Steps after which they give a crossing up and withdraw its papers. */
const PATIENCE = 120;

/** People who all want one crossing to end, with all that both sides have told at hand. Answers how many acts it took. */
export function finish(world: World, reference: string, ended: (view: CrossingView) => boolean): number | undefined {
  world.deliverAll();
  for (let taken = 0; taken < 2 * PATIENCE; taken += 1) {
    const view = world.crossing('VN', reference)!;
    if (ended(view)) return taken;
    if (!GOALS.some((goal) => goal(world, view))) {
      // Nothing can be done now: slots begin, gates open and deadlines pass with time.
      world.now += HOUR;
      if (taken > PATIENCE) tryAct(world, view, originOf(view.direction), 'trader', 'withdrawDeclaration');
    }
    world.deliverAll();
  }
  return undefined;
}

/** The node's own hand on each side: it keeps the deadlines that have passed, papers first. */
function keepDeadlines(world: World): void {
  for (const side of SIDES) {
    const { system } = CAST[side];
    for (const reference of world.references(side, 'consignment')) world.act(system, 'expireDeclaration', reference, {});
    for (const name of ['missSlot', 'expireCrossing']) {
      for (const reference of world.references(side, 'crossing')) world.act(system, name, reference, {});
    }
  }
  world.deliverAll();
}

const isAwaited = (view: CrossingView): boolean =>
  !ENDS.includes(phaseOf(view)) &&
  (view.origin.ticket.arrivedAt ?? view.origin.passage.exitedAt ?? view.destination.passage.crossedAt) === null;

/**
 * Nobody does anything any more, and time passes. Answers the lorries that were still to come. Each firm has put all that
 * it may on them before, so that consignments are on several lorries of which some have come.
 */
export function leaveToTime(world: World): string[] {
  world.deliverAll();
  const awaited = world.crossings('VN').filter(isAwaited);
  for (const { reference, direction } of awaited) {
    const { trader } = CAST[originOf(direction)];
    for (const as of [trader, stranger(trader)]) {
      for (const consignment of world.references(as.side, 'consignment')) world.act(as, 'addLoad', reference, { consignment });
    }
  }
  // First slots and papers pass, then what is left to those that may still come.
  for (const wait of [80 * HOUR, world.pair.arrivalGraceDays * DAY]) {
    world.now += wait;
    keepDeadlines(world);
  }
  return awaited.map((view) => view.reference);
}

/** How a crossing ends when everybody wants it to. What was refused, or stands over the line without papers, returns. */
export function endOf(view: CrossingView): Phase {
  const phase = phaseOf(view);
  if (ENDS.includes(phase)) return phase;
  return phase === 'refused' || liveLoads(view).length === 0 ? 'returned' : 'departed';
}

type Goal = (world: People, view: CrossingView) => boolean;

/** The act with a command that suits it, on the crossing or on one of its consignments. */
function tryAct(world: People, view: CrossingView, side: SideId, role: Role, name: string, command?: unknown): boolean {
  const act = findAct(name)!;
  const known = act.on === 'gate' ? [side] : act.on === 'crossing' ? [view.reference] : view.origin.loads;
  return known.some((reference) => {
    const subject = world.subject(act, side, reference);
    const person = CAST[side][role];
    // A trader acts for what is his own, and in a run by chance anybody may have lodged it.
    const people = (role === 'trader' ? [person, stranger(person)] : [person])
      .filter((as) => world.admits?.(as, act, reference) ?? true);
    return people.some((as) => world.act(as, name, reference, command ?? commandFor(world, name, as, subject)).ok);
  });
}

const both = (does: (world: People, view: CrossingView, side: SideId) => boolean): Goal =>
  (world, view) => SIDES.some((side) => does(world, view, side));

const assess = both((world, view, side) =>
  AUTHORITIES.some((authority) => {
    const party = originOf(view.direction) === side ? 'origin' : 'destination';
    if (channelFor(view, party, authority)) return false;
    return view.loads.some((load) => {
      const command = {
        authority, channel: 'yellow', requiredActs: [], reasonCodes: [], rule: 'r', version: load.origin.declaration.version,
      };
      return world.act(CAST[side].system, 'assessConsignment', load.reference, command).ok;
    });
  }),
);

const release = both((world, view, side) =>
  AUTHORITIES.some((role) => tryAct(world, view, side, role, 'decide', { outcome: 'release' })));

const look = both((world, view, side) =>
  AUTHORITIES.some((role) => {
    const party = originOf(view.direction) === side ? 'origin' : 'destination';
    const asked = channelFor(view, party, role)?.requiredActs ?? [];
    const inspected = view[party].inspection.some((each) => each.authority === role);
    const sampled = view[party].laboratory.some((each) => each.authority === role);
    if (asked.includes('inspection') && !inspected && tryAct(world, view, side, role, 'startInspection')) return true;
    return asked.includes('sample') && !sampled && role !== 'border_guard' && tryAct(world, view, side, role, 'takeSample');
  }),
);

const complete: Goal = (world, view) =>
  view.loads.some((load) => {
    if (load.destination.declaration.completedAt !== null) return false;
    const { trader } = CAST[otherSide(originOf(view.direction))];
    return world.act(trader, 'completeDeclaration', load.reference, { completion: completionOf(view.direction) }).ok;
  });

const capacity: Goal = (world, view) => {
  const far = otherSide(originOf(view.direction));
  const { trafficClass } = view.origin.plan;
  if (view.origin.slot.start || world.gateTimes(far).acceptedPerHour(far, trafficClass, world.now) > 0) return false;
  const command = { trafficClass, perHour: 1000, validUntil: fromMillis(world.now + 24 * HOUR) };
  return tryAct(world, view, far, 'manager', 'publishCapacity', command);
};

const atOrigin = (role: Role, name: string, command?: unknown): Goal =>
  (world, view) => tryAct(world, view, originOf(view.direction), role, name, command);
const atDestination = (role: Role, name: string, command?: unknown): Goal =>
  (world, view) => tryAct(world, view, otherSide(originOf(view.direction)), role, name, command);

const GOALS: readonly Goal[] = [
  atDestination('gate', 'recordDeparture'),
  (world, view) => refusedAt(view) !== null && atOrigin('gate', 'recordReturn')(world, view),
  both((world, view, side) => AUTHORITIES.some((role) => tryAct(world, view, side, role, 'liftHold'))),
  both((world, view, side) => AUTHORITIES.some((role) => tryAct(world, view, side, role, 'finishInspection'))),
  both((world, view, side) => tryAct(world, view, side, 'laboratory', 'reportResult')),
  complete,
  assess,
  look,
  release,
  capacity,
  (world, view) => view.origin.ticket.arrivedAt === null && atOrigin('trader', 'bookSlot')(world, view),
  (world, view) => view.origin.ticket.arrivedAt !== null && atOrigin('yard', 'bookSlot')(world, view),
  (world, view) => view.origin.slot.start !== null && atOrigin('yard', 'recordArrival')(world, view),
  atOrigin('manager', 'callVehicle', { lane: 'X1', override: 'to end it' }),
  atOrigin('yard', 'dispatchTransfer'),
  atOrigin('gate', 'recordExit'),
  (world, view) => view.origin.passage.exitedAt !== null && atDestination('gate', 'recordCrossing')(world, view),
  // What stands over the line without a paper that lives can only go back.
  (world, view) =>
    view.destination.passage.crossedAt !== null &&
    view.loads.every((load) => load.origin.declaration.withdrawnAt ?? load.origin.declaration.expiredAt) &&
    AUTHORITIES.some((role) => atDestination(role, 'decide', { outcome: 'refuse', reasonCode: REASON_KEYS[0] })(world, view)),
];
