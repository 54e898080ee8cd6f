import { escape, fixed } from './markup.ts';

/** The frame that the line charts share. Sizes in CSS pixels; a chart is drawn twice, for a desk and for a phone. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const WIDE = 1080;
export const NARROW = 328;

export const frameOf = (width: number, height: number, right = 12): Frame => ({ width, height, left: 44, right, top: 10, bottom: 24 });

export interface Scale {
  (value: number): number;
}

export const linear = (from: number, until: number, begin: number, end: number): Scale => (value) =>
  begin + ((value - from) / (until - from || 1)) * (end - begin);

/** Even steps for equal ratios beyond some minutes, so that four minutes and four hours are both legible. */
export const bent = (until: number, begin: number, end: number): Scale => (value) =>
  begin + (Math.log1p(value / 5) / Math.log1p(until / 5 || 1)) * (end - begin);

export const svg = ({ width, height }: Pick<Frame, 'width' | 'height'>, label: string, parts: readonly string[]): string =>
  `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(label)}">${parts.join('')}</svg>`;

export const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${fixed(x)}" y="${fixed(y)}"${more === '' ? '' : ` ${more}`}>${escape(content)}</text>`;

export function grid(frame: Frame, xs: readonly (readonly [at: number, label: string])[], ys: readonly (readonly [at: number, label: string])[]): string {
  const base = frame.height - frame.bottom;
  return [
    ...ys.map(([y, label]) =>
      `<path class="g" d="M${frame.left} ${fixed(y)}H${frame.width - frame.right}"/>${text(frame.left - 6, y + 4, label, 'text-anchor="end"')}`),
    ...xs.map(([x, label]) => `<path class="g" d="M${fixed(x)} ${base}v4"/>${text(x, base + 16, label, 'text-anchor="middle"')}`),
  ].join('');
}

/** Policies differ by the form of their line, never by colour: colour is the cause of a wait. */
export const STROKES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '12 4', '1 5'] as const;

export const stroke = (policy: number): string => {
  const dash = STROKES[policy % STROKES.length]!;
  return `class="l"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
};

/** Labels at the ends of lines, moved apart where they would lie on one another. */
export function endLabels(x: number, ends: readonly { readonly y: number; readonly label: string }[], lowest: number): string {
  const sorted = ends.map((end, index) => ({ ...end, index })).toSorted((a, b) => a.y - b.y);
  let before = Number.NEGATIVE_INFINITY;
  const placed = sorted.map((end) => ({ ...end, at: (before = Math.max(end.y, before + 14)) }));
  const over = Math.max(0, before - lowest);
  return placed.map(({ at, label }) => text(x, at - over + 4, label, 'class="s"')).join('');
}

/** Both sizes of a picture; the style sheet shows one of them. */
export const bothSizes = (draw: (width: number) => string): string =>
  `<div class="wide">${draw(WIDE)}</div><div class="narrow">${draw(NARROW)}</div>`;
