import { describe, expect, it } from 'vitest';
import { huuNghiYouyiGuan } from '../../gate/pair/huu-nghi-youyi-guan.ts';
import { DAY, fromMillis, HOUR, MINUTE, QUARTER } from '../../kernel/instant.ts';
import { CN, VN } from '../../kernel/testing/cast.ts';
import {
  at, CONSIGNMENT, CROSSING, historyOf, idOf, NOW, SECOND_CONSIGNMENT, SECOND_CROSSING, type Given,
} from '../../kernel/testing/history.ts';
import { formatReference } from '../../kernel/reference.ts';
import { given } from '../../kernel/testing/specification.ts';
import { phaseOf } from './joint.ts';
import { endedAt } from './wait.ts';

const GRACE = huuNghiYouyiGuan.arrivalGraceDays * DAY;
const { lodgedUntil, planned, loadAdded, arrived, expired, withdrawn, exited, crossed, departed, released } = historyOf();
const other = historyOf('VN-CN', CONSIGNMENT, SECOND_CROSSING);
const second = historyOf('VN-CN', SECOND_CONSIGNMENT);

/** One consignment on two lorries that were planned long ago: one has come, the other has not. */
const long = NOW - 30 * DAY;
const two = (until = long): Given[] => [
  at(long, lodgedUntil(until)), at(long, planned()), at(long, other.planned()), at(long, arrived()),
];
const expire = (...history: Given[]) => given(...history).when('expireCrossing', {}, { as: VN.system, on: SECOND_CROSSING });

describe('a lorry that never comes is given up', () => {
  it('days after its papers, which do not expire because another lorry has come with them', () => {
    given(...two()).when('expireDeclaration', {}, { as: VN.system, on: CONSIGNMENT }).thenRefused('already_arrived');
    const since = NOW - GRACE;
    expire(...two(since)).then(['CrossingExpired', { cause: 'no_slot', since: fromMillis(since) }]);
    expire(...two(since + 1)).thenRefused('crossing_not_overdue');
  });

  it('days after its slot, held or missed', () => {
    const slot = at(long, other.slotBooked(NOW - GRACE - QUARTER));
    expire(...two(), slot).then(['CrossingExpired', { cause: 'slot_missed', since: fromMillis(NOW - GRACE) }]);
    expire(...two(), at(long, other.slotBooked(NOW - GRACE))).thenRefused('crossing_not_overdue');
    const missed = (when: number) => at(when, { ...other.planned(), type: 'SlotMissed', data: {} });
    expire(...two(), slot, missed(NOW - GRACE)).then(['CrossingExpired', { cause: 'slot_missed' }]);
    expire(...two(), slot, missed(NOW - GRACE + 1)).thenRefused('crossing_not_overdue');
  });

  it('by its node, and by nobody else', () => {
    for (const as of [VN.manager, VN.trader, CN.system]) {
      given(...two()).when('expireCrossing', {}, { as, on: SECOND_CROSSING }).thenRefused('not_allowed');
    }
  });

  it('not when it is there, has gone or has ended', () => {
    expire(...two(), at(NOW, other.arrived('b'.repeat(64)))).thenRefused('already_arrived');
    expire(...two(), at(NOW, { ...other.exited(), id: idOf(0) })).thenRefused('already_exited');
    expire(...two(), at(NOW, other.crossed({ expected: false }))).thenRefused('already_crossed');
    expire(...two(), at(NOW, withdrawn())).thenRefused('crossing_ended');
    expire(at(long, lodgedUntil(long)), at(long, other.planned()), at(long, expired())).thenRefused('crossing_ended');
  });
});

describe('a crossing that was given up', () => {
  const done = () => expire(...two());

  it('has expired on both sides, and the lorry that came goes on', () => {
    const { world } = done();
    world.deliverAll();
    for (const side of ['VN', 'CN'] as const) {
      expect(phaseOf(world.crossing(side, SECOND_CROSSING)!)).toBe('expired');
      expect(endedAt(world.crossing(side, SECOND_CROSSING)!)).toBe(fromMillis(NOW));
      expect(phaseOf(world.crossing(side, CROSSING)!)).toBe('arrived');
    }
    const arrival = { tractorID: '29H-412.07', sealID: [], weighedMassKg: '38200', yard: 'VN-YX' };
    expect(world.act(VN.yard, 'recordArrival', SECOND_CROSSING, arrival)).toMatchObject({
      refusals: [{ code: 'crossing_ended' }],
    });
  });

  it('lets its consignment go on another lorry', () => {
    const { world } = done();
    const crossing = formatReference(5n);
    const third = historyOf('VN-CN', SECOND_CONSIGNMENT, crossing);
    for (const fact of [third.lodged(), third.planned()]) world.tell(fact.by, fact);
    expect(world.act(VN.trader, 'addLoad', crossing, { consignment: CONSIGNMENT })).toMatchObject({ ok: true });
  });

  it('goes on when the lorry is seen over the line all the same, unexpected', () => {
    const { world } = done();
    world.deliverAll();
    const seen = { lane: 'X1', tractorID: '29H-412.07', sealID: ['VN-CD 084471'] };
    const read = world.act(CN.gate, 'recordCrossing', SECOND_CROSSING, seen);
    expect(read).toMatchObject({ facts: [{ data: { expected: false } }] });
    world.deliverAll();
    for (const side of ['VN', 'CN'] as const) expect(phaseOf(world.crossing(side, SECOND_CROSSING)!)).toBe('crossed');
  });
});

it('a lorry that is through is not given up', () => {
  const through = [released('origin'), exited(), crossed(), departed()].map((fact) => at(long + HOUR, fact));
  given(...two(), ...through).when('expireCrossing', {}, { as: VN.system, on: CROSSING, at: NOW + MINUTE })
    .thenRefused('crossing_ended');
});

it.each<{ phase: string; when: string; ends: Given[] }>([
  { phase: 'withdrawn', when: 'one load is taken back and time takes the other', ends: [withdrawn(), second.expired()] },
  { phase: 'withdrawn', when: 'both are taken back', ends: [withdrawn(), second.withdrawn()] },
  { phase: 'expired', when: 'time takes both', ends: [expired(), second.expired()] },
  { phase: 'planned', when: 'one still counts', ends: [expired()] },
])('a lorry that never came is $phase when $when', ({ phase, ends }) => {
  const { world } = given(lodgedUntil(NOW), second.lodgedUntil(NOW), planned(), loadAdded(), ends);
  for (const side of ['VN', 'CN'] as const) expect(phaseOf(world.crossing(side, CROSSING)!)).toBe(phase);
});
