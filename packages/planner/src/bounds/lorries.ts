import { waitBound, type Servers } from './stage.ts';

/** Visits of lorries to stages, in any order; all arrays of visits have one entry a visit. */
export interface LorryVisits {
  readonly lorry: Int32Array;
  readonly stage: Int32Array;
  /** Minute before which the lorry cannot be there: its arrival at the border plus its services and moves before. */
  readonly ready: Float64Array;
  readonly minutes: Float64Array;
  /** For each lorry: what a minute of its waiting weighs, and its group. */
  readonly weight: Float64Array;
  readonly group: Int32Array;
}

/**
 * Weighted minutes of waiting that no dispatch of these lorries is below, given when they arrive. A lorry's waiting is at least what
 * it waits at one stage, so the bound of each stage alone counts, and the largest of them. Leaving lorries out only helps the others, so
 * that groups may be bounded apart and added: give the directions as groups when they queue apart.
 */
export function dispatchBound(visits: LorryVisits, stages: readonly Servers[]): number {
  const groups = new Set(visits.group);
  const apart = [...groups].reduce((sum, group) => sum + largest(visits, stages, (lorry) => visits.group[lorry] === group), 0);
  return groups.size === 1 ? apart : Math.max(apart, largest(visits, stages, () => true));
}

function largest(visits: LorryVisits, stages: readonly Servers[], counts: (lorry: number) => boolean): number {
  const byStage = stages.map((): number[] => []);
  visits.lorry.forEach((lorry, at) => {
    if (counts(lorry) && visits.minutes[at]! > 0) byStage[visits.stage[at]!]!.push(at);
  });
  return byStage.reduce((most, at, stage) => {
    const pick = (values: Float64Array): Float64Array => Float64Array.from(at, (each) => values[each]!);
    const weight = Float64Array.from(at, (each) => visits.weight[visits.lorry[each]!]!);
    return Math.max(most, waitBound({ ready: pick(visits.ready), minutes: pick(visits.minutes), weight }, stages[stage]!));
  }, 0);
}

/** Two ratios of at least 1: how far a run is from the best. */
export interface Gaps {
  /** Sojourn over the least sojourn of any dispatch of the lorries that came when they came: what a better order could still win. */
  readonly dispatch: number;
  /** Sojourn over services and moves: what better slots and a better order together could still win. To be shown beside displacement. */
  readonly plan: number;
}

/** Sums over the same lorries, in minutes. Throws when a run waits less than its bound, since then one of both is wrong. */
export function gapsOf(run: { readonly wait: number; readonly waitBound: number; readonly services: number }): Gaps {
  if (run.wait < run.waitBound * (1 - 1e-9) - 1e-6) throw new Error(`a wait of ${run.wait} below its bound of ${run.waitBound}`);
  const sojourn = run.services + run.wait;
  return { dispatch: sojourn / (run.services + run.waitBound), plan: sojourn / run.services };
}
