import { expect } from 'vitest';
import { findAct, type FactTypeName } from '../../concepts.ts';
import type { Actor, Fact } from '../decider.ts';
import { MINUTE, toMillis, type Instant } from '../instant.ts';
import { CONSIGNMENT, CROSSING, NOW, type Given } from './history.ts';
import { faultOfFact, World, type Outcome } from './world.ts';

/**
 * Given these facts, when somebody does this, then these facts follow, or it is refused. Acts go through the table of acts,
 * the policy and the consequences, over a world of two sides in which everything given has arrived.
 */
export interface Doing {
  /** Who acts, and so on which side. */
  readonly as: Actor;
  /** Now, unless the test says another time. */
  readonly at?: Instant | number;
  /** What it is about; by default the first consignment, the first crossing, or one's own gate. */
  readonly on?: string;
}

/** A fact that is expected: its type, and those of its fields that the test is about. */
type Expected = readonly [type: FactTypeName, data?: object];

export interface Done {
  /** Exactly these facts, in this order, the consequences of the act included. */
  then(...expected: Expected[]): void;
  thenRefused(code: string, pointer?: string): void;
  readonly outcome: Outcome;
  readonly world: World;
}

export function given(...history: (Given | readonly Given[])[]) {
  const facts = history.flat();
  const world = new World({ now: NOW });
  for (const [index, fact] of facts.entries()) {
    const instant = fact.at === undefined ? NOW - (facts.length - index) * MINUTE : toMillis(fact.at);
    world.tell(fact.by, { stream: fact.stream, type: fact.type, data: fact.data }, instant, fact.id);
  }
  receive(world);
  return {
    world,
    when(act: string, command: object, { as, at, on }: Doing): Done {
      const instant = at === undefined ? NOW : typeof at === 'number' ? at : toMillis(at);
      world.now = Math.max(world.now, instant);
      const outcome = world.act(as, act, on ?? subjectOf(act, as), command, instant);
      return {
        outcome,
        world,
        then(...expected) {
          if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusals)}`);
          expect(outcome.facts.map((fact) => fact.type)).toEqual(expected.map(([type]) => type));
          for (const [index, fact] of outcome.facts.entries()) {
            expect(fact.data).toMatchObject(expected[index]![1] ?? {});
            expect(faultOfFact(fact, directionIn(world, fact))).toBeUndefined();
          }
        },
        thenRefused(code, pointer) {
          if (outcome.ok) throw new Error(`accepted: ${JSON.stringify(outcome.facts.map((fact) => fact.type))}`);
          const found = outcome.refusals.map((refusal) =>
            pointer === undefined ? { code: refusal.code } : { code: refusal.code, pointer: refusal.pointer },
          );
          expect(found).toContainEqual(pointer === undefined ? { code } : { code, pointer });
        },
      };
    },
  };
}

/** Given facts are complete as they stand: what would follow of itself from them has not yet been asked. */
function receive(world: World): void {
  world.hear('VN');
  world.hear('CN');
}

function subjectOf(name: string, as: Actor): string {
  const kind = findAct(name)?.on;
  if (kind === 'gate') return as.side;
  return kind === 'consignment' ? CONSIGNMENT : CROSSING;
}

function directionIn(world: World, fact: Fact) {
  const reference = fact.stream.slice(fact.stream.indexOf(':') + 1);
  const view = world.crossing(fact.side, reference) ?? world.consignment(fact.side, reference);
  return view?.direction;
}
