import { createHash } from 'node:crypto';
import { factTypes, findAct, type AnyAct, type FactTypeName } from '../../concepts.ts';
import { consignmentSlices, type ConsignmentSide } from '../../freight/consignment/slices.ts';
import type { Context } from '../../freight/context.ts';
import { consequence } from '../../freight/crossing/consequences.ts';
import { crossingSlices, type CrossingSide } from '../../freight/crossing/slices.ts';
import type { ConsignmentView, CrossingView } from '../../freight/crossing/view.ts';
import type { GateTimes } from '../../freight/crossing/wait.ts';
import { edges, isOpen } from '../../gate/calendar/open.ts';
import { acceptedPerHour } from '../../gate/capacity/evolve.ts';
import { huuNghiYouyiGuan } from '../../gate/pair/huu-nghi-youyi-guan.ts';
import { gateSlices, type GateSide } from '../../gate/slices.ts';
import { waitingTicket } from '../../queue/order/eligible.ts';
import { denied, parseStream, partyOf, streamOf, type StreamKind } from '../act.ts';
import { otherSide, SIDES, type Direction, type SideId } from '../codes.ts';
import type { Actor, Draft, Fact, Refusal } from '../decider.ts';
import { evolve, foldSide, initialState, type Slices, type StateOf } from '../fold.ts';
import { fromMillis, toMillis } from '../instant.ts';
import { formatReference } from '../reference.ts';
import { Chance } from './chance.ts';

/**
 * Two sides in memory, each with its own full facts and what the other has published and it has received. It does what a
 * node does around the deciders and nothing else: the policy table first, then `when`, then `decide`, then what follows of
 * itself. Time stands still unless a test moves it; identifiers come from a seed.
 */
export interface WorldOptions {
  readonly seed?: number;
  readonly now: number;
  /** What of a fact crosses, as the other side reads it; `undefined` when nothing does. */
  readonly publish?: (fact: Fact, seq: number) => Fact | undefined;
}

export type Outcome =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Somebody's try at an act. */
export interface Attempt {
  readonly actor: Actor;
  readonly act: AnyAct;
  readonly reference: string | undefined;
  readonly command: unknown;
  readonly at: number;
}

export interface Tried {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}

const SLICES: Readonly<Record<StreamKind, Slices>> = {
  consignment: consignmentSlices,
  crossing: crossingSlices,
  gate: gateSlices,
};
export const slicesOf = (stream: string): Slices => SLICES[parseStream(stream).kind];

/** By default everything crosses but the author: what the agreement drops is tested where the agreement lives. */
const withoutActor = ({ actor: _actor, ...fact }: Fact): Fact => fact;

interface Told {
  readonly own: Fact[];
  readonly peer: Fact[];
  state: { own: StateOf<Slices>; peer: StateOf<Slices> };
  published: number;
}

class Side {
  readonly facts: Fact[] = [];
  /** What this side has published, as the other side reads it. */
  readonly log: Fact[] = [];
  /** How many entries of the other side's log are here. */
  received = 0;
  readonly streams = new Map<string, Told>();

  stream(name: string): Told {
    const told = this.streams.get(name) ?? nothingTold(name);
    this.streams.set(name, told);
    return told;
  }
}

function nothingTold(stream: string): Told {
  const initial = initialState(slicesOf(stream));
  return { own: [], peer: [], state: { own: initial, peer: initial }, published: 0 };
}

function take(told: Told, whose: 'own' | 'peer', fact: Fact): void {
  told[whose].push(fact);
  const slices = slicesOf(fact.stream);
  const state = fact.type === 'FactCorrected' ? foldSide(slices, told[whose]) : evolve(slices, told.state[whose], fact);
  told.state = { ...told.state, [whose]: state };
}

type Read = (stream: string) => { own: unknown; peer: unknown } | undefined;

