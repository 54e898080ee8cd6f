import type { Role } from '@pairgate/domain/kernel/codes.ts';

/** The screens of the bar, in its order, each with what the policy table must grant for it. */
export const SCREENS = {
  control: { path: '/control', needs: 'controlRoom' },
  plan: { path: '/plan', needs: 'plan' },
  work: { path: '/work', needs: 'workList' },
  find: { path: '/find', needs: 'allCrossings' },
  lorries: { path: '/lorries', needs: 'ownCrossings' },
  declare: { path: '/declare', needs: 'lodgeDeclaration' },
  dayList: { path: '/day-list', needs: 'dayList' },
  agreement: { path: '/agreement', needs: 'log' },
  log: { path: '/log', needs: 'log' },
} as const;

export type Screen = keyof typeof SCREENS;

export const screensOf = (permissions: readonly string[]): Screen[] =>
  (Object.keys(SCREENS) as Screen[]).filter((screen) => permissions.includes(SCREENS[screen].needs));

/** Where a role begins when it is not the first screen of its bar: with what it has to do. */
const FIRST: Partial<Record<Role, Screen>> = {
  customs: 'work', quarantine: 'work', border_guard: 'work', laboratory: 'work', auditor: 'log', operator: 'log', gate: 'find',
};

/** Where a person begins. A role without any screen of its own finds a lorry by its plate, like anybody. */
export function homeOf(role: Role, permissions: readonly string[]): (typeof SCREENS)[Screen]['path'] | '/kiosk' {
  const screens = screensOf(permissions);
  const first = FIRST[role];
  const screen = first && screens.includes(first) ? first : screens[0];
  return screen ? SCREENS[screen].path : '/kiosk';
}
