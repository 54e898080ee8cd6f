import { describe, expect, it } from 'vitest';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { World } from '../world.ts';
import { Caller, type CallerOptions } from './caller.ts';
import type { Sink } from './network.ts';
import { Watch } from './status.ts';
import { TIMING, type Timing } from './timing.ts';

/** Virtual time: whatever waits is run in the order in which it is due, and nobody waits for the clock on the wall. */
class VirtualWorld implements World {
  time = 0;
  readonly #due: { at: number; run: () => void }[] = [];
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  readonly now = () => this.time;
  readonly turn = () => Promise.resolve();
  readonly random = (size: number) => Uint8Array.from({ length: size }, () => this.#chance.below(256));

  readonly after = (millis: number, run: () => void) => {
    const item = { at: this.time + millis, run };
    this.#due.push(item);
    return () => {
      const at = this.#due.indexOf(item);
      if (at >= 0) this.#due.splice(at, 1);
    };
  };

  /** Runs what is due until a time, and after each all that follows without waiting. */
  async play(until: number): Promise<void> {
    for (;;) {
      for (let step = 0; step < 15; step += 1) await Promise.resolve();
      const next = this.#due.reduce<{ at: number; run: () => void } | undefined>((first, item) => (first && first.at <= item.at ? first : item), undefined);
      if (!next || next.at > until) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.time = next.at;
      next.run();
    }
    this.time = until;
  }
}

/** A stream to nobody: what is written is taken, as by a socket that is not connected yet, and then the connection fails. */
function streamToNobody(world: World): Sink {
  const closed = new AbortController();
  world.after(5, () => closed.abort(new Error('connection refused')));
  return { closed: closed.signal, write: () => Promise.resolve(), end: () => Promise.resolve(), close: () => closed.abort() };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A caller whose other side answers only while `isUp`, and then ends the stream at once. */
function calling(seed: number, over: Partial<Timing> = {}) {
  const world = new VirtualWorld(seed);
  const timing: Timing = { ...TIMING, ...over };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const watch = new Watch({ world, timing, log: silent, announce: () => undefined });
  // Its looks for silence would be most of what is played.
  watch.stop();
  const attempts: number[] = [];
  const streams: number[] = [];
  const state = { isUp: false };
  const peer = {
    entries: () => {
      attempts.push(world.time);
      return state.isUp ? Promise.resolve([]) : Promise.reject(new Error('nobody is there'));
    },
    countersignatures: () => {
      streams.push(world.time);
      return Promise.resolve(streamToNobody(world));
    },
  };
  const mirror = {
    halted: false,
    held: 0,
    countersignature: 'a note',
    newerThan: (_before: unknown, signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    follow: (_source: unknown, worked: () => void) => {
      worked();
      return Promise.resolve();
    },
  };
  const caller = new Caller({ peer, mirror, watch, timing, world, opens: 'own', follow: 'stream' } as unknown as CallerOptions);
  caller.start();
  const gaps = () => attempts.slice(1).map((at, index) => at - attempts[index]!);
  return { world, watch, timing, attempts, streams, gaps, state };
}

/** The longest that each pause after the first failure may be: twice as long each time, up to the longest. */
const longest = ({ retryMinMs, retryMaxMs }: Timing, count: number) =>
  Array.from({ length: count }, (_, at) => Math.min(retryMinMs * 2 ** at, retryMaxMs));

/** No pause is above its bound, or below half of it. */
function expectWithin(gaps: readonly number[], bounds: readonly number[]): void {
  expect(gaps.findIndex((gap, at) => gap < bounds[at]! / 2 - 1e-6 || gap > bounds[at]! + 1e-6)).toBe(-1);
}

describe('a caller whose other side is down', () => {
  it('calls for three years and never gives up, in pauses that grow to the longest and stay there', async () => {
    const { world, timing, attempts, gaps } = calling(1, { retryMaxMs: 6 * HOUR });
    await world.play(3 * 365 * DAY);
    expect(attempts.length).toBeGreaterThan((3 * 365 * DAY) / timing.retryMaxMs);
    expect(world.time - attempts.at(-1)!).toBeLessThanOrEqual(timing.retryMaxMs);
    expectWithin(gaps(), longest(timing, attempts.length));
  });

  it('calls at once when the other side is heard after a silence, on whatever stream', async () => {
    const { world, watch, attempts, streams } = calling(7, { retryMinMs: HOUR, retryMaxMs: HOUR });
    await world.play(10 * MINUTE);
    expect([attempts, streams]).toEqual([[0], [0]]);
    watch.seen();
    await world.play(11 * MINUTE);
    expect([attempts, streams]).toEqual([[0, 10 * MINUTE], [0, 10 * MINUTE]]);
  });

  it('calls no more often because the other side is heard all the time', async () => {
    const { world, watch, timing, attempts, gaps } = calling(8);
    const sound = () => {
      watch.seen();
      world.after(100, sound);
    };
    sound();
    await world.play(HOUR / 4);
    expectWithin(gaps(), longest(timing, attempts.length));
  });

  it('keeps to the pauses of the product for hours', async () => {
    const { world, timing, attempts, gaps } = calling(2);
    await world.play(DAY / 4);
    expect(attempts.length).toBeGreaterThan(DAY / 4 / timing.retryMaxMs);
    expectWithin(gaps(), longest(timing, attempts.length));
  });

  it('asks less and less often for its countersignatures to be taken, although what it writes is taken at once', async () => {
    const { world, timing, streams } = calling(6);
    await world.play(HOUR);
    const gaps = streams.slice(1).map((at, index) => at - streams[index]!);
    expect(streams.length).toBeGreaterThan(HOUR / timing.retryMaxMs / 2);
    expect(Math.min(...gaps.slice(10))).toBeGreaterThanOrEqual(timing.retryMaxMs / 2);
  });

  it('does not keep step with another one that began at the same time', async () => {
    const [one, other] = [calling(3), calling(4)];
    for (const { world } of [one, other]) await world.play(HOUR);
    const settled = one.gaps().slice(10);
    const spread = Math.max(...settled) - Math.min(...settled);
    expect(spread).toBeGreaterThan(one.timing.retryMaxMs * 0.45);
    expect(new Set(settled).size).toBeGreaterThan(100);
    expect(one.attempts.slice(1).filter((at) => other.attempts.includes(at)).length).toBeLessThan(one.attempts.length / 10);
    const again = calling(3);
    await again.world.play(HOUR);
    expect(again.attempts).toEqual(one.attempts);
  });

  it('comes back quickly once something has worked, also after a year', async () => {
    const { world, timing, attempts, gaps, state } = calling(5, { retryMaxMs: HOUR });
    await world.play(365 * DAY);
    state.isUp = true;
    // The pause in which it comes back is as long as any.
    await world.play(world.time + HOUR);
    const before = attempts.length;
    await world.play(world.time + HOUR / 10);
    // Each connection works and ends at once, so that none is waited for longer than at first.
    const quick = gaps().slice(before);
    expect(quick.length).toBeGreaterThan(2000);
    expect(Math.max(...quick)).toBeLessThanOrEqual(timing.retryMinMs);
    state.isUp = false;
    const down = attempts.length;
    await world.play(world.time + DAY);
    // The pause after the last success was the shortest one.
    expectWithin(gaps().slice(down), longest(timing, attempts.length).slice(1));
  });
});
