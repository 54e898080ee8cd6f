import { loadavg } from 'node:os';
import { dispatchFigures } from './planner/dispatch.ts';
import { planSeconds } from './planner/slots.ts';

/**
 * The planner: the slots of a day and of seven days by HiGHS, and the dispatch of a fleet. Each figure has its file in `planner/`.
 */
const SMOKE = process.argv.includes('--smoke');
const progress = (line: string): void => void process.stderr.write(`${line}\n`);
const rounded = (value: number): number => Number(value.toPrecision(3));

const plan1d = await planSeconds({ days: 1, rounds: SMOKE ? 1 : 5 });
progress(`plan of one day: ${plan1d.toFixed(2)} s`);
const plan7d = await planSeconds({ days: SMOKE ? 2 : 7, rounds: SMOKE ? 1 : 3 });
progress(`plan of seven days: ${plan7d.toFixed(2)} s`);
const { p99Ms } = dispatchFigures({ vehicles: 100, rounds: SMOKE ? 100 : 3000 });
progress(`dispatch of 100 vehicles: p99 ${p99Ms.toFixed(2)} ms`);

const result = {
  plan_1d_s: rounded(plan1d),
  plan_7d_s: rounded(plan7d),
  dispatch_100_p99_ms: rounded(p99Ms),
  load_average: loadavg().map((each) => each.toFixed(1)).join(' '),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
