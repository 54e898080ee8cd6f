import { mkdirSync } from 'node:fs';
import { printLine, SIDE_NAMES, SIDES, type Context } from '../context.ts';
import type { DataFolder, Demonstration, Engine } from '../data-folder.ts';
import { failureOf } from '../failure.ts';
import { awaitSignal } from '../signals.ts';
import { builtFile } from './build-files.ts';
import { Child } from './child.ts';
import { forgetRun, rememberRun, takeFolder } from './folder.ts';
import { checkPorts, portsFrom } from './ports.ts';
import { startDatabases, stopLeftServers, type Databases } from './servers.ts';
import { setUpFolder, writeConfigurations } from './set-up.ts';

export interface DemoOptions {
  readonly data: string;
  readonly fresh: boolean;
  readonly port: number;
  readonly speed: number;
  readonly day: boolean;
  readonly postgres: boolean;
  readonly databaseUrl: string | undefined;
}

const wantedEngine = ({ postgres, databaseUrl }: DemoOptions): Engine | undefined =>
  postgres ? 'postgres' : databaseUrl === undefined ? undefined : 'server';

/** What runs, in the order in which it was started; it stops the other way round. */
class Running {
  readonly children: Child[] = [];
  databases: Databases | undefined;
  /** Settles when nothing more is being started. */
  starting: Promise<void> = Promise.resolve();

  async stop(onProgress: (line: string) => void): Promise<void> {
    // The day first, so that nobody asks nodes that are gone; then both nodes at once, which need not wait for each other.
    const [nodes, day] = [this.children.slice(0, 2), this.children.slice(2)];
    for (const group of [day, nodes]) {
      await Promise.all(group.map((child) => child.stop()));
    }
    await this.starting.catch(() => undefined);
    if (this.databases) onProgress('stopping the databases');
    await this.databases?.stop();
  }
}

function childrenOf(folder: DataFolder, day: boolean, onProgress: (line: string) => void): Child[] {
  const children: Child[] = [];
  const onStart = () => rememberRun(folder, children.flatMap((child) => child.pid ?? []));
  const child = (name: string, file: string, config: string, log: string) =>
    new Child({ name, file: builtFile(file), args: [config], log: folder.at('logs', log), onProgress, onStart });
  for (const side of SIDES) children.push(child(SIDE_NAMES[side], 'node.js', folder.config(side), side.toLowerCase()));
  if (day) children.push(child('The day', 'day.js', folder.at('day.json'), 'day'));
  return children;
}

function sayReady(context: Context, folder: DataFolder, demonstration: Demonstration, seconds: string): void {
  const fingerprints = folder.fingerprints();
  const say = (line = '') => printLine(context.out, line);
  say();
  say(`Ready after ${seconds} s.`);
  say();
  for (const side of SIDES) {
    say(`  ${SIDE_NAMES[side].padEnd(14)}  ${demonstration.urls[side]}`);
    if (fingerprints) say(`  ${'fingerprint'.padEnd(14)}  ${fingerprints[side]}`);
    say();
  }
  say('  Open either address and choose one of the invented people to sign in as.');
  say('  Send a lorry of your own:  npx pairgate declare samples/durian-vn-cn.json');
  say(`  Ctrl-C stops everything; the state stays in ${folder.path}.`);
  say();
}

/**
 * Runs the demonstration until a signal ends it: sets up what is missing, starts both nodes and the day, starts again
 * what dies, and stops everything in order. Resolves with the exit code.
 */
export async function runDemo(options: DemoOptions, context: Context): Promise<number> {
  const begun = performance.now();
  const progress = (line: string) => printLine(context.out, `  ${line}`);
  // A reader of the output that has gone away must not end the demonstration.
  process.stdout.on('error', () => undefined);
  const { folder, demonstration, release } = await takeFolder({
    data: options.data,
    fresh: options.fresh,
    port: options.port,
    engine: wantedEngine(options),
    onProgress: progress,
    check: () => checkPorts(portsFrom(options.port), { day: options.day }),
    stopServers: stopLeftServers,
  });
  printLine(context.out, 'Pairgate: a demonstration of both sides of Hữu Nghị – Youyi Guan');
  const running = new Running();
  const signals = awaitSignal();
  const stopped = signals.came;
  try {
    running.starting = startAll({ options, folder, demonstration, running, progress });
    const first = await Promise.race([running.starting.then(() => 'started' as const), stopped.then(() => 'stopped' as const)]);
    if (first === 'started') {
      sayReady(context, folder, demonstration, ((performance.now() - begun) / 1000).toFixed(1));
      await stopped;
    }
    printLine(context.out, 'Stopping.');
    await running.stop(progress);
    printLine(context.out, 'Stopped. The next start goes on from here.');
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    await running.stop(() => {}).catch(() => undefined);
    throw failure;
  } finally {
    signals.dispose();
    forgetRun(folder);
    release();
  }
}

interface Start {
  readonly options: DemoOptions;
  readonly folder: DataFolder;
  readonly demonstration: Demonstration;
  readonly running: Running;
  readonly progress: (line: string) => void;
}

async function startAll({ options, folder, demonstration, running, progress }: Start): Promise<void> {
  const ports = portsFrom(options.port);
  const { day, speed, databaseUrl } = options;
  const { children } = running;
  children.push(...childrenOf(folder, day, progress));
  await setUpFolder(folder, demonstration, progress);
  mkdirSync(folder.at('logs'), { recursive: true, mode: 0o700 });
  running.databases = demonstration.engine === 'pglite' ? undefined : await startDatabases(folder, demonstration, databaseUrl, progress);
  const databases = running.databases?.urls ?? { VN: 'pglite', CN: 'pglite' };
  writeConfigurations({ folder, demonstration, ports, databases, day, speed });
  progress('starting both nodes');
  await Promise.all(children.slice(0, 2).map((child) => child.start()));
  for (const child of children.slice(2)) {
    progress('starting the day');
    await child.start();
  }
}
