import { BackOff, type Timing } from './timing.ts';
import { sendCountersignatures } from './feed.ts';
import { Dropped, type Mirror } from './mirror.ts';
import { RefusedByPeer, type Peer } from './network.ts';
import type { Watch } from './status.ts';
import { pause, type World } from '../world.ts';

export interface CallerOptions {
  readonly peer: Peer;
  readonly mirror: Mirror;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly world: World;
}

/**
 * Keeps the two streams open that one's own side opens: entries of the other side's log down, our countersignatures up.
 * It comes back for ever, and resumes where it was.
 */
export class Caller {
  readonly #stopped = new AbortController();
  readonly #loops: Promise<void>[] = [];

  constructor(private readonly options: CallerOptions) {}

  start(): void {
    this.#loops.push(
      this.#forEver((signal, worked) => this.#follow(signal, worked)),
      this.#forEver((signal, worked) => this.#countersign(signal, worked)),
    );
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#loops);
  }

  async #forEver(once: (signal: AbortSignal, worked: () => void) => Promise<void>): Promise<void> {
    const { watch, timing, world } = this.options;
    const backOff = new BackOff(timing, world);
    while (!this.#stopped.signal.aborted) {
      const connection = new AbortController();
      const end = () => connection.abort();
      this.#stopped.signal.addEventListener('abort', end);
      try {
        await once(connection.signal, () => backOff.reset());
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        if (error instanceof Dropped) watch.fault(error.kind, error.detail);
        else if (error instanceof RefusedByPeer) watch.fault('refused_by_peer', { status: error.status });
        else watch.fault('unreachable', { reason: (error as Error).message });
      } finally {
        this.#stopped.signal.removeEventListener('abort', end);
        connection.abort();
      }
      await pause(world, backOff.next(), this.#stopped.signal);
    }
  }

  async #follow(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, mirror, watch } = this.options;
    const source = await peer.entries(mirror.held, signal);
    try {
      watch.setConnected(true);
      await mirror.follow(source, worked);
    } finally {
      watch.setConnected(false);
    }
  }

  async #countersign(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, mirror } = this.options;
    const sink = await peer.countersignatures(signal);
    await sendCountersignatures(mirror, sink, worked);
    throw sink.closed.reason;
  }
}
