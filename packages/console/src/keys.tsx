import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import { matchKey, type KeyAction } from './keymap.ts';

export type KeyHandlers = Partial<Record<KeyAction, () => void>>;

const HandlersContext = createContext<Set<{ current: KeyHandlers }> | null>(null);
const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button', 'file'].includes(target.type);
}

/** A control under the focus keeps the keys that it needs itself: arrows, Space, Enter. */
function belongsToControl(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key.startsWith('Arrow')) return target.closest('input[type=range], [role=listbox], [role=radiogroup], [role=toolbar]') !== null;
  if (key === ' ' || key === 'Enter') return target.closest('button, a[href], [role=option], input, summary') !== null;
  return false;
}

/** Listens once for the whole application; pages say with `useKeys` what a key does while they are shown. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const handlers = useRef(new Set<{ current: KeyHandlers }>());
  useEffect(() => {
    let pending = '';
    let at = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.metaKey || event.isComposing) return;
      if (!event.ctrlKey && belongsToControl(event.key, event.target)) return;
      const press = { key: event.key, ctrl: event.ctrlKey, typing: isTyping(event.target) };
      const result = matchKey(press, event.timeStamp - at < SEQUENCE_MS ? pending : '');
      pending = result.pending;
      at = event.timeStamp;
      if (result.action === undefined) return;
      const action = result.action;
      const handler = [...handlers.current].reverse().find((entry) => entry.current[action])?.current[action];
      if (!handler) return;
      event.preventDefault();
      if (event.ctrlKey) event.stopPropagation();
      handler();
    };
    // A chord with Ctrl is taken before the control under the focus, which would take its Enter for a press.
    const onChord = (event: KeyboardEvent) => {
      if (event.ctrlKey) onKeyDown(event);
    };
    const onPlain = (event: KeyboardEvent) => {
      if (!event.ctrlKey) onKeyDown(event);
    };
    addEventListener('keydown', onChord, { capture: true });
    addEventListener('keydown', onPlain);
    return () => {
      removeEventListener('keydown', onChord, { capture: true });
      removeEventListener('keydown', onPlain);
    };
  }, []);
  return <HandlersContext value={handlers.current}>{children}</HandlersContext>;
}

/** Binds keys to acts while the component is shown. The last one to bind a key wins. */
export function useKeys(handlers: KeyHandlers): void {
  const registry = useContext(HandlersContext);
  const entry = useRef(handlers);
  entry.current = handlers;
  useEffect(() => {
    registry?.add(entry);
    return () => {
      registry?.delete(entry);
    };
  }, [registry]);
}
