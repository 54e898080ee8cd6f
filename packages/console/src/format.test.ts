import { HOUR, MINUTE } from '@pairgate/domain/kernel/instant.ts';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDuration, formatNumber, formatTonnes, newDay, timeAt } from './format.ts';

const LATE = '2026-11-19T16:30:07.000Z';

describe('times', () => {
  it('tells the time of each side', () => {
    expect([timeAt(LATE, 'VN'), timeAt(LATE, 'CN')]).toEqual(['23:30', '00:30']);
    expect(timeAt(LATE, 'CN', true)).toBe('00:30:07');
  });

  it('tells the date of the side, which may already be tomorrow', () => {
    expect(formatDate(LATE, 'VN', 'en')).toBe('19 Nov 2026');
    expect(formatDate(LATE, 'CN', 'en', true)).toBe('Friday 20 Nov 2026');
    expect(formatDate(LATE, 'VN', 'vi')).toBe('19/11/2026');
    expect(formatDate(LATE, 'CN', 'zh')).toBe('2026年11月20日');
  });
});

describe('lengths of time', () => {
  it.each([
    [0, '0 min', '0 phút', '0 分钟'],
    [38 * MINUTE + 59_000, '38 min', '38 phút', '38 分钟'],
    [HOUR, '1 h', '1 giờ', '1 小时'],
    [HOUR + 5 * MINUTE, '1 h 05', '1 giờ 05', '1 小时 5 分'],
    [26 * HOUR + 40 * MINUTE, '26 h', '26 giờ', '26 小时'],
    [-5 * MINUTE, '0 min', '0 phút', '0 分钟'],
  ])('%i ms', (millis, en, vi, zh) => {
    expect([formatDuration(millis, 'en'), formatDuration(millis, 'vi'), formatDuration(millis, 'zh')]).toEqual([en, vi, zh]);
  });
});

describe('numbers', () => {
  it('separates as the language does', () => {
    expect([formatNumber(184202, 'en'), formatNumber(184202, 'vi')]).toEqual(['184,202', '184.202']);
    expect([formatTonnes('21240', 'en'), formatTonnes(21240, 'vi')]).toEqual(['21.2 t', '21,2 t']);
  });
});

it('says the date where a new day begins at that side, and nothing on the same day', () => {
  const [before, after] = ['2026-11-19T16:30:00.000Z', '2026-11-19T17:30:00.000Z'] as const;
  expect(newDay(after, before, 'VN', 'en')).toBe('20 Nov 2026');
  expect(newDay(after, before, 'CN', 'zh')).toBeUndefined();
  expect(newDay(after, undefined, 'VN', 'en')).toBeUndefined();
});
