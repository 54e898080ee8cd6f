import { Argument } from 'commander';
import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import { speedOf } from '../arguments.ts';
import { printJson, printLine, type CommonOptions } from '../context.ts';
import { firstAnswer, nodesOf, type Node } from '../nodes.ts';
import { twinTime } from '../times.ts';
import { doing, exitCodes, USUAL_CODES, type Program } from './common.ts';

type Wish = { paused?: boolean; speed?: number };

export function addClock(program: Program): void {
  const { context } = program;
  const clock = program.root
    .command('clock')
    .summary('read or drive the clock of the demonstration')
    .description('The clock of the demonstration, which the day drives on both nodes. Without a subcommand it is shown.');

  async function tell(options: CommonOptions, wish: Wish | undefined): Promise<number> {
    const nodes = nodesOf('manager', options);
    const act = async ({ client }: Node) => {
      if (wish !== undefined) await client.POST('/api/demo/clock', { body: wish });
      return { clock: await dataOf(client.GET('/api/demo/clock')), me: await dataOf(client.GET('/api/me')) };
    };
    const { clock: state, me } = await firstAnswer(nodes, act);
    if (options.json) printJson(context.out, state);
    else printLine(context.out, lineOf(state, me));
    return 0;
  }

  const add = (name: string, summary: string, wish: Wish | undefined) => {
    const command = clock.command(name).description(summary).addHelpText('after', exitCodes(USUAL_CODES));
    doing(program, command, (options) => tell(options, wish));
  };
  add('pause', 'stop the day where it is', { paused: true });
  add('resume', 'let the day go on', { paused: false });
  clock.addHelpText('after', exitCodes(USUAL_CODES));
  const speed = clock
    .command('speed')
    .description('change how fast the day passes')
    .addArgument(new Argument('<n>', '60 lets an hour pass in a minute').argParser(speedOf))
    .addHelpText('after', exitCodes(USUAL_CODES));
  doing(program, speed, (options, n) => tell(options, { speed: Number(n), paused: false }));
  const show = clock.command('show', { isDefault: true }).description('show the clock').addHelpText('after', exitCodes(USUAL_CODES));
  doing(program, show, (options) => tell(options, undefined));
}

function lineOf({ now, speed, paused, lagMs, virtual }: Schemas['Clock'], { pair }: Schemas['Me']): string {
  const pace = paused ? 'paused' : `${speed} times as fast as real time`;
  const lag = lagMs > 0 ? `, ${(lagMs / 1000).toFixed(1)} s behind` : '';
  return `${twinTime(now, pair.offsets)} (Viet Nam | China), ${virtual ? pace : 'real time'}${lag}`;
}
