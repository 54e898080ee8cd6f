import { random } from './crypto.ts';

/**
 * Real time and chance, as the writer and what runs between the nodes meet them. Whatever waits, draws or looks at the
 * clock there does it through this, so that two whole nodes can be run again and again from a seed.
 */
export interface World {
  /** Milliseconds since 1970 in real time; never the virtual clock of a demonstration. */
  now(): number;
  /** Runs something once after a time in milliseconds; what is given back calls it off. */
  after(millis: number, run: () => void): () => void;
  /** Resolves after everything that waits at sockets and timers has had its turn. */
  turn(): Promise<void>;
  /** That many random bytes, fit for salts and secrets. */
  random(size: number): Uint8Array;
}

export const realWorld: World = {
  now: () => Date.now(),
  after(millis, run) {
    const timer = setTimeout(run, millis);
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  random,
};

/** Waits, or returns early when the signal is aborted. */
export function pause(world: World, millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      callOff();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const callOff = world.after(millis, end);
    signal.addEventListener('abort', end);
  });
}

/**
 * Runs something with a signal that is aborted after a time, or with the given one. Node 20 holds what `AbortSignal.any`
 * and `AbortSignal.timeout` make only weakly: collected before its time, such a signal is never aborted.
 */
export async function within<T>(
  world: World,
  millis: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const end = () => inner.abort();
  const callOff = world.after(millis, end);
  outer.addEventListener('abort', end);
  if (outer.aborted) end();
  try {
    return await run(inner.signal);
  } finally {
    callOff();
    outer.removeEventListener('abort', end);
  }
}
