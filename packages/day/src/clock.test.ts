import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayClock, FASTEST } from './clock.ts';

/** A clock over a real time that the test sets. */
function clockAt(start: number, speed: number) {
  let real = 0;
  return { clock: new DayClock(start, speed, () => real), pass: (millis: number) => (real += millis) };
}

describe('the virtual clock', () => {
  it('runs as fast as it is told and stands when paused', () => {
    const { clock, pass } = clockAt(1000, 60);
    pass(500);
    expect(clock.now()).toBe(31_000);
    clock.pause(true);
    pass(10_000);
    expect(clock.now()).toBe(31_000);
    clock.pause(false);
    clock.run(600);
    pass(10);
    expect(clock.now()).toBe(37_000);
  });

  it('hurries to a time and goes on at the wanted speed from exactly there', () => {
    const { clock, pass } = clockAt(0, 60);
    clock.hurry(60_000, 600);
    pass(50);
    expect(clock.now()).toBe(30_000);
    expect(clock.speed).toBe(600);
    pass(60);
    expect(clock.now()).toBe(60_600);
    expect(clock.speed).toBe(60);
  });

  it('goes no faster than the nodes allow', () => {
    const { clock } = clockAt(0, 1);
    clock.run(1e9);
    expect(clock.speed).toBe(FASTEST);
  });

  it('never runs backwards, whatever is done to it', () => {
    const act = fc.oneof(
      fc.record({ speed: fc.double({ min: 0.1, max: 1000, noNaN: true }) }),
      fc.record({ paused: fc.boolean() }),
      fc.record({ hurry: fc.integer({ min: 0, max: 1_000_000 }) }),
      fc.record({ pass: fc.integer({ min: 0, max: 5000 }) }),
    );
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        const { clock, pass } = clockAt(0, 60);
        let last = clock.now();
        for (const each of acts) {
          if ('speed' in each) clock.run(each.speed);
          else if ('paused' in each) clock.pause(each.paused);
          else if ('hurry' in each) clock.hurry(each.hurry, 600);
          else pass(each.pass);
          expect(clock.now()).toBeGreaterThanOrEqual(last);
          last = clock.now();
        }
      }),
    );
  });
});
