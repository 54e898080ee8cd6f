/** Which screens a role has, in the order of the bar; the first is where it begins. The node decides what it may read. */
export type Screen = 'control' | 'work' | 'declare' | 'lorries' | 'log' | 'dayList';

export const SCREEN_PATHS = {
  control: '/control',
  work: '/work',
  declare: '/declare',
  lorries: '/lorries',
  log: '/log',
  dayList: '/day-list',
} as const satisfies Record<Screen, string>;

const OFFICER: readonly Screen[] = ['work', 'control', 'dayList', 'log'];
const OVERSIGHT: readonly Screen[] = ['control', 'work', 'dayList', 'log'];

const SCREENS: Record<string, readonly Screen[]> = {
  trader: ['lorries', 'declare', 'log'],
  customs: OFFICER,
  quarantine: OFFICER,
  border_guard: OFFICER,
  laboratory: OFFICER,
  yard: OVERSIGHT,
  gate: OVERSIGHT,
  manager: OVERSIGHT,
  secretary: ['control', 'log'],
  auditor: ['log', 'control'],
  operator: ['log', 'control'],
};

export const screensOf = (role: string): readonly Screen[] => SCREENS[role] ?? ['log'];

/** Where a person of this role begins. */
export const homeOf = (role: string): (typeof SCREEN_PATHS)[Screen] => SCREEN_PATHS[screensOf(role)[0]!];
