import type { Layout } from './layout.ts';
import { ARRIVED, CLASS_OF, CLOSED_BEFORE, COUNTS, DISPLACED, LEFT, NUMBER, OTHER_BEFORE, PAPERS_READY, SERVED, SINCE, SLOT_BEGINS, SYSTEM_BEFORE, WAITED, type Lorries } from './lorries.ts';
import type { Queues } from './queues.ts';
import { bits, keyOf, purposeOf } from './random.ts';
import type { Stages } from './stages.ts';
import { binOf, type Statistics } from './statistics.ts';
import {
  CALL, CALLS, CAUSE, CAUSE_SUM, CLASS_ROW, CLOSED, DELAYED_COUNT, DEPARTURES, DISPLACED_SUM, DRIVER, DRIVER_MINUTES, HOLD, KIND, NOW, OBSTRUCTED, OTHER, PAPERS, RATIONED,
  SERVED_COUNT, SERVICE_SUM, SIDE, SLOT, SOJOURN_SUM, STAGE_ROW, STAGE_WAIT, SYSTEM, TRAITS, VISIT_COUNT, VISIT_ROW,
  WAIT_BINS, WAIT_SUM, WAITS_IN_IT,
} from './rows.ts';

/** Every minute of a lorry into its account: waiting by cause, or service. */
export class Accounts {
  private readonly hashKey: number;

  constructor(
    private readonly layout: Layout,
    private readonly lorries: Lorries,
    private readonly stages: Stages,
    private readonly queues: Queues,
    readonly statistics: Statistics,
    private readonly clock: Float64Array,
    seed: number,
  ) {
    this.hashKey = keyOf(seed, purposeOf('served'));
  }

  /** Remembers what has stood in the way of the stage so far, so that only what stands there from now on counts. */
  remember(lorry: number, stage: number): void {
    this.lorries.real[lorry + SINCE] = this.clock[NOW]!;
    if ((this.stages.int[stage * STAGE_ROW + TRAITS]! & OBSTRUCTED) !== 0) this.rememberObstacles(lorry, stage);
  }

  private rememberObstacles(lorry: number, stage: number): void {
    const { stages } = this;
    const { real } = this.lorries;
    real[lorry + OTHER_BEFORE] = this.otherSide(lorry, stage);
    real[lorry + CLOSED_BEFORE] = stages.obstructed(stage, 1);
    real[lorry + SYSTEM_BEFORE] = stages.obstructed(stage, 2);
  }

  /** A lorry is served without having waited. */
  visit(lorry: number, stage: number): void {
    const { statistics } = this;
    statistics.visitsOf[this.visitRow(lorry, stage) + VISIT_COUNT]! += 1;
    if (statistics.histogram !== undefined) this.sort(stage, 0);
  }

  /** A lorry has waited for the stage until now: inside, or outside while it kept a server of `from`. */
  endWait(lorry: number, stage: number, from: number): void {
    const { statistics } = this;
    const { real } = this.lorries;
    // An interrupted lorry has been counted when it began.
    if (real[lorry + LEFT]! < 0) {
      const { visitsOf } = statistics;
      const minutes = this.clock[NOW]! - real[lorry + SINCE]!;
      const row = this.visitRow(lorry, stage);
      visitsOf[row + VISIT_COUNT]! += 1;
      if (minutes > 0) visitsOf[row + DELAYED_COUNT]! += 1;
      if (statistics.histogram !== undefined) this.sort(stage, minutes);
    }
    this.accrue(lorry, stage, from);
  }

  /** The minutes since `since` to the lorry's wait, by cause. */
  accrue(lorry: number, stage: number, from: number): void {
    const { statistics } = this;
    const { int, real } = this.lorries;
    const rest = this.clock[NOW]! - real[lorry + SINCE]!;
    if (rest <= 0) return;
    real[lorry + WAITED]! += rest;
    statistics.visitsOf[this.visitRow(lorry, stage) + STAGE_WAIT]! += rest;
    if (int[lorry + COUNTS] === 0) return;
    const rows = this.stages.int;
    const row = stage * STAGE_ROW;
    const account = int[lorry + CLASS_OF]! * CLASS_ROW + CAUSE_SUM;
    const abroad = from >= 0 && rows[from * STAGE_ROW + SIDE] !== rows[row + SIDE];
    const several = (rows[row + TRAITS]! & (WAITS_IN_IT | RATIONED | OBSTRUCTED)) !== 0;
    statistics.classes[account + (abroad ? OTHER : rows[row + CAUSE]!)]! += several ? this.unexplained(lorry, stage, rest, account) : rest;
  }

