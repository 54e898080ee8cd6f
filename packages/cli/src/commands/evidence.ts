import { renameSync, writeFileSync } from 'node:fs';
import { dataOf } from '@pairgate/client/client.ts';
import { printJson, printLine } from '../context.ts';
import { crossingOf } from '../crossings.ts';
import { firstAnswer, nodesOf } from '../nodes.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

export function addEvidence(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('evidence')
    .summary('fetch the evidence of a crossing as a file')
    .description('Writes everything that proves a crossing into one file: entries, inclusion proofs, checkpoints, signatures of both sides.')
    .argument('<reference>', 'of a crossing or a consignment, PG-XXXX-XXXX')
    .requiredOption('-o, --output <file>', 'where to write it')
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing<{ output: string }>(program, command, async (options, typed) => {
    const { reference, evidence } = await firstAnswer(nodesOf('auditor', options), async (node) => {
      const { row } = await crossingOf(node, typed!);
      const path = { reference: row.reference };
      return { reference: row.reference, evidence: await dataOf(node.client.GET('/api/crossings/{reference}/evidence', { params: { path } })) };
    });
    const unfinished = `${options.output}.part`;
    writeFileSync(unfinished, `${JSON.stringify(evidence, null, 2)}\n`);
    renameSync(unfinished, options.output);
    const entries = (evidence as unknown as { logs: { side: string; entries: unknown[] }[] }).logs;
    const counts = Object.fromEntries(entries.map((log) => [log.side, log.entries.length]));
    if (options.json) printJson(context.out, { file: options.output, reference, entries: counts });
    else {
      const said = Object.entries(counts).map(([side, count]) => `${count} of ${side}`).join(', ');
      printLine(context.out, `Wrote ${options.output}: entries ${said}. Check it with  npx pairgate verify ${options.output}`);
    }
    return 0;
  });
}
