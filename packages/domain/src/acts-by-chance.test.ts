import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acts } from './concepts.ts';
import { ENDS, hasEnded, phaseOf, PHASES } from './freight/crossing/joint.ts';
import { parseStream } from './kernel/act.ts';
import type { Direction } from './kernel/codes.ts';
import { finish, step, tableAllows } from './kernel/testing/chance-acts.ts';
import { NOW } from './kernel/testing/history.ts';
import { faultOfFact, World } from './kernel/testing/world.ts';

/** A run is its seed and its length: a failing one shrinks to the shortest run of the same people that still fails. */
const run = fc.record({ seed: fc.integer({ min: 0 }), length: fc.integer({ min: 1, max: 200 }) });

function directionOf(world: World, side: 'VN' | 'CN', stream: string): Direction | undefined {
  const { kind, reference } = parseStream(stream);
  if (kind === 'gate') return undefined;
  return (kind === 'crossing' ? world.crossing(side, reference) : world.consignment(side, reference))?.direction;
}

describe('whoever does whatever, in whatever order', () => {
  it('nothing is accepted that the policy table forbids, and no side speaks for the other', () => {
    fc.assert(
      fc.property(run, ({ seed, length }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) {
          const before = { VN: world.facts('VN').length, CN: world.facts('CN').length };
          const done = step(world);
          if (!done) continue;
          const { attempt, outcome } = done;
          const { side } = attempt.actor;
          if (!outcome.ok) {
            expect(outcome.refusals.length).toBeGreaterThan(0);
            expect(world.facts('VN').length + world.facts('CN').length).toBe(before.VN + before.CN);
            continue;
          }
          for (const fact of outcome.facts) {
            const direction = directionOf(world, side, fact.stream);
            expect(tableAllows(attempt, direction), `${attempt.act.name} by ${attempt.actor.role}`).toBe(true);
            expect(fact.side).toBe(side);
            expect(faultOfFact(fact, direction)).toBeUndefined();
            expect(fact.saw).toBe(world.received(side));
          }
          expect(world.facts(side).length).toBe(before[side] + outcome.facts.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('every act is done by somebody and every phase is reached, so that these runs say something', () => {
    const done = new Set<string>();
    const phases = new Set<string>();
    for (let seed = 1; seed <= 80; seed += 1) {
      const world = new World({ seed, now: NOW });
      for (let at = 0; at < 300; at += 1) {
        const { attempt, outcome } = step(world) ?? {};
        if (!outcome?.ok) continue;
        done.add(attempt!.act.name);
        const { side, stream } = outcome.facts.at(-1)!;
        const view = world.crossing(side, parseStream(stream).reference);
        if (view) phases.add(phaseOf(view));
      }
      for (const view of world.crossings('CN')) phases.add(phaseOf(view));
    }
    expect(acts.map((act) => act.name).filter((name) => !done.has(name))).toEqual([]);
    expect(PHASES.filter((phase) => !phases.has(phase))).toEqual([]);
  });

  it('no state is a dead end: some sequence of acts ends every crossing', () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(run, ({ seed, length }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) step(world);
        world.deliverAll();
        for (const { reference } of world.crossings('VN')) {
          expect(finish(world, reference, hasEnded), `${reference} ${phaseOf(world.crossing('VN', reference)!)}`).toBeDefined();
          const phase = phaseOf(world.crossing('CN', reference)!);
          expect(ENDS).toContain(phase);
          ends.set(phase, (ends.get(phase) ?? 0) + 1);
        }
      }),
      { numRuns: 60 },
    );
    expect(ends.get('departed')).toBeGreaterThan(0);
  });
});
