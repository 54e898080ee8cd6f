import { readConfig } from './config.ts';
import { startNode } from './start.ts';

/**
 * The process of one node: `node.js CONFIG`. It says `ready` to its parent when it has one, ends cleanly on SIGINT and
 * SIGTERM and when its parent is gone, and answers a start that is not possible with one sentence and exit code 1.
 */
const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Usage: node.js CONFIG\n');
  process.exit(1);
}

try {
  const node = await startNode(readConfig(file), (message) => process.send?.({ progress: message }));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    node.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.send?.({ ready: node.url });
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}

function sentenceOf(error: unknown): string {
  const { code, message, port } = error as { code?: string; message: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use: choose another with --port.`;
  if (code === 'EACCES') return `No permission: ${message}`;
  return message;
}