/** Who is the origin follows from who began the stream. */
function orient<State>(read: Read, us: SideId, stream: string, began: (state: State) => boolean) {
  const states = read(stream) as { own: State; peer: State } | undefined;
  if (!states) return undefined;
  const origin = began(states.own) ? us : began(states.peer) ? otherSide(us) : undefined;
  if (!origin) return undefined;
  const [first, second] = origin === us ? [states.own, states.peer] : [states.peer, states.own];
  return { direction: (origin === 'VN' ? 'VN-CN' : 'CN-VN') as Direction, origin: first, destination: second };
}

function consignmentIn(read: Read, us: SideId, reference: string): ConsignmentView | undefined {
  const stream = streamOf('consignment', reference);
  const view = orient<ConsignmentSide>(read, us, stream, (state) => state.declaration.lodgedAt !== null);
  return view && { reference, ...view };
}

function crossingIn(read: Read, us: SideId, reference: string): CrossingView | undefined {
  const view = orient<CrossingSide>(read, us, streamOf('crossing', reference), (state) => state.plan.plannedAt !== null);
  const loads = view?.origin.loads.map((load) => consignmentIn(read, us, load)).filter((load) => load !== undefined);
  return view && { reference, ...view, loads: loads! };
}

/** Somebody who hears both logs, entry by entry, in whatever order they come. */
export class Observer {
  readonly #streams = new Map<string, Told>();

  hear(fact: Fact): void {
    const told = this.#streams.get(fact.stream) ?? nothingTold(fact.stream);
    this.#streams.set(fact.stream, told);
    take(told, fact.side === 'VN' ? 'own' : 'peer', fact);
  }

  crossing(reference: string): CrossingView | undefined {
    return crossingIn((stream) => this.#streams.get(stream)?.state, 'VN', reference);
  }
}

/** The shared state of a crossing: a fold of each side's published facts and nothing else. */
export function sharedCrossing(logs: Readonly<Record<SideId, readonly Fact[]>>, reference: string) {
  const read: Read = (stream) => {
    const told = (side: SideId) => foldSide(slicesOf(stream), logs[side].filter((fact) => fact.stream === stream));
    return { own: told('VN'), peer: told('CN') };
  };
  return crossingIn(read, 'VN', reference);
}

export class World {
  now: number;
  readonly chance: Chance;
  readonly pair = huuNghiYouyiGuan;
  readonly #sides: Readonly<Record<SideId, Side>> = { VN: new Side(), CN: new Side() };
  readonly #publish: NonNullable<WorldOptions['publish']>;
  /** The plan of the side whose slots are booked; a test may put one in force. */
  planned: Context['planned'] = () => undefined;

  constructor({ seed = 1, now, publish = withoutActor }: WorldOptions) {
    this.now = now;
    this.chance = new Chance(seed);
    this.#publish = publish;
  }

  facts(side: SideId): readonly Fact[] {
    return this.#sides[side].facts;
  }

  log(side: SideId): readonly Fact[] {
    return this.#sides[side].log;
  }

  received(side: SideId): number {
    return this.#sides[side].received;
  }

  #read(side: SideId): Read {
    return (stream) => this.#sides[side].streams.get(stream)?.state;
  }

