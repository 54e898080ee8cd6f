import { Option } from 'commander';
import { databaseUrlOf, portOf, speedOf } from '../arguments.ts';
import { runDemo } from '../demo/demo.ts';
import { Failure } from '../failure.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly fresh?: boolean;
  readonly port: number;
  readonly speed: number;
  readonly day: boolean;
  readonly postgres?: boolean;
  readonly databaseUrl?: string;
}

export function addDemo(program: Program): void {
  const command = program.root
    .command('demo')
    .summary('start both sides and the people of a day')
    .description(
      'Starts a node for each side and the simulated people of a day, and keeps them running until Ctrl-C. ' +
        'The first start makes keys, an agreement and databases in the data folder (--data); later starts go on from there.',
    )
    .addOption(new Option('--fresh', 'remove the former data first, if the folder is one of ours').env('PAIRGATE_FRESH'))
    .addOption(new Option('--port <n>', 'use the ports n to n+9').env('PAIRGATE_PORT').default(4080).argParser(portOf))
    .addOption(new Option('--speed <n>', 'how fast the day passes; 60: an hour a minute').env('PAIRGATE_SPEED').default(60).argParser(speedOf))
    .addOption(new Option('--no-day', 'start both nodes without the people of a day').env('PAIRGATE_NO_DAY'))
    .addOption(new Option('--postgres', 'a real PostgreSQL server for each node, from npm').env('PAIRGATE_POSTGRES'))
    .addOption(
      new Option('--database-url <url>', 'a PostgreSQL server of your own; each side gets its own database there')
        .env('DATABASE_URL')
        .argParser(databaseUrlOf),
    )
    .addHelpText('after', exitCodes({ 0: 'stopped by Ctrl-C or a signal', 1: 'could not start; one sentence says why' }));
  doing<Options>(program, command, async (options) => {
    const isTold = command.getOptionValueSource('databaseUrl') === 'cli';
    if (options.postgres && isTold) throw new Failure('Say --postgres or --database-url, not both.');
    return runDemo(
      {
        data: options.data,
        fresh: options.fresh ?? false,
        port: options.port,
        speed: options.speed,
        day: options.day,
        postgres: options.postgres ?? false,
        // What was typed counts before what the shell happens to hold.
        databaseUrl: options.postgres ? undefined : options.databaseUrl,
      },
      program.context,
    );
  });
}
