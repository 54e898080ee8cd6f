import type { Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import { CAUSES, GLYPHS } from '../../causes.ts';
import { formatNumber } from '../../format.ts';
import type { Language } from '../../i18n/language.ts';
import type { Head, Mark, YardPicture } from './yard-layout.ts';

/** Colours of the theme in force, read once per change; a canvas cannot read custom properties itself. */
export type Palette = Record<Cause | 'vehicle' | 'ink' | 'ink3' | 'onCause' | 'surface' | 'sunken' | 'rule' | 'edge', string> & { font: string };

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, value(`--c-${cause}`)])) as Record<Cause, string>;
  return {
    ...causes, vehicle: value('--vehicle'), ink: value('--ink'), ink3: value('--ink-3'), onCause: value('--on-cause'),
    surface: value('--surface'), sunken: value('--sunken'), rule: value('--rule'), edge: value('--edge'),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** Sizes the canvas to its box in device pixels and gives a cleared context in CSS pixels. */
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const ratio = Math.max(1, devicePixelRatio);
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return context;
}

const glyphPaths = new Map<Cause, Path2D[]>();

function chip(g: CanvasRenderingContext2D, palette: Palette, cause: Cause, x: number, y: number, size: number): void {
  let paths = glyphPaths.get(cause);
  if (!paths) {
    paths = GLYPHS[cause].map(({ d }) => new Path2D(d));
    glyphPaths.set(cause, paths);
  }
  g.fillStyle = palette[cause];
  g.fillRect(x, y, size, size);
  g.save();
  g.translate(x + 1.5, y + 1.5);
  g.scale((size - 3) / 12, (size - 3) / 12);
  GLYPHS[cause].forEach((stroke, index) => {
    const colour = stroke.cut ? palette[cause] : palette.onCause;
    if (stroke.width === undefined) {
      g.fillStyle = colour;
      g.fill(paths[index]!);
    } else {
      g.strokeStyle = colour;
      g.lineWidth = stroke.width;
      g.setLineDash(stroke.dash ?? []);
      g.stroke(paths[index]!);
    }
  });
  g.restore();
}

function lorry(g: CanvasRenderingContext2D, mark: Mark, x: number, y: number): void {
  const [a, b] = [6.5 * mark.scale, 3.5 * mark.scale];
  const nose = 3.2 * mark.scale;
  const dir = mark.facing;
  g.beginPath();
  g.moveTo(x - dir * a, y - b);
  g.lineTo(x + dir * (a - nose), y - b);
  g.lineTo(x + dir * a, y);
  g.lineTo(x + dir * (a - nose), y + b);
  g.lineTo(x - dir * a, y + b);
  g.closePath();
}

function head(g: CanvasRenderingContext2D, palette: Palette, { x, y, cause, count, mirrored }: Head, language: Language): void {
  if (cause) chip(g, palette, cause, mirrored ? x - 13 : x, y - 1, 13);
  g.fillStyle = palette.ink;
  g.font = `600 11px ${palette.font}`;
  g.textBaseline = 'middle';
  g.textAlign = mirrored ? 'right' : 'left';
  g.fillText(formatNumber(count, language), mirrored ? x - 18 : x + 18, y + 6);
}

export interface Position { x: number; y: number }

/** Draws heads and marks. Marks of a silent side are outlines: what is known of it is of an earlier time. */
export function paintYard(
  g: CanvasRenderingContext2D, picture: YardPicture, at: ReadonlyMap<string, Position>, palette: Palette, silent: SideId | null, language: Language,
): void {
  for (const each of picture.heads) head(g, palette, each, language);
  for (const mark of picture.marks) {
    const position = at.get(mark.reference);
    if (!position) continue;
    const colour = mark.cause ? palette[mark.cause] : palette.vehicle;
    lorry(g, mark, position.x, position.y);
    if (mark.side === silent) {
      g.strokeStyle = colour;
      g.lineWidth = 1.2;
      g.stroke();
    } else {
      g.fillStyle = colour;
      g.fill();
    }
  }
}
