import { readConfig } from './config.ts';
import { startDay } from './start.ts';

/**
 * The process of the simulated day: `day.js CONFIG`. It says `ready` to its parent when it has one, ends cleanly on SIGINT
 * and SIGTERM and when its parent is gone, and answers a start that is not possible with one sentence and exit code 1.
 */
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Says each kind of trouble once a minute at most: a node that is down is no news a hundred times a second. */
const QUIET_MS = 60_000;
const said = new Map<string, number>();
function trouble(what: string, error: unknown): void {
  const text = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  const now = performance.now();
  if (now - (said.get(text) ?? -QUIET_MS) < QUIET_MS) return;
  said.set(text, now);
  say(`day: ${text}`);
}

function sentenceOf(error: unknown): string {
  const { code, message, port } = error as { code?: string; message: string; port?: number };
  return code === 'EADDRINUSE' ? `Port ${port} is in use: choose another with --port.` : message;
}

const file = process.argv[2];
if (file === undefined) {
  say('Usage: day.js CONFIG');
  process.exit(1);
}

try {
  const day = await startDay(readConfig(file), trouble);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void day.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send?.({ ready: `http://127.0.0.1:${day.controlPort}` });
} catch (error) {
  say(sentenceOf(error));
  process.exit(1);
}
