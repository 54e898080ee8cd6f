import { useSyncExternalStore } from 'react';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';

/** How this page hears from its node: by the stream, by asking again and again, or not at all since some instant. */
export type Link = { state: 'live' } | { state: 'polling' } | { state: 'offline'; since: Instant | undefined };

let link: Link = { state: 'live' };
const listeners = new Set<() => void>();

export function setLink(next: Link): void {
  if (next.state === link.state) return;
  link = next;
  for (const listener of listeners) listener();
}

export function useLink(): Link {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => link,
  );
}
