import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acts } from './concepts.ts';
import type { AuthorityDecided } from './freight/decision/schema.ts';
import { hasEnded, phaseOf, PHASES } from './freight/crossing/joint.ts';
import { parseStream } from './kernel/act.ts';
import { AUTHORITIES, SIDES, type Direction } from './kernel/codes.ts';
import { endOf, finish, leaveToTime, step, tableAllows } from './kernel/testing/chance-acts.ts';
import { NOW } from './kernel/testing/history.ts';
import { faultOfFact, World, type Tried } from './kernel/testing/world.ts';

/** A run is its seed and its length: a failing one shrinks to the shortest run of the same people that still fails. */
const run = fc.record({
  seed: fc.integer({ min: 0 }),
  length: fc.integer({ min: 1, max: 200 }),
  hurry: fc.boolean(),
});

const factsOf = (tried: Tried | undefined) => (tried?.outcome.ok ? tried.outcome.facts : []);

/** Runs that come to what is rare, so that a property never holds because nothing happened. */
const examplesOf = (length: number, ...seeds: number[]): [{ seed: number; length: number; hurry: boolean }][] =>
  seeds.map((seed) => [{ seed, length, hurry: true }]);

function directionOf(world: World, side: 'VN' | 'CN', stream: string): Direction | undefined {
  const { kind, reference } = parseStream(stream);
  if (kind === 'gate') return undefined;
  return (kind === 'crossing' ? world.crossing(side, reference) : world.consignment(side, reference))?.direction;
}

describe('whoever does whatever, in whatever order', () => {
  it('nothing is accepted that the policy table forbids, and no side speaks for the other', () => {
    fc.assert(
      fc.property(run, ({ seed, length, hurry }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) {
          const before = { VN: world.facts('VN').length, CN: world.facts('CN').length };
          const done = step(world, hurry);
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
      { numRuns: 50 },
    );
  });

  it('no side releases but what each of its authorities has looked at as it stands', () => {
    let renewed = 0;
    fc.assert(
      fc.property(run, ({ seed, length }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) {
          for (const fact of factsOf(step(world, true))) {
            if (fact.type !== 'OriginReleased' && fact.type !== 'DestinationReleased') continue;
            const told = world.facts(fact.side).filter((each) => each.stream === fact.stream);
            for (const authority of AUTHORITIES) {
              const decisions = told.filter((each) => (each.data as { authority?: string }).authority === authority)
                .filter((each) => each.type === 'AuthorityDecided');
              const { versions } = decisions.at(-1)!.data as AuthorityDecided;
              for (const { reference, origin } of world.crossing(fact.side, parseStream(fact.stream).reference)!.loads) {
                if (origin.declaration.withdrawnAt ?? origin.declaration.expiredAt) continue;
                const { version } = versions.find((each) => each.consignment === reference)!;
                expect(version).toBe(origin.declaration.version);
              }
              if (decisions.length > 1) renewed += 1;
            }
          }
        }
      }),
      { numRuns: 40, examples: examplesOf(200, 12, 13, 23, 34) },
    );
    expect(renewed).toBeGreaterThan(0);
  });

  it('every act is done by somebody and every phase is reached, so that these runs say something', () => {
    const missing = new Set<string>([...acts.map((act) => act.name), ...PHASES]);
    for (let seed = 1; seed <= 150 && missing.size > 0; seed += 1) {
      const world = new World({ seed, now: NOW });
      for (let at = 0; at < 300; at += 1) {
        const { attempt, outcome } = step(world, seed % 2 === 0) ?? {};
        if (!outcome?.ok) continue;
        missing.delete(attempt!.act.name);
        const { side, stream } = outcome.facts.at(-1)!;
        const view = world.crossing(side, parseStream(stream).reference);
        if (view) missing.delete(phaseOf(view));
      }
      for (const side of SIDES) for (const view of world.crossings(side)) missing.delete(phaseOf(view));
    }
    expect([...missing]).toEqual([]);
  });

  it('no state is a dead end: whatever was refused can return, and whatever was not can depart', () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(run, ({ seed, length, hurry }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) step(world, hurry);
        world.deliverAll();
        for (const { reference } of world.crossings('VN')) {
          const view = world.crossing('VN', reference)!;
          const acts = finish(world, reference, hasEnded);
          const phase = phaseOf(world.crossing('CN', reference)!);
          expect([acts === undefined, phase], `${reference} ${phaseOf(view)}`).toEqual([false, endOf(view)]);
          ends.set(phase, (ends.get(phase) ?? 0) + 1);
        }
      }),
      { numRuns: 40 },
    );
    for (const phase of ['departed', 'returned', 'withdrawn']) expect(ends.get(phase), phase).toBeGreaterThan(0);
  });

  it('no state is a dead end when nobody does anything: whatever never comes is ended by time', () => {
    const by = new Set<string>();
    fc.assert(
      fc.property(run, ({ seed, length, hurry }) => {
        const world = new World({ seed, now: NOW });
        for (let at = 0; at < length; at += 1) step(world, hurry);
        for (const reference of leaveToTime(world)) {
          const phases = SIDES.map((side) => phaseOf(world.crossing(side, reference)!));
          // Who took some of the papers back while time took the others has withdrawn what was on the lorry.
          const { origin, loads } = world.crossing('VN', reference)!;
          const tookBack = origin.plan.expiredAt === null && loads.some((load) => load.origin.declaration.withdrawnAt !== null);
          const end = tookBack ? 'withdrawn' : 'expired';
          expect(phases, reference).toEqual([end, end]);
          if (!tookBack) by.add(origin.plan.expiredAt ? 'itself' : 'its papers');
        }
      }),
      { numRuns: 60, examples: [...examplesOf(100, 3, 9, 13, 25), ...examplesOf(70, 2_147_483_628)] },
    );
    expect([...by].toSorted()).toEqual(['its papers', 'itself']);
  });
});
