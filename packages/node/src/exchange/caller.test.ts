import { describe, expect, it } from 'vitest';
import type { World } from '../world.ts';
import { Caller, type CallerOptions } from './caller.ts';
import type { Peer, Sink } from './network.ts';
import { TIMING } from './timing.ts';

/** Time that passes when it is told to, from one event to the next. */
class VirtualWorld implements World {
  #now = 0;
  #events: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(millis: number, run: () => void): () => void {
    const event = { at: this.#now + millis, run };
    this.#events.push(event);
    return () => void (this.#events = this.#events.filter((each) => each !== event));
  }

  turn(): Promise<void> {
    return Promise.resolve();
  }

  random(size: number): Uint8Array {
    return new Uint8Array(size).fill(128);
  }

  async pass(millis: number): Promise<void> {
    for (const end = this.#now + millis; ; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#events.toSorted((one, other) => one.at - other.at);
      if (!next || next.at > end) return void (this.#now = end);
      this.#events = this.#events.filter((each) => each !== next);
      this.#now = next.at;
      next.run();
    }
  }
}

/** A stream to nobody: what is written is taken, as by a socket that is not connected yet, and then the connection fails. */
function streamToNobody(world: World): Sink {
  const closed = new AbortController();
  world.after(5, () => closed.abort(new Error('connection refused')));
  return { closed: closed.signal, write: () => Promise.resolve(), end: () => Promise.resolve(), close: () => closed.abort() };
}

describe('a caller whose other side is away', () => {
  it('asks less and less often, for entries and for its countersignatures to be taken', async () => {
    const world = new VirtualWorld();
    const asked = { entries: 0, countersignatures: 0 };
    const peer: Partial<Peer> = {
      entries() {
        asked.entries += 1;
        return Promise.reject(new Error('connection refused'));
      },
      countersignatures() {
        asked.countersignatures += 1;
        return Promise.resolve(streamToNobody(world));
      },
    };
    const mirror: Partial<CallerOptions['mirror']> = {
      halted: false,
      held: 0,
      countersignature: 'a note',
      newerThan: (_before, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    };
    const watch: Partial<CallerOptions['watch']> = { fault: () => undefined, setConnected: () => undefined };
    const caller = new Caller({
      peer: peer as Peer, mirror: mirror as CallerOptions['mirror'], watch: watch as CallerOptions['watch'],
      own: undefined as unknown as CallerOptions['own'], open: undefined as unknown as CallerOptions['open'],
      opens: 'own', follow: 'stream', timing: TIMING, world, hear: () => Promise.resolve(),
    });
    caller.start();
    await world.pass(120_000);
    // Pauses double from a tenth of a second to five, and there are two minutes of them.
    const most = 8 + 120_000 / (TIMING.retryMaxMs / 2);
    for (const [what, times] of Object.entries(asked)) {
      expect(times, what).toBeGreaterThan(20);
      expect(times, what).toBeLessThanOrEqual(most);
    }
    const stopping = caller.stop();
    await world.pass(1);
    await stopping;
  });
});
