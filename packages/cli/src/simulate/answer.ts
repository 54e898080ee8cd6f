import type { Experiment } from '@pairgate/simulator/experiment/experiment.ts';
import type { Interval } from '@pairgate/simulator/experiment/intervals.ts';
import type { PolicySummary } from '@pairgate/simulator/experiment/summary.ts';
import { minutes, signed } from '@pairgate/simulator/report/markup.ts';
import { tableOf } from '../table.ts';

/** An experiment as a terminal shows it: minutes, and 95 % intervals where there are two replications or more. */
export function linesOf({ scenario, days, seed, replications, warmUp, policies }: Experiment): string[] {
  if (replications.done === 0) return ['No replication was finished.'];
  const base = policies[0]!;
  const head = ['', 'wait', '9 of 10', 'moved from the wish', ...(policies.length > 1 ? [`wait against ${base.id}, in pairs`] : [])];
  const rows = policies.map(({ id, name, all: { figures, against } }) => [
    `${id} ${name}`, withHalf(figures.wait), minutes(figures.waitP90.mean), withHalf(figures.displacement),
    ...(policies.length > 1 ? [against === undefined ? '' : between(against.wait)] : []),
  ]);
  return [
    `${scenario.title}: ${days} days, seed ${seed}, ${replications.done} of ${replications.asked} replications. ${warmUpSentence(warmUp)}`,
    ...policies.flatMap(unstable),
    '', ...tableOf([head, ...rows]),
  ];
}

const warmUpSentence = ({ days, settled }: Experiment['warmUp']): string =>
  (days === 0 ? 'No warm-up is left out.' : `The first ${days} days are left out as warm-up.`) + (settled ? '' : ' The days do not settle.');

const unstable = ({ id, unstable: stages }: PolicySummary): string[] =>
  Object.entries(stages).map(([stage, { growthPerDay }]) => `Unstable under ${id}: ${stage} overflows, by ${minutes(growthPerDay)} lorries a day.`);

const withHalf = ({ mean, upper }: Interval): string => (upper === undefined ? minutes(mean) : `${minutes(mean)} ± ${minutes(upper - mean)}`);

const between = ({ mean, lower, upper }: Interval): string =>
  lower === undefined ? signed(mean) : `${signed(mean)} (${signed(lower)} to ${signed(upper!)})`;

/** For programs: all figures with their bounds, without the arrays that only pictures need. */
export function jsonOf({ policies, ...rest }: Experiment): object {
  const kept = ({ id, name, all, classes, stages, unstable: growing }: PolicySummary): object => ({ id, name, all, classes, stages, unstable: growing });
  return { ...rest, policies: policies.map(kept) };
}
