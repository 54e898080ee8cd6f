import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMillis, HOUR, MINUTE, toMillis } from '../../kernel/instant.ts';
import { commandFor, step } from '../../kernel/testing/chance-acts.ts';
import { at, CONSIGNMENT, CROSSING, gateOf, historyOf, idOf, NOW, type Given } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { World } from '../../kernel/testing/world.ts';
import { AUTHORITIES, CAUSES, type Role } from '../../kernel/codes.ts';
import { EXPORT, VN } from '../../kernel/testing/cast.ts';
import { Chance } from '../../kernel/testing/chance.ts';
import { declarationOf } from '../../kernel/testing/goods.ts';
import { hasEnded } from './joint.ts';
import { causeAt, intervalsOf, type GateTimes } from './wait.ts';
import type { CrossingView } from './view.ts';

const {
  lodged, planned, completed, slotBooked, arrived, called, callPassed, assessed, decided, cleared, exited, crossed, departed,
  holdPlaced, holdLifted, inspectionStarted, inspectionFinished, sampleTaken, resultReported, withdrawn, refused, returned,
  amended,
} = historyOf();

function checkIntervals(view: CrossingView, now: number, gate: GateTimes): void {
  const intervals = intervalsOf(view, now, gate);
  const planned = toMillis(view.origin.plan.plannedAt!);
  let last = planned;
  for (const [index, interval] of intervals.entries()) {
    expect(interval.from).toBe(last);
    expect(interval.to).toBeGreaterThan(interval.from);
    last = interval.to;
    for (const share of [0, 0.25, 0.5, 0.75]) {
      const instant = Math.floor(interval.from + (interval.to - interval.from) * share);
      expect(causeAt(view, instant, gate), `${fromMillis(instant)} in ${JSON.stringify(interval)}`).toBe(interval.cause);
    }
    const before = intervals[index - 1];
    if (before) expect([before.cause, before.side]).not.toEqual([interval.cause, interval.side]);
  }
  const dwell = intervals.reduce((sum, each) => sum + each.to - each.from, 0);
  expect(last).toBe(planned + dwell);
  if (!hasEnded(view)) expect(last).toBe(Math.max(now, planned));
}

describe('the dwell of a lorry', () => {
  it('is cut without gap or overlap, each part with the cause that holds all through it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 20, max: 200 }), fc.boolean(), (seed, length, hurry) => {
        const world = new World({ seed, now: NOW });
        for (let done = 0; done < length; done += 1) step(world, hurry);
        for (const side of ['VN', 'CN'] as const) {
          for (const view of world.crossings(side)) checkIntervals(view, world.now, world.gateTimes(side));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the cause of what is over when a declaration is amended, and all is judged and decided anew', () => {
    const kept = new Set<string | null>();
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 5, max: 25 }), (seed, length) => {
        const chance = new Chance(seed);
        // Where only customs is left, its bay is what the lorry waits for, and not the papers of another desk.
        const others = chance.happens(50) ? [decided('origin', 'quarantine'), decided('origin', 'border_guard')] : [];
        const { world } = given(lodged(), planned(), completed(), slotBooked(), arrived(), ...others);
        for (let done = 0; done < length; done += 1) deskWork(world, chance);
        const until = world.now;
        const told = () => intervalsOf(world.crossing('VN', CROSSING)!, until, world.gateTimes('VN'));
        const before = told();
        world.now += MINUTE;
        const amendment = { declaration: declarationOf(EXPORT), reason: 'weighed again' };
        if (!world.act(VN.trader, 'amendDeclaration', CONSIGNMENT, amendment).ok) return;
        for (let done = 0; done < length; done += 1) deskWork(world, chance);
        expect(told()).toEqual(before);
        for (const { cause } of before) kept.add(cause);
      }),
      // Some runs are always the same, so that each cause is among what is kept.
      { numRuns: 100, examples: Array.from({ length: 40 }, (_, seed) => [seed, 25]) },
    );
    for (const cause of ['bay', 'papers', null]) expect(kept).toContain(cause);
  });
});

