import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { truthAsHtml, truthAsMarkdown } from '@pairgate/simulator/queueing/page.ts';
import { judgeAll } from '@pairgate/simulator/queueing/truth.ts';

/**
 * Every figure of the queues with exact values: how many there are, how many hold, and the worst of them in standard errors.
 * `--effort 4` takes four times as many arrivals; `--seed`; `--markdown FILE` and `--html FILE` write the page.
 */
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const begun = performance.now();
const verdicts = judgeAll(Number(argument('--seed') ?? 20_261_122), Number(argument('--effort') ?? (process.argv.includes('--smoke') ? 0.01 : 1)));
const seconds = (performance.now() - begun) / 1000;
const markdown = argument('--markdown');
const html = argument('--html');
if (markdown !== undefined) writeFileSync(markdown, truthAsMarkdown(verdicts));
if (html !== undefined) writeFileSync(html, truthAsHtml(verdicts));
const result = {
  figures: verdicts.length,
  hold: verdicts.filter((each) => each.holds).length,
  worst_standard_errors: Number(Math.max(...verdicts.map((each) => each.errors)).toFixed(2)),
  worst_precision: Number(Math.max(...verdicts.map((each) => each.precision)).toFixed(4)),
  seconds: Number(seconds.toFixed(1)),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
