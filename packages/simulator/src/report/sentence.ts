import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { minutes } from './markup.ts';
import { fullStageName, type PairView } from './view.ts';
import { say } from './words.ts';

/** The answer in one sentence, from the figures: the best of the other policies against the first. */
export function answer({ policies }: Experiment, language: Language): string {
  const [base, ...others] = policies;
  if (base === undefined || !Number.isFinite(base.all.figures.wait.mean)) return say('noResult', language);
  const min = (value: number): string => say('min', language, { count: minutes(value) });
  const best = others.filter(isStable).toSorted((a, b) => a.all.figures.wait.mean - b.all.figures.wait.mean)[0];
  const { wait, displacement } = (best ?? base).all.figures;
  if (best === undefined) {
    const values = { policy: base.id, to: min(wait.mean), displacement: min(displacement.mean) };
    return `${say('oneWait', language, values)}${say('andMovesAlone', language, values)}`;
  }
  const values = {
    policy: best.id, base: base.id, from: min(base.all.figures.wait.mean), to: min(wait.mean),
  };
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = best.all.against!.wait;
  const word = upper < 0 ? 'lessWait' : lower > 0 ? 'moreWait' : 'sameWait';
  const moved = { displacement: min(displacement.mean), base: base.id, before: min(base.all.figures.displacement.mean) };
  return `${say(word, language, values)}${say('andMoves', language, moved)}`;
}

const isStable = ({ unstable }: PolicySummary): boolean => Object.keys(unstable).length === 0;

/** What must be known before a figure is believed. */
export function warnings({ policies, warmUp, replications }: Experiment, view: PairView, language: Language): string[] {
  const stopped = replications.done < replications.asked ? [say('stopped', language, replications)] : [];
  const unstable = policies.flatMap(({ id, unstable: stages }) =>
    Object.entries(stages).map(([stage, { growthPerDay }]) =>
      say('unstable', language, { policy: id, stage: fullStageName(view, stage, language), growth: minutes(growthPerDay) })));
  return [...stopped, ...unstable, ...(warmUp.settled ? [] : [say('unsettled', language)])];
}
