import { HOUR, localDate, MINUTE, minuteOfDay, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { GATES } from './gates.ts';
import type { Language } from './i18n/language.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `10:42` at a side, or `10:42:07` with seconds. */
export function timeAt(instant: Instant, side: SideId, seconds = false): string {
  const millis = toMillis(instant);
  const minute = minuteOfDay(millis, GATES[side].offsetMinutes);
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  return seconds ? `${time}:${two(Math.floor(millis / 1000) % 60)}` : time;
}

const LOCALES: Record<Language, string> = { en: 'en-GB', vi: 'vi-VN', zh: 'zh-CN' };
const numbers = new Map<string, Intl.NumberFormat>();

/** A number with the separators of the language; `digits` fixes the decimals. */
export function formatNumber(value: number, language: Language, digits?: number): string {
  const key = `${language}${digits ?? ''}`;
  let format = numbers.get(key);
  if (!format) {
    const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    format = new Intl.NumberFormat(LOCALES[language], options);
    numbers.set(key, format);
  }
  return format.format(value);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS: Record<Language, readonly string[]> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  vi: ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'],
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
};

/** `19 Nov 2026`, `19/11/2026`, `2026年11月19日`: the date at a side. */
export function formatDate(instant: Instant, side: SideId, language: Language, weekday = false): string {
  const local = new Date(toMillis(instant) + GATES[side].offsetMinutes * MINUTE);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const name = WEEKDAYS[language][local.getUTCDay()]!;
  if (language === 'zh') return `${year}年${month + 1}月${day}日${weekday ? name : ''}`;
  const date = language === 'vi' ? `${two(day)}/${two(month + 1)}/${year}` : `${day} ${MONTHS[month]!} ${year}`;
  if (!weekday) return date;
  return language === 'vi' ? `${name}, ${date}` : `${name} ${date}`;
}

/** The date at a side when an instant is of another day there than the one before it; nothing on the same day. */
export function newDay(instant: Instant, before: Instant | undefined, side: SideId, language: Language): string | undefined {
  return before === undefined || dateAt(before, side) === dateAt(instant, side) ? undefined : formatDate(instant, side, language);
}

/** `38 min`, `1 h 12`, `26 h`: a length of time, rounded down to the minute; from ten hours on, to the hour. */
export function formatDuration(millis: number, language: Language): string {
  const minutes = Math.floor(Math.max(0, millis) / MINUTE);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const long = millis >= 10 * HOUR || (hours > 0 && rest === 0);
  if (language === 'zh') {
    if (hours === 0) return `${minutes} 分钟`;
    return long ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
  }
  if (language === 'vi') {
    if (hours === 0) return `${minutes} phút`;
    return long ? `${hours} giờ` : `${hours} giờ ${two(rest)}`;
  }
  if (hours === 0) return `${minutes} min`;
  return long ? `${hours} h` : `${hours} h ${two(rest)}`;
}

/** A mass in tonnes with one decimal: `21.2 t`. */
export function formatTonnes(kilograms: number | string, language: Language): string {
  return `${formatNumber(Number(kilograms) / 1000, language, 1)} t`;
}

/** The calendar date `YYYY-MM-DD` at a side, as the interface takes it. */
export const dateAt = (instant: Instant, side: SideId): string => localDate(toMillis(instant), GATES[side].offsetMinutes);
