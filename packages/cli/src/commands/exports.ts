import { Option } from 'commander';
import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import { printJson, printLine } from '../context.ts';
import { nodesOf, type Node } from '../nodes.ts';
import { tableOf } from '../table.ts';
import { dayOf } from '../arguments.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
  readonly persons?: boolean;
}

const sideOf = async ({ side, client }: Node): Promise<string> => side ?? (await dataOf(client.GET('/api/me'))).side;

const fieldLines = (side: string, { items, countersignedSize, size }: Schemas['ExportLedger']): string[] => [
  `${side}: ${items.length} fields crossed; of ${size} entries the other side has stored ${countersignedSize}`,
  ...tableOf(
    items.map((item) => [
      item.type, item.field, item.class, `v${item.agreement}`, `${item.values} values`,
      item.firstDay === item.lastDay ? item.firstDay : `${item.firstDay} to ${item.lastDay}`, item.basis,
    ]),
    '  ',
  ),
];

const personLines = (side: string, { year, recipient, categories }: Schemas['PersonsSent']): string[] => [
  `${side}: distinct persons sent to ${recipient} in ${year}`,
  ...tableOf(
    categories.flatMap(({ category, persons, thresholds }) =>
      thresholds.map((each) => [category, `${persons} of ${each.persons}`, each.level, each.follows, each.verified ? '' : 'unchecked']),
    ),
    '  ',
  ),
];

export function addExports(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('exports')
    .summary('what crossed to the other side, field by field')
    .description(
      'Lists what each node wrote for the other side: every field with its retention class, agreement version, number of values, ' +
        'first and last day, and legal basis. With --persons, how many distinct persons were sent against the thresholds of the law.',
    )
    .addOption(new Option('--from <day>', 'first day of UTC, YYYY-MM-DD').argParser(dayOf))
    .addOption(new Option('--to <day>', 'last day of UTC, YYYY-MM-DD').argParser(dayOf))
    .addOption(new Option('--csv', 'for a spreadsheet').conflicts(['json', 'persons']))
    .option('--persons', 'distinct persons of this year, and the thresholds')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, command, async ({ from, to, csv, persons, ...options }) => {
    const query = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const answers: Record<string, unknown> = {};
    for (const node of nodesOf('auditor', options)) {
      const side = await sideOf(node);
      const say = (lines: readonly string[]) => {
        if (!options.json) for (const line of lines) printLine(context.out, line);
      };
      if (csv) context.out.write(await dataOf(node.client.GET('/api/exports.csv', { params: { query }, parseAs: 'text' })));
      else if (persons) {
        const found = await dataOf(node.client.GET('/api/persons-sent'));
        say(personLines(side, found));
        answers[side] = found;
      } else {
        const found = await dataOf(node.client.GET('/api/exports', { params: { query } }));
        say(fieldLines(side, found));
        answers[side] = found;
      }
    }
    if (options.json) printJson(context.out, answers);
    return 0;
  });
}
