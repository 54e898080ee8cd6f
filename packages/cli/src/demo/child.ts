import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';

export interface ChildOptions {
  /** For people, such as "China side". */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Log files, without their ending. */
  readonly log: string;
  readonly onProgress: (line: string) => void;
  /** Told of the process id at every start. */
  readonly onStart: () => void;
}

const READY_MS = 120_000;
const STOP_MS = 20_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that has run this long is no longer in a series of failures. */
const SETTLED_MS = 60_000;
const LOG_BYTES = 20 * 1024 * 1024;

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_BYTES) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** The last line that was written since: a process that cannot start says why in one sentence. */
function lastLine(file: string, from: number): string | undefined {
  const lines = readFileSync(file).subarray(from).toString('utf8').split('\n');
  return lines.map((line) => line.trim()).findLast((line) => line !== '' && !line.startsWith('at '));
}

/**
 * One process of the demonstration. It runs in a session of its own, so that Ctrl-C reaches the supervisor alone, which
 * stops its processes in order; when the supervisor is killed, the closed channel tells the process to stop.
 */
export class Child {
  #process: ChildProcess | undefined;
  #stopping = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: ChildOptions) {}

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process and waits until it is ready; from then on it is started again whenever it ends. */
  async start(): Promise<void> {
    await this.#start();
    this.#ended = this.#supervise();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const inTime = await Promise.race([gone.then(() => true), sleep(STOP_MS, false, { ref: false })]);
      if (!inTime) {
        this.options.onProgress(`${this.options.name} does not stop by itself and is ended`);
        child.kill('SIGKILL');
        await gone;
      }
    }
    await this.#ended;
  }

  async #start(): Promise<void> {
    const { name, file, args, log, onProgress, onStart } = this.options;
    if (this.#stopping) throw new Failure(`${name} is to stop, so it does not start.`);
    const [outFile, errFile] = [`${log}.log`, `${log}.error.log`];
    const [out, err] = [openLog(outFile), openLog(errFile)];
    const from = sizeOf(errFile);
    const child = fork(file, args, {
      detached: true,
      // Helper threads of the collector cost more than they save beside servers on the same cores (decision 0025).
      execArgv: ['--enable-source-maps', '--single-threaded-gc'],
      stdio: ['ignore', out, err, 'ipc'],
      windowsHide: true,
    } as Parameters<typeof fork>[2]);
    closeSync(out);
    closeSync(err);
    this.#process = child;
    onStart();
    await new Promise<void>((ready, fail) => {
      const late = setTimeout(() => fail(new Failure(`${name} was not ready after ${READY_MS / 1000} s; see ${errFile}.`)), READY_MS);
      child.on('message', (message: { ready?: unknown; progress?: string }) => {
        if (message.progress !== undefined) onProgress(`${name}: ${message.progress}`);
        if (message.ready === undefined) return;
        clearTimeout(late);
        ready();
      });
      child.once('error', (error) => fail(new Failure(`${name} does not start: ${error.message}`, { cause: error })));
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        const why = lastLine(errFile, from) ?? `it ended with ${signal ?? `exit code ${code}`}.`;
        fail(new Failure(`${name} does not start: ${why}`));
      });
    });
  }

  async #supervise(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let begun = Date.now();
    while (!this.#stopping) {
      const child = this.#process!;
      if (child.exitCode === null && child.signalCode === null) {
        await new Promise((resolve) => child.once('exit', resolve));
      }
      if (this.#stopping) return;
      const { name, onProgress } = this.options;
      const how = child.signalCode ?? `exit code ${child.exitCode}`;
      if (Date.now() - begun > SETTLED_MS) pause = FIRST_PAUSE_MS;
      onProgress(`${name} has ended (${how}); it starts again in ${pause / 1000} s`);
      await sleep(pause);
      if (this.#isStopping()) return;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      begun = Date.now();
      await this.#start().then(
        () => onProgress(`${name} is back`),
        (error: Error) => this.#isStopping() || onProgress(error.message),
      );
    }
  }

  // Asked again after each pause: it changes from outside meanwhile.
  #isStopping(): boolean {
    return this.#stopping;
  }
}
