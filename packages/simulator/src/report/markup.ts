/** Text for a page: what comes from a scenario is never taken for markup. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Minutes as people read them: 4.1, 38, 213. */
export function minutes(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return (Math.abs(value) < 99.95 ? value.toFixed(1) : value.toFixed(0)).replace(/^-(0\.0$)?/, (_, zero: string | undefined) => zero ?? '−');
}

export const signed = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${minutes(Math.abs(value))}`;

/** "07:15" of minutes since midnight. */
export function clock(minute: number): string {
  const day = ((Math.floor(minute) % 1440) + 1440) % 1440;
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}`;
}

export const fixed = (value: number): string => String(Math.round(value * 10) / 10);

export const path = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('');

/** Round values from 0 to `most`, about `count` of them. */
export function ticks(most: number, count: number): number[] {
  if (!(most > 0)) return [0];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
}
