import { CAUSES } from '../../causes.ts';
import type { YardCell, YardCounts, YardRow } from '@pairgate/simulator/what-if/yard-counts.ts';

/** How the marks of a place lie: columns from the line outwards, and rows from above. Pixels. */
export interface Pitch {
  readonly mark: number;
  readonly columns: number;
  readonly height: number;
}

/** As the counts are laid out: nine causes and what is not waiting; a day in quarters of an hour. */
const REASONS = CAUSES.length + 1;
const QUARTERS = 96;
/** Sizes of a mark from the usual one down; a place never grows above `TALLEST`. */
const MARKS = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2.4, 1.8];
const TALLEST = 76;
const LEAST = 15;
const ASPECT = 0.72;

export interface Place {
  readonly from: string;
  readonly to: string;
  readonly row: YardRow;
}

export const countsAt = ({ cells, counts }: YardCounts, cell: number, quarter: number): readonly number[] =>
  Array.from(counts.subarray((quarter * cells.length + cell) * REASONS, (quarter * cells.length + cell + 1) * REASONS));

export const sumOf = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);

export const cellAt = (cells: readonly YardCell[], { from, to, row }: Place, side: string): number =>
  cells.findIndex((each) => each.from === from && each.to === to && each.row === row && each.side === side);

/** The most lorries that are ever at a place of a side, on any of the days that are shown together. */
const mostAt = (days: readonly YardCounts[], place: Place, side: string): number =>
  Math.max(0, ...days.flatMap((day) => {
    const cell = cellAt(day.cells, place, side);
    return cell < 0 ? [] : Array.from({ length: QUARTERS }, (_, quarter) => sumOf(countsAt(day, cell, quarter)));
  }));

/** One size of marks and one height for a place on all days and both sides, so that nothing moves but lorries. */
export function pitchOf(days: readonly YardCounts[], place: Place, sides: readonly string[], width: number): Pitch {
  const most = Math.max(...sides.map((side) => mostAt(days, place, side)));
  const fits = MARKS.map((mark) => {
    const columns = Math.max(1, Math.floor(width / mark));
    return { mark, columns, height: Math.max(LEAST, Math.ceil(most / columns) * mark * ASPECT + 4) };
  });
  return fits.find(({ height }) => height <= TALLEST) ?? fits.at(-1)!;
}

/** Places of a direction, in the order of the life of a lorry, as either day has them. */
export function placesOf(days: readonly YardCounts[]): Place[] {
  const places: Place[] = [];
  for (const { from, to, row } of days.flatMap(({ cells }) => cells)) {
    if (!places.some((each) => each.from === from && each.to === to && each.row === row)) places.push({ from, to, row });
  }
  return places;
}

/** The quarter at which most lorries wait, the first of several: what is looked at first. */
export function worstQuarter(day: YardCounts): number {
  const waiting = Array.from({ length: QUARTERS }, (_, quarter) => waitingAt(day, quarter));
  return waiting.indexOf(Math.max(...waiting));
}

export const waitingAt = (day: YardCounts, quarter: number): number =>
  day.cells.reduce((sum, _, cell) => sum + sumOf(countsAt(day, cell, quarter).slice(0, -1)), 0);

/** Lorries as one path for each reason: they point the way they go, the first of them nearest to the line. */
export function marksOf(counts: readonly number[], pitch: Pitch, facing: 1 | -1, lineAt: 'left' | 'right', width: number): string[] {
  const { mark, columns } = pitch;
  const [a, b] = [mark * 0.4, mark * 0.24];
  let at = 0;
  return counts.map((count) => {
    let path = '';
    const end = at + count;
    for (; at < end; at++) {
      const away = ((at % columns) + 0.5) * mark;
      const x = lineAt === 'left' ? away : width - away;
      const y = (Math.floor(at / columns) + 0.5) * mark * ASPECT + 2;
      path += `M${f(x - facing * a)} ${f(y - b)}L${f(x + facing * a * 0.35)} ${f(y - b)}L${f(x + facing * a)} ${f(y)}L${f(x + facing * a * 0.35)} ${f(y + b)}L${f(x - facing * a)} ${f(y + b)}Z`;
    }
    return path;
  });
}

const f = (value: number): number => Math.round(value * 10) / 10;
