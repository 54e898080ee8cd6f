import { CommanderError } from 'commander';
import { printJson, printLine, type Context } from './context.ts';
import { tidyEnvironment } from './environment.ts';
import { failureOf } from './failure.ts';
import { buildProgram } from './program.ts';

/** Asked wrongly, a command that judges has judged nothing: that is "cannot tell", never "invalid". */
const NOT_JUDGED = 2;
const judges = (args: readonly string[]): boolean =>
  args.includes('verify') || args.includes('conform') || (args.includes('log') && (args.includes('check') || args.includes('consistency')));

/**
 * Runs one command line and resolves with its exit code. Every error is one sentence on the error output; with `--json`
 * the other output gets it as an object too.
 */
export async function run(args: readonly string[], context: Context): Promise<number> {
  let exitCode = 0;
  try {
    tidyEnvironment(context.env as Record<string, string | undefined>);
    await buildProgram(context, (code) => (exitCode = code)).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has written its sentence, or the help that was asked for.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      return judges(args) ? NOT_JUDGED : 1;
    }
    const { message, code, pointer, exitCode: failed, cause } = failureOf(error);
    const problem = (cause as { problem?: unknown } | undefined)?.problem;
    if (args.includes('--json')) printJson(context.out, { error: problem ?? { detail: message, code, pointer } });
    printLine(context.err, message);
    return failed;
  }
}