  /** Of the minutes of a wait, those for which neither papers nor the slot nor what stood in the way is the cause. */
  private unexplained(lorry: number, stage: number, minutes: number, account: number): number {
    const now = this.clock[NOW]!;
    const { classes } = this.statistics;
    const { real } = this.lorries;
    const rows = this.stages.int;
    const kind = rows[stage * STAGE_ROW + KIND]!;
    const since = real[lorry + SINCE]!;
    let rest = minutes;
    if (kind === HOLD || kind === CALL) {
      const papers = Math.max(0, Math.min(now, real[lorry + PAPERS_READY]!) - since);
      const slot = Math.max(0, Math.min(now, real[lorry + SLOT_BEGINS]!) - since - papers);
      classes[account + PAPERS]! += papers;
      classes[account + SLOT]! += slot;
      rest -= papers + slot;
    }
    return (rows[stage * STAGE_ROW + TRAITS]! & OBSTRUCTED) === 0 ? rest : rest - this.obstacles(lorry, stage, rest, account);
  }

  private visitRow(lorry: number, stage: number): number {
    return (stage * this.layout.classCount + this.lorries.int[lorry + CLASS_OF]!) * VISIT_ROW;
  }

  /** Into the histogram of waits, if it is the stage that it is of. */
  private sort(stage: number, minutes: number): void {
    const histogram = this.statistics.histogram!;
    if (histogram.stage !== stage) return;
    histogram.bins[Math.min(histogram.bins.length - 1, Math.floor(minutes / histogram.width))]! += 1;
  }

  /** Of the minutes that are left, those of what stood in the way of the stage. */
  private obstacles(lorry: number, stage: number, minutes: number, account: number): number {
    const { real } = this.lorries;
    const { classes } = this.statistics;
    const other = Math.min(minutes, this.otherSide(lorry, stage) - real[lorry + OTHER_BEFORE]!);
    const closed = Math.min(minutes - other, this.stages.obstructed(stage, 1) - real[lorry + CLOSED_BEFORE]!);
    const system = Math.min(minutes - other - closed, this.stages.obstructed(stage, 2) - real[lorry + SYSTEM_BEFORE]!);
    classes[account + OTHER]! += other;
    classes[account + CLOSED]! += closed;
    classes[account + SYSTEM]! += system;
    return other + closed + system;
  }

  /** Minutes so far during which the far side took nobody, or none of the class. */
  private otherSide(lorry: number, stage: number): number {
    const minutes = this.stages.obstructed(stage, 0);
    const kind = this.stages.int[stage * STAGE_ROW + KIND]!;
    return kind === HOLD || kind === CALL ? minutes + this.queues.refusedMinutes(this.lorries.int[lorry + CLASS_OF]!) : minutes;
  }

  /** A lorry is called from the yard: the far side takes one less. More than ten minutes of its way are the driver's. */
  call(lorry: number, minutes: number): void {
    const { statistics } = this;
    const { int, real } = this.lorries;
    const classOf = int[lorry + CLASS_OF]!;
    this.queues.call(lorry);
    statistics.called[classOf]! += 1;
    statistics.moments[CALLS + statistics.point]! += 1;
    const drivers = Math.max(0, minutes - DRIVER_MINUTES);
    real[lorry + SERVED]! += minutes - drivers;
    real[lorry + WAITED]! += drivers;
    if (int[lorry + COUNTS] === 1) statistics.classes[classOf * CLASS_ROW + CAUSE_SUM + DRIVER]! += drivers;
  }

  depart(lorry: number): void {
    const { statistics } = this;
    const now = this.clock[NOW]!;
    const { int, real } = this.lorries;
    const classOf = int[lorry + CLASS_OF]!;
    const arrived = real[lorry + ARRIVED]!;
    const waited = real[lorry + WAITED]!;
    statistics.servedHash = (statistics.servedHash + bits(this.hashKey, int[lorry + NUMBER]!)) | 0;
    statistics.moments[DEPARTURES + statistics.point]! += 1;
    statistics.departed[classOf]! += 1;
    if (arrived >= 0 && arrived < statistics.days * 1440) {
      const day = ((arrived / 1440) | 0) * 2;
      statistics.daily[day]! += waited;
      statistics.daily[day + 1]! += 1;
    }
    if (int[lorry + COUNTS] === 0) return;
    const { classes } = statistics;
    const row = classOf * CLASS_ROW;
    const displaced = real[lorry + DISPLACED]!;
    classes[row + SERVED_COUNT]! += 1;
    classes[row + WAIT_SUM]! += waited;
    classes[row + SERVICE_SUM]! += real[lorry + SERVED]!;
    classes[row + SOJOURN_SUM]! += now - arrived;
    classes[row + DISPLACED_SUM]! += displaced;
    const { bins } = statistics;
    bins[classOf * WAIT_BINS + binOf(waited)]! += 1;
    bins[(this.layout.classCount + classOf) * WAIT_BINS + binOf(displaced)]! += 1;
  }
}
