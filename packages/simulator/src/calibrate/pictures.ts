import { frameOf, grid, linear, stroke, svg, type Frame, type Scale } from '../report/chart.ts';
import { fixed, path, ticks } from '../report/markup.ts';
import type { ProfilePart } from './apply.ts';
import type { Fitted } from './fit.ts';
import { shareUpTo } from './families.ts';
import type { Replay } from './replay.ts';
import { kaplanMeier } from './sample.ts';

/** Small pictures, many beside one another: data as steps and dots of ink, what is fitted to it as a dashed line. */

const SMALL = { width: 280, height: 150 } as const;
const frame: Frame = { ...frameOf(SMALL.width, SMALL.height, 10), left: 34 };
const base = frame.height - frame.bottom;

const FITTED = stroke(1);
const DATA = stroke(0);

/** The empirical distribution function and the fitted one. */
export function durations(fit: Fitted, label: string): string {
  const steps = kaplanMeier(fit.sample);
  const longest = steps.at(-1)!.minutes * 1.05;
  const x = linear(0, longest, frame.left, frame.width - frame.right);
  const y = linear(0, 1, base, frame.top);
  const data: (readonly [number, number])[] = [[x(0), y(0)]];
  let before = 0;
  for (const { minutes, share } of steps) {
    data.push([x(minutes), y(before)], [x(minutes), y(share)]);
    before = share;
  }
  const curve = Array.from({ length: 121 }, (_, at) => {
    const minutes = (longest * at) / 120;
    return [x(minutes), y(Math.max(0, Math.min(1, shareUpTo(fit.is, minutes))))] as const;
  });
  return svg(frame, label, [
    grid(frame, ticks(longest, 4).map((each) => [x(each), fixed(each)] as const), [0, 0.5, 1].map((each) => [y(each), `${100 * each} %`] as const)),
    `<path ${DATA} d="${path(data)}"/>`,
    `<path ${FITTED} d="${path(curve)}"/>`,
  ]);
}

const byHour = (of: Frame): Scale => linear(0, 24, of.left, of.width - of.right);
const HOURS = [0, 6, 12, 18, 24];

/** Arrivals an hour: a dot with its interval for each hour that was watched, the calibrated scenario as a stepped line. */
export function profile({ hours, fitted }: ProfilePart, label: string): string {
  const most = Math.max(1, ...fitted, ...hours.map((each) => (each.watched > 0 && Number.isFinite(each.rate.upper) ? Math.min(each.rate.upper, 3 * each.rate.value + 5) : 0)));
  const x = byHour(frame);
  const y = linear(0, most, base, frame.top);
  const marks = hours.map(({ watched, rate }, hour) => {
    if (watched === 0) return '';
    const at = x(hour + 0.5);
    return `<path class="iv" d="M${fixed(at)} ${fixed(y(rate.lower))}V${fixed(y(Math.min(most, rate.upper)))}"/><circle cx="${fixed(at)}" cy="${fixed(y(rate.value))}" r="2"/>`;
  });
  const steps = fitted.flatMap((value, hour) => [[x(hour), y(value)] as const, [x(hour + 1), y(value)] as const]);
  return svg(frame, label, [
    grid(frame, HOURS.map((hour) => [x(hour), String(hour)] as const), ticks(most, 3).map((each) => [y(each), fixed(each)] as const)),
    ...marks,
    `<path ${FITTED} d="${path(steps)}"/>`,
  ]);
}

const DAY = 1440;

/** Departures an hour over the recording, as they were recorded and as the replay has them. */
export function departures({ departures: hours }: Replay, width: number, label: string): string {
  const wide = frameOf(width, 200, 12);
  const [first, last] = [hours[0]?.from ?? 0, (hours.at(-1)?.from ?? 0) + 60];
  const most = Math.max(1, ...hours.flatMap((each) => [each.recorded, each.simulated]));
  const x = linear(first, last, wide.left, wide.width - wide.right);
  const y = linear(0, most, wide.height - wide.bottom, wide.top);
  const line = (of: 'recorded' | 'simulated') => path(hours.flatMap((each) => [[x(each.from), y(each[of])] as const, [x(each.from + 60), y(each[of])] as const]));
  const every = (last - first) / 60 > 48 ? 720 : (last - first) / 60 > 16 || width < 500 ? 240 : 120;
  const marks = Array.from({ length: Math.floor(last / every) + 1 }, (_, at) => at * every).filter((minute) => minute >= first && minute <= last);
  return svg(wide, label, [
    grid(wide, marks.map((minute) => [x(minute), `${String((minute % DAY) / 60).padStart(2, '0')}`] as const), ticks(most, 4).map((each) => [y(each), fixed(each)] as const)),
    `<path ${DATA} d="${line('recorded')}"/>`,
    `<path ${FITTED} d="${line('simulated')}"/>`,
  ]);
}
