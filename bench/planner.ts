import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readScenario } from '@pairgate/simulator/scenario/read.ts';
import { dispatchGap } from './planner/bound.ts';
import { dispatchFigures } from './planner/dispatch.ts';
import { planSeconds } from './planner/slots.ts';
import { bestOf, cellOf, CELLS, raceOf, withVolume, type Race } from './planner/waits.ts';

/**
 * The planner: the slots of a day and of seven days by HiGHS, the dispatch of a fleet, and what the best of the policies P3 to P5 makes
 * of the wait under uniform slots. Each figure has its file in `planner/`. `--quick` takes shorter runs and fewer replications.
 */
const SMOKE = process.argv.includes('--smoke');
const QUICK = SMOKE || process.argv.includes('--quick');
const progress = (line: string): void => void process.stderr.write(`${line}\n`);
const rounded = (value: number): number => Number(value.toPrecision(3));

const plan1d = await planSeconds({ days: 1, rounds: SMOKE ? 1 : 5 });
progress(`plan of one day: ${plan1d.toFixed(2)} s`);
const plan7d = await planSeconds({ days: SMOKE ? 2 : 7, rounds: SMOKE ? 1 : 3 });
progress(`plan of seven days: ${plan7d.toFixed(2)} s`);
const { p99Ms } = dispatchFigures({ vehicles: 100, rounds: SMOKE ? 100 : 3000 });
progress(`dispatch of 100 vehicles: p99 ${p99Ms.toFixed(2)} ms`);

const FOLDER = join(import.meta.dirname, '../samples/scenarios');
const documentOf = (id: string): unknown => JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));
const read = readScenario(documentOf('huu-nghi-youyi-guan'), documentOf);
if (!read.ok) throw new Error(JSON.stringify(read.faults));
const reference = read.scenario;
const told = (of: string, races: readonly Race[]): void => {
  for (const each of races) {
    progress(
      `${of}: ${each.policy} ${each.wait.toFixed(2)} min, uniform ${each.uniformWait.toFixed(2)} min, ratio ${each.ratio.toFixed(3)} ` +
        `(up to ${each.upper?.toFixed(3) ?? '?'}), displacement ${each.displacementRatio.toFixed(2)} of uniform${each.unstable ? ', unstable' : ''}`,
    );
  }
};
const effort = SMOKE ? { days: 5, replications: 1 } : QUICK ? { days: 20, replications: 5 } : { days: 30, replications: 12 };
const planning = ['P3', 'P4', 'P5'];
const at: Record<number, Race[]> = {};
for (const perDay of [3000, 3300]) {
  at[perDay] = await raceOf(withVolume(reference, perDay), planning, effort);
  told(`${perDay} a day`, at[perDay]);
}
const best = bestOf(at[3000]!);
const gap = best === undefined ? null : await dispatchGap(withVolume(reference, 3000), best.policy, SMOKE ? 1 : 5);
progress(`3000 a day: dispatch gap ${gap?.toFixed(3) ?? '?'}`);
const cellEffort = QUICK ? { days: 12, replications: 3 } : { days: 14, replications: 10 };
let worst: number | null = null;
const unstable: string[] = [];
for (const cell of SMOKE ? [] : CELLS) {
  const { perDay, latenessSd, noShow, quarantine } = cell;
  const name = `${perDay} a day, lateness ${latenessSd} min, no-show ${noShow}, quarantine ${quarantine}`;
  const races = await raceOf(cellOf(reference, cell), ['P5'], cellEffort);
  told(name, races);
  if (races.every((each) => each.unstable)) unstable.push(name);
  else {
    const found = bestOf(races);
    worst = Math.max(worst ?? 0, found === undefined ? Infinity : (found.upper ?? found.ratio));
  }
}
const upperOf = (races: readonly Race[]): number | null => bestOf(races)?.upper ?? null;
const roundedOrNull = (value: number | null | undefined): number | null => (value === null || value === undefined || !Number.isFinite(value) ? null : rounded(value));

const result = {
  plan_1d_s: rounded(plan1d),
  plan_7d_s: rounded(plan7d),
  dispatch_100_p99_ms: rounded(p99Ms),
  wait_vs_uniform_3000: roundedOrNull(upperOf(at[3000]!)),
  wait_vs_uniform_3300: roundedOrNull(upperOf(at[3300]!)),
  worst_cell: roundedOrNull(worst),
  plan_gap_3000: roundedOrNull(best?.planGap),
  dispatch_gap_3000: roundedOrNull(gap),
  unstable_cells: unstable,
  load_average: loadavg().map((each) => each.toFixed(1)).join(' '),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
