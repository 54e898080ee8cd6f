import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Actor, Fact } from '@pairgate/domain/kernel/decider.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import type { Context, GateView } from '@pairgate/domain/freight/context.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import { digest, newId, newReference, randomHex, type Draw } from './crypto.ts';
import type { Group } from './group.ts';
import type { Live } from './live.ts';
import { consignmentView, crossingView, gateSides } from './states.ts';

/** What is the same for every decision of a node. */
export interface ContextOptions {
  readonly side: SideId;
  readonly pair: Pair;
  readonly live: Live;
  readonly gateTimes: (gate: GateView) => GateTimes;
  /** Where identifiers and secrets of new facts are drawn from. */
  readonly random: Draw;
  /** The plan of this side's slots; absent where nothing is planned. */
  readonly planned?: Context['planned'] | undefined;
}

export interface ContextParts {
  readonly actor: Actor;
  readonly now: number;
  readonly group: Pick<Group, 'read' | 'carriersOf' | 'lodgedHere' | 'booked'>;
  readonly lodged: ReadonlyMap<string, string>;
  readonly history: ReadonlyMap<string, readonly Fact[]>;
}

/** The context of a decision: this side's own states and journal, and the ports of time, chance and hashing. */
export function contextOf({ side, pair, live, gateTimes, random, planned }: ContextOptions, parts: ContextParts): Context {
  const { group, now } = parts;
  const crossing = (reference: string) => crossingView(group.read, side, reference);
  return {
    now,
    actor: parts.actor,
    side,
    pair,
    // Most acts look at neither.
    get gate() {
      return gateSides(group.read, side);
    },
    get gateTimes() {
      return gateTimes(this.gate);
    },
    booked: (direction, trafficClass, start) => group.booked(direction, trafficClass, start),
    planned: planned ?? (() => undefined),
    waiting: (direction) => live.waiting(direction, now, group.read),
    consignment: (reference) => consignmentView(group.read, side, reference),
    crossing,
    // A lorry from which the consignment was taken off again carries it no more.
    carriers: (consignment) =>
      group.carriersOf(consignment).map(crossing).filter((view) => view !== undefined)
        .filter((view) => view.origin.loads.includes(consignment)),
    lodgedAs: (owner, reference) => group.lodgedHere(owner, reference) ?? parts.lodged.get(`${owner}\n${reference}`),
    ownFact: (reference, fact, type) =>
      (parts.history.get(streamOf('crossing', reference)) ?? []).some((each) => each.id === fact && each.type === type),
    newId: () => newId(random),
    newReference: () => newReference(random),
    random: () => randomHex(32, random),
    digest,
  };
}
