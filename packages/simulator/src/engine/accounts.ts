import { CAUSES } from '../run-result.ts';
import { CALL, HOLD, type Layout } from './layout.ts';
import { ARRIVED, CLASS_OF, CLOSED_BEFORE, COUNTS, DISPLACED, LEFT, NUMBER, OTHER_BEFORE, PAPERS_READY, SERVED, SINCE, SLOT_BEGINS, SYSTEM_BEFORE, WAITED, type Lorries } from './lorries.ts';
import type { Queues } from './queues.ts';
import { bits, keyOf, purposeOf } from './random.ts';
import type { Stages } from './stages.ts';
import { binOf, dayPoint, WAIT_BINS, type Statistics } from './statistics.ts';

const CAUSE_COUNT = CAUSES.length;
const [PAPERS, SLOT, OTHER, CLOSED, DRIVER, SYSTEM] = (['papers', 'slot', 'other', 'closed', 'driver', 'system'] as const).map((cause) =>
  CAUSES.indexOf(cause),
) as [number, number, number, number, number, number];
/** Minutes from the call to the gate that are the lorry's way; what is longer is the driver's. */
const DRIVER_MINUTES = 10;

/** Every minute of a lorry into its account: waiting by cause, or service. */
export class Accounts {
  private readonly hashKey: number;

  constructor(
    private readonly layout: Layout,
    private readonly lorries: Lorries,
    private readonly stages: Stages,
    private readonly queues: Queues,
    readonly statistics: Statistics,
    seed: number,
  ) {
    this.hashKey = keyOf(seed, purposeOf('served'));
  }

  /** Remembers what has stood in the way of the stage so far, so that only what stands there from now on counts. */
  remember(lorry: number, stage: number, now: number): void {
    const { lorries, stages } = this;
    lorries.real[lorry + SINCE] = now;
    if (this.layout.obstructed[stage] === 0) return;
    lorries.real[lorry + OTHER_BEFORE] = this.otherSide(lorry, stage, now);
    lorries.real[lorry + CLOSED_BEFORE] = stages.obstructed(stage, 1, now);
    lorries.real[lorry + SYSTEM_BEFORE] = stages.obstructed(stage, 2, now);
  }

  /** A lorry is served without having waited. */
  visit(lorry: number, stage: number): void {
    this.statistics.visits[stage * this.layout.classCount + this.lorries.int[lorry + CLASS_OF]!]! += 1;
    const { histogram } = this.statistics;
    if (histogram !== undefined && histogram.stage === stage) histogram.bins[0]! += 1;
  }

  /** A lorry has waited for the stage until now: inside, or outside while it kept a server of `from`. */
  endWait(lorry: number, stage: number, from: number, now: number): void {
    const { lorries, statistics, layout } = this;
    const minutes = now - lorries.real[lorry + SINCE]!;
    const at = stage * layout.classCount + lorries.int[lorry + CLASS_OF]!;
    // An interrupted lorry has been counted when it began.
    if (lorries.real[lorry + LEFT]! < 0) {
      statistics.visits[at]! += 1;
      if (minutes > 0) statistics.delayed[at]! += 1;
      const { histogram } = statistics;
      if (histogram !== undefined && histogram.stage === stage) {
        histogram.bins[Math.min(histogram.bins.length - 1, Math.floor(minutes / histogram.width))]! += 1;
      }
    }
    this.accrue(lorry, stage, from, now);
  }

