import type { Servers, StageVisits } from './stage.ts';

/**
 * The fluid bound of a stage: unfinished work is at least what a server of the whole capacity would leave, whatever the order, and
 * work W needs W over the longest service in lorries. So the minutes that lorries are there are at least the area under the fluid's
 * work over the longest service (Newell 1982). Weaker than the preemptive bound, and needs nothing but work by period: linear in the
 * lorries, without sorting. Without weights; minutes of waiting.
 */
export function fluidWaitBound({ ready, minutes }: StageVisits, { periodMinutes, open }: Servers): number {
  const longest = minutes.reduce((most, each) => Math.max(most, each), 0);
  if (longest === 0) return 0;
  const arriving = new Float64Array(open.length);
  let services = 0;
  for (let at = 0; at < ready.length; at += 1) {
    services += minutes[at]!;
    const period = Math.max(0, Math.floor(ready[at]! / periodMinutes));
    if (period < open.length) arriving[period]! += minutes[at]!;
  }
  let work = 0;
  let area = 0;
  for (let t = 0; t < open.length; t += 1) {
    // Within its first period work may be served before it comes, and counts for nothing: both only help.
    area += areaOf(work, open[t]!, periodMinutes);
    work = Math.max(0, work + arriving[t]! - open[t]! * periodMinutes);
  }
  return Math.max(0, area / longest - services);
}

/** Under the line that falls from `work` with the speed of the servers, not below zero, over one period. */
function areaOf(work: number, speed: number, periodMinutes: number): number {
  if (speed * periodMinutes <= work) return periodMinutes * (work - (speed * periodMinutes) / 2);
  return (work * work) / (2 * speed);
}
