import { CAUSES, type RunResult } from '../run-result.ts';
import { MEASURES, measuresByClass } from './measures.ts';

/** Lines of RFC 4180, one for each policy, replication and class, and one for all lorries together; minutes, as JavaScript writes them. */
export const CSV_COLUMNS = [
  'scenario', 'policy', 'seed', 'replication', 'class',
  ...MEASURES.map((measure) => measure.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  ...CAUSES.map((cause) => `cause_${cause}`),
] as const;

const cell = (value: string | number): string => (typeof value === 'number' ? (Number.isFinite(value) ? String(value) : '') : quoted(value));
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** `seed` is the experiment's. */
export function csvOf(runs: readonly { readonly replication: number; readonly run: RunResult }[], seed: number): string {
  const lines = runs.flatMap(({ replication, run }) =>
    [...measuresByClass(run)].map(([id, measures]) =>
      line([run.scenario, run.policy, seed, replication, id, ...MEASURES.map((measure) => measures[measure]), ...measures.byCause]),
    ),
  );
  return line(CSV_COLUMNS) + lines.join('');
}
