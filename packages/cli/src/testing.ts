import { run } from './run.ts';

/** What a command line wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as a shell would, with an environment of its own. */
export async function runCommand(args: readonly string[], env: Record<string, string | undefined> = {}): Promise<Ended> {
  let [out, err] = ['', ''];
  const code = await run(args, {
    out: { write: (text) => (out += text), columns: 120 },
    err: { write: (text) => (err += text), columns: 120 },
    env,
  });
  return { code, out, err };
}
