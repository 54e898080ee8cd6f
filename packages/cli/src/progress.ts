import cliProgress from 'cli-progress';
import { printLine, type Terminal } from './context.ts';

/** A bar in a terminal; elsewhere lines. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

export function progressBar(terminal: Terminal, what: string): Progress {
  return terminal.isTTY ? bar(terminal, what) : lines(terminal, what);
}

function bar(terminal: Terminal, what: string): Progress {
  const shown = new cliProgress.SingleBar({
    format: `${what} {bar} {percentage} % | {value} of {total} | {eta_formatted}`,
    stream: terminal as unknown as NodeJS.WritableStream,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '·',
    hideCursor: true,
  });
  let started = false;
  return {
    update(done, total) {
      if (!started) shown.start(total, done);
      else shown.update(done);
      started = true;
    },
    end() {
      if (started) shown.stop();
    },
  };
}

/** Without a terminal there is a line now and then, so that a long step is seen to go on and a short one is silent. */
const QUIET_MS = 2_000;

function lines(terminal: Terminal, what: string): Progress {
  let said = Date.now();
  return {
    update(done, total) {
      if (Date.now() - said < QUIET_MS) return;
      said = Date.now();
      printLine(terminal, `${what}: ${done} of ${total}`);
    },
    end() {},
  };
}
