import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draws } from '../testing/queues.ts';
import { forecastDeparture, normalInterval, type Step } from './depart.ts';
import { below, later, quantile, through } from './normal.ts';
import { Opening } from './opening.ts';
import { calibrate, trackRecord, type Past } from './track-record.ts';

const surely = (mean: number) => ({ mean, variance: 0 });
const open = (servers: number) => new Opening(new Float64Array(96).fill(servers), 15);
const step = (part: Partial<Step>): Step => ({ opening: open(1), move: surely(0), service: surely(5), ahead: [], ...part });
const middle = (...steps: Step[]): number => forecastDeparture(steps, normalInterval(0.8)).middle;

describe('a departure', () => {
  it('is moves and services when nobody is ahead', () => {
    expect(middle(step({ move: surely(10) }), step({ move: surely(3), service: surely(2) }))).toBeCloseTo(20, 9);
  });

  it('waits for who is ahead, spread over the servers', () => {
    expect(middle(step({ ahead: [{ lorries: 4, service: surely(5) }] }))).toBeCloseTo(25, 9);
    expect(middle(step({ opening: open(2), ahead: [{ lorries: 3, service: surely(5) }] }))).toBeCloseTo(10, 9);
    expect(middle(step({ opening: open(4), ahead: [{ lorries: 3, service: surely(5) }] }))).toBeCloseTo(5, 9);
    expect(middle(step({ move: surely(60), ahead: [{ lorries: 4, service: surely(5) }] }))).toBeCloseTo(65, 9);
  });

  it('waits for the opening', () => {
    const later = new Opening(Float64Array.of(0, 0, 1, 1), 15);
    expect(middle(step({ opening: later }))).toBeCloseTo(35, 9);
    const breaks = new Opening(Float64Array.of(1, 0, 0, 1), 15);
    // Four of five minutes are ahead: three before the break, the last one after it.
    expect(middle(step({ opening: breaks, ahead: [{ lorries: 4, service: surely(5) }] }))).toBeCloseTo(55, 9);
  });

  it('has an interval as wide as what is not known, with the middle inside', () => {
    const service = { mean: 5, variance: 9 };
    const sure = forecastDeparture([step({})], normalInterval(0.8));
    expect(sure).toMatchObject({ low: 5, high: 5 });
    const short = forecastDeparture([step({ service, ahead: [{ lorries: 4, service }] })], normalInterval(0.8));
    expect(short.spread).toBeCloseTo(Math.sqrt(5 * 9), 1);
    expect(short.low).toBeLessThan(short.middle);
    expect(short.high - short.middle).toBeCloseTo(1.2816 * short.spread, 2);
    const long = forecastDeparture([step({ service, ahead: [{ lorries: 40, service }] })], normalInterval(0.8));
    expect(long.spread).toBeGreaterThan(short.spread * 2);
  });

  it('is never earlier for more lorries ahead or fewer servers', () => {
    const cases = fc.record({ lorries: fc.nat(30), more: fc.nat(10), servers: fc.integer({ min: 1, max: 4 }), move: fc.nat(60) });
    fc.assert(
      fc.property(cases, ({ lorries, more, servers, move }) => {
        const at = (count: number, of: number) =>
          middle(step({ opening: open(of), move: surely(move), ahead: [{ lorries: count, service: surely(5) }] }));
        expect(at(lorries + more, servers)).toBeGreaterThanOrEqual(at(lorries, servers) - 1e-9);
        expect(at(lorries, servers + 1)).toBeLessThanOrEqual(at(lorries, servers) + 1e-9);
      }),
    );
  });
});

describe('moments', () => {
  it('of the later of two times are those of a long run of draws', () => {
    const draw = draws(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    const found = Array.from({ length: 40_000 }, () => Math.max(10 + 2 * normal(), 11 + 3 * normal()));
    const mean = found.reduce((sum, each) => sum + each, 0) / found.length;
    const variance = found.reduce((sum, each) => sum + (each - mean) ** 2, 0) / found.length;
    const clark = later({ mean: 10, variance: 4 }, { mean: 11, variance: 9 });
    expect(clark.mean).toBeCloseTo(mean, 1);
    expect(clark.variance).toBeCloseTo(variance, 0);
  });

  it('go through a straight line unharmed', () => {
    const moved = through({ mean: 3, variance: 2 }, (x) => 2 * x + 1);
    expect(moved.mean).toBeCloseTo(7, 9);
    expect(moved.variance).toBeCloseTo(8, 9);
  });

  it('quantiles and probabilities undo each other', () => {
    for (const p of [0.01, 0.1, 0.3, 0.5, 0.9, 0.99]) expect(below(quantile(p))).toBeCloseTo(p, 3);
  });
});

describe('openings', () => {
  const calendars = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }).map((servers) => ({
    servers, opening: new Opening(Float64Array.from(servers), 15),
  }));

  it('do work neither early nor late', () => {
    fc.assert(
      fc.property(calendars, fc.double({ min: 0.1, max: 900, noNaN: true }), ({ servers, opening }, work) => {
        const done = opening.whenDone(work);
        const most = Math.max(1, ...servers);
        let worked = Math.max(0, done - servers.length * 15) * most;
        servers.forEach((each, t) => { worked += each * Math.min(15, Math.max(0, done - t * 15)); });
        expect(worked).toBeCloseTo(work, 6);
      }),
    );
  });
});

describe('past promises', () => {
  const promise = (actual: number, half = 10): Past => ({ middle: 100, spread: 10, low: 100 - half, high: 100 + half, actual });

  it('are counted and measured', () => {
    const record = trackRecord([promise(95), promise(105), promise(130), promise(100)]);
    expect(record).toEqual({ count: 4, coverage: 0.75, meanError: 7.5, meanAbsoluteError: 10, ninthDecile: 30, meanWidth: 20 });
    expect(trackRecord([])).toBeUndefined();
  });

  it('say nothing of the ends as long as they are few', () => {
    expect(calibrate(Array.from({ length: 19 }, () => promise(100)), 0.8)).toBeUndefined();
  });

  it('correct the interval: as many of the next ones lie within as promised', () => {
    const draw = draws(3);
    // A queue of ten before one server of exponential services, promised as if each took 4 minutes for sure, while it takes 5.
    const steps = [step({ service: { mean: 4, variance: 1 }, ahead: [{ lorries: 10, service: { mean: 4, variance: 1 } }] })];
    const made = forecastDeparture(steps, normalInterval(0.8));
    const past = Array.from({ length: 2000 }, (): Past => {
      let actual = 0;
      for (let n = 0; n < 11; n += 1) actual -= 5 * Math.log(1 - draw());
      return { ...made, actual };
    });
    expect(trackRecord(past)!.coverage).toBeLessThan(0.3);
    const learnt = calibrate(past.slice(0, 1000), 0.8)!;
    const better = forecastDeparture(steps, learnt);
    const record = trackRecord(past.slice(1000).map((each) => ({ ...each, low: better.low, high: better.high })))!;
    expect(record.coverage).toBeGreaterThan(0.77);
    expect(record.coverage).toBeLessThan(0.83);
  });
});
