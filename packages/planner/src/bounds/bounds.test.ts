import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTravelBound } from './empty-travel.ts';
import { fluidWaitBound } from './fluid.ts';
import { dispatchBound, gapsOf } from './lorries.ts';
import { waitBound, type Servers, type StageVisits } from './stage.ts';

const always = (servers: number): Servers => ({ periodMinutes: 10, open: new Float64Array(50).fill(servers) });
const visitsOf = (jobs: readonly (readonly [number, number, number])[]): StageVisits => ({
  ready: Float64Array.from(jobs, (job) => job[0]),
  minutes: Float64Array.from(jobs, (job) => job[1]),
  weight: Float64Array.from(jobs, (job) => job[2]),
});

const permutations = (n: number): number[][] =>
  n === 0 ? [[]] : permutations(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => rest.toSpliced(at, 0, n - 1)));

/** The minute at which work from `start` on is done when nothing is done in closed periods. */
function finish({ periodMinutes, open }: Servers, start: number, minutes: number): { readonly begun: number; readonly done: number } {
  let begun = -1;
  let minute = start;
  for (let left = minutes; left > 0; minute += 1) {
    if ((open[Math.floor(minute / periodMinutes)] ?? 1) === 0) continue;
    if (begun === -1) begun = minute;
    left -= 1;
  }
  return { begun, done: minute };
}

/** The least weighted waiting over all orders of service; whole minutes. Any schedule is no better than the one in the order of its starts. */
function bestByTrying(jobs: readonly (readonly [number, number, number])[], servers: Servers): number {
  const count = Math.max(...servers.open);
  return Math.min(
    ...permutations(jobs.length).map((order) => {
      const free = Array.from({ length: count }, () => 0);
      return order.reduce((sum, at) => {
        const [ready, minutes, weight] = jobs[at]!;
        const server = free.indexOf(Math.min(...free));
        free[server] = finish(servers, Math.max(ready, free[server]!), minutes).done;
        return sum + weight * (free[server]! - ready - minutes);
      }, 0);
    }),
  );
}

const jobs = fc.array(fc.tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 1, 2, 5)), {
  minLength: 1, maxLength: 6,
});
const calendars = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([count, open]): Servers => ({
    periodMinutes: 10,
    open: Float64Array.from({ length: 50 }, (_, t) => (open[t] === false ? 0 : count)),
  }));

describe('the bound of a stage', () => {
  it('is exact where the best is known: one server, lorries of one size, or all at once by size', () => {
    expect(waitBound(visitsOf([[0, 5, 1], [0, 5, 1], [0, 5, 1]]), always(1))).toBeCloseTo(5 + 10, 9);
    expect(waitBound(visitsOf([[0, 8, 1], [0, 2, 1], [0, 4, 1]]), always(1))).toBeCloseTo(2 + 6, 9);
    expect(waitBound(visitsOf([[0, 4, 1], [0, 4, 3]]), always(1))).toBeCloseTo(4, 9);
  });

  it('is nothing where nobody must wait', () => {
    expect(waitBound(visitsOf([]), always(1))).toBe(0);
    expect(waitBound(visitsOf([[0, 5, 1], [5, 5, 1]]), always(1))).toBeCloseTo(0, 9);
    expect(waitBound(visitsOf([[0, 5, 1], [0, 5, 1]]), always(2))).toBe(0);
  });

  it('counts the hours in which the stage is closed', () => {
    const servers = { periodMinutes: 10, open: Float64Array.of(0, 0, 0, 1, 1, 1) };
    expect(waitBound(visitsOf([[0, 5, 1]]), servers)).toBeCloseTo(30, 9);
  });

  it('is never above what any schedule attains, and neither is the fluid', () => {
    fc.assert(
      fc.property(jobs, calendars, (some, servers) => {
        const best = bestByTrying(some, servers);
        expect(waitBound(visitsOf(some), servers)).toBeLessThanOrEqual(best + 1e-6);
        const alike = some.map(([ready, minutes]) => [ready, minutes, 1] as const);
        expect(fluidWaitBound(visitsOf(alike), servers)).toBeLessThanOrEqual(bestByTrying(alike, servers) + 1e-6);
      }),
      { numRuns: 400 },
    );
  });

  it('sees a long queue from far: both bounds are near to first come first served of equal lorries', () => {
    const many = Array.from({ length: 200 }, (_, at) => [at, 2, 1] as const);
    const truth = many.reduce((sum, _, at) => sum + at, 0);
    expect(waitBound(visitsOf(many), always(1))).toBeCloseTo(truth, 6);
    expect(fluidWaitBound(visitsOf(many), always(1))).toBeGreaterThan(truth * 0.85);
  });
});

