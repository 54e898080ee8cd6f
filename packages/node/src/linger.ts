/**
 * A commit costs the same few milliseconds of four processes whatever is in it (decision 0025). So a group into which work keeps
 * coming is committed so many milliseconds after it was begun at the latest; it is looked at in steps, and a step that brings
 * nothing ends it.
 */
const LINGER_MS = 30;
export const STEP_MS = 3;

/** When a group was begun, and when something came into it last; real time in milliseconds. */
export interface Feeding {
  readonly begun: number;
  readonly fed: number;
}

/** Whether work keeps coming into a group, and it has not waited for long. */
export const isFed = ({ begun, fed }: Feeding, now: number): boolean => now - fed < STEP_MS && now - begun < LINGER_MS;
