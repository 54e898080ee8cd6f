/**
 * What a plan of slots starts from. The planner knows neither gates nor lorries: only classes that wish to come, and what each
 * of them takes of which resource, and when. The simulator makes it from a scenario, the node from what both sides published.
 *
 * A period is one slot of the horizon, a quarter of an hour unless `periodMinutes` says otherwise. Times in minutes.
 */
export interface PlanningProblem {
  readonly periodMinutes: number;
  /** Number of periods in the horizon: 96 for a day, 672 for seven. */
  readonly periods: number;
  readonly classes: readonly PlanClass[];
  readonly resources: readonly PlanResource[];
  readonly uses: readonly PlanUse[];
  /** Lorry-minutes between wishes and places that a plan may not exceed, all classes together; absent: only their weights hold. */
  readonly displacementMinutes?: number;
  /** What is under way when the horizon begins; absent when it begins empty. */
  readonly state?: PlanState;
}

/** What a plan cannot change any more: where lorries already stand, and who has a place and will come. */
export interface PlanState {
  /** For each class, lorries that already hold a place in each period and keep it. */
  readonly booked: readonly Float64Array[];
  /** For each resource, server-minutes that stand in its queue at the beginning. */
  readonly backlog: Float64Array;
  /** For each resource, server-minutes in each period of lorries that are between two resources. */
  readonly onTheWay: readonly Float64Array[];
}

/** Lorries that are booked alike: a traffic class in one direction. */
export interface PlanClass {
  readonly id: string;
  /** Lorries that wish to arrive in each period; `periods` long. */
  readonly wished: Float64Array;
  /** What a minute of waiting costs, relative to a general lorry. */
  readonly waitWeight: number;
  /** What a minute between wish and slot costs, in the same unit. */
  readonly displacementWeight: number;
  /** Share of booked lorries that do not come, 0 to 1. */
  readonly noShow: number;
  /** 1 for each period in which places may be given, else 0; every period when absent. */
  readonly mayArrive?: Uint8Array;
  /**
   * Minutes that a lorry with a place in each period is expected to wait beside all queues, such as overnight when it is late for the
   * last call; `periods` long, 0 when absent.
   */
  readonly placeMinutes?: Float64Array;
}

/** What lorries queue for: lanes, bays, scanners, laboratories, cranes, on either side. */
export interface PlanResource {
  readonly id: string;
  /** Server-minutes in each period, after calendar and staff; 0 when closed; `periods` long. */
  readonly capacity: Float64Array;
  /** The part of the capacity that a plan may fill, 0 to 1: fitted by simulation, since a full resource makes lorries wait. */
  readonly safety: number;
  /**
   * How much arrivals and services vary: half the sum of their squared coefficients of variation (Kingman). 1 is Poisson arrivals
   * with exponential services, 0 a clockwork. 1 when absent.
   */
  readonly variability?: number;
}

/**
 * A lorry of a class takes `minutes` of a resource, on average, `lag` minutes after it came when nobody is in its way. Lorries come
 * evenly over their slot; that half of a slot is not part of the lag.
 */
export interface PlanUse {
  readonly class: string;
  readonly resource: string;
  readonly minutes: number;
  readonly lag: number;
}
