import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civil, DAY, daysInMonth, fromMillis, localDate, minuteOfDay, parseInstant, toMillis,
} from './instant.ts';

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const YEAR_0 = new Date('0000-01-01T00:00:00.000Z').getTime();
const millis = fc.oneof(fc.integer({ min: YEAR_0, max: LAST }), fc.integer({ min: 0, max: 2 ** 42 }));

/** What JavaScript's own Date makes of a text: an instant only if it writes the very same text again. */
function oracle(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.toISOString() !== text ? undefined : date.getTime();
}

describe('an instant', () => {
  it('is written and read as JavaScript does it, for every millisecond of the years 0 to 9999', () => {
    fc.assert(
      fc.property(millis, (at) => {
        expect(fromMillis(at)).toBe(new Date(at).toISOString());
        expect(parseInstant(fromMillis(at))).toBe(at);
      }),
      { numRuns: 2000 },
    );
    for (const at of [YEAR_0, -1, 0, LAST]) expect(parseInstant(new Date(at).toISOString())).toBe(at);
  });

  it('is a date of the calendar, or no instant', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
    const text = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), two(14), two(33), two(26), two(62), two(62), fc.integer({ min: 0, max: 999 }))
      .map(([year, month, day, hour, minute, second, milli]) => {
        const time = `${hour}:${minute}:${second}.${String(milli).padStart(3, '0')}`;
        return `${String(year).padStart(4, '0')}-${month}-${day}T${time}Z`;
      });
    fc.assert(fc.property(text, (each) => void expect(parseInstant(each)).toBe(oracle(each))), { numRuns: 3000 });
  });

  it('has one form, and any other is refused', () => {
    const form = '2026-11-19T03:42:00.000Z';
    const spoilt = fc
      .tuple(fc.nat(form.length), fc.nat(2), fc.string({ maxLength: 3, unit: 'grapheme' }))
      .map(([at, cut, put]) => form.slice(0, at) + put + form.slice(at + cut));
    fc.assert(fc.property(fc.oneof(spoilt, fc.string()), (text) => void expect(parseInstant(text)).toBe(oracle(text))), {
      numRuns: 3000,
    });
    for (const text of [
      '', '2026-11-19', '2026-11-19T03:42:00Z', '2026-11-19T03:42:00.00Z', '2026-11-19T03:42:00.000+00:00',
      '2026-11-19t03:42:00.000z', ' 2026-11-19T03:42:00.000Z', '2026-11-19T03:42:00.000Z\n', '+002026-11-19T03:42:00.000Z',
      '2026-11-19T24:00:00.000Z', '2026-11-19T23:59:60.000Z', '2026-02-29T00:00:00.000Z', '2026-00-10T00:00:00.000Z',
      '2026-13-10T00:00:00.000Z', '2026-04-31T00:00:00.000Z', '２０２６-11-19T03:42:00.000Z', '2026-11-19T03:42:00,000Z',
    ]) {
      expect(parseInstant(text), JSON.stringify(text)).toBeUndefined();
      expect(() => toMillis(text)).toThrow('not an instant');
    }
  });

  it('knows leap years', () => {
    for (const year of [2000, 2024, 2028, 2400, 0]) expect(daysInMonth(year, 2)).toBe(29);
    for (const year of [1900, 2026, 2100, 2200, 2300]) expect(daysInMonth(year, 2)).toBe(28);
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      }),
    );
  });

  it('loses a fraction of a millisecond, as a clock that runs at sixty times the speed gives', () => {
    fc.assert(
      fc.property(millis, fc.double({ min: 0, max: 0.99, noNaN: true }), (at, part) => {
        expect(fromMillis(at + part)).toBe(new Date(Math.floor(at + part)).toISOString());
      }),
    );
  });

  it('is never written outside the years that it can be read in', () => {
    for (const at of [YEAR_0 - 1, LAST + 1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => fromMillis(at)).toThrow();
  });

  it('sorts as text as it does in time', () => {
    fc.assert(
      fc.property(millis, millis, (a, b) => {
        expect(fromMillis(a) < fromMillis(b)).toBe(a < b);
        expect(fromMillis(a) === fromMillis(b)).toBe(a === b);
      }),
    );
  });
});

describe('local time', () => {
  it('is the wall clock of the place', () => {
    const at = parseInstant('2026-11-18T17:30:00.000Z')!;
    expect([localDate(at, 420), minuteOfDay(at, 420)]).toEqual(['2026-11-19', 30]);
    expect([localDate(at, 480), minuteOfDay(at, 480)]).toEqual(['2026-11-19', 90]);
    expect([localDate(at, -300), minuteOfDay(at, -300)]).toEqual(['2026-11-18', 750]);
  });

  it('agrees with JavaScript’s Date for both sides', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 41), max: 2 ** 42 }), fc.constantFrom(420, 480), (at, offset) => {
        const local = new Date(at + offset * 60_000);
        expect(localDate(at, offset)).toBe(local.toISOString().slice(0, 10));
        expect(minuteOfDay(at, offset)).toBe(local.getUTCHours() * 60 + local.getUTCMinutes());
        expect(civil(at).timeOfDay).toBe(((at % DAY) + DAY) % DAY);
      }),
    );
  });
});
