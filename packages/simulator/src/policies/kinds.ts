import type { PlanUse } from '@pairgate/planner/problem.ts';
import type { Compiled } from '../model/compile.ts';
import { usesOf } from '../model/planning-problem.ts';
import { RISKS } from '../scenario/schema.ts';

/**
 * Lorries of one direction with one declared risk, and as often late or absent: what quarantine takes of them is alike, whatever their
 * traffic class. A bay is full of the few lorries of high risk, so quotas by class alone would move many lorries in place of those few;
 * and the fewer kinds, the nearer to its wish each lorry finds a place.
 */
export interface Kind {
  readonly id: string;
  /** Indices of classes, with the part of each class that is of this kind. */
  readonly parts: readonly { readonly classOf: number; readonly share: number }[];
  readonly uses: readonly Omit<PlanUse, 'class'>[];
  readonly noShow: number;
  readonly lateness: { readonly mean: number; readonly sd: number };
}

export interface Kinds {
  readonly all: readonly Kind[];
  /** Index of the kind of a class with a risk, at `classOf · RISKS.length + risk`. */
  readonly of: Int32Array;
}

export function kindsOf(compiled: Compiled): Kinds {
  const { scenario, classes } = compiled;
  const found = new Map<string, { classOf: number; share: number; risk: number }[]>();
  const keys: string[] = [];
  for (const [classOf, id] of classes.entries()) {
    const { from, to, risk, noShow, lateness } = scenario.classes[id]!;
    for (const [at, name] of RISKS.entries()) {
      const key = JSON.stringify([`${from}-${to}/${name}`, noShow.value, lateness.mean, lateness.sd]);
      keys.push(key);
      found.set(key, [...(found.get(key) ?? []), { classOf, share: risk[name], risk: at }]);
    }
  }
  const order = [...found.keys()];
  const all = [...found.values()].map((parts): Kind => {
    const { from, to, noShow, lateness } = scenario.classes[classes[parts[0]!.classOf]!]!;
    return { id: `${from}-${to}/${RISKS[parts[0]!.risk]!}`, parts, uses: usesOfParts(compiled, parts), noShow: noShow.value, lateness };
  });
  return { all, of: Int32Array.from(keys, (key) => order.indexOf(key)) };
}

/** What an average lorry of the parts takes, each resource at the mean of its lags. */
function usesOfParts(compiled: Compiled, parts: readonly { classOf: number; share: number; risk: number }[]): Omit<PlanUse, 'class'>[] {
  const lorries = parts.map(({ classOf, share }) => share * compiled.scenario.classes[compiled.classes[classOf]!]!.lorriesPerDay.value);
  const all = lorries.reduce((sum, each) => sum + each, 0);
  const sums = new Map<string, { lorries: number; minutes: number; lag: number }>();
  for (const [at, { classOf, risk }] of parts.entries()) {
    for (const { resource, minutes, lag } of usesOf(compiled, classOf, RISKS.map((_, index) => Number(index === risk)))) {
      const sum = sums.get(resource) ?? { lorries: 0, minutes: 0, lag: 0 };
      sums.set(resource, { lorries: sum.lorries + lorries[at]!, minutes: sum.minutes + lorries[at]! * minutes, lag: sum.lag + lorries[at]! * lag });
    }
  }
  return [...sums].flatMap(([resource, sum]) => (sum.lorries > 0 ? [{ resource, minutes: sum.minutes / all, lag: sum.lag / sum.lorries }] : []));
}
