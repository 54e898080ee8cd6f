/**
 * A commit costs the same few milliseconds of four processes whatever is in it (decision 0025). So a group into which much work
 * keeps coming is committed so many milliseconds after it was begun at the latest; it is looked at in steps, and a step that brings
 * nothing ends it. A group of few does not wait: whoever it holds are often all who have anything to say until they are answered.
 */
const LINGER_MS = 30;
export const STEP_MS = 3;
const FEW = 48;

/** When a group was begun, and when something came into it last, real time in milliseconds; and what is in it, acts and entries. */
export interface Feeding {
  readonly begun: number;
  readonly fed: number;
  readonly count: number;
}

/** Whether much work keeps coming into a group, and it has not waited for long. */
export const isFed = ({ begun, fed, count }: Feeding, now: number): boolean =>
  count > FEW && now - fed < STEP_MS && now - begun < LINGER_MS;
