import { expect, it } from 'vitest';
import { completed, detailOf, holdOf, loadOf, NOW } from '../../crossing/testing/detail.ts';
import { axisAround, isOnAxis, placeAt, ticks } from './axis.ts';
import { en } from '../../i18n/en.ts';
import { waitsForMe, whyNotYet } from './why-not-yet.ts';

const planned = { phase: 'planned', arrivedAt: null } as const;

it('says whose turn it is to complete, from either end', () => {
  const detail = detailOf({ row: planned, loads: [loadOf({})] });
  expect(whyNotYet(detail, 'VN')).toMatchObject({ kind: 'complete', yours: false });
  const theirs = whyNotYet(detail, 'CN');
  expect(theirs).toMatchObject({ kind: 'complete', yours: true });
  expect(waitsForMe(theirs)).toBe(true);
});

it('asks the one who declared for a slot, and not the importer', () => {
  const detail = detailOf({ row: planned, loads: [completed(loadOf({}))] });
  expect(waitsForMe(whyNotYet(detail, 'VN'))).toBe(true);
  expect(waitsForMe(whyNotYet(detail, 'CN'))).toBe(false);
});

it('puts a hold first, and no longer waits for me once I have objected', () => {
  expect(waitsForMe(whyNotYet(detailOf({ holds: [holdOf({})] }), 'VN'))).toBe(true);
  expect(waitsForMe(whyNotYet(detailOf({ holds: [holdOf({ objectedAt: NOW })] }), 'VN'))).toBe(false);
});

it('names the cause of a lorry that is here', () => {
  const loads = [completed(loadOf({}))];
  expect(whyNotYet(detailOf({ loads, row: { cause: 'bay' } }), 'VN')).toEqual({ kind: 'cause', cause: 'bay' });
  expect(whyNotYet(detailOf({ loads }), 'VN')).toEqual({ kind: 'nothing' });
});

it('is through at its departure', () => {
  expect(whyNotYet(detailOf({ row: { phase: 'departed', endedAt: NOW } }), 'VN')).toEqual({ kind: 'through', at: NOW });
});

it('puts the same instant at the same place in every row, and now inside the axis', () => {
  const axis = axisAround(NOW);
  expect(isOnAxis(axis, NOW)).toBe(true);
  expect(placeAt(axis, NOW)).toBeGreaterThan(40);
  expect(placeAt(axis, NOW)).toBeLessThan(60);
  expect(placeAt(axis, '2020-01-01T00:00:00.000Z')).toBe(0);
  expect(ticks(axis).every((at) => at % 7_200_000 === 0)).toBe(true);
});

it('counts who waits for the reader only when every lorry is known, and never as fewer than there are', () => {
  const some = { count: 100, more: false, yours: 0, whole: true };
  expect(en.lorries.title(some)).toBe('100 lorries. **None waits for you.**');
  expect(en.lorries.title({ ...some, whole: false })).toBe('100 lorries.');
  expect(en.lorries.title({ ...some, yours: 1 })).toBe('100 lorries. **One waits for you.**');
  expect(en.lorries.title({ ...some, yours: 3, more: true, whole: false })).toBe('More than 100 lorries. **At least 3 wait for you.**');
});
