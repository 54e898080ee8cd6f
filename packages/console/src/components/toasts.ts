import { useSyncExternalStore } from 'react';

/** One thing that can still be done about it, such as taking it back. */
export interface ToastAct {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  text: string;
  act?: ToastAct;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACT_MS = 20_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Says in one line what has been done; it leaves by itself and takes no focus. */
export function toast(text: string, act?: ToastAct): void {
  const id = nextId++;
  change([...toasts.slice(-2), { id, text, ...(act ? { act } : {}) }]);
  setTimeout(() => dismissToast(id), act ? SHOWN_WITH_ACT_MS : SHOWN_MS);
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
