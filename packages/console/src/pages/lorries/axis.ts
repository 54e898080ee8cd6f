import { HOUR, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';

/** One time axis for all lorries, in milliseconds: the same instant stands at the same place in every row. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

const BACK = 8 * HOUR;
const AHEAD = 8 * HOUR;
const TICK = 2 * HOUR;

/** Eight hours back and eight ahead, from a full even hour of UTC on, so that it moves only every two hours. */
export function axisAround(now: Instant): Axis {
  const from = Math.floor((toMillis(now) - BACK) / TICK) * TICK;
  return { from, to: from + BACK + AHEAD + TICK };
}

/** Where an instant stands, in percent; outside the axis it is cut to its end. */
export function placeAt(axis: Axis, instant: Instant): number {
  const share = (toMillis(instant) - axis.from) / (axis.to - axis.from);
  return Math.min(1, Math.max(0, share)) * 100;
}

export const isOnAxis = (axis: Axis, instant: Instant): boolean => toMillis(instant) >= axis.from && toMillis(instant) <= axis.to;

/** The even hours on the axis, in milliseconds. */
export function ticks(axis: Axis): number[] {
  const marks: number[] = [];
  for (let at = axis.from + TICK; at < axis.to; at += TICK) marks.push(at);
  return marks;
}
