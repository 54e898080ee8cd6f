export { CAUSES, type Cause } from '@pairgate/domain/kernel/codes.ts';

/** A distribution of minutes: counts in bins of one minute, the last one open; with the exact mean. */
export interface Minutes {
  readonly count: number;
  readonly mean: number;
  readonly bins: Uint32Array;
}

/** What one class in one direction went through. */
export interface ClassResult {
  readonly id: string;
  readonly served: number;
  readonly noShows: number;
  /** Lorries that were still there when the run was given up: none, unless it is unstable. */
  readonly left: number;
  /** Sojourn minus services and moves, from the arrival at the yard or at the road before it to the departure. */
  readonly wait: Minutes;
  /** Between the wished and the given time of arrival, whichever is earlier: beside every wait, or the wait is not honest. */
  readonly displacement: Minutes;
  /** Mean minutes of a lorry by cause, in the order of CAUSES. */
  readonly byCause: Float64Array;
  /** Mean minutes in service and in motion. */
  readonly service: number;
}

export interface StageResult {
  readonly id: string;
  readonly side: string;
  /** Busy server-minutes over offered server-minutes. */
  readonly utilisation: number;
  readonly meanQueue: number;
  readonly longestQueue: number;
  /** Minutes for which servers stood with a finished lorry that had no room ahead. */
  readonly blocked: number;
}

/** One replication of one policy. Everything that a report draws comes from here; typed arrays, so that it is bounded and cheap to send. */
export interface RunResult {
  readonly scenario: string;
  readonly policy: string;
  readonly seed: number;
  readonly days: number;
  readonly classes: readonly ClassResult[];
  readonly stages: readonly StageResult[];
  /** Mean wait in minutes of the lorries that arrived on each day, NaN where none did: the series of MSER-5. */
  readonly daily: Float64Array;
  /** Lorries that have arrived, been called and departed by each five minutes of one day, all days after the warm-up averaged. */
  readonly cumulative: {
    readonly arrived: Float64Array;
    readonly called: Float64Array;
    readonly departed: Float64Array;
    /** Mean number of lorries that are there at midnight, from the day before. */
    readonly atMidnight: number;
  };
  /** Booked places for each class (row) and slot of the day (column), averaged over the days. */
  readonly slots: { readonly classes: readonly string[]; readonly booked: Float64Array; readonly used: Float64Array };
  /** Present when a stage's queue grows without end. */
  readonly unstable?: { readonly stage: string; readonly growthPerDay: number };
  readonly events: number;
  /** Lorries that came and have left, and a hash over their numbers in any order: equal for every policy on the same seed. */
  readonly lorries: { readonly served: number; readonly hash: string };
  /** Hex: the same seed gives the same, on any number of threads. */
  readonly traceHash: string;
}
