import { renameSync, writeFileSync } from 'node:fs';
import { dataOf } from '@pairgate/client/client.ts';
import { entryPlaceOf, type EntryPlace } from '../arguments.ts';
import { printJson, printLine, type CommonOptions } from '../context.ts';
import { crossingOf } from '../crossings.ts';
import { Failure } from '../failure.ts';
import { firstAnswer, nodesOf } from '../nodes.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

interface Options {
  readonly output: string;
  readonly entry?: EntryPlace;
}

async function fetched(typed: string | undefined, entry: EntryPlace | undefined, options: CommonOptions) {
  return firstAnswer(nodesOf('auditor', options), async (node) => {
    if (entry !== undefined) {
      const evidence = await dataOf(node.client.GET('/api/log/{side}/entries/{index}/evidence', { params: { path: { ...entry, index: String(entry.index) } } }));
      return { about: { entry: `${entry.side}:${entry.index}` }, evidence };
    }
    const { row } = await crossingOf(node, typed!);
    const path = { reference: row.reference };
    const evidence = await dataOf(node.client.GET('/api/crossings/{reference}/evidence', { params: { path } }));
    return { about: { reference: row.reference }, evidence };
  });
}

export function addEvidence(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('evidence')
    .summary('fetch the evidence of a crossing, or of one message, as a file')
    .description(
      'Writes everything that proves a crossing, or one message, into one file: entries, inclusion proofs, checkpoints, signatures of both sides.',
    )
    .argument('[reference]', 'of a crossing or a consignment, PG-XXXX-XXXX')
    .option('--entry <side:index>', 'one message by its place in the log of its author, as VN:1234', entryPlaceOf)
    .requiredOption('-o, --output <file>', 'where to write it')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<Options>(program, command, async (options, typed) => {
    if ((typed === undefined) === (options.entry === undefined)) throw new Failure('Name either a reference or an --entry.');
    const { about, evidence } = await fetched(typed, options.entry, options);
    const unfinished = `${options.output}.part`;
    writeFileSync(unfinished, `${JSON.stringify(evidence, null, 2)}\n`);
    renameSync(unfinished, options.output);
    const entries = (evidence as unknown as { logs: { side: string; entries: unknown[] }[] }).logs;
    const counts = Object.fromEntries(entries.map((log) => [log.side, log.entries.length]));
    if (options.json) printJson(context.out, { file: options.output, ...about, entries: counts });
    else {
      const said = Object.entries(counts).map(([side, count]) => `${count} of ${side}`).join(', ');
      printLine(context.out, `Wrote ${options.output}: entries ${said}. Check it with  npx pairgate verify ${options.output}`);
    }
    return 0;
  });
}
