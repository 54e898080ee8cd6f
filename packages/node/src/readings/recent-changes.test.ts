import { expect, it } from 'vitest';
import { RecentChanges } from './recent-changes.ts';

it('tells each crossing that changed once, at its last change, in order', () => {
  const recent = new RecentChanges(5);
  recent.note(['a', 'b'], 6);
  recent.note(['c'], 7);
  recent.note(['a'], 8);
  expect(recent.since(5, 10)).toEqual([{ reference: 'b', change: 6 }, { reference: 'c', change: 7 }, { reference: 'a', change: 8 }]);
  expect(recent.since(6, 10)).toEqual([{ reference: 'c', change: 7 }, { reference: 'a', change: 8 }]);
  expect(recent.since(8, 10)).toEqual([]);
  expect(recent.since(5, 1)).toEqual([{ reference: 'b', change: 6 }]);
  expect([recent.of('a'), recent.of('d')]).toEqual([8, 5]);
});

it('does not cut between those that changed at once', () => {
  const recent = new RecentChanges(0);
  recent.note(['a', 'b', 'c'], 1);
  recent.note(['d'], 2);
  expect(recent.since(0, 2)!.map((each) => each.reference)).toEqual(['a', 'b', 'c']);
});

it('does not know what was before it began', () => {
  expect(new RecentChanges(5).since(4, 10)).toBeUndefined();
  expect(new RecentChanges(5).since(5, 10)).toEqual([]);
});

it('forgets the oldest, and says so rather than leave something out', () => {
  const recent = new RecentChanges(0, 3);
  for (let change = 1; change <= 7; change += 1) recent.note([`c${change}`], change);
  expect(recent.since(3, 10)).toBeUndefined();
  expect(recent.since(4, 10)!.map((each) => each.change)).toEqual([5, 6, 7]);
  expect(recent.of('c4')).toBe(4);
});

it('forgets nothing of the group in which it runs out of room', () => {
  const recent = new RecentChanges(0, 3);
  recent.note(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 1);
  expect(recent.since(0, 10)).toBeUndefined();
  expect(recent.since(1, 10)).toEqual([]);
});
