import { useSyncExternalStore } from 'react';

/**
 * A choice that a person keeps on this device: language, theme, mirror. Storage may be refused by the browser; then the
 * choice holds until the page is closed.
 */
export interface Stored<T extends string> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function stored<T extends string>(key: string, allowed: readonly T[], initial: () => T): Stored<T> {
  const listeners = new Set<() => void>();
  const read = (): T => {
    try {
      const text = localStorage.getItem(key);
      return allowed.find((value) => value === text) ?? initial();
    } catch {
      return initial();
    }
  };
  let value: T | undefined;
  return {
    get: () => (value ??= read()),
    set(next) {
      value = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // A browser that keeps nothing still shows the choice until the page is closed.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStored<T extends string>(store: Stored<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
