import type { PlanUse } from '@pairgate/planner/problem.ts';
import type { Compiled } from '../model/compile.ts';
import { usesOf } from '../model/planning-problem.ts';
import { RISKS } from '../scenario/schema.ts';

/**
 * Lorries that take the same of every resource, and are as often late or absent: a traffic class with its declared risk, or several of
 * them. One bay is full of the few lorries of high risk; so quotas by class alone move many lorries in place of those few.
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
  const found = new Map<string, { index: number; kind: Kind; parts: { classOf: number; share: number }[] }>();
  const of = new Int32Array(classes.length * RISKS.length);
  for (const [classOf, id] of classes.entries()) {
    const { from, to, risk, noShow, lateness } = scenario.classes[id]!;
    for (const [at, name] of RISKS.entries()) {
      const uses = usesOf(compiled, classOf, RISKS.map((each) => Number(each === name)));
      const key = JSON.stringify([from, to, uses, noShow.value, lateness.mean, lateness.sd]);
      const part = { classOf, share: risk[name] };
      const known = found.get(key);
      of[classOf * RISKS.length + at] = known?.index ?? found.size;
      if (known !== undefined) known.parts.push(part);
      else {
        const parts = [part];
        const kind = { id: `${id}/${name}`, parts, uses, noShow: noShow.value, lateness };
        found.set(key, { index: found.size, kind, parts });
      }
    }
  }
  return { all: [...found.values()].map(({ kind }) => kind), of };
}
