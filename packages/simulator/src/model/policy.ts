import type { Dispatcher } from '../engine/fleet.ts';
import type { Compiled } from './compile.ts';

/**
 * What differs between policies: who is given which time, who is called first, which vehicle goes where. The lorries do
 * not differ: numbers, classes, wishes, services, no-shows and lateness follow from the seed alone.
 */
export interface Policy {
  /** 'P0' to 'P6'. */
  readonly id: string;
  readonly name: string;
  /** One examination for both sides, where the scenario has it (P6). */
  readonly joint?: boolean;
  /** Whether it fits its slots to a scenario before its first run there, which takes seconds (`BeginOptions.isRough`: a moment). */
  readonly isFitted?: boolean;
  /** A run of its own, with its own memory; may solve what it needs first. */
  begin(compiled: Compiled, options: BeginOptions): PolicyRun | Promise<PolicyRun>;
}

export interface BeginOptions {
  readonly seed: number;
  readonly days: number;
  /** Awaited now and then while something long is made ready; what it throws gives that up. */
  readonly breathe?: (() => Promise<void>) | undefined;
  /** What was made ready for other settings, of which a policy may note what helps with the next. */
  readonly earlier?: Earlier | undefined;
  /** A policy that fits slots takes over what was fitted earlier, and plans a day once: rougher, and ready in a moment. */
  readonly isRough?: boolean | undefined;
}

/** By keys of the policies' own. */
export type Earlier = Map<string, unknown>;

export interface PolicyRun {
  /** Called at the beginning of each day, in order: fills `slot`. */
  book(bookings: Bookings): void | Promise<void>;
  /** A lorry that comes early may be called so many minutes before its slot begins; 0 when absent. */
  readonly earlyMinutes?: number;
  /** In-day hook: minutes between reviews, and what is done at one. */
  readonly reviewMinutes?: number;
  review?(gate: Gate): void | Promise<void>;
  /** Who is called or served next where the rule holds: the highest score. Absent: classes by priority, then first come. */
  readonly rule?: QueueRule;
  /** Which vehicle fetches which container. Absent: the vehicle that stands nearest takes whoever waits longest. */
  readonly dispatch?: Dispatcher;
}

/** The bookings of one day, in booking order; arrays are valid during the call only. */
export interface Bookings {
  readonly day: number;
  readonly count: number;
  /** Number of the lorry in the run. */
  readonly lorry: Int32Array;
  /** Index into `compiled.classes`. */
  readonly classOf: Uint8Array;
  /** Declared risk, an index into RISKS: goods, origin and firm are in the declaration that a booking names. */
  readonly risk: Uint8Array;
  /** Wished arrival, minutes since the start of the run. */
  readonly wish: Float64Array;
  /** To be filled: beginning of the slot in minutes since the start, on this day or a later one; −1 for walk-in. */
  readonly slot: Float64Array;
}

/** What a review sees, and may change: nothing of the future but what was booked. */
export interface Gate {
  /** Minutes since the start. */
  readonly now: number;
  /** Lorries that wait for each stage, lorries that are in it, and servers at work; index as in `compiled.stages`. */
  readonly waiting: Int32Array;
  readonly busy: Int32Array;
  readonly servers: Int32Array;
  /** Lorries between the yard and the destination's gate and beyond, by class. */
  readonly inTransit: Int32Array;
  /**
   * Bookings of today and later whose lorries have not set out, in booking order; `slot` may be changed, to later than `earliest`.
   * Put together when it is first looked at.
   */
  readonly open: Bookings;
  /** Bookings whose lorries have set out and are not there yet: they come before `earliest`, and nobody can change their slots. */
  readonly coming: Bookings;
  /** A lorry needs notice: new slots begin no earlier than this minute. */
  readonly earliest: number;
}

export interface QueueRule {
  /** Indices of the stages at which the rule holds. */
  readonly stages: readonly number[];
  /** Highest first; equal scores in order of arrival. */
  score(waiting: Waiting): number;
}

/** A lorry that waits for a stage, as a rule sees it. Minutes since the start; `due` is when its goods spoil, Infinity if never. */
export interface Waiting {
  readonly classOf: number;
  readonly risk: number;
  readonly since: number;
  readonly slot: number;
  readonly due: number;
  readonly now: number;
  readonly stage: number;
  /** Mean minutes of the service that it waits for: of its kind where that has been decided, never its own length. */
  readonly minutes: number;
}
