import { expect, it } from 'vitest';
import { duration, twinTime } from './times.ts';

const OFFSETS = { VN: 420, CN: 480 };

it('shows one instant on the clocks of both sides', () => {
  expect(twinTime('2026-11-19T03:42:00.000Z', OFFSETS)).toBe('19 Nov 10:42 | 11:42');
  expect(twinTime('2026-11-19T16:59:59.999Z', OFFSETS)).toBe('19 Nov 23:59 | 00:59');
});

it('says how long something took', () => {
  expect([0, 29_999, 30_000, 59 * 60_000, 3_600_000, 90_061_000].map(duration)).toEqual([
    '0 min', '0 min', '1 min', '59 min', '1 h 00 min', '25 h 01 min',
  ]);
});
