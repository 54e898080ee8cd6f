import { rebuildNode } from '@pairgate/node/maintenance.ts';
import type { Rebuilt } from '@pairgate/node/rebuild.ts';
import { printJson, printLine } from '../context.ts';
import { findInstallation, whileStopped, withServers, type NodeSelection } from '../installation.ts';
import { progressBar } from '../progress.ts';
import { tableOf } from '../table.ts';
import { nodeOptions } from './backup.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

export function addRebuild(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('rebuild')
    .summary('make the read models of a stopped node again')
    .description(
      'Folds the journal and the log of the other side anew and replaces the rows of the read models that differ. ' +
        'On a sound database nothing differs.',
    );
  for (const option of nodeOptions()) command.addOption(option);
  command.addHelpText('after', exitCodes(USUAL_CODES));
  doing<NodeSelection>(program, command, async (options) => {
    const installation = findInstallation(options);
    const rebuilt: ({ side: string } & Rebuilt)[] = await whileStopped(installation, () =>
      withServers(installation, () => {}, async (nodes) => {
        const results: ({ side: string } & Rebuilt)[] = [];
        for (const { config } of nodes) {
          const bar = progressBar(context.err, `${config.side} facts`);
          const result = await rebuildNode(config, bar.update).finally(() => bar.end());
          results.push({ side: config.side, ...result });
        }
        return results;
      }),
    );
    if (options.json) printJson(context.out, { nodes: rebuilt });
    else for (const line of linesOf(rebuilt)) printLine(context.out, line);
    return 0;
  });
}

const linesOf = (rebuilt: readonly ({ side: string } & Rebuilt)[]): string[] =>
  rebuilt.flatMap(({ side, facts, entries, tables }) => [
    `${side}: ${facts} own facts and ${entries} entries of the other side folded`,
    ...tableOf(
      tables.map(({ table, rows, written, removed }) => [
        table, `${rows} rows`, written + removed === 0 ? 'as they were' : `${written} written anew, ${removed} replaced or removed`,
      ]),
      '  ',
    ),
  ]);
