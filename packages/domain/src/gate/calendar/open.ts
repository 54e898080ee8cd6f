import { DAY, localDate, MINUTE } from '../../kernel/instant.ts';
import type { Calendar } from './schema.ts';

/** Milliseconds since the epoch, the end not included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

const THURSDAY = 4;
const weekday = (dayNumber: number): number => (((dayNumber + THURSDAY) % 7) + 7) % 7;
const dayNumberAt = (calendar: Calendar, millis: number): number =>
  Math.floor((millis + calendar.utcOffsetMinutes * MINUTE) / DAY);

// The open interval of a local day, counted in days since 1970-01-01 at the place.
function openOn(calendar: Calendar, dayNumber: number): Interval | undefined {
  const midnight = dayNumber * DAY - calendar.utcOffsetMinutes * MINUTE;
  const day = localDate(midnight, calendar.utcOffsetMinutes);
  const exception = calendar.exceptions.findLast((each) => each.date === day);
  const regular = calendar.hours.findLast(
    (each) => each.from <= day && day <= (each.until ?? day) && (each.days?.includes(weekday(dayNumber)) ?? true),
  );
  const { opensMinute, closesMinute } = exception ?? regular ?? {};
  if (opensMinute === undefined || closesMinute === undefined || closesMinute <= opensMinute) return undefined;
  return { from: midnight + opensMinute * MINUTE, to: midnight + closesMinute * MINUTE };
}

/** Whether the gate is open at an instant; at the minute of closing it is closed. */
export function isOpen(calendar: Calendar, millis: number): boolean {
  const open = openOn(calendar, dayNumberAt(calendar, millis));
  return open !== undefined && open.from <= millis && millis < open.to;
}

/** The open intervals between two instants, in order, cut to them; intervals that touch at midnight are one. */
export function openIntervals(calendar: Calendar, from: number, to: number): readonly Interval[] {
  const intervals: Interval[] = [];
  for (let day = dayNumberAt(calendar, from); day <= dayNumberAt(calendar, to); day += 1) {
    const open = openOn(calendar, day);
    if (!open) continue;
    const cut = { from: Math.max(open.from, from), to: Math.min(open.to, to) };
    if (cut.from >= cut.to) continue;
    const last = intervals.at(-1);
    if (last?.to === cut.from) intervals.splice(-1, 1, { from: last.from, to: cut.to });
    else intervals.push(cut);
  }
  return intervals;
}

const HORIZON_DAYS = 60;

/** The first instant from `millis` on at which the gate is open; `undefined` when it stays closed for sixty days. */
export const nextOpening = (calendar: Calendar, millis: number): number | undefined =>
  openIntervals(calendar, millis, millis + HORIZON_DAYS * DAY)[0]?.from;

/** When all of these gates are open at once. Of no calendars, nothing is shared. */
export function sharedOpen(calendars: readonly Calendar[], from: number, to: number): readonly Interval[] {
  const [first, ...rest] = calendars;
  if (!first) return [];
  return rest.reduce<readonly Interval[]>(
    (shared, calendar) => intersect(shared, openIntervals(calendar, from, to)),
    openIntervals(first, from, to),
  );
}

function intersect(left: readonly Interval[], right: readonly Interval[]): readonly Interval[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
      return both.from < both.to ? [both] : [];
    }),
  );
}

/** The instants strictly between two others at which the gate opens or closes, in order. */
export const edges = (calendar: Calendar, from: number, to: number): readonly number[] =>
  openIntervals(calendar, from - DAY, to + DAY)
    .flatMap((each) => [each.from, each.to])
    .filter((millis) => from < millis && millis < to);
