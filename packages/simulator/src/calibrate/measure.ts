import { destinationOf, originOf, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { within, type Lorry, type Recording, type Work } from './recording.ts';
import type { Observation } from './sample.ts';
import { poissonRate, type Estimate } from './shares.ts';

/** What is read from a recording, before anything is fitted to it. Minutes. */

const HOUR = 60;
const DAY = 24 * HOUR;

/** A service from its beginning to its end, or to the end of the recording. Only those that began in it are a fair sample. */
const observed = (recording: Recording, from: number, to: number | null): Observation => ({
  minutes: (to ?? recording.asOf) - from,
  censored: to === null,
  limit: recording.asOf - from,
});

interface Visit {
  readonly from: number;
  readonly to: number | null;
  readonly works: readonly Work[];
}

/** All that was done to a lorry of one kind on one side, as one visit: two authorities may use the bay one after the other. */
function visitOf(lorry: Lorry, side: SideId, kind: Work['kind']): Visit | undefined {
  const works = lorry.work.filter((each) => each.side === side && each.kind === kind);
  if (works.length === 0) return undefined;
  const ends = works.map((each) => each.to);
  return {
    works,
    from: Math.min(...works.map((each) => each.from)),
    to: ends.includes(null) ? null : Math.max(...(ends as number[])),
  };
}

/** How long a visit kept its place: the time between two works of one lorry does not. */
const lengthOf = ({ works }: Visit, asOf: number): number => works.reduce((sum, each) => sum + (each.to ?? asOf) - each.from, 0);

export function examinations(recording: Recording, lorries: readonly Lorry[], side: SideId): Observation[] {
  return lorries.flatMap((lorry) => {
    const visit = visitOf(lorry, side, 'inspection');
    if (!visit || !within(recording, visit.from)) return [];
    return [{ ...observed(recording, visit.from, visit.to), minutes: lengthOf(visit, recording.asOf) }];
  });
}

/** From the first sample until the last result. */
export function laboratoryTimes(recording: Recording, lorries: readonly Lorry[], side: SideId): Observation[] {
  return lorries.flatMap((lorry) => {
    const visit = visitOf(lorry, side, 'laboratory');
    return visit && within(recording, visit.from) ? [observed(recording, visit.from, visit.to)] : [];
  });
}

/** From the call to the barrier of the exit, of lorries that nothing else kept: released before they were called. */
export const followedCalls = (recording: Recording, lorries: readonly Lorry[]): Observation[] =>
  lorries
    .filter(({ called, released }) => within(recording, called) && released !== null && released <= called)
    // Who has not followed after hours waits for the gate to open, or for somebody to pass the call.
    .filter(({ called, exited }) => exited === null || exited - called! < 12 * HOUR)
    .map(({ called, exited }) => observed(recording, called!, exited));

/** Over the line by their own driver. */
export const drives = (recording: Recording, lorries: readonly Lorry[]): Observation[] =>
  lorries
    .filter(({ exited, work }) => within(recording, exited) && !work.some((each) => each.kind === 'transfer'))
    .map(({ exited, crossed }) => observed(recording, exited!, crossed));

/** Whether the lorry is through on a side: whoever is not may still be examined. */
export const hasLeft = (lorry: Lorry, side: SideId): boolean =>
  side === originOf(lorry.direction) ? lorry.exited !== null : side === destinationOf(lorry.direction) && lorry.departed !== null;

export const wasAt = (lorry: Lorry, side: SideId, kind: Work['kind']): boolean => visitOf(lorry, side, kind) !== undefined;

/** Places that were seen at work: by their names where the side tells them, and by how many worked at once. */
export function placesSeen(recording: Recording, lorries: readonly Lorry[], side: SideId): number {
  const works = lorries.flatMap((lorry) => lorry.work.filter((each) => each.side === side && each.kind === 'inspection'));
  const names = new Set(works.map((each) => each.station).filter((each) => each !== null));
  const moves = works.flatMap((each) => [[each.from, 1] as const, [each.to ?? recording.asOf, -1] as const]);
  let [now, most] = [0, 0];
  for (const [, by] of moves.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    now += by;
    most = Math.max(most, now);
  }
  return Math.max(names.size, most);
}

export interface HourOfDay {
  readonly count: number;
  /** Hours of the recording that were this hour of the day. */
  readonly watched: number;
  /** Lorries an hour. */
  readonly rate: Estimate;
}

/** Arrivals by the hour of the local day; `ahead` is by how many minutes that clock is ahead of the recording's. */
export function arrivalsByHour(recording: Recording, lorries: readonly Lorry[], ahead: number): HourOfDay[] {
  const { from, to } = recording;
  const counts = Array.from({ length: 24 }, () => 0);
  for (const { arrived } of lorries) {
    if (within(recording, arrived)) counts[Math.floor(((((arrived + ahead) % DAY) + DAY) % DAY) / HOUR)]! += 1;
  }
  return counts.map((count, hour) => {
    let watched = 0;
    for (let day = Math.floor((from + ahead) / DAY); day * DAY < to + ahead; day += 1) {
      const begins = day * DAY + hour * HOUR - ahead;
      watched += Math.max(0, Math.min(to, begins + HOUR) - Math.max(from, begins)) / HOUR;
    }
    return { count, watched, rate: poissonRate(count, watched) };
  });
}

/** A lorry is given up an hour after its slot, and the node looks once in a while. */
const DECIDED_AFTER = 15 + 60 + 15;

/** Of the bookings of which it is known by now: who came, and who did not. */
export function bookings(recording: Recording, lorries: readonly Lorry[]): { came: number; absent: number } {
  const came = lorries.filter(({ slot, arrived }) => arrived !== null && within(recording, slot) && slot + DECIDED_AFTER <= recording.asOf);
  const absent = lorries.filter(({ missed }) => within(recording, missed));
  return { came: came.length, absent: absent.length };
}

/** Minutes between the beginning of the slot and the arrival; negative is early. */
export const lateness = (recording: Recording, lorries: readonly Lorry[]): number[] =>
  lorries.flatMap(({ slot, arrived }) => (slot !== null && within(recording, arrived) ? [arrived - slot] : []));

/** Shorter than this is the desk at its work. */
const LATE = 1;

/** Lorries that came, and for how long the papers of those that came without were not complete. */
export function latePapers(recording: Recording, lorries: readonly Lorry[]): { came: number; delays: Observation[] } {
  const came = lorries.filter(({ arrived }) => within(recording, arrived));
  const delays = came.flatMap(({ arrived, papersUntil, papersOpen }) => {
    const each = observed(recording, arrived!, papersUntil);
    return (papersUntil !== null || papersOpen) && each.minutes >= LATE ? [each] : [];
  });
  return { came: came.length, delays };
}
