import { parentPort, workerData } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { progressBar } from '../../packages/cli/src/progress.ts';
import { playAll } from './jobs.ts';
import { runSeed, type Run } from './simulation.ts';
import { add, emptySummary, told } from './summary.ts';

/**
 * `npm run simulate:faults -- --seeds N [--from K] [--jobs J] [--trace] [--json]`. The exit code is 1 when a seed fails;
 * its number and `--from` play it again, step by step with `--trace`.
 */
const USAGE = 'Usage: npm run simulate:faults -- --seeds N [--from K] [--jobs J] [--trace] [--json]\n';

/** After so many failing seeds the rest says nothing new. */
const MAX_FAILED = 10;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '1000' },
        from: { type: 'string', default: '1' },
        jobs: { type: 'string' },
        trace: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const number = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
    const [seeds, from, jobs] = [number(values.seeds), number(values.from), number(values.jobs ?? '1')];
    if (!(seeds >= 1 && from >= 0 && jobs >= 1)) return undefined;
    return { seeds, from, trace: values.trace, json: values.json, ...(values.jobs === undefined ? {} : { jobs }) };
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { seeds, from, trace, json } = options;
  const summary = emptySummary();
  const begun = performance.now();
  const progress = progressBar(process.stderr, 'seeds');
  // At once: the other seeds may take hours.
  const take = (run: Run) => {
    add(summary, run);
    if (!run.failure) return;
    say(`seed ${run.seed} failed at step ${run.failure.step}: ${run.failure.message}`);
    say(`  again: npm run simulate:faults -- --from ${run.seed} --seeds 1 --trace`);
  };
  if (trace) {
    for (let seed = from; seed < from + seeds; seed += 1) take(await runSeed(seed, say));
  } else {
    await playAll({
      bundle: fileURLToPath(import.meta.url),
      ...options,
      onRun(run) {
        take(run);
        progress.update(summary.seeds, seeds);
        return summary.failed.length < MAX_FAILED;
      },
    });
  }
  progress.end();
  const seconds = (performance.now() - begun) / 1000;
  if (json) say(JSON.stringify({ ...summary, seconds: Number(seconds.toFixed(2)) }));
  else for (const line of told(summary, seconds)) say(line);
  return summary.failed.length > 0 ? 1 : 0;
}

if (parentPort && (workerData as { faults?: boolean } | null)?.faults) {
  const port = parentPort;
  port.on('message', (seed: number) => void runSeed(seed).then((run) => port.postMessage(run)));
} else {
  process.exitCode = await main();
}
