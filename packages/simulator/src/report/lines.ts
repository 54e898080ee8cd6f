import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { bent, endLabels, frameOf, grid, linear, stroke, svg, text } from './chart.ts';
import { clock, escape, fixed, minutes, path, ticks } from './markup.ts';
import { say } from './words.ts';

const LEVELS = [0, 2, 5, 10, 20, 60, 120, 240, 480, 960, 1440, 2880];

/** Mean wait up to each day, with its band. */
export function race(policies: readonly PolicySummary[], width: number, language: Language): string {
  const frame = frameOf(width, width < 500 ? 240 : 280, 44);
  const days = Math.max(1, ...policies.map((policy) => policy.race.length));
  const highest = Math.max(1, ...policies.flatMap((policy) => policy.race.map((at) => Math.max(at.mean, Math.min(at.upper ?? 0, at.mean * 2)))));
  const x = linear(1, days, frame.left, frame.width - frame.right);
  const y = bent(highest, frame.height - frame.bottom, frame.top);
  const xs = ticks(days, width < 500 ? 4 : 10).filter((day) => day >= 1 && Number.isInteger(day));
  const bands = policies.map(({ race: points }) => {
    if (points.length === 0 || points[0]!.lower === undefined) return '';
    const edge = (of: 'lower' | 'upper') => points.map((at, day) => [x(day + 1), y(Math.min(highest, Math.max(0, at[of]!)))] as const);
    return `<path class="band" d="${path([...edge('lower'), ...edge('upper').toReversed()])}Z"/>`;
  });
  const lines = policies.map(({ race: points }, index) => `<path ${stroke(index)} d="${path(points.map((at, day) => [x(day + 1), y(at.mean)] as const))}"/>`);
  const ends = policies.filter(({ race: points }) => points.length > 0).map(({ id, race: points }) => ({ label: id, y: y(points.at(-1)!.mean) }));
  return svg(frame, say('race', language), [
    grid(frame, xs.map((day) => [x(day), String(day)] as const), LEVELS.filter((level) => level <= highest).map((level) => [y(level), String(level)] as const)),
    ...bands, ...lines, endLabels(frame.width - frame.right + 6, ends, frame.height - frame.bottom),
    text(frame.width - frame.right, frame.height - frame.bottom - 6, say('day', language), 'text-anchor="end"'),
  ]);
}

/** Share of the lorries that wait no longer than so many minutes. */
export function waitDistribution(policies: readonly PolicySummary[], width: number, language: Language): string {
  const frame = frameOf(width, width < 500 ? 240 : 260, 20);
  const longest = Math.max(10, ...policies.map(({ all }) => all.figures.waitP95.mean * 1.3).filter(Number.isFinite));
  const x = bent(longest, frame.left, frame.width - frame.right);
  const y = linear(0, 1, frame.height - frame.bottom, frame.top);
  const curves = policies.map(({ waits }) => {
    const points: (readonly [number, number])[] = [[x(0), y(0)]];
    let below = 0;
    for (let minute = 0; minute < waits.bins.length && minute < longest; minute++) {
      below += waits.bins[minute]!;
      points.push([x(Math.min(longest, minute + 1)), y(waits.count === 0 ? 0 : below / waits.count)]);
    }
    return points;
  });
  // Each name stands on its own curve, at a height of its own.
  const names = policies.map(({ id }, index) => {
    const height = y(0.82 - 0.1 * (index % 7));
    const at = curves[index]!.find(([, level]) => level <= height) ?? curves[index]!.at(-1)!;
    return `<text class="s halo" x="${fixed(at[0] + 5)}" y="${fixed(height + 12)}">${escape(id)}</text>`;
  });
  const levels = LEVELS.filter((level) => level <= longest && (width >= 500 || level !== 2));
  return svg(frame, say('distribution', language), [
    grid(frame, levels.map((level) => [x(level), String(level)] as const), [0, 0.25, 0.5, 0.75, 1].map((part) => [y(part), `${part * 100} %`] as const)),
    ...curves.map((points, index) => `<path ${stroke(index)} d="${path(thinned(points))}"/>`),
    ...names,
  ]);
}

/** Points that a pixel holds already say nothing. */
function thinned(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  let last = points[0]!;
  return points.filter((point, index) => {
    const keeps = index === 0 || index === points.length - 1 || Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) > 1;
    if (keeps) last = point;
    return keeps;
  });
}

/** Arrivals, calls and departures since midnight of one policy; `most` is the scale that all policies share. */
export function cumulative({ cumulative: curves, id }: PolicySummary, most: number, width: number, language: Language): string {
  const frame = frameOf(width, 220, 16);
  const x = linear(0, 1440, frame.left, frame.width - frame.right);
  const y = linear(0, most, frame.height - frame.bottom, frame.top);
  const line = (kind: 'arrived' | 'called' | 'departed', index: number, from: number): string => {
    const points = Array.from(curves[kind], (count, at) => [x(((at + 1) * 1440) / curves[kind].length), y(count + from)] as const);
    return `<path ${stroke(index)} d="${path([[x(0), y(from)], ...points])}"/>`;
  };
  // Who has been called by midnight and has not left is seen where more have left than were called since.
  const inTransit = Math.max(0, ...curves.departed.map((count, at) => count - curves.called[at]!));
  const hours = [0, 6, 12, 18, 24];
  return svg(frame, `${say('cumulative', language)}, ${id}`, [
    grid(frame, hours.map((hour) => [x(hour * 60), hour === 24 ? '24' : clock(hour * 60).slice(0, 2)] as const),
      ticks(most, 4).map((count) => [y(count), String(Math.round(count))] as const)),
    line('arrived', 0, curves.atMidnight), line('called', 2, inTransit), line('departed', 1, 0),
  ]);
}

export const mostOf = (policies: readonly PolicySummary[]): number =>
  Math.max(1, ...policies.map(({ cumulative: { arrived, atMidnight } }) => (arrived.at(-1) ?? 0) + atMidnight));

/** Means with their intervals on one axis: a dot and a bar. */
export function intervalBar(mean: number, lower: number | undefined, upper: number | undefined, most: number): string {
  const x = bent(most, 4, 156);
  const bar = lower === undefined ? '' : `<path class="iv" d="M${fixed(x(Math.max(0, lower)))} 9H${fixed(x(Math.min(most, upper!)))}"/>`;
  return `<svg class="ivb" viewBox="0 0 160 18" aria-hidden="true"><path class="g" d="M4 9H156"/>${bar}<circle cx="${fixed(x(mean))}" cy="9" r="3.5"><title>${minutes(mean)}</title></circle></svg>`;
}
