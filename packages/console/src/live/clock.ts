import { useEffect, useState } from 'react';
import { fromMillis, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { Clock } from '../schemas.ts';

/** What the node last said of its clock, and when this page heard it, by the page's own steady clock. */
interface Heard {
  clock: Clock;
  at: number;
}

let heard: Heard | undefined;
const listeners = new Set<() => void>();

/** Takes over the node's clock. Between two reports the page counts on at the same speed. */
export function setClock(clock: Clock): void {
  heard = { clock, at: performance.now() };
  for (const listener of listeners) listener();
}

/** The node's time now, in milliseconds, or `undefined` before the node has told it. */
export function nodeMillis(): number | undefined {
  if (!heard) return undefined;
  const { clock, at } = heard;
  const speed = clock.paused ? 0 : clock.speed;
  return toMillis(clock.now) + (performance.now() - at) * speed;
}

function roundedNow(stepMs: number): Instant | undefined {
  const millis = nodeMillis();
  return millis === undefined ? undefined : fromMillis(Math.floor(millis / stepMs) * stepMs);
}

/** The node's time, rounded down to `stepMs`; the component renders again only when that changes. */
export function useNow(stepMs = 60_000): Instant | undefined {
  const [now, setNow] = useState(() => roundedNow(stepMs));
  useEffect(() => {
    const update = () => setNow(roundedNow(stepMs));
    update();
    listeners.add(update);
    const timer = setInterval(update, 250);
    return () => {
      listeners.delete(update);
      clearInterval(timer);
    };
  }, [stepMs]);
  return now;
}