describe('the bound of lorries through several stages', () => {
  it('adds groups, and takes the stage at which they must wait most', () => {
    const visits = {
      lorry: Int32Array.of(0, 1, 2, 3, 0, 1),
      stage: Int32Array.of(0, 0, 1, 1, 2, 2),
      ready: Float64Array.of(0, 0, 0, 0, 10, 10),
      minutes: Float64Array.of(10, 10, 6, 6, 4, 4),
      weight: Float64Array.of(1, 1, 1, 1),
      group: Int32Array.of(0, 0, 1, 1),
    };
    expect(dispatchBound(visits, [always(1), always(1), always(1)])).toBeCloseTo(10 + 6, 9);
  });

  it('is never above what two stages in a row attain in any order', () => {
    const pairs = fc.array(fc.tuple(fc.nat(15), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pairs, (lorries) => {
        const best = Math.min(...permutations(lorries.length).flatMap((first) => permutations(lorries.length).map((second) => inRow(lorries, first, second))));
        const n = lorries.length;
        const bound = dispatchBound({
          lorry: Int32Array.from({ length: 2 * n }, (_, at) => at % n),
          stage: Int32Array.from({ length: 2 * n }, (_, at) => (at < n ? 0 : 1)),
          ready: Float64Array.from({ length: 2 * n }, (_, at) => (at < n ? lorries[at]![0] : lorries[at - n]![0] + lorries[at - n]![1])),
          minutes: Float64Array.from({ length: 2 * n }, (_, at) => (at < n ? lorries[at]![1] : lorries[at - n]![2])),
          weight: new Float64Array(n).fill(1),
          group: Int32Array.from({ length: n }, (_, at) => at % 2),
        }, [always(1), always(1)]);
        expect(bound).toBeLessThanOrEqual(best + 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  function inRow(lorries: readonly (readonly [number, number, number])[], first: readonly number[], second: readonly number[]): number {
    const through: number[] = [];
    let free = 0;
    for (const at of first) through[at] = free = Math.max(free, lorries[at]![0]) + lorries[at]![1];
    free = 0;
    let wait = 0;
    for (const at of second) {
      free = Math.max(free, through[at]!) + lorries[at]![2];
      wait += free - lorries[at]![0] - lorries[at]![1] - lorries[at]![2];
    }
    return wait;
  }
});

describe('the bound of empty driving', () => {
  const roads = { places: 3, minutes: Float64Array.of(0, 10, 25, 12, 0, 10, 20, 10, 0) };
  const place = fc.nat(2);

  it('is never above any dispatch', () => {
    const tasks = fc.array(fc.record({ from: place, to: place }), { minLength: 1, maxLength: 4 });
    const fleets = fc.array(fc.record({ place }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fleets, tasks, (vehicles, orders) => {
        const drive = (from: number, to: number): number => roads.minutes[from * 3 + to]!;
        let best = Infinity;
        for (const sequence of permutations(orders.length)) {
          for (let mask = 0; mask < vehicles.length ** orders.length; mask += 1) {
            const at = vehicles.map((each) => each.place);
            const empty = sequence.reduce((sum, o) => {
              const v = Math.floor(mask / vehicles.length ** o) % vehicles.length;
              const part = drive(at[v]!, orders[o]!.from);
              at[v] = orders[o]!.to;
              return sum + part;
            }, 0);
            best = Math.min(best, empty);
          }
        }
        expect(emptyTravelBound(vehicles, orders, roads)).toBeLessThanOrEqual(best + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing when each order ends where the next begins', () => {
    expect(emptyTravelBound([{ place: 0 }], [{ from: 0, to: 1 }, { from: 1, to: 2 }], roads)).toBe(0);
    expect(emptyTravelBound([{ place: 0 }], [{ from: 1, to: 1 }], roads)).toBe(10);
  });
});

describe('gaps', () => {
  it('are ratios of times at the border', () => {
    expect(gapsOf({ wait: 30, waitBound: 20, services: 100 })).toEqual({ dispatch: 130 / 120, plan: 1.3 });
    expect(gapsOf({ wait: 0, waitBound: 0, services: 10 })).toEqual({ dispatch: 1, plan: 1 });
  });

  it('do not believe a run that beats its bound', () => {
    expect(() => gapsOf({ wait: 10, waitBound: 20, services: 100 })).toThrow('below its bound');
  });
});
