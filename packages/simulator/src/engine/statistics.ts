import { CAUSES } from '../run-result.ts';

/** Bins of a minute: two days, and what is longer in the last one. */
export const WAIT_BINS = 2881;
/** Points of a day at which arrivals, calls and departures are counted: every five minutes. */
export const DAY_POINTS = 288;
const CAUSE_COUNT = CAUSES.length;

/** What happened, as sums and counts: its size depends on classes, stages and days, never on the number of lorries. */
export class Statistics {
  /** By class. */
  readonly served: Float64Array;
  readonly lost: Float64Array;
  readonly waited: Float64Array;
  readonly service: Float64Array;
  readonly sojourn: Float64Array;
  readonly displaced: Float64Array;
  readonly waitBins: Uint32Array;
  readonly displacedBins: Uint32Array;
  readonly byCause: Float64Array;
  /** By stage and class: visits, those that waited, and their minutes. */
  readonly visits: Float64Array;
  readonly delayed: Float64Array;
  readonly stageWait: Float64Array;
  /** By stage: time integrals of lorries waiting, servers at work, blocked, offered. */
  readonly queueArea: Float64Array;
  readonly workArea: Float64Array;
  readonly blockedArea: Float64Array;
  readonly offeredArea: Float64Array;
  readonly longest: Int32Array;
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
    this.served = new Float64Array(classes);
    this.lost = new Float64Array(classes);
    this.waited = new Float64Array(classes);
    this.service = new Float64Array(classes);
    this.sojourn = new Float64Array(classes);
    this.displaced = new Float64Array(classes);
    this.waitBins = new Uint32Array(classes * WAIT_BINS);
    this.displacedBins = new Uint32Array(classes * WAIT_BINS);
    this.byCause = new Float64Array(classes * CAUSE_COUNT);
    this.visits = new Float64Array(stages * classes);
    this.delayed = new Float64Array(stages * classes);
    this.stageWait = new Float64Array(stages * classes);
    this.queueArea = new Float64Array(stages);
    this.workArea = new Float64Array(stages);
    this.blockedArea = new Float64Array(stages);
    this.offeredArea = new Float64Array(stages);
    this.longest = new Int32Array(stages);
    this.called = new Int32Array(classes);
    this.departed = new Int32Array(classes);
    this.dailyWait = new Float64Array(days);
    this.dailyCount = new Float64Array(days);
  }

  /** Forgets what was counted so far: the end of a warm-up, or of a batch. */
  reset(): void {
    const sums = [
      this.served, this.lost, this.waited, this.service, this.sojourn, this.displaced, this.waitBins, this.displacedBins, this.byCause,
      this.visits, this.delayed, this.stageWait, this.queueArea, this.workArea, this.blockedArea, this.offeredArea, this.longest,
      this.dailyWait, this.dailyCount, this.arrivedAt, this.calledAt, this.departedAt,
    ];
    for (const sum of sums) sum.fill(0);
    this.histogram?.bins.fill(0);
    this.servedHash = 0;
  }
}

/** The point of the day that a minute since the start belongs to. */
export const dayPoint = (minute: number): number => {
  const point = (minute * 0.2) | 0;
  return point - DAY_POINTS * ((point * (1 / DAY_POINTS)) | 0);
};

export const binOf = (minutes: number): number => (minutes < WAIT_BINS - 1 ? minutes | 0 : WAIT_BINS - 1);
