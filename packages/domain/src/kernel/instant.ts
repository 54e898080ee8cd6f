/**
 * Instants are UTC. In facts and on the wire they are RFC 3339 strings with milliseconds and `Z`; arithmetic uses
 * milliseconds since 1970-01-01T00:00:00Z. No clock lives here: "now" is always an argument.
 */

/** RFC 3339 date-time in UTC with exactly three decimals, e.g. `2026-11-19T03:42:00.000Z`. */
export type Instant = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const QUARTER = 15 * MINUTE;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The number that the digits of a text between two places write. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days in a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : DAYS_IN_MONTH[month - 1]!;
}

// Days since 1970-01-01 of a civil date (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Milliseconds of an instant, or `undefined` when the text is not an instant of the calendar. */
export function parseInstant(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((daysFromCivil(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + digits(text, 20, 23);
}

/** Milliseconds of an instant that a schema has already accepted; throws on anything else. */
export function toMillis(instant: Instant): number {
  const millis = parseInstant(instant);
  if (millis === undefined) throw new Error(`not an instant: ${instant}`);
  return millis;
}

/** The civil date and time of day of milliseconds since the epoch, in UTC. */
export function civil(millis: number): { year: number; month: number; day: number; timeOfDay: number } {
  const days = Math.floor(millis / DAY);
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day, timeOfDay: millis - days * DAY };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** The instant of milliseconds since the epoch, years 0 to 9999; a fraction of a millisecond is cut off. */
export function fromMillis(millis: number): Instant {
  const { year, month, day, timeOfDay } = civil(Math.floor(millis));
  if (!(year >= 0 && year <= 9999)) throw new Error(`no instant has the year ${year}`);
  const time = `${pad(Math.floor(timeOfDay / HOUR), 2)}:${pad(Math.floor(timeOfDay / MINUTE) % 60, 2)}`;
  const seconds = `${pad(Math.floor(timeOfDay / 1000) % 60, 2)}.${pad(timeOfDay % 1000, 3)}`;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${time}:${seconds}Z`;
}

/** The date `YYYY-MM-DD` at a place that keeps `offsetMinutes` from UTC. */
export function localDate(millis: number, offsetMinutes: number): string {
  return fromMillis(millis + offsetMinutes * MINUTE).slice(0, 10);
}

/** Minutes since local midnight at a place that keeps `offsetMinutes` from UTC. */
export function minuteOfDay(millis: number, offsetMinutes: number): number {
  const local = millis + offsetMinutes * MINUTE;
  return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE);
}
