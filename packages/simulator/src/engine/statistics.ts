import {
  AREA_ROW, BLOCKED_AREA, CALLS, CAUSE_COUNT, CAUSE_SUM, CLASS_ROW, DAY_POINTS, DELAYED_COUNT, DEPARTURES, DISPLACED_SUM, LONGEST, LOST_COUNT, NOW, OFFERED_AREA, POINT_ENDS, POINT_MINUTES, QUEUE_AREA,
  SERVED_COUNT, SERVICE_SUM, SOJOURN_SUM, STAGE_WAIT, VISIT_COUNT, TAKEN_AREA, VISIT_ROW, WAIT_BINS, WAIT_SUM,
} from './rows.ts';

/** What happened, as sums and counts: its size depends on classes, stages and days, never on the number of lorries. */
export class Statistics {
  /** Rows by class, by stage and class, and by stage: the inner loop writes here. The columns below are copies to be read. */
  readonly classes: Float64Array;
  readonly visitsOf: Float64Array;
  readonly areas: Float64Array;
  /** By class. */
  readonly bins: Uint32Array;
  /** By class, and never reset: lorries called from the yard, and lorries that have left. */
  readonly called: Int32Array;
  readonly departed: Int32Array;
  /** By day of arrival: minutes waited, and lorries. */
  readonly daily: Float64Array;
  /** By point of the day: arrivals, then calls, then departures. */
  readonly moments = new Float64Array(3 * DAY_POINTS);
  /** The point of the day that it is. */
  point = 0;
  /** Of all that were served, in whatever order. */
  servedHash = 0;
  /** Waits for one stage in fine bins, where somebody asks for them. */
  histogram: { stage: number; width: number; bins: Uint32Array } | undefined = undefined;

  constructor(classes: number, stages: number, readonly days: number) {
    this.classes = new Float64Array(classes * CLASS_ROW);
    this.visitsOf = new Float64Array(stages * classes * VISIT_ROW);
    this.areas = new Float64Array(stages * AREA_ROW);
    this.bins = new Uint32Array(2 * classes * WAIT_BINS);
    this.called = new Int32Array(classes);
    this.departed = new Int32Array(classes);
    this.daily = new Float64Array(2 * days);
  }

  /** The clock has come to another point of the day. */
  enter(clock: Float64Array): void {
    const points = Math.floor(clock[NOW]! / POINT_MINUTES);
    this.point = points % DAY_POINTS;
    clock[POINT_ENDS] = (points + 1) * POINT_MINUTES;
  }

  /** By class and minute: lorries that waited so long, and that were displaced so far. */
  get waitBins(): Uint32Array {
    return this.bins.slice(0, this.bins.length / 2);
  }
  get displacedBins(): Uint32Array {
    return this.bins.slice(this.bins.length / 2);
  }

  /** By point of the day. */
  get arrivedAt(): Float64Array {
    return this.moments.slice(0, DAY_POINTS);
  }
  get calledAt(): Float64Array {
    return this.moments.slice(CALLS, DEPARTURES);
  }
  get departedAt(): Float64Array {
    return this.moments.slice(DEPARTURES);
  }

  /** By day of arrival; NaN on a day without lorries. */
  get dailyMean(): Float64Array {
    return Float64Array.from({ length: this.days }, (_, day) => this.daily[2 * day]! / this.daily[2 * day + 1]!);
  }

  /** By class. */
  get served(): Float64Array {
    return column(this.classes, CLASS_ROW, SERVED_COUNT);
  }
  get lost(): Float64Array {
    return column(this.classes, CLASS_ROW, LOST_COUNT);
  }
  get waited(): Float64Array {
    return column(this.classes, CLASS_ROW, WAIT_SUM);
  }
  get service(): Float64Array {
    return column(this.classes, CLASS_ROW, SERVICE_SUM);
  }
  get sojourn(): Float64Array {
    return column(this.classes, CLASS_ROW, SOJOURN_SUM);
  }
  get displaced(): Float64Array {
    return column(this.classes, CLASS_ROW, DISPLACED_SUM);
  }

  /** By class and cause. */
  get byCause(): Float64Array {
    const { length } = this.called;
    return Float64Array.from({ length: length * CAUSE_COUNT }, (_, at) => this.classes[Math.floor(at / CAUSE_COUNT) * CLASS_ROW + CAUSE_SUM + (at % CAUSE_COUNT)]!);
  }

  /** By stage and class. */
  get visits(): Float64Array {
    return column(this.visitsOf, VISIT_ROW, VISIT_COUNT);
  }
  get delayed(): Float64Array {
    return column(this.visitsOf, VISIT_ROW, DELAYED_COUNT);
  }
  get stageWait(): Float64Array {
    return column(this.visitsOf, VISIT_ROW, STAGE_WAIT);
  }

  /** By stage. */
  get queueArea(): Float64Array {
    return column(this.areas, AREA_ROW, QUEUE_AREA);
  }
  get workArea(): Float64Array {
    return column(this.areas, AREA_ROW, TAKEN_AREA).map((taken, stage) => taken - this.areas[stage * AREA_ROW + BLOCKED_AREA]!);
  }
  get blockedArea(): Float64Array {
    return column(this.areas, AREA_ROW, BLOCKED_AREA);
  }
  get offeredArea(): Float64Array {
    return column(this.areas, AREA_ROW, OFFERED_AREA);
  }
  get longest(): Float64Array {
    return column(this.areas, AREA_ROW, LONGEST);
  }

  /** Lorries that have been called and have not left, by class. */
  inTransit(): Int32Array {
    return this.called.map((called, classOf) => called - this.departed[classOf]!);
  }

  /** Forgets what was counted so far: the end of a warm-up, or of a batch. */
  reset(): void {
    const sums = [
      this.classes, this.visitsOf, this.areas, this.bins, this.daily, this.moments,
    ];
    for (const sum of sums) sum.fill(0);
    this.histogram?.bins.fill(0);
    this.servedHash = 0;
  }
}

const column = (rows: Float64Array, width: number, at: number): Float64Array =>
  Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + at]!);

export const binOf = (minutes: number): number => (minutes < WAIT_BINS - 1 ? minutes | 0 : WAIT_BINS - 1);