  /** The minutes since `since` to the lorry's wait, by cause. */
  accrue(lorry: number, stage: number, from: number, now: number): void {
    const { lorries, layout, statistics } = this;
    const since = lorries.real[lorry + SINCE]!;
    let rest = now - since;
    if (rest <= 0) return;
    const classOf = lorries.int[lorry + CLASS_OF]!;
    lorries.real[lorry + WAITED]! += rest;
    statistics.stageWait[stage * layout.classCount + classOf]! += rest;
    if (lorries.int[lorry + COUNTS] === 0) return;
    const { byCause } = statistics;
    const account = classOf * CAUSE_COUNT;
    const kind = layout.kind[stage]!;
    if (kind === HOLD || kind === CALL) {
      const papers = Math.max(0, Math.min(now, lorries.real[lorry + PAPERS_READY]!) - since);
      const slot = Math.max(0, Math.min(now, lorries.real[lorry + SLOT_BEGINS]!) - since - papers);
      byCause[account + PAPERS]! += papers;
      byCause[account + SLOT]! += slot;
      rest -= papers + slot;
    }
    if (layout.obstructed[stage] === 1) rest -= this.obstacles(lorry, stage, rest, account, now);
    const abroad = from >= 0 && layout.side[from] !== layout.side[stage];
    byCause[account + (abroad ? OTHER : layout.cause[stage]!)]! += rest;
  }

  /** Of the minutes that are left, those of what stood in the way of the stage. */
  private obstacles(lorry: number, stage: number, minutes: number, account: number, now: number): number {
    const { real } = this.lorries;
    const { byCause } = this.statistics;
    const other = Math.min(minutes, this.otherSide(lorry, stage, now) - real[lorry + OTHER_BEFORE]!);
    const closed = Math.min(minutes - other, this.stages.obstructed(stage, 1, now) - real[lorry + CLOSED_BEFORE]!);
    const system = Math.min(minutes - other - closed, this.stages.obstructed(stage, 2, now) - real[lorry + SYSTEM_BEFORE]!);
    byCause[account + OTHER]! += other;
    byCause[account + CLOSED]! += closed;
    byCause[account + SYSTEM]! += system;
    return other + closed + system;
  }

  /** Minutes so far during which the far side took nobody, or none of the class. */
  private otherSide(lorry: number, stage: number, now: number): number {
    const minutes = this.stages.obstructed(stage, 0, now);
    const kind = this.layout.kind[stage]!;
    return kind === HOLD || kind === CALL ? minutes + this.queues.refusedMinutes(this.lorries.int[lorry + CLASS_OF]!, now) : minutes;
  }

  /** The service of a stage is over; on the way from the yard, more than ten minutes are the driver's. */
  serve(lorry: number, stage: number, minutes: number): void {
    const { lorries } = this;
    if (this.layout.kind[stage] === CALL && minutes > DRIVER_MINUTES) {
      lorries.real[lorry + SERVED]! += DRIVER_MINUTES;
      lorries.real[lorry + WAITED]! += minutes - DRIVER_MINUTES;
      if (lorries.int[lorry + COUNTS] === 1) {
        this.statistics.byCause[lorries.int[lorry + CLASS_OF]! * CAUSE_COUNT + DRIVER]! += minutes - DRIVER_MINUTES;
      }
    } else lorries.real[lorry + SERVED]! += minutes;
  }

  depart(lorry: number, now: number): void {
    const { lorries, statistics } = this;
    const arrived = lorries.real[lorry + ARRIVED]!;
    const waited = lorries.real[lorry + WAITED]!;
    statistics.servedHash = (statistics.servedHash + bits(this.hashKey, lorries.int[lorry + NUMBER]!)) | 0;
    statistics.departedAt[dayPoint(now)]! += 1;
    statistics.departed[lorries.int[lorry + CLASS_OF]!]! += 1;
    const day = Math.floor(arrived / 1440);
    if (day >= 0 && day < statistics.days) {
      statistics.dailyWait[day]! += waited;
      statistics.dailyCount[day]! += 1;
    }
    if (lorries.int[lorry + COUNTS] === 0) return;
    const classOf = lorries.int[lorry + CLASS_OF]!;
    statistics.served[classOf]! += 1;
    statistics.waited[classOf]! += waited;
    statistics.service[classOf]! += lorries.real[lorry + SERVED]!;
    statistics.sojourn[classOf]! += now - arrived;
    statistics.displaced[classOf]! += lorries.real[lorry + DISPLACED]!;
    statistics.waitBins[classOf * WAIT_BINS + binOf(waited)]! += 1;
    statistics.displacedBins[classOf * WAIT_BINS + binOf(lorries.real[lorry + DISPLACED]!)]! += 1;
  }
}
