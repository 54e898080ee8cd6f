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
};

/** Waits, or returns early when the signal is aborted. */
export function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener('abort', end);
  });
}

/**
 * Runs something with a signal that is aborted after a time, or with the given one. Node 20 holds what `AbortSignal.any`
 * and `AbortSignal.timeout` make only weakly: collected before its time, such a signal is never aborted.
 */
export async function within<T>(millis: number, outer: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const inner = new AbortController();
  const end = () => inner.abort();
  const timer = setTimeout(end, millis);
  outer.addEventListener('abort', end);
  if (outer.aborted) end();
  try {
    return await run(inner.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

/** Pauses between attempts that grow twofold, each shortened by chance so that two nodes do not keep step. */
export class BackOff {
  #next: number;

  constructor(private readonly timing: Pick<Timing, 'retryMinMs' | 'retryMaxMs'>) {
    this.#next = timing.retryMinMs;
  }

  reset(): void {
    this.#next = this.timing.retryMinMs;
  }

  next(): number {
    const millis = this.#next * (0.5 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, this.timing.retryMaxMs);
    return millis;
  }
}
