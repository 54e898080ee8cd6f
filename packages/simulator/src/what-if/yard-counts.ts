import { hoursOf, type PairView, type StageView } from '../report/view.ts';
import { SERVED, tracksOf, WAITS, type YardDay } from '../report/yard-day.ts';
import { CAUSES } from '../run-result.ts';

/** Where lorries stand, in the order of their life; the rest of the kinds of stages belongs to one of these. */
export const YARD_ROWS = ['yard', 'gate', 'papers', 'scan', 'quarantine', 'laboratory', 'crossing'] as const;
export type YardRow = (typeof YARD_ROWS)[number];

/** A pictured day: how many lorries are at each place for which reason, at each quarter of an hour. */
export interface YardCounts {
  readonly cells: readonly YardCell[];
  /** `counts[(quarter * cells + cell) * REASONS + reason]`: reasons are the causes in their order, and then being served or moving. */
  readonly counts: Uint16Array;
}

export interface YardCell {
  readonly from: string;
  readonly to: string;
  readonly side: string;
  readonly row: YardRow;
}

export const QUARTERS = 96;
export const REASONS = CAUSES.length + 1;
const QUARTER_TENTHS = 150;

const ROW_OF: Readonly<Record<string, YardRow>> = {
  yard: 'yard', call: 'gate', gate: 'gate', papers: 'papers', scan: 'scan', quarantine: 'quarantine', laboratory: 'laboratory',
};
const CALLED = 'call';

/**
 * Every lorry of the day at every quarter of an hour, of the day of the left side: one lorry counts once. Where nobody has booked
 * (`books` is false), nobody waits for a slot: a lorry in the yard waits for its turn.
 */
export function yardCounts(day: YardDay, view: PairView, books: boolean): YardCounts {
  const stages = day.stages.map((id) => view.stages.find((stage) => stage.id === id)!).map((stage) =>
    (books || stage.cause !== 'slot' ? stage : { ...stage, cause: 'queue' as const }));
  const classes = day.classes.map((id) => view.classes.find((each) => each.id === id)!);
  const cells = cellsOf(view);
  const counts = new Uint16Array(QUARTERS * cells.length * REASONS);
  for (const { classOf, times, states } of tracksOf(day)) {
    const { from, to } = classes[classOf]!;
    for (const [index, state] of states.entries()) {
      const does = state % 4;
      if (does !== WAITS && does !== SERVED) continue;
      const stage = stages[state >> 2]!;
      const row = does === WAITS && stage.kind === CALLED ? 'yard' : rowOf(stage);
      const cell = cells.findIndex((each) => each.from === from && each.to === to && each.side === stage.side && each.row === row);
      const waits = does === WAITS || stage.kind === 'yard';
      const until = Math.min(QUARTERS * QUARTER_TENTHS, times[index + 1] ?? Infinity);
      for (let quarter = Math.ceil(times[index]! / QUARTER_TENTHS); quarter * QUARTER_TENTHS < until; quarter++) {
        const reason = waits ? CAUSES.indexOf(causeAt(stage, view, quarter * 15)) : CAUSES.length;
        counts[(quarter * cells.length + cell) * REASONS + reason]! += 1;
      }
    }
  }
  return { cells, counts };
}

const rowOf = ({ kind }: StageView): YardRow => ROW_OF[kind] ?? 'crossing';

function cellsOf(view: PairView): YardCell[] {
  const directions = [...new Set(view.classes.map(({ from, to }) => `${from} ${to}`))].map((each) => each.split(' ') as [string, string]);
  return directions.flatMap(([from, to]) => {
    const ids = new Set(view.classes.filter((each) => each.from === from && each.to === to).map(({ id }) => id));
    const used = new Set(view.routes.filter(({ classes }) => classes.some((id) => ids.has(id))).flatMap((route) => route.stages));
    const stages = view.stages.filter(({ id }) => used.has(id));
    return YARD_ROWS.flatMap((row) =>
      view.sides.filter(({ id }) => stages.some((stage) => stage.side === id && rowOf(stage) === row)).map(({ id }) => ({ from, to, side: id, row })));
  });
}

/** Outside of the hours in which both sides call, whoever waits to be called waits for the opening. */
function causeAt(stage: StageView, view: PairView, minute: number): StageView['cause'] {
  const { opens, closes } = hoursOf(stage, view);
  return minute < opens || minute >= closes ? 'closed' : stage.cause;
}
