import { NoAnswer, retryAfterOf } from './problem.ts';

/** How often and how long to try again. Milliseconds. */
export interface Patience {
  /** Attempts in all; 1 never repeats. */
  readonly attempts: number;
  /** The first pause; it doubles, and a random part of it keeps many clients apart. */
  readonly pauseMs: number;
  /** No pause is longer; a node that asks for more is not asked again. */
  readonly longestMs: number;
}

export const PATIENCE: Patience = { attempts: 5, pauseMs: 200, longestMs: 10_000 };

export type Fetch = (request: Request) => Promise<Response>;

const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A request may be repeated when its method says so, or when its key makes the node recognise it. */
const isRepeatable = (request: Request): boolean => request.method !== 'POST' || request.headers.has('idempotency-key');

export const sleep = (millis: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, millis);
    signal?.addEventListener('abort', abort, { once: true });
  });

/** The pause before an attempt: between half and all of the doubled base. */
export const pauseBefore = (attempt: number, { pauseMs, longestMs }: Patience): number =>
  Math.min(longestMs, pauseMs * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * Fetches, and fetches again what may be repeated, while nobody answers or the node says that it cannot serve now.
 * Throws `NoAnswer` when nobody has answered; a response of any status is given back.
 */
export function patientFetch(fetch: Fetch, patience: Patience): Fetch {
  return async (request) => {
    const attempts = isRepeatable(request) ? patience.attempts : 1;
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt + 1 >= attempts;
      let pause = pauseBefore(attempt, patience);
      try {
        const response = await fetch(request.clone());
        if (last || !LATER.has(response.status)) return response;
        const asked = (retryAfterOf(response) ?? 0) * 1000;
        if (asked > patience.longestMs) return response;
        pause = Math.max(pause, asked);
        await response.body?.cancel();
      } catch (cause) {
        if (request.signal.aborted) throw cause;
        if (last) throw new NoAnswer(`no answer from ${new URL(request.url).origin}`, { cause });
      }
      await sleep(pause, request.signal);
    }
  };
}
