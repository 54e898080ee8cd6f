import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir, availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { csvOf } from '@pairgate/simulator/experiment/csv.ts';
import type { Asked, Experiment } from '@pairgate/simulator/experiment/experiment.ts';
import { MOST_DAYS } from '@pairgate/simulator/model/population.ts';
import { findPolicy, POLICIES } from '@pairgate/simulator/policies/table.ts';
import { reportPage } from '@pairgate/simulator/report/page.ts';
import { viewOf } from '@pairgate/simulator/report/view.ts';
import type { Scenario } from '@pairgate/simulator/scenario/schema.ts';
import { countOf } from '../arguments.ts';
import { printJson, printLine, type Language } from '../context.ts';
import { builtFile } from '../demo/build-files.ts';
import { Failure } from '../failure.ts';
import { progressBar } from '../progress.ts';
import { linesOf, jsonOf } from '../simulate/answer.ts';
import { ReplicationStore } from '../simulate/replication-store.ts';
import { readScenarioFile } from '../simulate/scenario-file.ts';
import { sweep, type Swept } from '../simulate/sweep.ts';
import { awaitSignal } from '../signals.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly policy: string[];
  readonly replications: number;
  readonly days?: number;
  readonly seed: number;
  readonly warmUp?: number;
  readonly threads: number;
  readonly store: string;
  readonly fresh?: boolean;
  readonly csv?: boolean;
  readonly report?: string;
}

/** As a shell says of what was ended by Ctrl-C. */
const STOPPED = 130;

const policiesOf = (text: string): string[] => {
  const ids = [...new Set(text.split(',').map((id) => id.trim().toUpperCase()))];
  const unknown = ids.find((id) => findPolicy(id) === undefined);
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`There is no policy ${unknown || '""'}; there are ${POLICIES.map(({ id }) => id).join(', ')}.`);
  }
  return ids;
};

const someOf = (text: string): number => {
  const count = countOf(text);
  if (count === 0) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return count;
};

const CACHE = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');

export function addSimulate(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('simulate')
    .summary('ask what if: compare policies on a simulated pair of gates')
    .description(
      'Simulates a scenario under each policy, the same lorries for all, and says how long they wait and how far they are moved ' +
        'from the time they wished. Each replication is kept on disk as it ends: a run that was stopped or killed goes on from there.',
    )
    .argument('<scenario>', 'a file of the format pairgate-scenario/1')
    .addOption(new Option('--policy <ids>', `separated by commas; the others are compared with the first (${POLICIES.map(({ id, name }) => `${id} ${name.toLowerCase()}`).join(', ')})`)
      .argParser(policiesOf).default(['P0', 'P1'], 'P0,P1'))
    .addOption(new Option('--replications <n>', 'independent repetitions').argParser(someOf).default(10))
    .addOption(new Option('--days <n>', 'days with bookings; the scenario says how many unless you do').argParser(someOf))
    .addOption(new Option('--seed <n>', 'another seed, other lorries').argParser(countOf).default(1))
    .addOption(new Option('--warm-up <days>', 'leave out so many days; MSER-5 finds out how many unless you do').argParser(countOf))
    .addOption(new Option('--threads <n>', 'threads at work; the results are the same with any number').argParser(someOf).default(availableParallelism()))
    .option('--fresh', 'forget what is on disk, and begin anew')
    .addOption(new Option('--store <dir>', 'where replications are kept').env('PAIRGATE_SIMULATIONS').default(join(CACHE, 'pairgate', 'simulations')))
    .option('--csv', 'answer as lines of comma-separated values')
    .option('--report <file>', 'write a report, one page that needs nothing beside itself')
    .addHelpText('after', exitCodes({
      0: 'done', 1: 'not done; one sentence on the error output says why', 130: 'stopped; what was done is answered and kept',
    }));
  doing<Options>(program, command, async (options, file) => {
    if (options.csv && options.json) throw new Failure('Say --json or --csv, not both.');
    const { scenario, warnings } = readScenarioFile(file!, options.language);
    for (const warning of warnings) printLine(context.err, warning);
    const asked = askedOf(scenario, options);
    const signal = awaitSignal();
    // Whoever asks twice does not want to wait for the report.
    void signal.came.then(() => signal.dispose());
    const workerFile = builtFile('simulate-worker.js');
    const store = new ReplicationStore(options.store, { scenario, seed: asked.seed, days: asked.days, version: hashOf(workerFile) });
    await store.open(asked.policies.map(({ id }) => id), options.fresh ?? false);
    try {
      const swept = await sweep({
        asked, store, workerFile,
        setting: { scenario, seed: asked.seed, days: asked.days },
        warmUpDays: options.warmUp,
        threads: options.threads,
        progress: progressBar(context.err, 'Simulating'),
        stop: signal.came,
      });
      try {
        if (options.report !== undefined) await writeReport(options.report, scenario, swept, options.language);
      } finally {
        await swept.end();
      }
      if (options.json) printJson(context.out, jsonOf(swept.experiment));
      else if (options.csv) context.out.write(csvOf(swept.runs, asked.seed));
      else for (const line of linesOf(swept.experiment)) printLine(context.out, line);
      return swept.stopped ? STOPPED : 0;
    } finally {
      await store.close();
      signal.dispose();
    }
  });
}

function askedOf(scenario: Scenario, { policy, replications, days, seed, warmUp = 0 }: Options): Asked {
  const asked = {
    scenario: { id: scenario.id, title: scenario.title }, replications, seed,
    days: days ?? scenario.days,
    policies: policy.map((id) => ({ id, name: findPolicy(id)!.name })),
  };
  if (asked.days > MOST_DAYS) throw new Failure(`${asked.days} days are more than the ${MOST_DAYS} of a run.`);
  if (warmUp >= asked.days) throw new Failure(`A warm-up of ${warmUp} days leaves nothing of ${asked.days} days.`);
  return asked;
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function writeReport(file: string, scenario: Scenario, { experiment, yards }: Swept, language: Language): Promise<void> {
  const shown = experiment.replications.done === 0 ? [] : shownPolicies(experiment);
  const days = shown.length === 0 ? [] : await yards(shown, dayToShow(scenario, experiment));
  writeFileSync(file, reportPage({ experiment, view: viewOf(scenario), yards: days }, language));
}

/** The policy that waits least moves in the yard, and the first beside it. */
function shownPolicies({ policies }: Experiment): string[] {
  const [first, ...others] = policies;
  const best = others.toSorted((a, b) => a.all.figures.wait.mean - b.all.figures.wait.mean)[0];
  return best === undefined ? [first!.id] : [best.id, first!.id];
}

/** The second day that counts; where something happens, the second day of that. */
function dayToShow({ shocks }: Scenario, { warmUp, days }: Experiment): number {
  const first = Math.min(...Object.values(shocks).map(({ from }) => from));
  return Math.min(days - 1, (Number.isFinite(first) ? Math.max(first, warmUp.days) : warmUp.days) + 1);
}
