import { InvalidArgumentError, Option } from 'commander';
import { databaseUrlOf, portOf, secondsOf, sideOf, webUrlOf } from '../arguments.ts';
import { CANNOT_TELL, notJudged, type CheckResult, type Verdict } from '../conform/check.ts';
import { conform, type ClauseResult } from '../conform/conform.ts';
import { makeKit, readKit, type Kit } from '../conform/kit-folder.ts';
import { printJson, printLine, SIDE_NAMES, type Side } from '../context.ts';
import { tableOf } from '../table.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly make?: string;
  readonly kit?: string;
  readonly side: Side;
  readonly port: number;
  readonly database: string;
  readonly host: string;
  readonly patience: number;
  readonly idle: number;
  readonly only?: string[];
}

const kitUrlOf = (text: string): string => {
  if (!text.startsWith('https://')) throw new InvalidArgumentError('It looks like https://127.0.0.1:9101, the exchange port of the node.');
  return webUrlOf(text);
};

/** 0 when nothing that was tested has failed, 1 when something has, 2 when nothing could be tested. */
const exitCodeOf = (results: readonly ClauseResult[]): number => {
  if (results.some(({ verdict }) => verdict === 'FAIL')) return 1;
  return results.some(({ verdict }) => verdict === 'PASS') ? 0 : CANNOT_TELL;
};

const count = (results: readonly ClauseResult[], verdict: Verdict): number => results.filter((each) => each.verdict === verdict).length;

function linesOf(results: readonly ClauseResult[]): string[] {
  const reasonOf = ({ verdict, checks }: ClauseResult) =>
    checks.filter((check) => check.verdict === verdict && check.reason !== undefined)
      .map(({ what, reason }) => (what === '' ? reason! : `${what}: ${reason}`));
  const rows = results.map((result) => [result.clause, result.verdict, reasonOf(result)[0] ?? result.checks[0]!.what]);
  return [
    ...tableOf(rows),
    '',
    `${count(results, 'PASS')} clauses pass, ${count(results, 'FAIL')} fail, ${count(results, 'NOT TESTED')} are not tested.`,
  ];
}

function instructions({ directory, nodeSide, playedSide, exchangeUrl, counterpartPort }: Kit): string[] {
  return [
    `A throw-away pair is in ${directory}. The node under test is the ${SIDE_NAMES[nodeSide]}; start it on an empty database:`,
    '',
    `  npx pairgate node --config ${directory}/node.json`,
    '',
    'and while it runs, play the other side against it:',
    '',
    `  npx pairgate conform ${exchangeUrl} --kit ${directory}`,
    '',
    'A node of another make needs the same: its keys and its certificate',
    `(${directory}/${nodeSide}/keys), the agreement (${directory}/agreement.json), the other side's`,
    `authority (${directory}/${playedSide}/keys/tls-authority.pem), and its address, https://127.0.0.1:${counterpartPort}.`,
    'These keys are for a test and nothing else.',
  ];
}

export function addConform(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('conform')
    .summary('judge a node by the protocol document')
    .description(
      'Plays the other side of the exchange, honest and hostile, against a node, and prints a verdict for each clause of ' +
        'docs/protocol/v1.md. It needs the keys of the side that it plays: use a throw-away pair, never a real one.',
    )
    .argument('[url]', 'exchange port of the node under test', kitUrlOf)
    .option('--kit <dir>', 'folder of a throw-away pair, as --make writes it')
    .option('--make <dir>', 'write such a folder, and say how to start a node with it')
    .addOption(new Option('--side <side>', 'with --make: side of the node under test').argParser(sideOf).default('VN'))
    .addOption(new Option('--port <n>', 'with --make: the first of three ports').argParser(portOf).default(9100))
    .addOption(new Option('--database <url>', 'with --make: an empty PostgreSQL database for the node').argParser(databaseUrlOf).default('pglite'))
    .option('--host <address>', 'where the played side listens', '127.0.0.1')
    .addOption(new Option('--patience <seconds>', 'how long the node may take for an answer').argParser(secondsOf).default(10))
    .addOption(new Option('--idle <seconds>', 'how often a checkpoint of an idle log is due').argParser(secondsOf).default(10))
    .option('--only <clause...>', 'these clauses alone, such as ENT or ENT-3')
    .addHelpText('after', exitCodes({ 0: 'every clause that was tested passes', 1: 'a clause fails', 2: 'nothing could be tested' }));
  doing<Options>(program, command, async (options, url) => {
    if (options.make !== undefined) {
      const kit = await makeKit(options.make, options);
      if (options.json) printJson(context.out, { directory: kit.directory, side: kit.nodeSide, url: kit.exchangeUrl });
      else for (const line of instructions(kit)) printLine(context.out, line);
      return 0;
    }
    if (url === undefined || options.kit === undefined) {
      throw notJudged('Name the exchange port of the node and the folder of the pair: pairgate conform URL --kit DIR.');
    }
    const stage = {
      kit: await readKit(options.kit), url, host: options.host,
      patienceMs: options.patience * 1000, idleMs: options.idle * 1000,
    };
    const onResult = ({ clause, verdict, what }: CheckResult) => printLine(context.err, `${verdict.padEnd(10)} ${clause.padEnd(7)} ${what}`);
    const results = await conform(stage, { ...(options.only ? { only: options.only } : {}), onResult });
    const exitCode = exitCodeOf(results);
    if (options.json) printJson(context.out, { url, verdict: ['PASS', 'FAIL', 'CANNOT_TELL'][exitCode], clauses: results });
    else for (const line of linesOf(results)) printLine(context.out, line);
    return exitCode;
  });
}
