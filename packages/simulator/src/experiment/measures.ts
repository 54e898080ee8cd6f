import { CAUSES, type ClassResult, type Minutes, type RunResult } from '../run-result.ts';

/** What is compared between policies, of one replication and one class, or of all lorries together. */
export interface Measures {
  readonly served: number;
  readonly noShows: number;
  readonly wait: number;
  readonly waitP50: number;
  readonly waitP90: number;
  readonly waitP95: number;
  readonly displacement: number;
  readonly displacementP90: number;
  readonly service: number;
  /** Mean minutes of a lorry, in the order of CAUSES. */
  readonly byCause: readonly number[];
}

/** The measures that are one number, in the order in which they are listed. */
export const MEASURES = [
  'served', 'noShows', 'wait', 'waitP50', 'waitP90', 'waitP95', 'displacement', 'displacementP90', 'service',
] as const satisfies readonly (keyof Measures)[];
export type Measure = (typeof MEASURES)[number];

/**
 * The minutes that a share of the lorries does not exceed: within its bin of a minute the count is spread evenly. What lies
 * in the open last bin is at least its beginning.
 */
export function quantile({ bins, count }: Pick<Minutes, 'bins' | 'count'>, share: number): number {
  if (count === 0) return Number.NaN;
  const wanted = share * count;
  let before = 0;
  for (let minute = 0; minute < bins.length; minute++) {
    const here = bins[minute]!;
    if (here > 0 && before + here >= wanted) return minute === bins.length - 1 ? minute : minute + (wanted - before) / here;
    before += here;
  }
  return bins.length - 1;
}

/** Both distributions in one; the mean stays exact. */
export function joined(parts: readonly Minutes[]): Minutes {
  const bins = new Uint32Array(Math.max(0, ...parts.map((part) => part.bins.length)));
  let [count, sum] = [0, 0];
  for (const part of parts) {
    for (let minute = 0; minute < part.bins.length; minute++) bins[minute]! += part.bins[minute]!;
    count += part.count;
    if (part.count > 0) sum += part.mean * part.count;
  }
  return { count, mean: count === 0 ? Number.NaN : sum / count, bins };
}

/** The mean over lorries of something that each class has a mean of. */
function perLorry(classes: readonly ClassResult[], of: (one: ClassResult) => number): number {
  const served = classes.reduce((sum, one) => sum + one.served, 0);
  return served === 0 ? Number.NaN : classes.reduce((sum, one) => (one.served === 0 ? sum : sum + one.served * of(one)), 0) / served;
}

/** Of all lorries of these classes. */
export function measuresOf(classes: readonly ClassResult[]): Measures {
  const wait = joined(classes.map((one) => one.wait));
  const displacement = joined(classes.map((one) => one.displacement));
  return {
    served: classes.reduce((sum, one) => sum + one.served, 0),
    noShows: classes.reduce((sum, one) => sum + one.noShows, 0),
    wait: wait.mean,
    waitP50: quantile(wait, 0.5),
    waitP90: quantile(wait, 0.9),
    waitP95: quantile(wait, 0.95),
    displacement: displacement.mean,
    displacementP90: quantile(displacement, 0.9),
    service: perLorry(classes, (one) => one.service),
    byCause: CAUSES.map((_, cause) => perLorry(classes, (one) => one.byCause[cause]!)),
  };
}

export const ALL = 'all';

/** Of every class, in the order of the scenario, and of all lorries last. */
export const measuresByClass = ({ classes }: RunResult): ReadonlyMap<string, Measures> =>
  new Map([...classes.map((one) => [one.id, measuresOf([one])] as const), [ALL, measuresOf(classes)] as const]);
