import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { CAUSES, type Cause } from '../run-result.ts';
import { svg, text } from './chart.ts';
import { clock, escape, fixed } from './markup.ts';
import { fullStageName, hoursOf, type PairView, type StageView } from './view.ts';
import { say } from './words.ts';
import { tracksOf, waitingByQuarter, type YardDay } from './yard-day.ts';

/** The stages at which lorries wait on the day, those with most waiting first. */
export interface Strip {
  readonly policy: string;
  readonly rows: readonly { readonly stage: string; readonly causes: readonly Cause[]; readonly waiting: Float64Array }[];
  readonly most: number;
}

const ROWS = 8;

export function stripOf(day: YardDay, view: PairView): Strip {
  const viewed = day.stages.map((id) => view.stages.find((stage) => stage.id === id)!);
  const all = waitingByQuarter(tracksOf(day), day.stages.length, (stage) => viewed[stage]!.kind === 'yard');
  const sum = (waiting: Float64Array): number => waiting.reduce((total, here) => total + here, 0);
  const rows = day.stages
    .map((stage, index) => ({ stage, causes: causesByQuarter(viewed[index]!, view), waiting: all.subarray(index * 96, (index + 1) * 96) }))
    .filter(({ waiting }) => sum(waiting) > 0.5)
    .toSorted((a, b) => sum(b.waiting) - sum(a.waiting))
    .slice(0, ROWS);
  return { policy: day.policy, rows, most: Math.max(1, ...rows.map(({ waiting }) => Math.max(...waiting))) };
}

/** Yards and calls keep opening hours: whoever waits there outside of them waits for the opening. */
function causesByQuarter(stage: StageView, view: PairView): Cause[] {
  const { opens, closes } = hoursOf(stage, view);
  return Array.from({ length: 96 }, (_, quarter) => (quarter * 15 >= opens && quarter * 15 < closes ? stage.cause : 'closed'));
}

/** In their order. */
export const causesIn = (strips: readonly Strip[]): Cause[] =>
  CAUSES.filter((cause) => strips.some(({ rows }) => rows.some(({ causes, waiting }) => causes.some((each, at) => each === cause && waiting[at]! >= 0.05))));

export function stripPicture({ rows, policy, most }: Strip, view: PairView, width: number, language: Language): string {
  const isNarrow = width < 500;
  const left = isNarrow ? 0 : 240;
  const [height, gap] = [isNarrow ? 42 : 30, isNarrow ? 16 : 4];
  const step = (width - left) / 96;
  const marks = rows.map(({ stage, causes, waiting }, row) => {
    const base = (row + 1) * height - 2;
    const room = height - gap - 2;
    const name = fullStageName(view, stage, language);
    const label = isNarrow ? text(0, row * height + 11, name, 'class="s"') : text(0, base - 4, name, 'class="s"');
    const bars = Array.from(waiting, (count, column) => {
      if (count < 0.05) return '';
      const tall = Math.max(0.6, (count / most) * room);
      const values = { time: clock(column * 15), stage: name, count: fixed(count) };
      return `<rect class="fill ${causes[column]}" x="${fixed(left + column * step)}" y="${fixed(base - tall)}" width="${fixed(step - 0.5)}" height="${fixed(tall)}">` +
        `<title>${escape(say('stripCell', language, values))}</title></rect>`;
    });
    return `${label}<path class="g" d="M${left} ${base}H${width}"/>${bars.join('')}`;
  });
  const total = rows.length * height + 20;
  const hours = [0, 3, 6, 9, 12, 15, 18, 21].filter((hour) => !isNarrow || hour % 6 === 0);
  const axis = hours.map((hour) => text(left + hour * 4 * step, total - 5, clock(hour * 60).slice(0, 2), hour === 0 ? '' : 'text-anchor="middle"'));
  return svg({ width, height: total }, `${say('strip', language)}, ${policy}`, [...marks, ...axis]);
}

/** Lorries that wait for each stage at each full hour: the yard and the strip in numbers. */
export function stripTable({ rows }: Strip, view: PairView, language: Language): string {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => rows.some(({ waiting }) => waiting[hour * 4]! >= 0.5));
  const head = hours.map((hour) => `<th scope="col">${clock(hour * 60).slice(0, 2)}</th>`).join('');
  const lines = rows.map(({ stage, waiting }) =>
    `<tr><th scope="row">${escape(fullStageName(view, stage, language))}</th>${hours.map((hour) => `<td>${Math.round(waiting[hour * 4]!)}</td>`).join('')}</tr>`);
  return `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${say('hour', language)}</th>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}
