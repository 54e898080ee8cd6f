import { EventStreamParser, type StreamMessage } from './event-stream.ts';
import { PATIENCE, pauseBefore, sleep, type Fetch } from './patient-fetch.ts';
import { problemOf } from './problem.ts';

/** A node sends a beat every fifteen seconds; after three that did not come the connection counts as lost. */
const SILENCE_MS = 45_000;

export interface FollowOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  /** The last id that the caller has; without one the stream begins now. */
  readonly since?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly silenceMs?: number | undefined;
}

/** Node may collect a request that is under way, and with it the signal that would end it; what is kept here it does not. */
const underWay = new Set<Request>();

/** Statuses that coming back will not change. */
const FINAL = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

/**
 * Follows an event stream for as long as the caller wants: when the connection ends it comes back with the last id, so
 * that nothing is missed. Ends when the signal aborts. Throws `ApiProblem` when the node refuses.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<StreamMessage, void, undefined> {
  const { signal, fetch } = options;
  let lastEventId = options.since ?? '';
  let failures = 0;
  while (!signal?.aborted) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal?.addEventListener('abort', stop, { once: true });
    const parser = new EventStreamParser(lastEventId);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, options.silenceMs ?? SILENCE_MS);
    };
    const headers = { ...options.headers, accept: 'text/event-stream', ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }) };
    const request = new Request(options.url, { headers, signal: connection.signal });
    underWay.add(request);
    try {
      heard();
      const response = await fetch(request);
      if (FINAL(response.status)) throw await problemOf(response);
      if (response.ok && response.body) {
        const decoder = new TextDecoder();
        const reader = response.body.getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          heard();
          failures = 0;
          for (const message of parser.push(decoder.decode(part.value, { stream: true }))) yield message;
          lastEventId = parser.lastEventId;
        }
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'ApiProblem') throw error;
      // A connection that was lost, or that this caller or its silence has ended: come back, unless the caller is done.
    } finally {
      clearTimeout(silence);
      signal?.removeEventListener('abort', stop);
      connection.abort();
      underWay.delete(request);
    }
    if (signal?.aborted) return;
    const pause = Math.max(pauseBefore(failures, PATIENCE), failures === 0 ? 0 : (parser.retryMs ?? 0));
    failures += 1;
    await sleep(pause, signal).catch(() => undefined);
  }
}
