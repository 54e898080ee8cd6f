import { writeFileSync } from 'node:fs';
import { Option } from 'commander';
import { dataOf } from '@pairgate/client/client.ts';
import { calibrate } from '@pairgate/simulator/calibrate/apply.ts';
import { recordingOf } from '@pairgate/simulator/calibrate/recording.ts';
import { replay } from '@pairgate/simulator/calibrate/replay.ts';
import { calibrationReport } from '@pairgate/simulator/calibrate/report.ts';
import type { Scenario } from '@pairgate/simulator/scenario/schema.ts';
import { countOf, dayOf } from '../arguments.ts';
import { historyOf, type Period } from '../calibrate/history.ts';
import { calibrationLines, replayLines } from '../calibrate/lines.ts';
import { printJson, printLine, type CommonOptions } from '../context.ts';
import { firstAnswer, nodesOf, type Node } from '../nodes.ts';
import { progressBar } from '../progress.ts';
import { sampleFile } from '../calibrate/sample-file.ts';
import { readScenarioFile } from '../simulate/scenario-file.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options {
  readonly output: string;
  readonly report?: string;
  readonly reference?: string;
  readonly from?: string;
  readonly to?: string;
  readonly replications: number;
  readonly seed: number;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 7;

/** Days are those of the scenario's first side; without any, the last week until now. */
function periodOf({ from, to }: Options, scenario: Scenario, now: string): Period {
  const offset = Object.values(scenario.sides)[0]!.calendar.utcOffsetMinutes * 60_000;
  const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`) - offset;
  const end = to === undefined ? Date.parse(now) : midnight(to) + DAY;
  const begin = from === undefined ? end - DEFAULT_DAYS * DAY : midnight(from);
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}

/** A manager of the node, or of whichever node of the demonstration answers. */
const readHistory = (options: Options & CommonOptions, reference: Scenario) =>
  firstAnswer(nodesOf('manager', options), async (node: Node) => {
    const { clock } = await dataOf(node.client.GET('/api/me'));
    return historyOf(node, periodOf(options, reference, clock.now));
  });

export function addCalibrate(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('calibrate')
    .summary('fit the simulator to what a node has recorded')
    .description(
      'Reads the history of a node as its manager and fits service times, arrivals by hour, no-shows and shares to it; whatever the ' +
        'facts do not tell stays as in the reference scenario. Then lets the very same lorries come in the simulator, and says how far it is off.',
    )
    .requiredOption('-o, --output <file>', 'the calibrated scenario')
    .option('--report <file>', 'a page with the fits drawn over the data')
    .option('--reference <file>', 'the scenario to begin from (default: the reference scenario of the first pair)')
    .addOption(new Option('--from <day>', 'first day, YYYY-MM-DD, on the side that the scenario names first').argParser(dayOf))
    .addOption(new Option('--to <day>', 'last day; until now unless told').argParser(dayOf))
    .addOption(new Option('--replications <n>', 'how often the recorded lorries are sent through; 0 leaves it out').argParser(countOf).default(20))
    .addOption(new Option('--seed <n>', 'of what the recording does not tell').argParser(countOf).default(1))
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, command, async (options) => {
    const { scenario: reference } = readScenarioFile(options.reference ?? sampleFile('scenarios/huu-nghi-youyi-guan.json'), options.language);
    const past = await readHistory(options, reference);
    const recording = recordingOf(past, Object.values(reference.sides)[0]!.calendar.utcOffsetMinutes);
    const found = calibrate(reference, recording);
    writeFileSync(options.output, `${JSON.stringify(found.scenario, null, 2)}\n`);
    const { replications, seed } = options;
    const bar = progressBar(context.err, 'replaying the recorded lorries');
    const replayed =
      replications === 0 ? undefined
        : await replay(found.scenario, recording, { seed, replications, onReplication: (done) => bar.update(done, replications) });
    bar.end();
    if (options.report !== undefined) writeFileSync(options.report, calibrationReport({ past, calibration: found, replay: replayed, language: options.language }));
    if (options.json) printJson(context.out, { node: past.node, from: past.from, to: past.to, lorries: past.lorries.length, parts: found.parts.map(summaryOf), replay: replayed });
    else {
      printLine(context.out, `${past.node}, ${past.from} to ${past.to}: ${past.lorries.length} lorries`);
      printLine(context.out);
      for (const line of calibrationLines(found, options.language)) printLine(context.out, line);
      if (replayed) for (const line of ['', ...replayLines(replayed, found, options.language)]) printLine(context.out, line);
    }
    return 0;
  });
}

/** A part without the observations themselves. */
function summaryOf(part: ReturnType<typeof calibrate>['parts'][number]): object {
  if (part.kind !== 'duration') return part;
  const { sample: _sample, ...fit } = part.fit;
  return { ...part, fit };
}
