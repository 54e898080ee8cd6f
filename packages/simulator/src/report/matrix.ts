import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { svg, text } from './chart.ts';
import { clock, escape, fixed } from './markup.ts';
import { className, type PairView } from './view.ts';
import { say } from './words.ts';

/** Booked places by class and slot: quiet squares of ink, each with its numbers. `most` is the scale of all policies. */
export function slotMatrix(policy: PolicySummary, view: PairView, most: number, width: number, language: Language): string {
  const { classes, booked, used } = policy.slots;
  const columns = Math.floor(booked.length / classes.length);
  const open = openSlots(booked, classes.length, columns);
  const side = width < 500 ? 0 : 220;
  const rowHeight = width < 500 ? 30 : 18;
  const step = (width - side - 2) / (open.until - open.from);
  const rows = classes.map((id, row) => {
    const top = row * rowHeight + (side === 0 ? 14 : 2);
    const name = className(view, id, language);
    const label = side === 0 ? text(0, top - 3, name, 'class="s"') : text(0, top + 12, name, 'class="s"');
    const cells = Array.from({ length: open.until - open.from }, (_, index) => {
      const at = row * columns + open.from + index;
      const places = booked[at]!;
      if (places <= 0) return '';
      const values = { time: clock((open.from + index) * view.slotMinutes), class: name, booked: fixed(places), used: fixed(used[at]!) };
      const opacity = (0.08 + 0.82 * (places / most)).toFixed(2);
      return `<rect x="${fixed(side + index * step)}" y="${top}" width="${fixed(Math.max(1, step - 1))}" height="14" fill-opacity="${opacity}">` +
        `<title>${escape(say('slotCell', language, values))}</title></rect>`;
    });
    return `${label}<path class="g" d="M${side} ${top + 15.5}H${width}"/><g class="q">${cells.join('')}</g>`;
  });
  const height = classes.length * rowHeight + (side === 0 ? 28 : 20);
  const hours = hoursBetween(open.from * view.slotMinutes, open.until * view.slotMinutes, width < 500 ? 4 : 2);
  const axis = hours.map((hour) => text(side + ((hour * 60) / view.slotMinutes - open.from) * step, height - 4, clock(hour * 60).slice(0, 2), 'text-anchor="middle"'));
  return svg({ width, height }, `${say('slots', language)}, ${policy.id}`, [...rows, ...axis]);
}

export const mostBooked = (policies: readonly PolicySummary[]): number => Math.max(0, ...policies.flatMap(({ slots }) => [...slots.booked]));

export const booksNothing = ({ slots }: PolicySummary): boolean => slots.classes.length === 0 || slots.booked.every((places) => places === 0);

const hoursBetween = (from: number, until: number, every: number): number[] =>
  Array.from({ length: 25 }, (_, hour) => hour).filter((hour) => hour % every === 0 && hour * 60 > from && hour * 60 < until);

/** From the first to the last slot that anybody books, by whole hours. */
function openSlots(booked: Float64Array, rows: number, columns: number): { from: number; until: number } {
  const isUsed = (column: number): boolean => Array.from({ length: rows }, (_, row) => row).some((row) => booked[row * columns + column]! > 0);
  const used = Array.from({ length: columns }, (_, column) => column).filter(isUsed);
  return { from: used[0] ?? 0, until: (used.at(-1) ?? columns - 1) + 1 };
}

/** The same numbers by hour, for whoever cannot point. */
export function slotTable({ slots }: PolicySummary, view: PairView, language: Language): string {
  const { classes, booked } = slots;
  const columns = Math.floor(booked.length / classes.length);
  const perHour = 60 / view.slotMinutes;
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const inHour = (row: number, hour: number): number => {
    let sum = 0;
    for (let column = Math.floor(hour * perHour); column < Math.min(columns, (hour + 1) * perHour); column++) sum += booked[row * columns + column]!;
    return sum;
  };
  const shown = hours.filter((hour) => classes.some((_, row) => inHour(row, hour) > 0));
  const head = shown.map((hour) => `<th scope="col">${clock(hour * 60).slice(0, 2)}</th>`).join('');
  const rows = classes.map((id, row) =>
    `<tr><th scope="row">${escape(className(view, id, language))}</th>${shown.map((hour) => `<td>${fixed(inHour(row, hour))}</td>`).join('')}</tr>`);
  return `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${say('hour', language)}</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
