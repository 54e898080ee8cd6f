import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INDEX_RULE, indexOf, nextOf, type Queued } from './index-rule.ts';

const queued = (part: Partial<Queued>): Queued => ({ weight: 1, arrivedAt: 0, serviceMinutes: 5, shelfLeftMinutes: Infinity, ...part });
const next = (...queue: Queued[]): number => nextOf(INDEX_RULE, queue, 60);

describe('the next one', () => {
  it('is the one whose waiting costs most for the time that it takes', () => {
    expect(next(queued({ weight: 2 }), queued({ weight: 3 }))).toBe(1);
    expect(next(queued({ serviceMinutes: 4 }), queued({ serviceMinutes: 6 }))).toBe(0);
    expect(next(queued({ weight: 3, serviceMinutes: 15 }), queued({ weight: 2, serviceMinutes: 5 }))).toBe(1);
  });

  it('is the one that has waited longer, or that spoils sooner, all else equal', () => {
    expect(next(queued({ arrivedAt: 20 }), queued({ arrivedAt: 10 }))).toBe(1);
    expect(next(queued({ shelfLeftMinutes: 3000 }), queued({ shelfLeftMinutes: 1000 }))).toBe(1);
    expect(next(queued({ shelfLeftMinutes: 80 * 60 }), queued({}))).toBe(0);
  });

  it('is nobody when nobody waits', () => {
    expect(next()).toBe(-1);
  });

  it('is whoever is beyond the bound, and of those the one who came first', () => {
    const late = queued({ arrivedAt: 60 - 240, weight: 0.1, serviceMinutes: 60 });
    const dear = queued({ arrivedAt: 59, weight: 900, serviceMinutes: 0.01, shelfLeftMinutes: 0 });
    expect(next(dear, late)).toBe(1);
    expect(next(late, { ...dear, arrivedAt: 60 - 250 }, { ...late, arrivedAt: 60 - 245 })).toBe(1);
    expect(indexOf(INDEX_RULE, dear, 60)).toBeLessThan(indexOf(INDEX_RULE, late, 60));
  });
});

describe('bounded fairness', () => {
  const rule = { ...INDEX_RULE, boundMinutes: 30 };
  const arrival = fc.record({
    arrivedAt: fc.integer({ min: 0, max: 120 }),
    weight: fc.constantFrom(0.1, 1, 10, 100),
    serviceMinutes: fc.integer({ min: 1, max: 12 }),
    shelfLeftMinutes: fc.constantFrom(Infinity, 10, 3000),
  });

  it('holds at any load: bound, running services, and earlier arrivals that still queue, are all that anybody waits', () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 60 }), (lorries) => {
        const served = serveOne(lorries);
        served.forEach(({ lorry, start }) => {
          const at = lorry.arrivedAt + rule.boundMinutes;
          const running = served.filter((each) => each.start < at && each.start + each.lorry.serviceMinutes > at);
          const earlier = served.filter((each) => each.lorry !== lorry && each.start >= at && each.lorry.arrivedAt <= lorry.arrivedAt);
          const rest = running.reduce((sum, each) => sum + each.start + each.lorry.serviceMinutes - at, 0);
          const before = earlier.reduce((sum, each) => sum + each.lorry.serviceMinutes, 0);
          expect(start - lorry.arrivedAt).toBeLessThanOrEqual(rule.boundMinutes + rest + before);
        });
      }),
      { numRuns: 300 },
    );
  });

  function serveOne(lorries: readonly Queued[]): { readonly lorry: Queued; readonly start: number }[] {
    const coming = lorries.toSorted((a, b) => a.arrivedAt - b.arrivedAt);
    const queue: Queued[] = [];
    const served: { readonly lorry: Queued; readonly start: number }[] = [];
    let now = 0;
    while (coming.length > 0 || queue.length > 0) {
      if (queue.length === 0) now = Math.max(now, coming[0]!.arrivedAt);
      while (coming.length > 0 && coming[0]!.arrivedAt <= now) queue.push(coming.shift()!);
      const [lorry] = queue.splice(nextOf(rule, queue, now), 1);
      served.push({ lorry: lorry!, start: now });
      now += lorry!.serviceMinutes;
    }
    return served;
  }
});
