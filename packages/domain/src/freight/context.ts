import type { Direction, Party, SideId, TrafficClass } from '../kernel/codes.ts';
import type { Actor } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import { partyOf } from '../kernel/act.ts';
import type { GateSide } from '../gate/slices.ts';
import type { Pair } from '../gate/pair/schema.ts';
import type { ConsignmentView, CrossingView } from './crossing/view.ts';
import type { GateTimes } from './crossing/wait.ts';

/** A ticket that waits to be called, with the published inputs of the order. */
export interface WaitingTicket {
  readonly crossing: string;
  readonly ticket: string;
  readonly trafficClass: TrafficClass;
  readonly arrivedAt: Instant;
  readonly slotStart: Instant | null;
  readonly shelfLifeHours: number | null;
  /** False while papers, slot or a hold keep the lorry from being called. */
  readonly eligible: boolean;
  readonly passed: number;
}

/** Both sides' gates as this side knows them. */
export type GateView = Readonly<Record<SideId, GateSide>>;

/**
 * What a decider may know beyond the stream itself. Time, identifiers, chance and hashing come in here: the domain
 * reaches none of them. Everything else is what this side's own journal and the other side's mirrored log say.
 */
export interface Context {
  /** Milliseconds since the epoch by the node's clock, or the true time of a paper event that is entered late. */
  readonly now: number;
  readonly actor: Actor;
  readonly side: SideId;
  readonly pair: Pair;
  readonly gate: GateView;
  readonly gateTimes: GateTimes;
  /** Slots booked in a quarter of an hour that starts at `start`. */
  booked(direction: Direction, trafficClass: TrafficClass, start: number): number;
  /**
   * Places that this side's own plan gives in that quarter of an hour, booked ones among them; `undefined` where no plan
   * speaks of it or the plan leaves it to the capacity.
   */
  planned(direction: Direction, trafficClass: TrafficClass, start: number): number | undefined;
  waiting(direction: Direction): readonly WaitingTicket[];
  consignment(reference: string): ConsignmentView | undefined;
  crossing(reference: string): CrossingView | undefined;
  /** The crossings that carry a consignment. */
  carriers(consignment: string): readonly CrossingView[];
  /** The consignment that the same trader lodged under this reference of its own, if any. */
  lodgedAs(owner: string, functionalReferenceID: string): string | undefined;
  /** Whether this side wrote the fact of that identifier and type in the crossing's stream. */
  ownFact(crossing: string, fact: string, type: string): boolean;
  newId(): string;
  newReference(): string;
  /** 32 random bytes in hex. */
  random(): string;
  /** SHA-256 in hex of the UTF-8 of a text. */
  digest(text: string): string;
}

export const partyIn = (view: { direction: Direction }, context: { side: SideId }): Party =>
  partyOf(context.side, view.direction);

/** The firm or account in whose name somebody acts. */
export const ownerOf = (actor: Actor): string => actor.firm ?? actor.account;
