import { fork, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A part of the bench that runs in a process of its own: this very bundle, started again with `--part NAME`. */
export class Part {
  #next = 0;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

  private constructor(
    name: string,
    private readonly child: ChildProcess,
  ) {
    child.on('message', ({ id, result, error }: { id?: number; result?: never; error?: string }) => {
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (!waiting) return;
      this.#waiting.delete(id!);
      if (error === undefined) waiting.resolve(result as never);
      else waiting.reject(new Error(`${name}: ${error}`));
    });
    child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${name} ended with ${signal ?? code}`));
      this.#waiting.clear();
    });
  }

  /** Starts a part and waits until it says that it is ready. `profile` is a folder for a CPU profile of it. */
  static async start(name: string, settings: unknown, profile?: string): Promise<Part> {
    // As the demonstration starts its nodes (decision 0025).
    const execArgv = ['--enable-source-maps', '--single-threaded-gc', ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
    const child = fork(process.argv[1]!, ['--part', name, JSON.stringify(settings)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const part = new Part(name, child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code, signal) => reject(new Error(`${name} did not start: ${signal ?? code}`)));
    });
    return part;
  }

  get pid(): number {
    return this.child.pid!;
  }

  ask<Result>(order: object): Promise<Result> {
    const id = (this.#next += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.child.send({ ...order, id }, (error) => error && reject(error));
    });
  }

  /** Ends the process and waits until it is gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.connected) this.child.disconnect();
    await gone;
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** Milliseconds of processor time of a process, with children that have ended and those that live. */
export function cpuMillis(pid: number): number {
  const of = (each: number) => {
    const text = readFileSync(`/proc/${each}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), ended: Number(fields[13]) + Number(fields[14]) };
  };
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const { parent, own, ended } = of(Number(name));
      if (Number(name) === pid) ticks += own + ended;
      else if (parent === pid) ticks += own;
    } catch {
      // It ended meanwhile, and its parent counts it.
    }
  }
  return ticks * 10;
}
