import type { PlanningProblem } from '../problem.ts';

/** Uniform draws from a seed (mulberry32), for tests and the bench only. */
export function draws(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What lorries wait on average, in minutes, in all and for each class. */
export interface Waits {
  readonly mean: number;
  readonly byClass: readonly number[];
  readonly lorries: number;
}

/**
 * Serves lorries that come at random within their slots: first come first served at each resource, exponential services, closed
 * periods skipped. A check that is independent of the fluid: it knows single lorries. `places` of class c in period t stand at
 * `c · periods + t`.
 */
export function serve(problem: PlanningProblem, places: ArrayLike<number>, seed: number): Waits {
  const draw = draws(seed);
  const lorries: { readonly c: number; readonly slot: number; wait: number }[] = [];
  for (let at = 0; at < places.length; at += 1) {
    const c = Math.floor(at / problem.periods);
    const t = at % problem.periods;
    for (let n = 0; n < places[at]!; n += 1) {
      if (draw() >= problem.classes[c]!.noShow) lorries.push({ c, slot: (t + draw()) * problem.periodMinutes, wait: 0 });
    }
  }
  const firstLag = (id: string): number => Math.min(...problem.uses.filter((use) => use.resource === id).map((use) => use.lag));
  const inOrder = problem.resources.toSorted((a, b) => firstLag(a.id) - firstLag(b.id));
  for (const resource of inOrder) {
    const uses = new Map(problem.uses.filter((use) => use.resource === resource.id).map((use) => [use.class, use]));
    const visits = lorries.flatMap((lorry) => {
      const use = uses.get(problem.classes[lorry.c]!.id);
      return use ? [{ lorry, minutes: use.minutes, ready: lorry.slot + use.lag + lorry.wait }] : [];
    });
    visits.sort((a, b) => a.ready - b.ready);
    const most = resource.capacity.reduce((high, each) => Math.max(high, each), 0);
    const free = new Float64Array(Math.round(most / problem.periodMinutes));
    for (const { lorry, minutes, ready } of visits) {
      const server = free.indexOf(free.reduce((low, each) => Math.min(low, each), Infinity));
      const start = whenOpen(resource.capacity, problem.periodMinutes, Math.max(ready, free[server]!));
      free[server] = start - minutes * Math.log(1 - draw());
      lorry.wait += start - ready;
    }
  }
  const byClass = problem.classes.map((_, c) => mean(lorries.filter((lorry) => lorry.c === c).map((lorry) => lorry.wait)));
  return { mean: mean(lorries.map((lorry) => lorry.wait)), byClass, lorries: lorries.length };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;

/** The first minute from `minute` on at which the resource is open; a night after the horizon when it does not open again in it. */
function whenOpen(capacity: Float64Array, periodMinutes: number, minute: number): number {
  let t = Math.floor(minute / periodMinutes);
  if (t >= capacity.length || capacity[t]! > 0) return minute;
  while (t < capacity.length && capacity[t] === 0) t += 1;
  return t < capacity.length ? t * periodMinutes : Math.max(minute, capacity.length * periodMinutes) + 420;
}
