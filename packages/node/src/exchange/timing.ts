import type { World } from '../world.ts';

/** Real time in milliseconds. Tests shorten some of it; nothing else does. */
export interface Timing {
  /** A checkpoint goes out at least this often, even when nothing happened (design §6). */
  readonly idleMs: number;
  /** Without a frame for this long the other side is silent (design §6). */
  readonly silentMs: number;
  /** Judgements are gathered for this long. */
  readonly judgeMs: number;
  /** How long a starting node waits for the other side before it relies on its own anchor. */
  readonly patienceMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A stream without a byte for this long is given up. */
  readonly stuckMs: number;
  /** A caller has this long for its TLS handshake, and again for the head of a request. */
  readonly headersMs: number;
  /** Between two looks of a side that polls. */
  readonly pollMs: number;
  /** A live peer that so often, and for so long, has not served what it signed has diverged (`divergence.ts`). */
  readonly unservedTimes: number;
  readonly unservedMs: number;
}

export const TIMING: Timing = {
  idleMs: 10_000,
  silentMs: 60_000,
  judgeMs: 1000,
  patienceMs: 3000,
  retryMinMs: 100,
  retryMaxMs: 5000,
  stuckMs: 30_000,
  headersMs: 5000,
  pollMs: 5000,
  unservedTimes: 5,
  unservedMs: 60_000,
};

/** Pauses between attempts that grow twofold, each shortened by chance so that two nodes do not keep step. */
export class BackOff {
  #next: number;

  constructor(
    private readonly timing: Pick<Timing, 'retryMinMs' | 'retryMaxMs'>,
    private readonly world: Pick<World, 'random'>,
  ) {
    this.#next = timing.retryMinMs;
  }

  reset(): void {
    this.#next = this.timing.retryMinMs;
  }

  next(): number {
    const millis = this.#next * (0.5 + this.world.random(1)[0]! / 512);
    this.#next = Math.min(this.#next * 2, this.timing.retryMaxMs);
    return millis;
  }
}
