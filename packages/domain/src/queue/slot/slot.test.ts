import { describe, expect, it } from 'vitest';
import { fromMillis, HOUR, QUARTER } from '../../kernel/instant.ts';
import { CN, stranger, VN } from '../../kernel/testing/cast.ts';
import { gateOf, historyOf, NOW, SECOND_CONSIGNMENT, SECOND_CROSSING } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { placesIn, SLOT_GRACE } from './decide.ts';

const { lodged, planned, withdrawn, slotBooked, arrived, exited } = historyOf();
const { capacity } = gateOf('CN');
const start = fromMillis(NOW + HOUR);
const later = fromMillis(NOW + 2 * HOUR);
const ready = [lodged(), planned(), capacity('perishable', 4)];

describe('a slot is booked', () => {
  it("within the destination's newest capacity, which it names", () => {
    given(...ready).when('bookSlot', { start }, { as: VN.trader }).then([
      'SlotBooked',
      { start, end: fromMillis(NOW + HOUR + QUARTER), trafficClass: 'perishable', capacity: { degraded: false } },
    ]);
  });

  it('by the degraded rate when the capacity has expired', () => {
    given(lodged(), planned(), capacity('perishable', 8, NOW + HOUR)).when('bookSlot', { start: later }, { as: VN.trader })
      .then(['SlotBooked', { capacity: { degraded: true } }]);
  });

  it('in the yard too, for a lorry that came without one', () => {
    given(...ready, arrived()).when('bookSlot', { start }, { as: VN.yard }).then(['SlotBooked']);
    given(...ready, arrived()).when('bookSlot', { start }, { as: VN.trader }).thenRefused('already_arrived');
    given(...ready, arrived(), exited()).when('bookSlot', { start }, { as: VN.yard }).thenRefused('already_exited');
  });

  it('at a quarter of an hour that is to come, soon enough, when both gates are open', () => {
    const book = (millis: number) =>
      given(...ready).when('bookSlot', { start: fromMillis(millis) }, { as: VN.trader });
    book(NOW + HOUR + 1).thenRefused('slot_not_quarter', '/start');
    book(NOW - QUARTER).thenRefused('slot_in_past', '/start');
    book(NOW).then(['SlotBooked']);
    book(NOW + 72 * HOUR + QUARTER).thenRefused('slot_too_far', '/start');
    // 18:00 at Hữu Nghị, 19:00 at Youyi Guan.
    book(NOW + 8 * HOUR).thenRefused('gate_closed', '/start');
  });

  it('only where there is a place', () => {
    given(lodged(), planned()).when('bookSlot', { start }, { as: VN.trader }).thenRefused('capacity_unknown', '/start');
    given(lodged(), planned(), capacity('general', 4)).when('bookSlot', { start }, { as: VN.trader })
      .thenRefused('capacity_unknown', '/start');
    given(lodged(), planned(), capacity('perishable', 0)).when('bookSlot', { start }, { as: VN.trader })
      .thenRefused('slot_full', '/start');
    const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
    given(...ready, second.lodged(), second.planned(), second.slotBooked(NOW + HOUR))
      .when('bookSlot', { start }, { as: VN.trader }).thenRefused('slot_full', '/start');
  });

  it('once, for a crossing that stands, by whoever has goods on it', () => {
    given(...ready, slotBooked()).when('bookSlot', { start }, { as: VN.trader }).thenRefused('slot_held');
    given(...ready, withdrawn()).when('bookSlot', { start }, { as: VN.trader }).thenRefused('crossing_ended');
    given(...ready).when('bookSlot', { start }, { as: stranger(VN.trader) }).thenRefused('not_yours');
    given(...ready).when('bookSlot', { start }, { as: CN.trader }).thenRefused('not_allowed');
  });
});

