import { ERRORS, PRECISION, type Verdict } from './truth.ts';

const digits = (value: number): string => (value === 0 ? '0' : value.toPrecision(5));
const mark = ({ holds }: Verdict): string => (holds ? 'yes' : 'NO');
const interval = ({ estimate: { mean, error } }: Verdict): string => `${digits(mean - ERRORS * error)} to ${digits(mean + ERRORS * error)}`;

const HEAD = ['case', 'parameters', 'figure', 'exact', 'simulated', `interval of ${ERRORS} standard errors`, 'precision', 'holds'];

const row = (verdict: Verdict): readonly string[] => [
  `${verdict.case.id}. ${verdict.case.name}`,
  verdict.case.parameters,
  verdict.figure,
  String(verdict.exact),
  digits(verdict.estimate.mean),
  interval(verdict),
  `${(100 * verdict.precision).toFixed(2)} %`,
  mark(verdict),
];

const summary = (verdicts: readonly Verdict[]): string =>
  `${verdicts.filter(({ holds }) => holds).length} of ${verdicts.length} figures hold: the exact value lies within ${ERRORS} standard ` +
  `errors, and one standard error is at most ${100 * PRECISION} % of it.`;

const INTRODUCTION = [
  'Queues whose exact values are known, on the engine that simulates the border: the same stages, the same priorities, the same',
  'interruptions. The standard error is that of thirty batches, after one that is not counted. Written by',
  '`npm run bench -- queue-theory --markdown docs/reference/queue-theory.md`; `--html FILE` writes it as a page.',
];

/** The verdicts as a document. */
export function truthAsMarkdown(verdicts: readonly Verdict[]): string {
  const sources = new Map(verdicts.map((each) => [each.case.id, `${each.case.id}. ${each.case.name}: ${each.case.source}.`]));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Exact values of queues, and what the simulator says', '', ...INTRODUCTION, '', summary(verdicts), '',
    line(HEAD), line(HEAD.map(() => '---')), ...verdicts.map((verdict) => line(row(verdict))), '',
    '## Where the exact values are from', '', ...[...sources.values()].map((source) => `- ${source}`), '',
  ].join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The verdicts as one self-contained page. */
export function truthAsHtml(verdicts: readonly Verdict[]): string {
  const cells = (tag: string, of: readonly string[]): string => of.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Queues with exact values</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; }
tr.no td { background: #c0392b; color: #fff; }
</style></head><body>
<h1>Exact values of queues, and what the simulator says</h1>
<p>${escaped(summary(verdicts))}</p>
<table><thead><tr>${cells('th', HEAD)}</tr></thead><tbody>
${verdicts.map((verdict) => `<tr class="${verdict.holds ? 'yes' : 'no'}">${cells('td', row(verdict))}</tr>`).join('\n')}
</tbody></table>
</body></html>
`;
}