/** Somebody at the origin judges, looks, takes a sample, decides or calls, or tries to. */
function deskWork(world: World, chance: Chance): void {
  world.now += chance.below(5) * MINUTE;
  const authority = chance.pick(AUTHORITIES);
  const { version } = world.consignment('VN', CONSIGNMENT)!.origin.declaration;
  const channel = chance.pick(['green', 'red'] as const);
  const requiredActs = channel === 'green' ? [] : [chance.pick(['inspection', 'sample'])];
  const found = { authority, channel, requiredActs, reasonCodes: [], rule: 'by chance', version };
  const tries: (() => unknown)[] = [
    () => world.act(VN.system, 'assessConsignment', CONSIGNMENT, found),
    () => world.act(VN.manager, 'callVehicle', CROSSING, { lane: 'X1', override: 'by chance' }),
    () => world.act(VN[authority], 'decide', CROSSING, { outcome: 'release' }),
    ...(['startInspection', 'finishInspection', 'takeSample'] as const).map((act) => () => officer(act, authority)),
    () => officer('reportResult', 'laboratory'),
  ];
  const officer = (act: string, role: Role) =>
    world.act(VN[role], act, CROSSING, commandFor(world, act, VN[role], world.crossing('VN', CROSSING)));
  chance.pick(tries)();
}

const minute = (count: number): number => NOW + count * MINUTE;

/** Facts at minutes from now on, and what a lorry waited for, in minutes from now on. */
function waits(until: number, ...history: [minute: number, ...facts: Given[]][]) {
  const open = at(minute(-600), gateOf('CN').capacity('perishable', 12, minute(1000)));
  const facts = history.flatMap(([when, ...each]) => each.map((fact) => at(minute(when), fact)));
  const { world } = given(open, ...facts);
  const view = world.crossing('VN', CROSSING)!;
  const gate = world.gateTimes('VN');
  checkIntervals(view, minute(until), gate);
  return intervalsOf(view, minute(until), gate).map(({ from, to, cause, side }) =>
    `${(from - NOW) / MINUTE}-${(to - NOW) / MINUTE} ${cause ?? 'moving'} ${side}`);
}

const planning: [number, ...Given[]][] = [[0, lodged(), planned()], [10, completed()], [20, slotBooked(minute(60))]];
const released = cleared('origin');

