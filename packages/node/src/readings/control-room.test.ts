import { fromMillis, MINUTE, QUARTER } from '@pairgate/domain/kernel/instant.ts';
import { at, CROSSING, gateOf, historyOf, NOW, type Given } from '@pairgate/domain/kernel/testing/history.ts';
import { given } from '@pairgate/domain/kernel/testing/specification.ts';
import { huuNghiYouyiGuan as pair } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { describe, expect, it } from 'vitest';
import { gateTimes } from '../gate-times.ts';
import { controlRoom } from './control-room.ts';
import { Ribbon } from './ribbon.ts';

const EMPTY = { capacity: {}, lane: {}, station: {} };

const hoursAt = (now: string) => {
  const gate = { VN: EMPTY, CN: EMPTY } as never;
  const { hours } = controlRoom({
    now: Date.parse(now), pair, gate, gateTimes: gateTimes(pair)(gate), views: [], rows: [], ribbon: new Ribbon(),
  });
  return hours;
};

describe('the hours of both gates', () => {
  it('are those of one date, also while it is tomorrow in China and still today in Viet Nam', () => {
    const evening = hoursAt('2026-11-19T12:00:00.000Z');
    expect(hoursAt('2026-11-19T16:30:00.000Z')).toEqual(evening);
    expect(Date.parse(evening.VN.close)).toBeLessThan(Date.parse('2026-11-19T16:30:00.000Z'));
    expect(Date.parse(evening.CN.close)).toBeLessThan(Date.parse('2026-11-19T16:30:00.000Z'));
  });

  it('are the next ones from midnight in Viet Nam on', () => {
    const { VN, CN } = hoursAt('2026-11-19T17:00:00.000Z');
    for (const { open } of [VN, CN]) expect(Date.parse(open)).toBeGreaterThan(Date.parse('2026-11-19T17:00:00.000Z'));
  });
});

describe('the ribbon of the day', () => {
  const { lodged, planned, completed, slotBooked, arrived, called, cleared, exited, crossed, departed } = historyOf();
  const minute = (count: number): number => NOW + count * MINUTE;
  const facts: [minute: number, ...Given[]][] = [
    [0, lodged(), planned()], [1, completed()], [2, slotBooked(minute(5))], [5, arrived(), ...cleared('origin')], [50, called()],
    [55, exited()], [57, crossed()], [58, ...cleared('destination')], [62, departed()],
  ];
  const { world } = given(
    at(minute(-600), gateOf('CN').capacity('perishable', 12, minute(1000))),
    ...facts.flatMap(([when, ...each]) => each.map((fact) => at(minute(when), fact))),
  );
  const view = world.crossing('VN', CROSSING)!;
  const gate = world.gateTimes('VN');

  it('has after a start the waiting of lorries that have left since', () => {
    const ribbon = new Ribbon();
    ribbon.restore(minute(70), [view], gate);
    const waited = ribbon.quarters(NOW, minute(70), {}).map(({ from, waiting }) => [from, waiting]);
    expect(waited).toEqual([
      [fromMillis(NOW), { queue: 1 }],
      [fromMillis(NOW + QUARTER), { queue: 1 }],
      [fromMillis(NOW + 2 * QUARTER), { queue: 1 }],
      [fromMillis(NOW + 3 * QUARTER), {}],
      [fromMillis(NOW + 4 * QUARTER), {}],
    ]);
  });

  it('says after a start what it said before, quarter by quarter', () => {
    const lived = new Ribbon();
    for (let now = NOW; now <= minute(70); now += QUARTER) lived.sample(now, () => [view], gate);
    lived.note(view);
    const restored = new Ribbon();
    restored.restore(minute(70), [view], gate);
    expect(restored.quarters(NOW, minute(70), {})).toEqual(lived.quarters(NOW, minute(70), {}));
  });
});
