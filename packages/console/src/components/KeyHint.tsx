import { keyFaces, type KeyAction } from '../keymap.ts';

/** The keys of an action, as they are printed. Hidden from readers: the button already says what it does. */
export function KeyHint({ action }: { action: KeyAction }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {keyFaces(action).map((face) => (
        <kbd key={face}>{face}</kbd>
      ))}
    </span>
  );
}