describe('a lorry waits', () => {
  it('for papers, then for a slot to be booked; on its way it waits for nothing', () => {
    expect(waits(30, ...planning)).toEqual(['0-10 papers VN', '10-20 slot VN', '20-30 moving VN']);
  });

  it('for papers until it was completed first: completing again does not take that back', () => {
    expect(waits(30, ...planning, [25, completed()])).toEqual(['0-10 papers VN', '10-20 slot VN', '20-30 moving VN']);
  });

  it('for its slot, then for its turn', () => {
    expect(waits(90, ...planning, [40, arrived(), ...released], [80, called()])).toEqual([
      '0-10 papers VN', '10-20 slot VN', '20-40 moving VN', '40-60 slot VN', '60-80 queue VN', '80-90 moving VN',
    ]);
  });

  it('for its driver, when it is free to go and does not move, and for a call that passed', () => {
    expect(waits(120, ...planning, [60, arrived(), ...released], [70, called()]).slice(-2)).toEqual([
      '70-80 moving VN', '80-120 driver VN',
    ]);
    expect(waits(120, ...planning, [60, arrived(), ...released], [70, called()], [85, callPassed()]).slice(-3)).toEqual([
      '60-70 queue VN', '70-85 driver VN', '85-120 queue VN',
    ]);
  });

  it('for a bay, then in service for nothing, then for the laboratory', () => {
    const red = assessed('origin', 'customs', 'red', ['inspection', 'sample']);
    const rest = [decided('origin', 'quarantine'), decided('origin', 'border_guard')];
    expect(
      waits(200, ...planning, [15, red, ...rest], [60, arrived()], [61, called()], [90, inspectionStarted('origin', 'customs')],
        [100, sampleTaken('origin', 'customs')], [110, inspectionFinished('origin', 'customs')],
        [150, resultReported('origin')], [170, decided('origin', 'customs')]).slice(4),
    ).toEqual(['61-90 bay VN', '90-110 moving VN', '110-170 papers VN', '170-200 moving VN']);
  });

  it('for an officer who reads papers, and for an authority that holds it', () => {
    const yellow = assessed('origin', 'customs', 'yellow', ['papers']);
    const rest = [decided('origin', 'quarantine'), decided('origin', 'border_guard')];
    expect(waits(100, ...planning, [15, yellow, ...rest], [60, arrived()], [61, called()], [80, decided('origin', 'customs')])
      .slice(-2)).toEqual(['60-80 papers VN', '80-100 moving VN']);
    const held: [number, ...Given[]][] = [
      [60, arrived(), ...released], [61, called()], [65, holdPlaced('origin', 'customs', { cause: 'system' })],
      [68, holdLifted('origin', 'customs')],
    ];
    expect(waits(70, ...planning, ...held).slice(-3)).toEqual(['61-65 moving VN', '65-68 system VN', '68-70 moving VN']);
  });

  it('for the other side: its hold, its acceptance, the line between', () => {
    const far: [number, ...Given[]][] = [
      [60, arrived(), ...released], [61, called()], [65, holdPlaced('destination', 'customs')],
      [68, holdLifted('destination', 'customs')],
    ];
    expect(waits(70, ...planning, ...far).slice(-3)).toEqual(['61-65 moving VN', '65-68 other VN', '68-70 moving VN']);
    const closed = at(minute(62), { ...gateOf('CN').capacity('perishable', 0, minute(1000)), id: idOf(0) });
    expect(waits(80, ...planning, [62, closed], [60, arrived(), ...released]).slice(-2)).toEqual([
      '60-62 queue VN', '62-80 other VN',
    ]);
    expect(waits(100, ...planning, [60, arrived(), ...released], [61, called()], [65, exited()]).slice(-2)).toEqual([
      '61-80 moving VN', '80-100 other VN',
    ]);
  });

  it('while a gate is closed', () => {
    // 17:30 and 19:00 by the clocks of Hữu Nghị and Youyi Guan: the far gate closes first.
    const late: [number, ...Given[]][] = [[0, lodged(), planned()], [1, completed(), slotBooked(minute(2))]];
    expect(waits(500, ...late, [400, arrived(), ...released]).slice(-2)).toEqual(['400-480 queue VN', '480-500 closed VN']);
  });

  it('at the destination in the same way, and there its time ends', () => {
    const over: [number, ...Given[]][] = [
      [60, arrived(), ...released], [61, called()], [65, exited()], [70, crossed()],
      [75, assessed('destination', 'customs', 'yellow', ['papers'])],
      [80, decided('destination', 'quarantine'), decided('destination', 'border_guard')],
      [90, decided('destination', 'customs'), cleared('destination').at(-1)!],
    ];
    expect(waits(200, ...planning, ...over, [105, departed()]).slice(-4)).toEqual([
      '61-70 moving VN', '70-90 papers CN', '90-100 moving CN', '100-105 driver CN',
    ]);
  });

  it('for papers again from an amendment on, and what it waited for before stays as it was', () => {
    const red = (version: number) => assessed('origin', 'customs', 'red', ['inspection'], version);
    const rest = (version: number) => [
      decided('origin', 'quarantine', 'release', version), decided('origin', 'border_guard', 'release', version),
    ];
    const inspected = [inspectionStarted('origin', 'customs'), inspectionFinished('origin', 'customs')] as const;
    const before: [number, ...Given[]][] = [
      [15, red(1), ...rest(1)], [40, arrived()], [70, called()], [80, inspected[0]], [90, inspected[1]],
    ];
    const past = [
      '0-10 papers VN', '10-20 slot VN', '20-40 moving VN', '40-60 slot VN', '60-70 queue VN', '70-80 bay VN', '80-90 moving VN',
    ];
    // Until the amendment everything is as if there were none.
    expect(waits(95, ...planning, ...before)).toEqual([...past, '90-95 papers VN']);
    const released: [number, ...Given[]] = [92, decided('origin', 'customs')];
    expect(waits(100, ...planning, ...before, released, [95, amended()])).toEqual([
      ...past, '90-92 papers VN', '92-95 moving VN', '95-100 papers VN',
    ]);
    // Judged anew, it waits for those who have to decide again.
    const again: [number, ...Given[]][] = [[97, red(2)], [98, ...rest(2)], [99, decided('origin', 'customs', 'release', 2)]];
    expect(waits(105, ...planning, ...before, released, [95, amended()], ...again)).toEqual([
      ...past, '90-92 papers VN', '92-95 moving VN', '95-99 papers VN', '99-105 moving VN',
    ]);
  });

  it('for a bay that only an amendment asks for, from its assessment on', () => {
    const rest = [decided('origin', 'quarantine'), decided('origin', 'border_guard')];
    const renewed = [decided('origin', 'quarantine', 'release', 2), decided('origin', 'border_guard', 'release', 2)];
    const green = assessed('origin', 'customs', 'green');
    const red = assessed('origin', 'customs', 'red', ['inspection'], 2);
    expect(
      waits(90, ...planning, [15, green, ...rest], [40, arrived()], [61, called()], [70, amended(), ...renewed], [75, red]).slice(-3),
    ).toEqual(['61-70 moving VN', '70-75 papers VN', '75-90 bay VN']);
  });

  it('for nothing that a later completion asks for, before it came', () => {
    const over: [number, ...Given[]][] = [
      [60, arrived(), ...released], [61, called()], [65, exited()], [70, crossed()],
      ...[15, 95].map((when): [number, ...Given[]] => [when, assessed('destination', 'customs', 'red', ['inspection'])]),
      [72, decided('destination', 'quarantine'), decided('destination', 'border_guard')],
    ];
    expect(waits(100, ...planning, ...over.toSorted((a, b) => a[0] - b[0])).slice(-2)).toEqual(['70-72 papers CN', '72-100 bay CN']);
  });

  it('for its driver once it was refused, whichever side refused first', () => {
    const both: [number, ...Given[]][] = [
      [60, arrived()], [70, decided('destination', 'customs', 'refuse'), refused('destination')],
      [75, decided('origin', 'customs', 'refuse'), refused('origin')], [80, returned()],
    ];
    expect(waits(100, ...planning, ...both).slice(-2)).toEqual(['60-70 papers VN', '70-80 driver VN']);
  });

  it('until its papers are withdrawn, unless it is over the line by then', () => {
    expect(waits(100, ...planning, [30, withdrawn()]).at(-1)).toBe('20-30 moving VN');
    const over: [number, ...Given[]][] = [[25, crossed({ expected: false })], [30, withdrawn()]];
    expect(waits(100, ...planning, ...over).at(-1)).toBe('25-100 papers CN');
  });

  it('for something that has a name, in the order of a lorry’s life', () => {
    expect(CAUSES).toEqual(['papers', 'slot', 'queue', 'bay', 'laboratory', 'other', 'closed', 'driver', 'system']);
  });
});

it('a lorry that was never planned has no dwell', () => {
  const { world } = given(lodged(), planned());
  const view = world.crossing('VN', CROSSING)!;
  const unplanned = { ...view, origin: { ...view.origin, plan: { ...view.origin.plan, plannedAt: null } } };
  expect(intervalsOf(unplanned, NOW + HOUR, world.gateTimes('VN'))).toEqual([]);
});
