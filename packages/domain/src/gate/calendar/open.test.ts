import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, toMillis } from '../../kernel/instant.ts';
import { edges, isOpen, nextOpening, openIntervals, sharedOpen } from './open.ts';
import type { Calendar } from './schema.ts';

const hours = { from: '2026-01-01', opensMinute: 420, closesMinute: 1140, source: 'test', assumed: true };
const vn: Calendar = { utcOffsetMinutes: 420, hours: [hours], exceptions: [] };
const cn: Calendar = { ...vn, utcOffsetMinutes: 480 };
const noon = toMillis('2026-11-19T05:00:00.000Z');
const from = toMillis('2026-11-19T00:00:00.000Z');

describe('opening hours', () => {
  it('are kept by the local clock, half open', () => {
    expect(isOpen(vn, toMillis('2026-11-18T23:59:59.999Z'))).toBe(false);
    expect(isOpen(vn, toMillis('2026-11-19T00:00:00.000Z'))).toBe(true);
    expect(isOpen(vn, toMillis('2026-11-19T11:59:59.999Z'))).toBe(true);
    expect(isOpen(vn, toMillis('2026-11-19T12:00:00.000Z'))).toBe(false);
  });

  it('of the same figures on both sides share one hour less', () => {
    const length = (calendars: Calendar[]) =>
      sharedOpen(calendars, from - 8 * HOUR, from + 16 * HOUR).reduce((sum, each) => sum + each.to - each.from, 0);
    expect(length([vn])).toBe(12 * HOUR);
    expect(length([vn, cn])).toBe(11 * HOUR);
    expect(sharedOpen([], from, from + DAY)).toEqual([]);
  });

  it('yield to later entries, weekdays and exceptions', () => {
    const calendar: Calendar = {
      ...vn,
      hours: [
        hours,
        { ...hours, from: '2026-05-01', until: '2026-08-31', closesMinute: 1320 },
        { ...hours, days: [0], opensMinute: 540 },
      ],
      exceptions: [{ date: '2026-11-20', source: 'notice' }],
    };
    expect(isOpen(calendar, toMillis('2026-06-01T14:00:00.000Z'))).toBe(true);
    expect(isOpen(calendar, toMillis('2026-09-01T14:00:00.000Z'))).toBe(false);
    expect(isOpen(calendar, toMillis('2026-11-22T01:00:00.000Z'))).toBe(false);
    expect(isOpen(calendar, toMillis('2026-11-22T02:00:00.000Z'))).toBe(true);
    expect(isOpen(calendar, toMillis('2026-11-20T05:00:00.000Z'))).toBe(false);
    expect(nextOpening(calendar, toMillis('2026-11-19T12:00:00.000Z'))).toBe(toMillis('2026-11-21T00:00:00.000Z'));
  });

  it('join at midnight when the gate never closes', () => {
    const always: Calendar = { ...vn, hours: [{ ...hours, opensMinute: 0, closesMinute: 1440 }] };
    expect(openIntervals(always, noon, noon + 3 * DAY)).toEqual([{ from: noon, to: noon + 3 * DAY }]);
  });

  it('give up on a gate that stays closed', () => {
    expect(nextOpening({ ...vn, hours: [] }, noon)).toBeUndefined();
    expect(nextOpening(vn, noon)).toBe(noon);
  });
});

describe('intervals and instants agree', () => {
  const calendars = fc
    .record({
      offset: fc.constantFrom(420, 480, -300),
      opens: fc.integer({ min: 0, max: 1440 }),
      closes: fc.integer({ min: 0, max: 1440 }),
      day: fc.integer({ min: 0, max: 6 }),
    })
    .map(({ offset, opens, closes, day }): Calendar => ({
      utcOffsetMinutes: offset,
      hours: [hours, { ...hours, days: [day], opensMinute: opens, closesMinute: closes }],
      exceptions: [],
    }));
  const instants = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minutes) => from + minutes * MINUTE);

  it('at every minute', () => {
    fc.assert(
      fc.property(calendars, calendars, instants, (a, b, millis) => {
        const within = (list: readonly { from: number; to: number }[]) =>
          list.some((each) => each.from <= millis && millis < each.to);
        const [start, end] = [from - DAY, from + 16 * DAY];
        expect(within(openIntervals(a, start, end))).toBe(isOpen(a, millis));
        expect(within(sharedOpen([a, b], start, end))).toBe(isOpen(a, millis) && isOpen(b, millis));
        const next = nextOpening(a, millis);
        expect(next !== undefined && isOpen(a, next) && next >= millis).toBe(true);
      }),
    );
  });

  it('and nothing changes between two edges', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, millis) => {
        const list = [millis, ...edges(calendar, millis, millis + 3 * DAY), millis + 3 * DAY];
        for (const [index, start] of list.slice(0, -1).entries()) {
          const end = list[index + 1]!;
          expect(isOpen(calendar, start)).toBe(isOpen(calendar, end - 1));
        }
      }),
    );
  });
});
