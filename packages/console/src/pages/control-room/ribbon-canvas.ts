import { HOUR, QUARTER, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ControlRoom, RibbonQuarter } from '../../schemas.ts';
import { CAUSES } from '../../causes.ts';
import { formatNumber, timeAt } from '../../format.ts';
import type { Language } from '../../i18n/language.ts';
import type { Palette } from './yard-canvas.ts';

/** The part of the day that the ribbon shows: the gates' hours with three hours before and after, and always now. */
export function ribbonRange(hours: ControlRoom['hours'], now: Instant): { from: number; to: number } {
  const opens = Math.min(toMillis(hours.VN.open), toMillis(hours.CN.open));
  const closes = Math.max(toMillis(hours.VN.close), toMillis(hours.CN.close));
  const at = toMillis(now);
  const from = Math.min(opens - 3 * HOUR, Math.floor(at / HOUR) * HOUR);
  const to = Math.max(closes + 3 * HOUR, Math.ceil(at / HOUR) * HOUR);
  return { from, to };
}

export interface RibbonWords { crossing: string; anHour: string; out: string; back: string; waiting: string; byCause: string }

export interface RibbonPicture {
  quarters: readonly RibbonQuarter[];
  hours: ControlRoom['hours'];
  range: { from: number; to: number };
  /** The instant under the play head. */
  head: Instant;
  /** Milliseconds: the quarter that is not over yet is drawn as an outline. */
  now: number;
  width: number;
  height: number;
  words: RibbonWords;
  language: Language;
}

const HOURS = { top: 14, bottom: 14 };
const FLOOR = { flow: 40, waiting: 24 };

/** Two stacks over one axis of time: what crossed, mirrored about its own line, and below who waited, by cause. */
export function paintRibbon(g: CanvasRenderingContext2D, picture: RibbonPicture, palette: Palette): void {
  const { range, width, height, words } = picture;
  const quarters = picture.quarters.filter((quarter) => toMillis(quarter.from) >= range.from);
  const narrow = width < 700;
  const left = narrow ? 52 : 92;
  const right = width - 16;
  const x = (millis: number) => left + ((millis - range.from) / (range.to - range.from)) * (right - left);
  const top = 24;
  const base = height - HOURS.bottom - 12;
  const mid = top + (base - top) * 0.3;
  const flowHeight = mid - top - 6;
  const stackHeight = base - mid - flowHeight - 14;
  const barWidth = x(range.from + QUARTER) - left;
  const text = (words: string, atX: number, atY: number, colour: string, weight = 500, align: CanvasTextAlign = 'left') => {
    g.font = `${weight} 11px ${palette.font}`;
    g.fillStyle = colour;
    g.textAlign = align;
    g.textBaseline = 'middle';
    g.fillText(words, atX, atY);
  };

  g.fillStyle = palette.sunken;
  const open = Math.min(toMillis(picture.hours.VN.open), toMillis(picture.hours.CN.open));
  const close = Math.max(toMillis(picture.hours.VN.close), toMillis(picture.hours.CN.close));
  g.fillRect(left, top, x(open) - left, base - top);
  g.fillRect(x(close), top, right - x(close), base - top);

  const everyHours = narrow ? 3 : 1;
  for (let at = range.from; at <= range.to; at += HOUR) {
    const instant = new Date(at).toISOString();
    g.fillStyle = palette.rule;
    g.fillRect(Math.round(x(at)), top, 1, base - top);
    const underHead = Math.abs(x(at) - x(toMillis(picture.head))) < 30;
    if (underHead || ((at - range.from) / HOUR) % everyHours !== 0) continue;
    text(timeAt(instant, 'VN').slice(0, 2), x(at), 12, palette.ink3, 500, 'center');
    text(timeAt(instant, 'CN').slice(0, 2), x(at), base + 13, palette.ink3, 500, 'center');
  }
  const margin = narrow ? 4 : 20;
  text(narrow ? '+7' : 'UTC+7', margin, 12, palette.ink3);
  text(narrow ? '+8' : 'UTC+8', margin, base + 13, palette.ink3);
  if (!narrow) {
    text(words.crossing, margin, mid - 7, palette.ink, 600);
    text(words.anHour, margin, mid + 7, palette.ink, 600);
    text(words.out, margin, mid - flowHeight + 8, palette.ink3);
    text(words.back, margin, mid + flowHeight - 6, palette.ink3);
    text(words.waiting, margin, base - stackHeight / 2 - 7, palette.ink, 600);
    text(words.byCause, margin, base - stackHeight / 2 + 7, palette.ink3);
  }

  const flows = quarters.flatMap((quarter) => Object.values(quarter.crossed));
  const most = Math.max(FLOOR.flow / 4, ...flows);
  g.fillStyle = palette.vehicle;
  for (const quarter of quarters) {
    const at = x(toMillis(quarter.from)) + 0.5;
    const [out, back] = [(quarter.crossed['VN-CN'] / most) * flowHeight, (quarter.crossed['CN-VN'] / most) * flowHeight];
    if (toMillis(quarter.from) + QUARTER > picture.now) {
      g.strokeStyle = palette.edge;
      g.lineWidth = 1;
      if (out > 0) g.strokeRect(at + 0.5, mid - 0.5 - out, barWidth - 2.5, out);
      if (back > 0) g.strokeRect(at + 0.5, mid + 0.5, barWidth - 2.5, back);
    } else {
      g.fillRect(at, mid - 1 - out, barWidth - 1.5, out);
      g.fillRect(at, mid + 1, barWidth - 1.5, back);
    }
  }
  g.fillStyle = palette.ink;
  g.fillRect(left, mid - 0.5, right - left, 1);

  const totals = quarters.map((quarter) => Object.values(quarter.waiting).reduce((sum, count) => sum + count, 0));
  const tallest = Math.max(FLOOR.waiting, ...totals);
  for (const quarter of quarters) {
    let y = base;
    for (const cause of CAUSES) {
      const h = ((quarter.waiting[cause] ?? 0) / tallest) * stackHeight;
      if (h === 0) continue;
      g.fillStyle = palette[cause];
      g.fillRect(x(toMillis(quarter.from)) + 0.5, y - h, barWidth - 1, h > 0.8 ? h - 0.6 : h);
      y -= h;
    }
  }
  g.fillStyle = palette.rule;
  g.fillRect(left, base, right - left, 1);
  text(formatNumber(tallest, picture.language), left - 6, base - stackHeight + 4, palette.ink3, 500, 'right');

  const at = Math.round(x(toMillis(picture.head)));
  g.fillStyle = palette.ink;
  g.fillRect(at - 2, top - 4, 1.2, base - top + 8);
  g.fillRect(at + 1, top - 4, 1.2, base - top + 8);
  for (const [side, y] of [['VN', 12], ['CN', base + 13]] as const) {
    const label = timeAt(picture.head, side);
    g.font = `600 11px ${palette.font}`;
    const w = g.measureText(label).width + 12;
    g.fillStyle = palette.ink;
    g.fillRect(at - w / 2, y - 9, w, 18);
    text(label, at, y + 0.5, palette.surface, 600, 'center');
  }
}

/** The pixel range of the axis inside a ribbon of this width, so that the slider lies exactly over it. */
export const ribbonAxis = (width: number): { left: number; right: number } => ({ left: width < 700 ? 52 : 92, right: 16 });
