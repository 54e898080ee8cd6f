import { describe, expect, it } from 'vitest';
import type { Fact } from '../../kernel/decider.ts';
import { DAY, fromMillis, HOUR } from '../../kernel/instant.ts';
import { CN, VN } from '../../kernel/testing/cast.ts';
import { gateOf, NOW } from '../../kernel/testing/history.ts';
import { given } from '../../kernel/testing/specification.ts';
import { acceptedPerHour, capacityAt, capacitySlice, type CapacityState } from './evolve.ts';

const publish = (validUntil: number) => ({ trafficClass: 'perishable', perHour: 12, validUntil: fromMillis(validUntil) });

describe('capacity is published', () => {
  it('by the manager of a gate, for that gate', () => {
    given().when('publishCapacity', publish(NOW + HOUR), { as: CN.manager }).then(['CapacityPublished', { perHour: 12 }]);
    given().when('publishCapacity', publish(NOW + HOUR), { as: CN.manager, on: 'VN' }).thenRefused('reference_unknown');
    given().when('publishCapacity', publish(NOW + HOUR), { as: VN.customs }).thenRefused('not_allowed');
  });

  it('until some time to come, at most seven days ahead', () => {
    given().when('publishCapacity', publish(NOW), { as: CN.manager }).thenRefused('deadline_in_past', '/validUntil');
    given().when('publishCapacity', publish(NOW + 7 * DAY), { as: CN.manager }).then(['CapacityPublished']);
    given().when('publishCapacity', publish(NOW + 7 * DAY + 1), { as: CN.manager })
      .thenRefused('capacity_too_long', '/validUntil');
  });
});

describe('what is accepted in an hour', () => {
  const published = (...each: [from: number, perHour: number, validUntil: number][]): CapacityState =>
    each.reduce<CapacityState>(
      (state, [from, perHour, validUntil], index) =>
        capacitySlice.evolve.CapacityPublished(state, {
          id: String(index),
          occurredAt: fromMillis(from),
          data: { trafficClass: 'perishable', perHour, validUntil: fromMillis(validUntil) },
        } as Fact<string, never>),
      {},
    );

  it('is the newest rate while it is valid, then the degraded share of it, rounded down', () => {
    const state = published([NOW, 13, NOW + HOUR]);
    expect(acceptedPerHour(state, 'perishable', NOW + HOUR - 1, 0.5)).toMatchObject({ perHour: 13, degraded: false });
    expect(acceptedPerHour(state, 'perishable', NOW + HOUR, 0.5)).toMatchObject({ perHour: 6, degraded: true });
  });

  it('is nothing before the first, and nothing of another class', () => {
    const state = published([NOW, 13, NOW + HOUR]);
    expect(acceptedPerHour(state, 'perishable', NOW - 1, 0.5).perHour).toBe(0);
    expect(acceptedPerHour(state, 'general', NOW, 0.5).perHour).toBe(0);
  });

  it('is the newest by its own time: one that is entered late does not outdo a later one', () => {
    const state = published([NOW - HOUR, 10, NOW + DAY], [NOW, 20, NOW + DAY], [NOW - 1, 5, NOW + DAY]);
    expect(capacityAt(state, 'perishable', NOW)!.perHour).toBe(20);
    expect(capacityAt(state, 'perishable', NOW - 1)!.perHour).toBe(5);
    expect(capacityAt(state, 'perishable', NOW - HOUR)!.perHour).toBe(10);
  });

  it('is kept for two days, so that a dwell can be explained from it', () => {
    const state = published([NOW - 4 * DAY, 1, NOW], [NOW - 3 * DAY, 2, NOW], [NOW - DAY, 3, NOW], [NOW, 4, NOW + DAY]);
    expect(state.perishable!.map((each) => each.perHour)).toEqual([2, 3, 4]);
  });

  it('is one for longer when the same rate is published again while it holds', () => {
    const state = published([NOW - HOUR, 10, NOW], [NOW - 1, 10, NOW + HOUR], [NOW, 12, NOW + HOUR]);
    expect(state.perishable).toHaveLength(2);
    expect(capacityAt(state, 'perishable', NOW - HOUR)).toMatchObject({ perHour: 10 });
    expect(acceptedPerHour(state, 'perishable', NOW - 1, 0.5)).toMatchObject({ perHour: 10, degraded: false });
  });
});

it('each side knows what the other has published', () => {
  const { world } = given(gateOf('CN').capacity('perishable', 12), gateOf('VN').capacity('general', 3));
  for (const side of ['VN', 'CN'] as const) {
    expect(world.gateTimes(side).acceptedPerHour('CN', 'perishable', NOW)).toBe(12);
    expect(world.gateTimes(side).acceptedPerHour('VN', 'general', NOW)).toBe(3);
    expect(world.gateTimes(side).acceptedPerHour('VN', 'perishable', NOW)).toBe(0);
  }
});
