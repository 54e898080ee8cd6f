import type { Network } from '../engine/network.ts';
import { DAY_POINTS, WAIT_BINS, WAITING } from '../engine/rows.ts';
import { CAUSES, type ClassResult, type Minutes, type RunResult, type StageResult } from '../run-result.ts';
import type { Compiled } from './compile.ts';
import type { Policy } from './policy.ts';
import type { DayOfLorries } from './population.ts';
import { unstableStage } from './stability.ts';

const DAY = 1440;

/** What is seen at midnight, and what was booked: the rest of a result comes from the engine's statistics. */
export class Observations {
  /** Lorries waiting for each stage, in each class of bookings that lie ahead, and in all, at the end of each day. */
  readonly waiting: Float64Array;
  readonly present: Float64Array;
  readonly slots: Float64Array;
  readonly used: Float64Array;
  readonly noShows: Float64Array;
  readonly came: Float64Array;
  /** Lorries that are there at the end of a day, summed over the days. */
  overnight = 0;
  /** Days whose bookings count. */
  counted = 0;

  constructor(private readonly compiled: Compiled, days: number) {
    this.waiting = new Float64Array(days * compiled.stages.length);
    this.present = new Float64Array(days);
    this.slots = new Float64Array(compiled.classes.length * compiled.slotsPerDay);
    this.used = new Float64Array(compiled.classes.length * compiled.slotsPerDay);
    this.noShows = new Float64Array(compiled.classes.length);
    this.came = new Float64Array(compiled.classes.length);
  }

  midnight(day: number, network: Network, expected: number): void {
    this.waiting.set(network.stages.column(WAITING), day * this.compiled.stages.length);
    this.present[day] = network.lorries.present + expected;
    this.overnight += network.lorries.present;
  }

  booked(lorries: DayOfLorries, slot: Float64Array, counts: boolean): void {
    if (!counts) return;
    this.counted += 1;
    const { slotsPerDay, slotMinutes } = this.compiled;
    for (let at = 0; at < lorries.count; at += 1) {
      const classOf = lorries.classOf[at]!;
      if (lorries.absent[at] === 1) this.noShows[classOf]! += 1;
      if (lorries.absent[at] === 0) this.came[classOf]! += 1;
      if (slot[at]! < 0) continue;
      const index = classOf * slotsPerDay + Math.floor((slot[at]! % DAY) / slotMinutes);
      this.slots[index]! += 1;
      if (lorries.absent[at] === 0) this.used[index]! += 1;
    }
  }
}

/** Everything that was measured, after `days` days of bookings. */
export function resultOf(
  compiled: Compiled,
  policy: Policy,
  options: { readonly seed: number },
  network: Network,
  observations: Observations,
  days: number,
): RunResult {
  const { statistics } = network;
  const unstable = unstableStage(compiled, observations, statistics, days);
  const perDay = (sums: Float64Array): Float64Array => sums.map((sum) => sum / Math.max(1, observations.counted));
  const departed = statistics.departed.reduce((sum, each) => sum + each, 0);
  return {
    scenario: compiled.scenario.id,
    policy: policy.id,
    seed: options.seed,
    days,
    classes: compiled.classes.map((id, index) => classResult(id, index, network, observations)),
    stages: compiled.stages.map((id, index) => stageResult(id, index, compiled, network)),
    daily: statistics.dailyMean.slice(0, days),
    cumulative: {
      arrived: cumulated(statistics.arrivedAt, days),
      called: cumulated(statistics.calledAt, days),
      departed: cumulated(statistics.departedAt, days),
      atMidnight: observations.overnight / Math.max(1, days),
    },
    slots: { classes: compiled.classes, booked: perDay(observations.slots), used: perDay(observations.used) },
    ...(unstable === undefined ? {} : { unstable }),
    events: network.trace.events,
    lorries: { served: departed, hash: hex(statistics.servedHash) },
    traceHash: network.trace.hex(),
  };
}

function classResult(id: string, index: number, { statistics }: Network, observations: Observations): ClassResult {
  const served = statistics.served[index]!;
  const mean = (sum: number): number => (served > 0 ? sum / served : 0);
  const minutes = (sum: number, bins: Uint32Array): Minutes => ({
    count: served,
    mean: mean(sum),
    bins: bins.slice(index * WAIT_BINS, (index + 1) * WAIT_BINS),
  });
  return {
    id,
    served,
    noShows: observations.noShows[index]!,
    left: observations.came[index]! - served,
    wait: minutes(statistics.waited[index]!, statistics.waitBins),
    displacement: minutes(statistics.displaced[index]!, statistics.displacedBins),
    byCause: statistics.byCause.slice(index * CAUSES.length, (index + 1) * CAUSES.length).map(mean),
    service: mean(statistics.service[index]!),
  };
}

function stageResult(id: string, index: number, compiled: Compiled, { statistics, now }: Network): StageResult {
  const offered = statistics.offeredArea[index]!;
  return {
    id,
    side: compiled.scenario.stages[id]!.side,
    utilisation: offered > 0 ? statistics.workArea[index]! / offered : 0,
    meanQueue: now > 0 ? statistics.queueArea[index]! / now : 0,
    longestQueue: statistics.longest[index]!,
    blocked: statistics.blockedArea[index]!,
  };
}

function cumulated(counts: Float64Array, days: number): Float64Array {
  const sums = new Float64Array(DAY_POINTS);
  let sum = 0;
  for (let point = 0; point < DAY_POINTS; point += 1) {
    sum += counts[point]! / Math.max(1, days);
    sums[point] = sum;
  }
  return sums;
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
