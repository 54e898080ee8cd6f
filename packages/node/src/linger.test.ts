import { expect, it } from 'vitest';
import { isFed } from './linger.ts';

/** Milliseconds after its begin at which a group is committed that nothing else ends, when work comes at these times. */
function committedAt(arrivals: readonly number[], count = 100, isAwaited = true): number {
  for (let now = 0; ; now += 1) {
    const fed = Math.max(0, ...arrivals.filter((at) => at <= now));
    if (!isFed({ begun: 0, fed, count, isAwaited }, now)) return now;
  }
}

it('does not wait for what does not come', () => {
  expect(committedAt([])).toBe(3);
  expect(committedAt([1, 2])).toBe(5);
});

it('waits while something comes, and not for ever', () => {
  expect(committedAt([2, 4, 6, 8, 10])).toBe(13);
  expect(committedAt(Array.from({ length: 100 }, (_, at) => at))).toBe(30);
});

it('has waited already when it is older than that', () => {
  expect(isFed({ begun: 0, fed: 40, count: 100, isAwaited: true }, 40)).toBe(false);
});

it('does not wait with few, who may be all that wait for an answer', () => {
  expect(committedAt(Array.from({ length: 100 }, (_, at) => at), 16)).toBe(0);
});

it('waits with entries of the other side alone, for which nobody waits', () => {
  expect(committedAt([], 1, false)).toBe(30);
  expect(isFed({ begun: 0, fed: 0, count: 1, isAwaited: false }, 30)).toBe(false);
});
