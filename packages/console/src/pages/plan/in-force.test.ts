import { describe, expect, it } from 'vitest';
import type { PlanInForce } from '../../schemas.ts';
import { hoursOf, speaking, tightest, whenAt } from './in-force.ts';

type Made = PlanInForce['plans'][number];

const at = (time: string) => `2026-11-19T${time}:00.000Z`;
const resource = (saves: number, binds: string[] = [], side: 'VN' | 'CN' = 'CN') =>
  ({ kind: 'bay' as const, side, trafficClass: null, utilisation: 0.9, binds, oneMoreSavesMinutes: saves });
const made = (span: 'night' | 'day', resources: Made['resources']): Made => ({
  span, from: at('00:00'), until: at('06:00'), by: 'solver', madeAt: at('00:00'), askedAt: at('00:00'), stale: null,
  forecast: { basis: 'days', days: 2 }, withoutPlace: [], resources,
});
const slot = (time: string, trafficClass: 'general' | 'empty', places: number, taken: number, span: 'night' | 'day' = 'day') =>
  ({ start: at(time), trafficClass, span, expected: 3, planned: places, taken, capacity: 9, places });
const view = (plans: Made[], slots: PlanInForce['slots']): PlanInForce => ({ direction: 'VN-CN', now: at('00:00'), plans, slots });

describe('the plan in force', () => {
  it('counts the hours of the side that gives the slots, all classes together', () => {
    const slots = [slot('00:45', 'general', 2, 1), slot('00:45', 'empty', 1, 1), slot('01:00', 'general', 4, 0)];
    expect(hoursOf(view([], slots), 'VN')).toEqual([
      { hour: '07', places: 3, taken: 2, binds: false },
      { hour: '08', places: 4, taken: 0, binds: false },
    ]);
  });

  it('marks an hour when something binds in the plan that its slots are of', () => {
    const slots = [slot('01:00', 'general', 2, 0, 'day'), slot('02:00', 'general', 2, 0, 'night')];
    const plans = [made('night', [resource(5, [at('01:00')])]), made('day', [resource(5, [at('02:00')])])];
    expect(hoursOf(view(plans, slots), 'VN').map(({ binds }) => binds)).toEqual([false, false]);
    const other = [made('night', [resource(5, [at('02:00')])]), made('day', [resource(5, [at('01:00')])])];
    expect(hoursOf(view(other, slots), 'VN').map(({ binds }) => binds)).toEqual([true, true]);
  });

  it('says the day with the time, when it was not today at the side', () => {
    const now = view([], []);
    expect(whenAt('2026-11-18T19:00:00.000Z', now, 'VN', 'en')).toBe('02:00');
    expect(whenAt('2026-11-16T19:00:00.000Z', now, 'VN', 'en')).toMatch(/^02:00, .*17.*/);
    expect(whenAt('2026-11-18T16:59:00.000Z', now, 'VN', 'zh')).toMatch(/^23:59, .*18.*/);
  });

  it('speaks of the next hours, and of what saves most', () => {
    const [night, day] = [made('night', []), made('day', [resource(3), resource(8, [], 'VN')])];
    expect(speaking(view([night, day], []))).toBe(day);
    expect(speaking(view([night], []))).toBe(night);
    expect(speaking(view([], []))).toBeUndefined();
    expect(tightest(day)?.side).toBe('VN');
    expect(tightest(made('day', [resource(0.5)]))).toBeUndefined();
  });
});
