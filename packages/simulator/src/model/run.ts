import type { RunResult } from '../run-result.ts';
import type { Compiled } from './compile.ts';
import type { Policy } from './policy.ts';
import type { EventLog } from './event-log.ts';

export interface RunOptions {
  /** The experiment's seed; replications of it are independent, policies of one replication serve the same lorries. */
  readonly seed: number;
  readonly replication: number;
  /** Days on which lorries are booked; the run goes on until the last of them has left. */
  readonly days: number;
  /** Lorries of the first days are served, and not counted in the results by class. */
  readonly warmUpDays?: number;
  /** Called after each day; false ends the run there, with the result so far. */
  readonly onDay?: (day: number) => boolean | void;
  /** Filled with what happens in its window, for pictures that move. */
  readonly log?: EventLog;
}

export type Run = (compiled: Compiled, policy: Policy, options: RunOptions) => Promise<RunResult>;
