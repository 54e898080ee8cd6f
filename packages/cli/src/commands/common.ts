import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';

/** What a command does with its arguments; the result is the exit code. */
export type Run<Options> = (options: Options & CommonOptions, ...args: string[]) => Promise<number>;

/** Ties a command to what it does. The exit code is told through `setExitCode`. */
export interface Program {
  readonly context: Context;
  readonly root: Command;
  readonly setExitCode: (code: number) => void;
}

/** Runs with the command's own options and the global ones, and the arguments before them. */
export function doing<Options>(program: Program, command: Command, run: Run<Options>): void {
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2) as string[];
    program.setExitCode(await run(command.optsWithGlobals() as Options & CommonOptions, ...args));
  });
}

/** The exit codes of a command, as the end of its help. */
export const exitCodes = (codes: Readonly<Record<number, string>>): string =>
  `\nExit codes:\n${Object.entries(codes).map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}`;

export const USUAL_CODES = { 0: 'done', 1: 'not done; one sentence on the error output says why' };
