import {
  AREA_ROW, BLOCKED_AREA, CAUSE_COUNT, CAUSE_SUM, CLASS_ROW, DAY_POINTS, DELAYED_COUNT, DISPLACED_SUM, LONGEST, LOST_COUNT, OFFERED_AREA, QUEUE_AREA,
  SERVED_COUNT, SERVICE_SUM, SOJOURN_SUM, STAGE_WAIT, VISIT_COUNT, TAKEN_AREA, VISIT_ROW, WAIT_BINS, WAIT_SUM,
} from './rows.ts';

/** What happened, as sums and counts: its size depends on classes, stages and days, never on the number of lorries. */
export class Statistics {
  /** Rows by class, by stage and class, and by stage: the inner loop writes here. The columns below are copies to be read. */
  readonly classes: Float64Array;
  readonly visitsOf: Float64Array;
  readonly areas: Float64Array;
  /** By class. */
  readonly waitBins: Uint32Array;
  readonly displacedBins: Uint32Array;
  /** By class, and never reset: lorries called from the yard, and lorries that have left. */
  readonly called: Int32Array;
  readonly departed: Int32Array;
  /** By day of arrival. */
  readonly dailyWait: Float64Array;
  readonly dailyCount: Float64Array;
  readonly arrivedAt = new Float64Array(DAY_POINTS);
  readonly calledAt = new Float64Array(DAY_POINTS);
  readonly departedAt = new Float64Array(DAY_POINTS);
  /** Of all that were served, in whatever order. */
  servedHash = 0;
  /** Waits for one stage in fine bins, where somebody asks for them. */
  histogram: { stage: number; width: number; bins: Uint32Array } | undefined;

  constructor(classes: number, stages: number, readonly days: number) {
    this.classes = new Float64Array(classes * CLASS_ROW);
    this.visitsOf = new Float64Array(stages * classes * VISIT_ROW);
    this.areas = new Float64Array(stages * AREA_ROW);
    this.waitBins = new Uint32Array(classes * WAIT_BINS);
    this.displacedBins = new Uint32Array(classes * WAIT_BINS);
    this.called = new Int32Array(classes);
    this.departed = new Int32Array(classes);
    this.dailyWait = new Float64Array(days);
    this.dailyCount = new Float64Array(days);
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
      this.classes, this.visitsOf, this.areas, this.waitBins, this.displacedBins,
      this.dailyWait, this.dailyCount, this.arrivedAt, this.calledAt, this.departedAt,
    ];
    for (const sum of sums) sum.fill(0);
    this.histogram?.bins.fill(0);
    this.servedHash = 0;
  }
}

const column = (rows: Float64Array, width: number, at: number): Float64Array =>
  Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + at]!);

/** The point of the day that a minute since the start belongs to. */
export const dayPoint = (minute: number): number => {
  const point = (minute * 0.2) | 0;
  return point - DAY_POINTS * ((point * (1 / DAY_POINTS)) | 0);
};

export const binOf = (minutes: number): number => (minutes < WAIT_BINS - 1 ? minutes | 0 : WAIT_BINS - 1);
