import { Heap } from './heap.ts';

/**
 * What lorries must wait at one stage whatever the order in which it serves them, seen alone: preemption is allowed, all servers are
 * one fast server, and every other stage is free. Both relaxations only help, so no real schedule is below.
 */
export interface StageVisits {
  /** Minute before which the lorry cannot be there: its arrival plus services and moves before this stage. */
  readonly ready: Float64Array;
  readonly minutes: Float64Array;
  /** What a minute of its waiting weighs. */
  readonly weight: Float64Array;
}

/** Servers that may work in each period, those included that finish a service after closing. After the last period the most of all work on. */
export interface Servers {
  readonly periodMinutes: number;
  readonly open: Float64Array;
}

/** Weighted minutes of waiting (completion − ready − service) that no schedule of the stage is below. */
export function waitBound(visits: StageVisits, servers: Servers): number {
  const least = visits.weight.reduce((low, each) => Math.min(low, each), Infinity);
  if (visits.ready.length === 0) return 0;
  return Math.max(0, meanBusyTimes(visits, servers), least * shortestRemaining(visits, servers));
}

/**
 * In any schedule a lorry completes at least half of its service after its mean busy time M. The least Σ w·M serves at each moment
 * the ready lorry with the largest w over p, with the whole capacity: Σ w (M + p/2 − ready − p) is a bound (Goemans, Queyranne,
 * Schulz, Skutella and Wang, "Single machine scheduling with release dates", 2002; Schulz and Skutella 2002 for parallel machines).
 */
function meanBusyTimes(visits: StageVisits, servers: Servers): number {
  const { ready, minutes, weight } = visits;
  let bound = 0;
  sweep(visits, servers, (at) => -(weight[at]! / minutes[at]!), (at, from, to, work) => {
    bound += (weight[at]! / minutes[at]!) * work * ((from + to) / 2);
  });
  for (let at = 0; at < ready.length; at += 1) bound -= weight[at]! * (ready[at]! + minutes[at]! / 2);
  return bound;
}

/** The least sum of completions of one preemptive server: shortest remaining time first (Schrage 1968). Without weights. */
function shortestRemaining(visits: StageVisits, servers: Servers): number {
  const { ready, minutes } = visits;
  const left = Float64Array.from(minutes);
  let bound = 0;
  sweep(visits, servers, (at) => left[at]!, (at, _from, to, work) => {
    left[at]! -= work;
    if (left[at]! <= TINY) bound += to;
  });
  for (let at = 0; at < ready.length; at += 1) bound -= ready[at]! + minutes[at]!;
  return bound;
}

const TINY = 1e-9;

/** Runs the fast server: at each moment the ready lorry with the lowest key; `served` hears of each stretch of time and its work. */
function sweep(
  { ready, minutes }: StageVisits,
  servers: Servers,
  key: (at: number) => number,
  served: (at: number, from: number, to: number, work: number) => void,
): void {
  const order = Int32Array.from(ready.keys()).sort((a, b) => ready[a]! - ready[b]!);
  const left = Float64Array.from(minutes);
  const waiting = new Heap();
  let coming = 0;
  let now = order.length > 0 ? ready[order[0]!]! : 0;
  while (coming < order.length || waiting.size > 0) {
    while (coming < order.length && ready[order[coming]!]! <= now + TINY) {
      waiting.push(key(order[coming]!), order[coming]!);
      coming += 1;
    }
    const arrival = coming < order.length ? ready[order[coming]!]! : Infinity;
    if (waiting.size === 0) {
      now = arrival;
      continue;
    }
    const { speed, until } = speedAt(servers, now);
    const at = waiting.pop();
    const stop = Math.min(arrival, until, speed > 0 ? now + left[at]! / speed : Infinity);
    const finishes = speed > 0 && now + left[at]! / speed <= stop + TINY;
    const work = finishes ? left[at]! : Math.min(left[at]!, (stop - now) * speed);
    left[at] = finishes ? 0 : left[at]! - work;
    if (work > 0) served(at, now, stop, work);
    if (!finishes) waiting.push(key(at), at);
    now = stop;
  }
}

/** Servers at a minute, and the end of the period that says so. */
function speedAt({ periodMinutes, open }: Servers, minute: number): { readonly speed: number; readonly until: number } {
  const period = Math.floor(minute / periodMinutes + TINY);
  if (period < 0) return { speed: 0, until: 0 };
  if (period < open.length) return { speed: open[period]!, until: (period + 1) * periodMinutes };
  return { speed: Math.max(1, open.reduce((most, each) => Math.max(most, each), 0)), until: Infinity };
}
