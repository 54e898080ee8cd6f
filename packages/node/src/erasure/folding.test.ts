import { describe, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { step } from '@pairgate/domain/kernel/testing/chance-acts.ts';
import { NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { World } from '@pairgate/domain/kernel/testing/world.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { alarmsOf, attachmentsOf, hasEnded, pendingOf } from '@pairgate/domain/freight/crossing/joint.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { dayOf, erasedFact } from '@pairgate/exchange/retention.ts';
import { crossing as exchanging, defaultAgreement } from '@pairgate/exchange/testing/pair.ts';
import { gateTimes } from '../gate-times.ts';
import { crossingRow } from '../index-rows.ts';
import { rowOf } from '../readings/row.ts';
import { missingOf } from '../readings/shown.ts';
import { crossingView, emptyState, gateSides, refold, type StateReader } from '../states.ts';

const CLASSES = ['trade', 'vehicle', 'operation', 'record'] as const;

/** What a side knows when, of each stream, some classes are gone from its first facts: a reader of states folded from the rest. */
function readerOf(world: World, us: SideId, left: (fact: Fact) => Fact): StateReader {
  const streams = new Map<string, { own: Fact[]; peer: Fact[] }>();
  const note = (fact: Fact, party: 'own' | 'peer') => {
    const known = streams.get(fact.stream) ?? { own: [], peer: [] };
    streams.set(fact.stream, known);
    known[party].push(left(fact));
  };
  for (const fact of world.facts(us)) note(fact, 'own');
  const peer = SIDES.find((side) => side !== us)!;
  for (const fact of world.log(peer).slice(0, world.received(us))) note(fact, 'peer');
  return (stream) => {
    const facts = streams.get(stream);
    return facts && { ...emptyState(stream), own: refold(stream, facts.own), peer: refold(stream, facts.peer) };
  };
}

describe.each([1, 2, 3, 4])('a run with seed %i, of which classes are erased', (seed) => {
  const world = new World({ seed, now: NOW, publish: exchanging(undefined, seed).publish });
  for (let at = 0; at < 250; at += 1) step(world, seed % 2 === 0);
  const chance = new Chance(seed);

  it.each(SIDES)('is folded and shown by %s all the same, and no lorry that is over comes back', (us) => {
    for (let round = 0; round < 12; round += 1) {
      const early = new Set(CLASSES.filter(() => chance.happens(50)));
      const until = chance.below(world.facts(us).length + 1);
      const old = new Set(world.facts(us).slice(0, until).map(({ id }) => id));
      const everywhere = chance.happens(50);
      const before = readerOf(world, us, (fact) => fact);
      const after = readerOf(world, us, (fact) =>
        everywhere || old.has(fact.id) ? erasedFact(fact, { agreement: defaultAgreement, today: dayOf(NOW), early }) : fact,
      );
      for (const reference of world.references(us, 'crossing')) {
        const was = crossingView(before, us, reference);
        const is = crossingView(after, us, reference);
        expect(is === undefined).toBe(was === undefined);
        if (!was || !is) continue;
        const row = rowOf(is, world.now, gateTimes(huuNghiYouyiGuan)(gateSides(after, us)), 1);
        expect(crossingRow(is, 1).reference).toBe(reference);
        expect(row.reference).toBe(reference);
        for (const authority of ['customs', 'quarantine', 'border_guard'] as const) pendingOf(is, 'origin', authority);
        alarmsOf(is, world.now);
        is.loads.flatMap(missingOf);
        if (hasEnded(was)) expect(hasEnded(is), reference).toBe(true);
        if (everywhere && early.has('vehicle')) expect(attachmentsOf(is)).toEqual({ tractorID: null, trailerID: null, containerID: null, sealID: [] });
      }
    }
  });
});
