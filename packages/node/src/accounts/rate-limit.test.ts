import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

describe('a rate limit', () => {
  it('gives a burst, then a steady flow, to each key on its own', () => {
    let now = 0;
    const limit = new RateLimit({ burst: 3, perMinute: 6 }, () => now);
    expect([1, 2, 3].map(() => limit.take('a'))).toEqual([undefined, undefined, undefined]);
    expect(limit.take('a')).toBe(10);
    expect(limit.take('b')).toBeUndefined();
    now += 4_000;
    expect(limit.take('a')).toBe(6);
    now += 6_000;
    expect(limit.take('a')).toBeUndefined();
    expect(limit.take('a')).toBe(10);
  });

  it('never saves up more than a burst', () => {
    let now = 0;
    const limit = new RateLimit({ burst: 2, perMinute: 60 }, () => now);
    now += 3_600_000;
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([undefined, undefined, 1]);
  });

  it('forgets strangers before it forgets who came last', () => {
    const limit = new RateLimit({ burst: 1, perMinute: 1 }, () => 0);
    limit.take('early');
    for (let index = 0; index < 10_000; index += 1) limit.take(`stranger ${index}`);
    expect(limit.take('stranger 9999')).toBe(60);
    expect(limit.take('early')).toBeUndefined();
  });
});
