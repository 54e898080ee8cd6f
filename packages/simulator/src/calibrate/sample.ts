/**
 * How long services took. One that still goes on at the end of the recording is censored: its length so far is a lower bound,
 * and leaving it out would make long services look rare.
 */
export interface Observation {
  /** Length, or length so far. */
  readonly minutes: number;
  readonly censored: boolean;
  /** Minutes from its beginning until the end of the recording: what it could not have been seen to exceed. */
  readonly limit: number;
}

/** At most this many seconds pass between an event and its record; two lengths that differ by less are the same. */
const RESOLUTION = 1 / 60;

export interface Sample {
  readonly all: readonly Observation[];
  /** Lengths that were seen to end, shortest first; 0 counts as the resolution. */
  readonly events: Float64Array;
  readonly censored: Float64Array;
}

export function sampleOf(all: readonly Observation[]): Sample {
  const lengths = (censored: boolean) =>
    Float64Array.from(all.filter((each) => each.censored === censored), (each) => Math.max(each.minutes, RESOLUTION)).toSorted();
  return { all, events: lengths(false), censored: lengths(true) };
}

/** Steps of the distribution function: share of lengths up to and including `minutes`. */
export interface Step {
  readonly minutes: number;
  readonly share: number;
}

/** Kaplan and Meier's estimate of the distribution function (1958); without censoring the plain one. */
export function kaplanMeier({ events, censored }: Sample): Step[] {
  const steps: Step[] = [];
  let surviving = 1;
  let gone = 0;
  for (let at = 0; at < events.length; ) {
    const minutes = events[at]!;
    let ties = 0;
    while (events[at + ties] === minutes) ties += 1;
    // Of equal times the event comes first: whoever is censored then was still at risk.
    while (gone < censored.length && censored[gone]! < minutes) gone += 1;
    const atRisk = events.length - at + (censored.length - gone);
    surviving *= 1 - ties / atRisk;
    steps.push({ minutes, share: 1 - surviving });
    at += ties;
  }
  return steps;
}

/** Whether all lengths are the same as far as clocks can tell. */
export const isConstant = ({ events, censored }: Sample): boolean =>
  events.length > 0 && events.at(-1)! - events[0]! <= RESOLUTION && (censored.at(-1) ?? 0) <= events.at(-1)!;

export const meanOfEvents = ({ events }: Sample): number => events.reduce((sum, each) => sum + each, 0) / events.length;
