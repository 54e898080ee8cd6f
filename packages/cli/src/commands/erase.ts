import { Option } from 'commander';
import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import { sideOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions, type Side } from '../context.ts';
import { Failure } from '../failure.ts';
import { nodeOf, nodesOf, type Node } from '../nodes.ts';
import { tableOf } from '../table.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly due?: boolean;
  readonly class?: string;
  readonly reference?: string;
  readonly basis?: string;
  readonly side?: Side;
}

const named = async ({ side, client }: Node): Promise<string> => side ?? (await dataOf(client.GET('/api/me'))).side;

const dueLines = (side: string, { retention, due }: Schemas['Erasures']): string[] => [
  `${side}: ${due.length === 0 ? 'nothing is due' : `${due.length} days are due`}`,
  ...tableOf(due.map((each) => [each.day, `log ${each.log}`, each.class, `${each.facts} facts to look through`]), '  '),
  ...tableOf(retention.map((each) => [each.class, `${each.days} days`, `what was recorded before ${each.endedBefore} is gone`, each.reason]), '  '),
];

/** Shows or destroys what is due on the nodes that are asked. */
async function due(nodes: readonly Node[], dryRun: boolean): Promise<{ side: string; found: Schemas['Erasures'] | Schemas['ErasureRun'] }[]> {
  const answers: { side: string; found: Schemas['Erasures'] | Schemas['ErasureRun'] }[] = [];
  for (const node of nodes) {
    const found = dryRun ? await dataOf(node.client.GET('/api/erasures')) : await dataOf(node.client.POST('/api/erasures/due'));
    answers.push({ side: await named(node), found });
  }
  return answers;
}

/** A reference is ended on one side: each data controller answers for its own. */
const oneNode = ({ side, ...options }: Options & CommonOptions): Node => {
  if (side !== undefined && options.url === undefined) return nodeOf(side, `${side.toLowerCase()}-manager`, options);
  const nodes = nodesOf('manager', options);
  if (nodes.length > 1) throw new Failure('Say with --side which side ends the class: each answers for its own data.');
  return nodes[0];
};

export function addErase(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('erase')
    .summary('destroy data whose retention time is over')
    .description(
      'Without --class: shows what is due on each node (--dry-run), or destroys it now (--due); a node does so by itself once a minute. ' +
        'With --class and --reference: ends a class early for one crossing with all that it carries, or for one consignment. ' +
        'It cannot be undone, and the other side is told.',
    )
    .option('--dry-run', 'only show what would go')
    .addOption(new Option('--due', 'destroy now what is due').conflicts(['class', 'reference', 'dryRun']))
    .option('--class <name>', 'retention class of the agreement')
    .option('--reference <reference>', 'of a crossing or a consignment, PG-XXXX-XXXX')
    .option('--basis <text>', 'on which ground the class ends early')
    .addOption(new Option('--side <side>', 'VN or CN, whose data it is').argParser(sideOf))
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, command, async (options) => {
    const { class: name, reference, basis, dryRun = false } = options;
    if (name === undefined && reference === undefined) {
      if (!dryRun && !options.due) throw new Failure('Say --dry-run, --due, or --class with --reference and --basis.');
      const answers = await due(nodesOf(dryRun ? 'auditor' : 'manager', options), dryRun);
      if (options.json) printJson(context.out, Object.fromEntries(answers.map(({ side, found }) => [side, found])));
      else for (const line of answers.flatMap(linesOf)) printLine(context.out, line);
      return 0;
    }
    if (name === undefined || reference === undefined || basis === undefined) {
      throw new Failure('A class ends early with --class, --reference and --basis together.');
    }
    const node = oneNode(options);
    const ended = await dataOf(node.client.POST('/api/erasures', { body: { class: name, reference, basis, dryRun } }));
    if (options.json) printJson(context.out, ended);
    else printLine(context.out, `${dryRun ? 'Would end' : 'Ended'} ${name} in ${ended.streams.join(', ')}.`);
    return 0;
  });
}

const linesOf = ({ side, found }: { side: string; found: Schemas['Erasures'] | Schemas['ErasureRun'] }): string[] =>
  'retention' in found
    ? dueLines(side, found)
    : [`${side}: ${found.days === 0 ? 'nothing was due' : `${found.days} days looked through, ${found.streams} streams of facts`}`];
