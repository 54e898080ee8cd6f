import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

function paced() {
  const clock = { now: 1_000_000 };
  return { clock, pace: new Pace(() => clock.now) };
}

it('lets a stream be idle between frames as long as it likes', () => {
  const { clock, pace } = paced();
  for (let times = 0; times < 100; times += 1) {
    expect(pace.keeps(200, true, false)).toBe(true);
    clock.now += 10_000;
  }
});

it('lets a long frame come over a slow link', () => {
  const { clock, pace } = paced();
  for (let second = 0; second < 4000; second += 1) {
    expect(pace.keeps(1000, false, true)).toBe(true);
    clock.now += 1000;
  }
});

it('gives up a frame that trickles, after half a minute', () => {
  const { clock, pace } = paced();
  expect(pace.keeps(200, false, true)).toBe(true);
  clock.now += 30_000;
  expect(pace.keeps(200, false, true)).toBe(true);
  clock.now += 1;
  expect(pace.keeps(200, false, true)).toBe(false);
});

it('counts anew with each frame that ends, and when the clock is put back', () => {
  const { clock, pace } = paced();
  for (let times = 0; times < 20; times += 1) {
    expect(pace.keeps(200, true, true)).toBe(true);
    clock.now += 20_000;
  }
  clock.now -= 3_600_000;
  expect(pace.keeps(200, false, true)).toBe(true);
  clock.now += 29_000;
  expect(pace.keeps(200, false, true)).toBe(true);
  clock.now += 60_000;
  expect(pace.keeps(200, false, true)).toBe(false);
});
