/**
 * Every key of the screens, in one table: the handlers, the hints beside the buttons and the overlay read it. A key is
 * one name of `KeyboardEvent.key`, lower case, with `Ctrl+` where it needs it, or two keys in a row.
 */
export const KEYMAP = {
  next: 'j',
  previous: 'k',
  open: 'Enter',
  find: '/',
  release: 'r',
  ask: 'a',
  sample: 's',
  hold: 'h',
  refuse: 'x',
  decide: 'Ctrl+Enter',
  control: 'g c',
  plan: 'g p',
  work: 'g w',
  lorries: 'g m',
  agreement: 'g a',
  log: 'g l',
  declare: 'n',
  play: ' ',
  earlier: 'ArrowLeft',
  later: 'ArrowRight',
  now: '0',
  mirror: 'm',
  undo: 'u',
  help: '?',
} as const;

export type KeyAction = keyof typeof KEYMAP;

/** How the keys are grouped in the overlay. */
export const KEY_GROUPS = {
  list: ['next', 'previous', 'open', 'find'],
  decide: ['release', 'ask', 'sample', 'hold', 'refuse', 'decide'],
  go: ['control', 'plan', 'work', 'lorries', 'agreement', 'log', 'declare'],
  picture: ['play', 'earlier', 'later', 'now', 'mirror'],
  plan: ['undo'],
} as const satisfies Record<string, readonly KeyAction[]>;

const FACES: Record<string, string> = { ' ': 'Space', Enter: '↵', ArrowLeft: '←', ArrowRight: '→', Ctrl: 'Ctrl' };

/** What is printed on the keys of an action: `['G', 'C']`, `['Ctrl', '↵']`. */
export function keyFaces(action: KeyAction): string[] {
  const keys = KEYMAP[action];
  const parts: string[] = keys === ' ' ? [' '] : keys.split(/[ +]/);
  return parts.map((part) => FACES[part] ?? part.toUpperCase());
}

export interface KeyPress {
  key: string;
  ctrl: boolean;
  /** True inside a field where the key would be typed. */
  typing: boolean;
}

/**
 * The action that a key press completes. `pending` is the first key of a sequence, or an empty string. Letters do
 * nothing inside fields; only chords with Ctrl do.
 */
export function matchKey(press: KeyPress, pending: string): { action?: KeyAction; pending: string } {
  const name = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const spelled = press.ctrl ? `Ctrl+${name}` : pending === '' ? name : `${pending} ${name}`;
  if (press.typing && !press.ctrl) return { pending: '' };
  const entries = Object.entries(KEYMAP) as [KeyAction, string][];
  const found = entries.find(([, keys]) => keys === spelled);
  if (found) return { action: found[0], pending: '' };
  const begins = !press.ctrl && pending === '' && entries.some(([, keys]) => keys.startsWith(`${name} `) && keys !== ' ');
  return { pending: begins ? name : '' };
}
