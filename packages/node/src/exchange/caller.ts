import type { OpenCheckpoint } from '@pairgate/exchange/divergence.ts';
import { pause, type World } from '../world.ts';
import { sendCountersignatures, sendEntries } from './feed.ts';
import { Dropped, type Mirror } from './mirror.ts';
import { RefusedByPeer, type Peer, type Sink, type Source } from './network.ts';
import type { OwnLog } from './own-log.ts';
import { poll } from './poll.ts';
import type { Watch } from './status.ts';
import { BackOff, type Timing } from './timing.ts';

/** Who opens the streams: each side the two that bring it the other's log, or one side all four and the other none. */
export type Opens = 'own' | 'all' | 'none';

/** How the other side's log is followed: on an open stream, or from its static resources. */
export type Follow = 'stream' | 'poll';

export interface CallerOptions {
  readonly peer: Peer;
  readonly opens: Opens;
  readonly follow: Follow;
  readonly mirror: Mirror;
  readonly own: OwnLog;
  /** Opens checkpoints of one's own log. */
  readonly open: OpenCheckpoint;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly world: World;
  /** Brings the other side its own log from an index on; false when no more of it is held here than that. */
  readonly bringMirror: (from: number, open: () => Promise<Sink>) => Promise<boolean>;
  /** Takes countersignatures of our log from a stream. */
  readonly hear: (source: AsyncIterable<Uint8Array>) => Promise<unknown>;
}

type Once = (signal: AbortSignal, worked: () => void) => Promise<void>;

/** The answer to a request for entries beyond the end of the log: it has less than is held here. */
const HAS_LESS = 409;

/** Resolves when the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

/** Keeps the streams open that this side opens. It comes back for ever, and resumes where it was. */
export class Caller {
  readonly #stopped = new AbortController();
  readonly #loops: Promise<void>[] = [];

  constructor(private readonly options: CallerOptions) {}

  start(): void {
    const { opens, follow } = this.options;
    const own: Once[] =
      follow === 'poll'
        ? [(signal, worked) => this.#poll(signal, worked)]
        : [(signal, worked) => this.#follow(signal, worked), (signal) => this.#countersign(signal)];
    const reverse: Once[] = [
      (signal) => this.#send(signal),
      (signal, worked) => this.#hear(signal, worked),
      (signal, worked) => this.#giveBack(signal, worked),
    ];
    const all = opens === 'none' ? [] : opens === 'own' ? own : [...own, ...reverse];
    this.#loops.push(...all.map((once) => this.#forEver(once)));
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#loops);
  }

  async #forEver(once: Once): Promise<void> {
    const { watch, timing, world } = this.options;
    const backOff = new BackOff(timing, world);
    while (!this.#stopped.signal.aborted) {
      const connection = new AbortController();
      const end = () => connection.abort();
      this.#stopped.signal.addEventListener('abort', end);
      const begun = world.now();
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
      if (world.now() - begun > timing.retryMaxMs) backOff.reset();
      await this.#rest(backOff.next());
    }
  }

  /**
   * Waits before the next attempt. A side that sends something, on whatever stream, after it was silent for longer than it ever is
   * can be reached again: then the rest of the pause is not waited for.
   */
  async #rest(millis: number): Promise<void> {
    const { watch, world, timing } = this.options;
    const over = new AbortController();
    const end = () => over.abort();
    const isSilent = watch.lastSeenAt === null || world.now() - watch.lastSeenAt > timing.idleMs;
    const unlisten = isSilent ? watch.onSeen(end) : () => undefined;
    this.#stopped.signal.addEventListener('abort', end);
    if (this.#stopped.signal.aborted) end();
    await pause(world, millis, over.signal);
    unlisten();
    this.#stopped.signal.removeEventListener('abort', end);
  }

  async #follow(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, mirror, watch } = this.options;
    if (mirror.halted) return aborted(signal);
    const source = await this.#entries(peer, mirror, signal);
    try {
      watch.setConnected(true);
      await mirror.follow(source, worked);
    } finally {
      watch.setConnected(false);
    }
  }

  async #entries(peer: Peer, mirror: Mirror, signal: AbortSignal): Promise<Source> {
    try {
      return await peer.entries(mirror.held, signal);
    } catch (error) {
      if (error instanceof RefusedByPeer && error.status === HAS_LESS) await mirror.cannotServe();
      throw error;
    }
  }

  /** What is written says nothing of the other side: the stream is open here before that one has answered. */
  async #countersign(signal: AbortSignal): Promise<void> {
    const { peer, mirror } = this.options;
    const sink = await peer.countersignatures(signal);
    await sendCountersignatures(mirror, sink);
    throw sink.closed.reason;
  }

  async #poll(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, mirror, watch, world, timing } = this.options;
    try {
      for (let sent: string | undefined; !signal.aborted; await pause(world, timing.pollMs, signal)) {
        if (mirror.halted) return aborted(signal);
        mirror.connected();
        await poll(peer, mirror, signal);
        const { countersignature } = mirror;
        if (countersignature !== undefined && countersignature !== sent) await peer.countersign(countersignature, signal);
        sent = countersignature;
        watch.seen();
        watch.setConnected(true);
        worked();
      }
    } finally {
      watch.setConnected(false);
    }
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { peer, own, open, watch, timing } = this.options;
    const held = await peer.held(signal);
    const opened = held === undefined ? undefined : open(held);
    if (opened && !opened.ok) throw new Dropped('held_invalid', { reason: opened.fault });
    const from = opened?.value.checkpoint.size ?? 0;
    if (from > own.size) throw new Dropped('ahead_of_us', { from, own: own.size });
    const sink = await peer.takeEntries(from, signal);
    await sendEntries(own, from, sink, watch, timing.idleMs);
    throw sink.closed.reason;
  }

  /** A side that never calls cannot ask for the lost end of its log: it is asked whether it lacks it, and is brought it. */
  async #giveBack(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, bringMirror, watch, world, timing } = this.options;
    for (; !signal.aborted; await pause(world, timing.pollMs, signal)) {
      const from = await peer.lost(signal);
      worked();
      if (from === undefined) continue;
      const brought = await bringMirror(from, () => peer.takeMirror(from, signal));
      if (!brought) watch.fault('ahead_of_mirror', { from });
    }
  }

  async #hear(signal: AbortSignal, worked: () => void): Promise<void> {
    const { peer, hear } = this.options;
    const source = await peer.itsCountersignatures(signal);
    worked();
    await hear(source);
  }
}
