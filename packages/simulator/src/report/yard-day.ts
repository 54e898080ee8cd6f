import { MOMENTS, type EventLog } from '../model/event-log.ts';

/** One day of one policy as its yard is shown: what each lorry did, from when on. */
export interface YardDay {
  readonly policy: string;
  /** Counted from 0. */
  readonly day: number;
  readonly log: Pick<EventLog, 'minute' | 'lorry' | 'stage' | 'classOf' | 'moment' | 'count'>;
  /** Ids, as the numbers of the log count them. */
  readonly stages: readonly string[];
  readonly classes: readonly string[];
}

/** What a lorry does at a stage. */
export const WAITS = 0;
export const SERVED = 1;
export const GONE = 3;

/** A lorry: its class, and from which tenth of a minute of the day it was where, doing what (`stage * 4 + state`). */
export interface Track {
  readonly classOf: number;
  readonly times: readonly number[];
  readonly states: readonly number[];
}

const [, WAITS_AT, STARTS_AT, , DEPARTS_AT] = MOMENTS.map((_, index) => index);
const TENTHS = 10;
const DAY = 1440 * TENTHS;

/** The lorries that are there on the day. What happened before midnight is their state at midnight. */
export function tracksOf({ log, day, stages }: YardDay): Track[] {
  const tracks = new Map<number, { classOf: number; times: number[]; states: number[] }>();
  for (let at = 0; at < log.count; at++) {
    const state = stateAt(log.moment[at]!, log.stage[at]!, stages.length);
    if (state === undefined) continue;
    const time = Math.max(0, Math.round(log.minute[at]! * TENTHS) - day * DAY);
    let track = tracks.get(log.lorry[at]!);
    if (track === undefined) tracks.set(log.lorry[at]!, (track = { classOf: log.classOf[at]!, times: [], states: [] }));
    // Of what happens at the same time, only the last lasts.
    if (track.times.at(-1) === time) track.states[track.states.length - 1] = state;
    else {
      track.times.push(time);
      track.states.push(state);
    }
  }
  return [...tracks.values()].filter(({ states, times }) => times.at(-1)! > 0 || states.at(-1)! % 4 !== GONE);
}

function stateAt(moment: number, stage: number, stages: number): number | undefined {
  if (moment === DEPARTS_AT) return GONE;
  if (stage < 0 || stage >= stages) return undefined;
  if (moment === WAITS_AT) return stage * 4 + WAITS;
  return moment === STARTS_AT ? stage * 4 + SERVED : undefined;
}

/** As bytes of seven bits each, low ones first, in base64: class, number of states, then times (as steps) and states. */
export function packedTracks(tracks: readonly Track[]): string {
  const bytes: number[] = [];
  const put = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  for (const { classOf, times, states } of tracks) {
    put(classOf);
    put(times.length);
    let before = 0;
    for (const [index, time] of times.entries()) {
      put(time - before);
      put(states[index]!);
      before = time;
    }
  }
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Mean number of lorries that wait for each stage (row) in each quarter of an hour (96 columns) of the day; whoever is held in a yard waits. */
export function waitingByQuarter(tracks: readonly Track[], stages: number, isYard: (stage: number) => boolean): Float64Array {
  const waiting = new Float64Array(stages * 96);
  const quarter = 15 * TENTHS;
  for (const { times, states } of tracks) {
    for (const [index, state] of states.entries()) {
      if (state % 4 !== WAITS && !(state % 4 === SERVED && isYard(state >> 2))) continue;
      const [from, until] = [times[index]!, Math.min(DAY, times[index + 1] ?? DAY)];
      for (let column = Math.floor(from / quarter); column * quarter < until && column < 96; column++) {
        const share = Math.min(until, (column + 1) * quarter) - Math.max(from, column * quarter);
        waiting[(state >> 2) * 96 + column]! += share / quarter;
      }
    }
  }
  return waiting;
}
