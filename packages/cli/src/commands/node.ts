import { readConfig } from '@pairgate/node/config.ts';
import { startNode } from '@pairgate/node/start.ts';
import { printLine } from '../context.ts';
import { Failure } from '../failure.ts';
import { awaitSignal } from '../signals.ts';
import { doing, exitCodes, type Program } from './common.ts';

export function addNode(program: Program): void {
  const command = program.root
    .command('node')
    .summary('run one node from its configuration')
    .description('Runs the node of one side until Ctrl-C. Outside the demonstration it needs a PostgreSQL database.')
    .requiredOption('--config <file>', 'the configuration of the node')
    .addHelpText('after', exitCodes({ 0: 'stopped by Ctrl-C or a signal', 1: 'could not start; one sentence says why' }));
  doing<{ config: string }>(program, command, async ({ config }) => {
    const { ask } = program.context;
    const signals = awaitSignal();
    const node = await startNode(
      readConfig(config),
      (line) => printLine(program.context.err, line),
      ask && (() => ask('Passphrase of the keys: ')),
    ).catch((error: unknown) => {
      const { code, port } = error as { code?: string; port?: number };
      throw code === 'EADDRINUSE' ? new Failure(`Port ${port} is in use: name another in ${config}.`) : error;
    });
    printLine(program.context.err, `ready at ${node.url}`);
    await signals.came;
    await node.stop();
    signals.dispose();
    return 0;
  });
}
