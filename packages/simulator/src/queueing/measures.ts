import type { Statistics } from '../engine/statistics.ts';
import type { Measure } from './queue.ts';

const sum = (values: Float64Array, from: number, count: number): number => {
  let total = 0;
  for (let at = from; at < from + count; at += 1) total += values[at]!;
  return total;
};
const classes = (statistics: Statistics): number => statistics.served.length;

/** Mean wait of the visits to a stage, of one class or of all. */
export const meanWait = (stage: number, classOf?: number): Measure => (statistics) => {
  const count = classes(statistics);
  const [from, of] = classOf === undefined ? [stage * count, count] : [stage * count + classOf, 1];
  return sum(statistics.stageWait, from, of) / sum(statistics.visits, from, of);
};

/** Share of the visits that wait at all. */
export const waits = (stage: number): Measure => (statistics) => {
  const count = classes(statistics);
  return sum(statistics.delayed, stage * count, count) / sum(statistics.visits, stage * count, count);
};

/** Share of those who come that find no room. */
export const lost = (stage: number): Measure => (statistics) => {
  const count = classes(statistics);
  const away = sum(statistics.lost, 0, count);
  return away / (away + sum(statistics.visits, stage * count, count));
};

/** Mean number that wait; mean number that wait or are served; mean number that are served. */
export const meanQueue = (stage: number): Measure => (statistics, minutes) => statistics.queueArea[stage]! / minutes;
export const meanPresent = (stage: number): Measure => (statistics, minutes) =>
  (statistics.queueArea[stage]! + statistics.workArea[stage]!) / minutes;
export const meanServed = (stage: number): Measure => (statistics, minutes) => statistics.workArea[stage]! / minutes;

/** Mean time from arrival to departure, of one class or of all. */
export const meanSojourn = (classOf?: number): Measure => (statistics) =>
  classOf === undefined
    ? sum(statistics.sojourn, 0, classes(statistics)) / sum(statistics.served, 0, classes(statistics))
    : statistics.sojourn[classOf]! / statistics.served[classOf]!;

/** The wait that 95 of 100 do not exceed, linear within a bin of the histogram. */
export const wait95: Measure = ({ histogram }) => {
  const { bins, width } = histogram!;
  const total = bins.reduce((all, count) => all + count, 0);
  let below = 0;
  let bin = 0;
  while (below + bins[bin]! < 0.95 * total) {
    below += bins[bin]!;
    bin += 1;
  }
  return width * (bin + (0.95 * total - below) / bins[bin]!);
};
