/**
 * A commit costs the same few milliseconds of four processes whatever is in it (decision 0025). So a group into which much work
 * keeps coming is committed so many milliseconds after it was begun at the latest; it is looked at in steps, and a step that brings
 * nothing ends it. A group of few does not wait: whoever it holds are often all who have anything to say until they are answered.
 *
 * For entries of the other side nobody here waits, and what is committed with them costs little more than they alone: a group of
 * nothing else always waits that long, also for what has not come yet (decision 0027).
 */
const LINGER_MS = 30;
export const STEP_MS = 3;
const FEW = 24;

/** When a group was begun, and when something came into it last, real time in milliseconds; and what is in it. */
export interface Feeding {
  readonly begun: number;
  readonly fed: number;
  /** Acts and entries. */
  readonly count: number;
  /** Whether somebody waits for an answer: there is more in it than entries of the other side. */
  readonly isAwaited: boolean;
}

/** Whether a group is better committed later, with what still comes. */
export const isFed = ({ begun, fed, count, isAwaited }: Feeding, now: number): boolean =>
  now - begun < LINGER_MS && (!isAwaited || (count > FEW && now - fed < STEP_MS));
