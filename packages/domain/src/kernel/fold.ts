import type { Fact } from './decider.ts';

/** One concept's part of the state of a stream, as one side told it. */
export interface Slice<State> {
  readonly initial: State;
  readonly evolve: Readonly<Record<string, (state: State, fact: Fact<string, never>) => State>>;
  /**
   * The field by which a fact finds its place in the state, per type. A fact that has lost it, because its values were
   * erased when their time was over, changes nothing here any more.
   */
  readonly keys?: Readonly<Record<string, string>>;
}

/** What a newer value keeps of the one that it replaces, so that the past can be told as it was: all that came before it. */
export function withEarlier<Value extends { readonly earlier?: readonly Value[] }>(replaced: Value | undefined) {
  if (!replaced) return {};
  const { earlier = [], ...value } = replaced;
  return { earlier: [...earlier, value as Value] };
}

interface AnySlice {
  readonly initial: unknown;
  readonly evolve: Readonly<Record<string, (state: never, fact: Fact<string, never>) => unknown>>;
  readonly keys?: Readonly<Record<string, string>>;
}
export type Slices = Readonly<Record<string, AnySlice>>;

/** The state of a stream as one side told it: one entry per concept. */
export type StateOf<S extends Slices> = { readonly [K in keyof S]: S[K]['initial'] };

export function initialState<S extends Slices>(slices: S): StateOf<S> {
  return Object.fromEntries(Object.entries(slices).map(([name, slice]) => [name, slice.initial])) as StateOf<S>;
}

/** Applies one fact: every concept that knows its type evolves its own slice; nobody touches another's. */
export function evolve<S extends Slices>(slices: S, state: StateOf<S>, fact: Fact): StateOf<S> {
  let next: Record<string, unknown> | undefined;
  for (const name in slices) {
    const { evolve: steps, keys } = slices[name]!;
    if (!Object.hasOwn(steps, fact.type)) continue;
    const key = keys?.[fact.type];
    if (key !== undefined && (fact.data as Record<string, unknown>)[key] === undefined) continue;
    const step = steps[fact.type] as (state: unknown, fact: Fact) => unknown;
    next ??= { ...state };
    next[name] = step(next[name], fact);
  }
  return (next as StateOf<S> | undefined) ?? state;
}

/** What a correction carries: the identifier of a fact of the same author, and the fields that replace its own. */
export interface Correction {
  readonly corrects: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/**
 * The state of a stream as one side told it, from all its facts in order: a corrected fact counts with its corrected
 * fields, from the beginning. Evolving fact by fact gives the same state as long as no correction is among them.
 */
export function foldSide<S extends Slices>(slices: S, facts: readonly Fact[]): StateOf<S> {
  const patches = new Map<string, Record<string, unknown>>();
  for (const fact of facts) {
    if (fact.type !== 'FactCorrected') continue;
    const { corrects, patch } = fact.data as Correction;
    patches.set(corrects, { ...patches.get(corrects), ...patch });
  }
  return facts.reduce((state, fact) => {
    const patch = patches.get(fact.id);
    return evolve(slices, state, patch ? { ...fact, data: { ...(fact.data as object), ...patch } } : fact);
  }, initialState(slices));
}