describe('a plan of the own side', () => {
  const second = historyOf('VN-CN', SECOND_CONSIGNMENT, SECOND_CROSSING);
  const taken = [lodged(), planned(), capacity('perishable', 16), second.lodged(), second.planned(), second.slotBooked(NOW + HOUR)];
  /** What the plan gives by quarter; `undefined` is left to the capacity. */
  const under = (places: (start: number) => number | undefined, ...facts: Parameters<typeof given>) => {
    const scene = given(...facts);
    scene.world.planned = (_direction, _class, at) => places(at);
    return scene;
  };

  it('gives no more than it has planned, and names the next free slot, which can be booked', () => {
    const places = (at: number) => (at === NOW + HOUR + 2 * QUARTER ? 2 : 1) - (at === NOW + HOUR + QUARTER ? 1 : 0);
    const { outcome } = under(places, ...taken).when('bookSlot', { start }, { as: VN.trader });
    const next = fromMillis(NOW + HOUR + 2 * QUARTER);
    const params = { booked: 1, places: 1, minutes: 30, next };
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'slot_beyond_plan', pointer: '/start', params }] });
    under(places, ...taken).when('bookSlot', { start: next }, { as: VN.trader }).then(['SlotBooked']);
  });

  it('names a slot to move to other than the one that is moved', () => {
    const held = slotBooked(NOW + HOUR + QUARTER);
    const { outcome } = under(() => 2, ...taken, held).when('moveSlot', { start }, { as: VN.trader });
    expect(outcome).toMatchObject({ ok: true });
    const places = (at: number) => (at === NOW + HOUR ? 1 : 2);
    expect(under(places, ...taken, held).when('moveSlot', { start }, { as: VN.trader }).outcome).toMatchObject({
      ok: false, refusals: [{ code: 'slot_beyond_plan', params: { minutes: 30, next: fromMillis(NOW + HOUR + 2 * QUARTER) } }],
    });
  });

  it('never gives more than the capacity allows', () => {
    under(() => 100, ...ready, second.lodged(), second.planned(), second.slotBooked(NOW + HOUR))
      .when('bookSlot', { start }, { as: VN.trader }).thenRefused('slot_full', '/start');
  });

  it('says that a slot is full when it has no place anywhere', () => {
    under(() => 0, ...taken).when('bookSlot', { start }, { as: VN.trader }).thenRefused('slot_full', '/start');
  });

  it('leaves the capacity to lorries that stand in the yard', () => {
    under(() => 0, ...ready, arrived()).when('bookSlot', { start }, { as: VN.yard }).then(['SlotBooked']);
  });
});

describe('a slot is moved, or given back', () => {
  const held = [...ready, slotBooked(NOW + HOUR)];

  it('to another quarter', () => {
    given(...held).when('moveSlot', { start: later }, { as: VN.trader }).then(['SlotMoved', { start: later }]);
    given(...held).when('moveSlot', { start }, { as: VN.trader }).thenRefused('slot_same', '/start');
    given(...ready).when('moveSlot', { start }, { as: VN.trader }).thenRefused('no_slot');
  });

  it('before the lorry arrives', () => {
    given(...held).when('releaseSlot', {}, { as: VN.trader }).then(['SlotReleased']);
    given(...ready).when('releaseSlot', {}, { as: VN.trader }).thenRefused('no_slot');
    given(...held, arrived()).when('releaseSlot', {}, { as: VN.trader }).thenRefused('already_arrived');
  });
});

describe('a slot is missed', () => {
  it('an hour after its end, when the lorry has not come', () => {
    const missed = NOW - SLOT_GRACE - QUARTER;
    given(...ready, slotBooked(missed)).when('missSlot', {}, { as: VN.system }).then(['SlotMissed']);
    given(...ready, slotBooked(missed + 1)).when('missSlot', {}, { as: VN.system }).thenRefused('slot_not_missed');
    given(...ready).when('missSlot', {}, { as: VN.system }).thenRefused('slot_not_missed');
    given(...ready, slotBooked(missed), arrived()).when('missSlot', {}, { as: VN.system }).thenRefused('already_arrived');
  });
});

it.each([0, 1, 2, 3, 4, 7, 10, 33])('the quarters of an hour hold %i places together, no more and no fewer', (perHour) => {
  const { world } = given(lodged(), planned(), capacity('perishable', perHour));
  const context = world.context(VN.trader);
  const kind = { direction: 'VN-CN', trafficClass: 'perishable' } as const;
  const places = [0, 1, 2, 3].map((quarter) => placesIn(kind, NOW + HOUR + quarter * QUARTER, context).places);
  expect(places.reduce((sum, each) => sum + each, 0)).toBe(perHour);
  expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(1);
});
