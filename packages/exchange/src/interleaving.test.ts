import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmsOf, attachmentsOf, channelFor, decisionOf, hasEnded, openHolds, outdatedRelease, pendingOf, phaseOf, placeOf,
  refusedAt, undecided,
} from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { intervalsOf, type GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import { AUTHORITIES, otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { fromMillis, HOUR } from '@pairgate/domain/kernel/instant.ts';
import { CN, VN } from '@pairgate/domain/kernel/testing/cast.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { endOf, finish, leaveToTime, step } from '@pairgate/domain/kernel/testing/chance-acts.ts';
import { declarationOf } from '@pairgate/domain/kernel/testing/goods.ts';
import { CONSIGNMENT, CROSSING, historyOf, NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { Observer, sharedCrossing, World, type Attempt } from '@pairgate/domain/kernel/testing/world.ts';
import { crossing } from './testing/pair.ts';

/**
 * The shared state is a pure function of the two logs (design §5): the same for every interleaving that keeps each side's
 * own order, and each side decides on what it had received. Everything that crosses here crosses as bytes, through the
 * default agreement, and is checked as a receiver checks it.
 */
const run = fc.record({
  seed: fc.integer({ min: 0 }),
  length: fc.integer({ min: 20, max: 180 }),
  hurry: fc.boolean(),
});

interface Run {
  readonly seed: number;
  readonly length: number;
  readonly hurry: boolean;
}

interface Decided {
  readonly attempt: Attempt;
  readonly facts: readonly Fact[];
  readonly own: number;
  readonly now: number;
}

function play({ seed, length, hurry }: Run): { world: World; decided: Decided[] } {
  const world = new World({ seed, now: NOW, publish: crossing(undefined, seed).publish });
  const decided: Decided[] = [];
  for (let at = 0; at < length; at += 1) {
    const before = { VN: world.facts('VN').length, CN: world.facts('CN').length };
    const done = step(world, hurry);
    if (!done?.outcome.ok) continue;
    const { attempt, outcome } = done;
    decided.push({ attempt, facts: outcome.facts, own: before[attempt.actor.side], now: world.now });
  }
  return { world, decided };
}

const logsOf = (world: World) => ({ VN: world.log('VN'), CN: world.log('CN') });

/** Everything that both sides read from a crossing together. */
function joint(view: CrossingView, now: number, gate: GateTimes) {
  const parties = ['origin', 'destination'] as const;
  return {
    phase: phaseOf(view),
    place: placeOf(view),
    refusedAt: refusedAt(view),
    alarms: alarmsOf(view, now),
    attachments: attachmentsOf(view),
    holds: openHolds(view).map(({ hold, party, objectedAt, deadline }) => ({ hold, party, objectedAt, deadline })),
    undecided: parties.map((party) => undecided(view, party)),
    outdated: parties.map((party) => AUTHORITIES.map((each) => outdatedRelease(view, party, each)?.versions)),
    work: parties.map((party) =>
      AUTHORITIES.map((each) => [channelFor(view, party, each)?.channel, pendingOf(view, party, each)]),
    ),
    intervals: intervalsOf(view, now, gate),
  };
}

/** Both logs in an order that chance picks, each kept in its own. */
function* shuffled(logs: Readonly<Record<SideId, readonly Fact[]>>, chance: Chance): Generator<Fact> {
  const next = { VN: 0, CN: 0 };
  while (next.VN < logs.VN.length || next.CN < logs.CN.length) {
    const side = chance.pick(SIDES);
    const burst = chance.below(6);
    for (let count = 0; count < burst && next[side] < logs[side].length; count += 1) yield logs[side][next[side]++]!;
  }
}

describe('the shared state', () => {
  it('is the same for every interleaving of the two logs, whatever the delays were', () => {
    fc.assert(
      fc.property(run, (people) => {
        const { world } = play(people);
        const logs = logsOf(world);
        const observers = [1, 2, 3].map((each) => {
          const observer = new Observer();
          for (const fact of shuffled(logs, new Chance(people.seed + each))) observer.hear(fact);
          return observer;
        });
        for (const { reference } of [...world.crossings('VN'), ...world.crossings('CN')]) {
          const shared = sharedCrossing(logs, reference);
          for (const observer of observers) {
            const seen = observer.crossing(reference);
            expect(seen).toEqual(shared);
            expect(seen && phaseOf(seen)).toBe(shared && phaseOf(shared));
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is what each side sees when all has arrived, its own private facts or not', () => {
    fc.assert(
      fc.property(run, (people) => {
        const { world } = play(people);
        world.deliverAll();
        const logs = logsOf(world);
        expect(world.references('CN', 'crossing').toSorted()).toEqual(world.references('VN', 'crossing').toSorted());
        for (const { reference } of world.crossings('VN')) {
          const shared = joint(sharedCrossing(logs, reference)!, world.now, world.gateTimes('VN'));
          for (const side of SIDES) {
            expect(joint(world.crossing(side, reference)!, world.now, world.gateTimes(side))).toEqual(shared);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has the wait of a lorry in it: the same intervals on both sides, however late the facts came', () => {
    const { world } = play({ seed: 7, length: 400, hurry: true });
    world.deliverAll();
    const some = world.crossings('VN').flatMap((view) => intervalsOf(view, world.now, world.gateTimes('VN')));
    expect(new Set(some.map((each) => each.cause)).size).toBeGreaterThan(2);
    const other = world.crossings('CN').flatMap((view) => intervalsOf(view, world.now, world.gateTimes('CN')));
    const sorted = (intervals: typeof some) => intervals.map((each) => JSON.stringify(each)).toSorted();
    expect(sorted(other)).toEqual(sorted(some));
  });
});

/** The facts without what chance put in them. */
const essence = (facts: readonly Fact[]) =>
  facts.map(({ type, side, data }) => [
    type,
    side,
    JSON.stringify(data).replace(/\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|PG-[0-9A-Z]{4}-[0-9A-Z]{4}/g, '*'),
  ]);

describe('a decision', () => {
  it('is made on what its author had received, and says how much that was', () => {
    fc.assert(
      fc.property(run, (people) => {
        const { world, decided } = play(people);
        const chance = new Chance(people.seed);
        for (let each = 0; each < 6 && decided.length > 0; each += 1) {
          const { attempt, facts, own, now } = chance.pick(decided);
          const { actor, act, reference, command, at } = attempt;
          const { saw } = facts[0]!;
          for (const fact of facts) expect(fact.saw).toBe(saw);
          const heard = world.log(otherSide(actor.side)).slice(0, saw);
          const again = World.asOf({ seed: people.seed + 1, now }, actor.side, world.facts(actor.side).slice(0, own), heard);
          const outcome = again.act(actor, act.name, reference, command, at);
          if (!outcome.ok) throw new Error(`${act.name}: ${outcome.refusals[0]!.code}`);
          expect(essence(outcome.facts)).toEqual(essence(facts));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('has seen no less than its author’s decisions before it', () => {
    fc.assert(
      fc.property(run, (people) => {
        const { world } = play(people);
        for (const side of SIDES) {
          const saw = world.log(side).map((fact) => fact.saw);
          expect(saw).toEqual(saw.toSorted((a, b) => a - b));
          expect(saw.at(-1) ?? 0).toBeLessThanOrEqual(world.log(otherSide(side)).length);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('no state is a dead end', () => {
  it('when each side has only what the agreement let cross', () => {
    let departed = 0;
    fc.assert(
      fc.property(run, (people) => {
        const { world } = play(people);
        world.deliverAll();
        for (const { reference } of world.crossings('VN')) {
          const end = endOf(world.crossing('CN', reference)!);
          expect(finish(world, reference, hasEnded), reference).toBeDefined();
          const views = [...SIDES.map((side) => world.crossing(side, reference)!), sharedCrossing(logsOf(world), reference)!];
          expect(views.map(phaseOf)).toEqual([end, end, end]);
          if (end === 'departed') departed += 1;
        }
      }),
      { numRuns: 30 },
    );
    expect(departed).toBeGreaterThan(0);
  });

  it('nor when nobody does anything: a lorry that never comes is given up, for both sides alike', () => {
    fc.assert(
      fc.property(run, (people) => {
        const { world } = play(people);
        for (const reference of leaveToTime(world)) {
          const views = [...SIDES.map((side) => world.crossing(side, reference)!), sharedCrossing(logsOf(world), reference)!];
          expect(views.map(phaseOf)).toEqual(['expired', 'expired', 'expired']);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a race', () => {
  const { inOrder, arrived, called, cleared } = historyOf();
  const reading = { lane: 'X1', tractorID: '29H-412.07', sealID: ['VN-CD 084471'] };
  const hold = {
    reasonCode: 'papers_missing', cause: 'papers', deadline: fromMillis(NOW + HOUR), objectTo: 'the head of the post',
  };

  function atTheBarrier(): World {
    const world = new World({ now: NOW, publish: crossing().publish });
    for (const fact of [...inOrder(), arrived(), called(), ...cleared('origin')]) {
      world.tell(fact.by, fact, NOW - HOUR, fact.id);
    }
    world.deliverAll();
    return world;
  }

  const act = (world: World, ...what: Parameters<World['act']>) => {
    const outcome = world.act(...what);
    if (!outcome.ok) throw new Error(outcome.refusals[0]!.code);
  };

  it('of a hold and a lorry that leaves meanwhile is a state with an alarm on both sides', () => {
    const placed = (world: World) => act(world, CN.customs, 'placeHold', CROSSING, hold);
    const left = (world: World) => act(world, VN.gate, 'recordExit', CROSSING, reading);
    const states = [[placed, left], [left, placed]].map((steps) => {
      const world = atTheBarrier();
      for (const each of steps) each(world);
      act(world, CN.gate, 'recordCrossing', CROSSING, reading);
      world.deliverAll();
      for (const side of SIDES) {
        const view = world.crossing(side, CROSSING)!;
        expect(phaseOf(view)).toBe('crossed');
        expect(alarmsOf(view, NOW)).toContain('crossed_under_hold');
        expect(placeOf(view)).toBe('destination_apron');
      }
      // It is detained: the destination lets it go only when the hold is lifted.
      expect(world.act(CN.gate, 'recordDeparture', CROSSING, reading).ok).toBe(false);
      return { phase: phaseOf(world.crossing('VN', CROSSING)!), facts: world.log('CN').map((fact) => fact.type) };
    });
    expect(states[0]!.phase).toBe(states[1]!.phase);
  });

  it('of a hold that the origin had received is none: the barrier stays shut', () => {
    const world = atTheBarrier();
    act(world, CN.customs, 'placeHold', CROSSING, hold);
    world.deliverAll();
    expect(world.act(VN.gate, 'recordExit', CROSSING, reading)).toEqual({
      ok: false,
      refusals: [{ code: 'hold_open', params: { side: 'CN' } }],
    });
  });

  it('of a lorry that comes back and one that is seen over the line ends in one phase for both', () => {
    const world = atTheBarrier();
    act(world, VN.gate, 'recordExit', CROSSING, reading);
    world.deliverAll();
    act(world, CN.gate, 'recordCrossing', CROSSING, reading);
    act(world, VN.gate, 'recordReturn', CROSSING, reading);
    world.deliverAll();
    expect(SIDES.map((side) => phaseOf(world.crossing(side, CROSSING)!))).toEqual(['returned', 'returned']);
  });

  it('of an amendment and a release makes the release void on both sides, whichever came first', () => {
    const { lodged, planned, completed, assessed } = historyOf();
    const amended = (world: World) =>
      act(world, VN.trader, 'amendDeclaration', CONSIGNMENT, { declaration: declarationOf('VN-CN'), reason: 'weighed again' });
    const released = (world: World) => act(world, CN.quarantine, 'decide', CROSSING, { outcome: 'release' });
    for (const steps of [[amended, released], [released, amended]]) {
      const world = new World({ now: NOW, publish: crossing().publish });
      for (const fact of [lodged(), planned(), completed(), assessed('destination', 'quarantine', 'yellow')]) {
        world.tell(fact.by, fact, NOW - HOUR, fact.id);
        world.deliverAll();
      }
      for (const each of steps) each(world);
      expect(decisionOf(world.crossing('CN', CROSSING)!, 'destination', 'quarantine')).toBeDefined();
      world.deliverAll();
      const views = [...SIDES.map((side) => world.crossing(side, CROSSING)!), sharedCrossing(logsOf(world), CROSSING)!];
      for (const view of views) {
        expect(outdatedRelease(view, 'destination', 'quarantine')).toMatchObject({
          versions: [{ consignment: CONSIGNMENT, version: 1 }],
        });
        expect(pendingOf(view, 'destination', 'quarantine')).toBe('assessment');
      }
    }
  });

  it('of two seals is won by the one that was put on later, whoever hears of the other first', () => {
    const reason = 'opened for a check';
    for (const [first, last] of [[VN.yard, CN.yard], [CN.yard, VN.yard]] as const) {
      const world = atTheBarrier();
      act(world, first, 'replaceAttachment', CROSSING, { kind: 'seal', to: 'FIRST-1', reason });
      world.now += 1;
      act(world, last, 'replaceAttachment', CROSSING, { kind: 'seal', to: 'LAST-1', reason });
      world.deliver(first.side);
      expect(attachmentsOf(world.crossing(first.side, CROSSING)!).sealID).toEqual(['LAST-1']);
      world.deliverAll();
      expect(SIDES.map((side) => attachmentsOf(world.crossing(side, CROSSING)!).sealID)).toEqual([['LAST-1'], ['LAST-1']]);
    }
  });

  it('of papers withdrawn while the lorry is over the line unannounced leaves it standing there', () => {
    const world = new World({ now: NOW, publish: crossing().publish });
    for (const fact of inOrder()) world.tell(fact.by, fact, NOW - HOUR, fact.id);
    world.deliverAll();
    act(world, CN.gate, 'recordCrossing', CROSSING, reading);
    act(world, VN.trader, 'withdrawDeclaration', world.crossing('VN', CROSSING)!.origin.loads[0], { reason: 'late' });
    world.deliverAll();
    expect(SIDES.map((side) => phaseOf(world.crossing(side, CROSSING)!))).toEqual(['crossed', 'crossed']);
    act(world, CN.customs, 'decide', CROSSING, { outcome: 'refuse', reasonCode: 'papers_missing' });
    world.deliverAll();
    act(world, VN.gate, 'recordReturn', CROSSING, reading);
    world.deliverAll();
    expect(SIDES.map((side) => phaseOf(world.crossing(side, CROSSING)!))).toEqual(['returned', 'returned']);
  });
});
