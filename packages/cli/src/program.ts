import { Command, Option } from 'commander';
import { webUrlOf } from './arguments.ts';
import { addAgreement } from './commands/agreement.ts';
import { addBackup } from './commands/backup.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCanonical } from './commands/canonical.ts';
import { addClock } from './commands/clock.ts';
import { addConform } from './commands/conform.ts';
import { addDeclare } from './commands/declare.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDivergence } from './commands/divergence.ts';
import { addEpoch } from './commands/epoch.ts';
import { addErase } from './commands/erase.ts';
import { addEvidence } from './commands/evidence.ts';
import { addKeys } from './commands/keys.ts';
import { addExports } from './commands/exports.ts';
import { addLog } from './commands/log.ts';
import { addNode } from './commands/node.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addRestore } from './commands/restore.ts';
import { addShow } from './commands/show.ts';
import { addSimulate } from './commands/simulate.ts';
import { addStick } from './commands/stick.ts';
import { addVerify } from './commands/verify.ts';
import { addWatch } from './commands/watch.ts';
import type { Program } from './commands/common.ts';
import { LANGUAGES, type Context } from './context.ts';
import { shellLanguage } from './environment.ts';

/** The whole command line, not yet run. */
export function buildProgram(context: Context, setExitCode: (code: number) => void): Command {
  const root = new Command('pairgate')
    .description('Both sides of a land border: one node each, one crossing between them.')
    .addOption(new Option('--data <dir>', 'data folder of the demonstration').env('PAIRGATE_DATA').default('./data'))
    .addOption(new Option('--url <url>', 'address of a node, instead of the demonstration').env('PAIRGATE_URL').argParser(webUrlOf))
    .addOption(new Option('--token <token>', "API token, instead of the demonstration's").env('PAIRGATE_TOKEN'))
    .addOption(
      new Option('--language <code>', 'words of the answers').env('PAIRGATE_LANGUAGE').choices(LANGUAGES).default(shellLanguage(context.env)),
    )
    .option('--json', 'answer as JSON, for programs')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void context.out.write(text),
      writeErr: (text) => void context.err.write(text),
      getOutHelpWidth: () => context.out.columns ?? 100,
      getErrHelpWidth: () => context.err.columns ?? 100,
      // Commander begins with "error: "; a sentence begins with a capital letter.
      outputError: (text, write) => write(text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase())),
    })
    .exitOverride()
    .showSuggestionAfterError();
  const program: Program = { context, root, setExitCode };
  const commands = [
    addDemo, addNode, addDeclare, addShow, addWatch, addAgreement, addEvidence, addVerify, addLog, addCanonical, addClock, addBackup,
    addRestore, addRebuild, addDivergence, addEpoch, addDoctor, addStick, addKeys, addErase, addExports, addConform, addSimulate, addCalibrate,
  ];
  for (const add of commands) add(program);
  return root;
}
