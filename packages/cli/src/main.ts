import { askHidden } from './prompt.ts';
import { run } from './run.ts';

/** A reader that has read enough, as in `pairgate show … | head`, is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const { stdout: out, stderr: err, env } = process;
const ask = process.stdin.isTTY ? { ask: askHidden } : {};
const exitCode = await run(process.argv.slice(2), { out, err, env, ...ask });
// A stream or a connection that is still open must not keep a command that is done.
process.exit(exitCode);
