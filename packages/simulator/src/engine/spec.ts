import type { Distribution } from '../scenario/distribution.ts';

/**
 * A network of stages with servers, as the engine runs it. The border is one, and every textbook queue is one: what is
 * proved of the second holds for the first, since they run on the same lines.
 */
export interface NetworkSpec {
  readonly stages: readonly StageSpec[];
  /** The way of each class through the stages. */
  readonly routes: readonly (readonly StepSpec[])[];
  /** Level of each class where a stage keeps priorities: lower goes first. */
  readonly levels: readonly number[];
  readonly fleet?: FleetSpec;
}

export interface StageSpec {
  /** Names the stage's draws: the same name draws the same, in whatever network. */
  readonly name: string;
  /** Infinity: as many as needed. */
  readonly servers: number;
  /** Lorries that can wait inside; the next one waits where it is and keeps the server there. Infinity: any number. */
  readonly room: number;
  /**
   * `work` takes its time; `hold` lasts until the lorry may be called, and is waiting; `call` moves the lorry, and more than ten
   * minutes of it are the driver's; `vehicle` takes a vehicle of the fleet, `release` gives it back.
   */
  readonly kind: 'work' | 'hold' | 'call' | 'vehicle' | 'release';
  /** In order of arrival; by level; by level, and interrupting the lowest level at work. */
  readonly discipline: 'order' | 'level' | 'preemptive';
  /** A lorry that finds no server and no room is lost. */
  readonly loses?: boolean;
  /** Index into CAUSES for the minutes that lorries wait for this stage. */
  readonly cause: number;
  /** Index of the side: waiting on one side for room on the other has the cause "other". */
  readonly side: number;
  /** Opening hours, the other side, or a stop can stand in the way of the whole stage. */
  readonly obstructed?: boolean;
  /** A server that finds nobody waiting is away for such a time, again and again. */
  readonly vacation?: Distribution;
  /** Each server works for such a time and is repaired for such a time; its lorry goes on later where it was. */
  readonly breakdowns?: { readonly works: Distribution; readonly repair: Distribution };
}

export interface StepSpec {
  readonly stage: number;
  readonly service: Distribution;
  /** Share of the lorries that take the step, by declared risk. */
  readonly share: readonly [number, number, number];
  /** Index of an earlier step that must have been taken; −1: none. */
  readonly after: number;
  /** Whether the kind of service, a value or phase of its distribution, is known to whoever decides the order. */
  readonly decided?: boolean;
  /** Share that goes back to an earlier step afterwards. */
  readonly again: number;
  readonly againTo: number;
}

export interface FleetSpec {
  readonly vehicles: number;
  /** Stand on side 0 or 1; this is how long the way between them takes without a load, and on average. */
  readonly empty: Distribution;
  readonly emptyMinutes: number;
  /** Mean minutes from the start of the way until the vehicle is free again, by class. */
  readonly carryMinutes: readonly number[];
  readonly tripsPerCharge: number;
  readonly charge: Distribution;
}