  crossing(side: SideId, reference: string): CrossingView | undefined {
    return crossingIn(this.#read(side), side, reference);
  }

  consignment(side: SideId, reference: string): ConsignmentView | undefined {
    return consignmentIn(this.#read(side), side, reference);
  }

  /** The references of a kind that a side knows. */
  references(side: SideId, kind: StreamKind): string[] {
    return [...this.#sides[side].streams.keys()].flatMap((stream) => {
      const parsed = parseStream(stream);
      return parsed.kind === kind ? [parsed.reference] : [];
    });
  }

  crossings(side: SideId): CrossingView[] {
    return this.references(side, 'crossing').flatMap((reference) => this.crossing(side, reference) ?? []);
  }

  gate(side: SideId): Record<SideId, GateSide> {
    const told = (of: SideId): GateSide => {
      const { own, peer } = this.#sides[side].stream(streamOf('gate', of)).state;
      return (of === side ? own : peer) as unknown as GateSide;
    };
    return { VN: told('VN'), CN: told('CN') };
  }

  gateTimes(side: SideId): GateTimes {
    const gate = this.gate(side);
    const { sides, degradedShare } = this.pair;
    return {
      isOpen: (of, millis) => isOpen(sides[of].calendar, millis),
      acceptedPerHour: (of, trafficClass, millis) =>
        acceptedPerHour(gate[of].capacity, trafficClass, millis, degradedShare).perHour,
      edges: (from, to) => [
        ...SIDES.flatMap((of) => edges(sides[of].calendar, from, to)),
        ...SIDES.flatMap((of) => Object.values(gate[of].capacity).flat())
          .flatMap((each) => [toMillis(each.from), toMillis(each.validUntil)])
          .filter((millis) => from < millis && millis < to),
      ],
    };
  }

  context(actor: Actor, now = this.now): Context {
    const { side } = actor;
    const home = this.#sides[side];
    return {
      now,
      actor,
      side,
      pair: this.pair,
      gate: this.gate(side),
      gateTimes: this.gateTimes(side),
      booked: (direction, trafficClass, start) =>
        this.crossings(side).filter(
          ({ direction: way, origin }) =>
            way === direction &&
            origin.plan.trafficClass === trafficClass &&
            origin.slot.start !== null &&
            toMillis(origin.slot.start) === start,
        ).length,
      planned: (direction, trafficClass, start) => this.planned(direction, trafficClass, start),
      waiting: (direction) =>
        this.crossings(side).flatMap((view) => (view.direction === direction ? (waitingTicket(view, now) ?? []) : [])),
      consignment: (reference) => this.consignment(side, reference),
      crossing: (reference) => this.crossing(side, reference),
      carriers: (consignment) => this.crossings(side).filter((view) => view.origin.loads.includes(consignment)),
      lodgedAs: (owner, functionalReferenceID) =>
        this.references(side, 'consignment').find((reference) => {
          const { by, declaration } = this.consignment(side, reference)?.origin.declaration ?? {};
          return by === owner && declaration?.functionalReferenceID === functionalReferenceID;
        }),
      ownFact: (crossing, fact, type) =>
        home.stream(streamOf('crossing', crossing)).own.some((each) => each.id === fact && each.type === type),
      newId: () => this.chance.hex(16),
      newReference: () => formatReference(BigInt(`0x${this.chance.hex(8)}`)),
      random: () => this.chance.hex(32),
      digest: (text) => createHash('sha256').update(text).digest('hex'),
    };
  }

  /** What an act is about, as a side knows it. */
  subject(act: AnyAct, side: SideId, reference: string | undefined): unknown {
    if (act.creates || reference === undefined) return undefined;
    if (act.on === 'gate') return reference === side ? { side } : undefined;
    return act.on === 'crossing' ? this.crossing(side, reference) : this.consignment(side, reference);
  }

  /** What was tried last, and what came of it. */
  latest: Tried | undefined;

  /** Somebody does something on his side, at an instant that may lie in the past: a paper event that is entered late. */
  act(actor: Actor, name: string, reference: string | undefined, command: unknown, at = this.now): Outcome {
    const act = findAct(name);
    if (!act) throw new Error(`no such act: ${name}`);
    const outcome = this.#act(actor, act, reference, command, at);
    this.latest = { attempt: { actor, act, reference, command, at }, outcome };
    return outcome;
  }

  #act(actor: Actor, act: AnyAct, reference: string | undefined, command: unknown, at: number): Outcome {
    const parsed = act.schema.safeParse(command);
    if (!parsed.success) {
      const pointer = `/${parsed.error.issues[0]!.path.map(String).join('/')}`;
      return { ok: false, refusals: [{ code: 'field_malformed', pointer }] };
    }
    const subject = this.subject(act, actor.side, reference);
    if (subject === undefined && !act.creates) return { ok: false, refusals: [{ code: 'reference_unknown' }] };
    const context = this.context(actor, at);
    const unfit = denied(act, actor, directionOf(subject, parsed.data)) ?? act.when(subject, context);
    if (unfit) return { ok: false, refusals: [unfit] };
    const decision = act.decide(parsed.data, subject, context);
    if (!decision.ok) return decision;
    const facts = decision.facts.map((draft) => this.tell(actor, draft, at));
    return { ok: true, facts: [...facts, ...this.#settle(actor.side, facts, at)] };
  }

  /** Writes a fact down on the author's side and publishes it. */
  tell(actor: Actor, draft: Draft, at = this.now, id = this.chance.hex(16)): Fact {
    const side = this.#sides[actor.side];
    const fact: Fact = {
      id,
      type: draft.type,
      stream: draft.stream,
      side: actor.side,
      actor,
      occurredAt: fromMillis(at),
      recordedAt: fromMillis(this.now),
      saw: side.received,
      data: draft.data,
    };
    const told = side.stream(fact.stream);
    side.facts.push(fact);
    take(told, 'own', fact);
    const published = this.#publish(fact, told.published + 1);
    if (published) {
      told.published += 1;
      side.log.push(published);
    }
    return fact;
  }

  /** One side as it was: its own facts as it wrote them, and what it had received of the other's log. */
  static asOf(options: WorldOptions, side: SideId, own: readonly Fact[], heard: readonly Fact[]): World {
    const world = new World(options);
    world.#sides[side].facts.push(...own);
    for (const fact of own) take(world.#sides[side].stream(fact.stream), 'own', fact);
    world.#sides[otherSide(side)].log.push(...heard);
    world.hear(side);
    return world;
  }

  /** Lets the next entries of the other side's log arrive, and nothing follow yet. */
  hear(to: SideId, count = Number.POSITIVE_INFINITY): Fact[] {
    const side = this.#sides[to];
    const arriving = this.#sides[otherSide(to)].log.slice(side.received, side.received + count);
    for (const fact of arriving) take(side.stream(fact.stream), 'peer', fact);
    side.received += arriving.length;
    return arriving;
  }

  /** Lets the next entries of the other side's log arrive; answers the facts that followed of themselves. */
  deliver(to: SideId, count?: number): Fact[] {
    return this.#settle(to, this.hear(to, count), this.now);
  }

  /** Lets everything arrive on both sides, with what follows from it. */
  deliverAll(): void {
    while (SIDES.some((side) => this.#sides[side].received < this.#sides[otherSide(side)].log.length)) {
      for (const side of SIDES) this.deliver(side);
    }
  }

  #settle(side: SideId, facts: readonly Fact[], at: number): Fact[] {
    const touched = new Set(facts.map((fact) => fact.stream));
    const followed: Fact[] = [];
    const system: Actor = { side, role: 'system', account: 'system' };
    if (touched.size === 0) return followed;
    for (const { reference, direction, origin } of this.crossings(side)) {
      const streams = [streamOf('crossing', reference), ...origin.loads.map((load) => streamOf('consignment', load))];
      if (!streams.some((stream) => touched.has(stream))) continue;
      for (;;) {
        const draft = consequence(this.crossing(side, reference)!, partyOf(side, direction));
        if (!draft) break;
        followed.push(this.tell(system, draft, at));
      }
    }
    return followed;
  }
}

const directionOf = (subject: unknown, command: unknown): Direction | undefined =>
  (subject as { direction?: Direction } | undefined)?.direction ??
  (command as { declaration?: { direction?: Direction } }).declaration?.direction;

/** What is wrong with a fact as its author wrote it: its data, its stream or its author. */
export function faultOfFact(fact: Fact, direction: Direction | undefined): string | undefined {
  const known = Object.hasOwn(factTypes, fact.type) ? factTypes[fact.type as FactTypeName] : undefined;
  if (!known) return `no such type: ${fact.type}`;
  if (parseStream(fact.stream).kind !== known.on) return `${fact.type} in ${fact.stream}`;
  const parsed = known.data.safeParse(fact.data);
  if (!parsed.success) return `${fact.type}: ${parsed.error.message}`;
  if (fact.actor && fact.actor.side !== fact.side) return `${fact.type} of ${fact.side} by somebody of ${fact.actor.side}`;
  if (known.author !== 'either' && (!direction || partyOf(fact.side, direction) !== known.author)) {
    return `${fact.type} by ${fact.side}, but its author is the ${known.author}`;
  }
  return undefined;
}
