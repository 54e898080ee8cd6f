/** When and how long this side plans. */
export interface PlanningHours {
  /** The local hour of this side's gate at which the seven days are planned, 0 to 23. */
  readonly nightHour: number;
  /** Seconds that the solver may take for the seven days, and for the next six hours. */
  readonly nightSeconds: number;
  readonly daySeconds: number;
}

export const PLANNING_HOURS: PlanningHours = { nightHour: 2, nightSeconds: 60, daySeconds: 10 };
