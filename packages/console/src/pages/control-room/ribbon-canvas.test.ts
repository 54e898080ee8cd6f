import { fromMillis, HOUR, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { expect, it } from 'vitest';
import { ribbonRange } from './ribbon-canvas.ts';

const hours = {
  VN: { open: '2026-11-19T00:00:00.000Z', close: '2026-11-19T12:00:00.000Z' },
  CN: { open: '2026-11-19T01:00:00.000Z', close: '2026-11-19T11:00:00.000Z' },
};

it('shows three hours before the first opening and three after the last closing', () => {
  const { from, to } = ribbonRange(hours, '2026-11-19T05:00:00.000Z');
  expect([fromMillis(from), fromMillis(to)]).toEqual(['2026-11-18T21:00:00.000Z', '2026-11-19T15:00:00.000Z']);
});

it('always reaches to now, in full hours', () => {
  const now = '2026-11-19T16:20:00.000Z';
  const { to } = ribbonRange(hours, now);
  expect(to).toBeGreaterThanOrEqual(toMillis(now));
  expect(to % HOUR).toBe(0);
});
