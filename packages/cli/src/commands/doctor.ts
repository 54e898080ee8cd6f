import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersAt, diagnoseFolder, diagnoseNode, type Diagnosis } from '@pairgate/node/doctor.ts';
import { lockFolder } from '@pairgate/node/databases.ts';
import { readConfig } from '@pairgate/node/config.ts';
import { PAIR } from '@pairgate/node/maintenance.ts';
import { printJson, printLine, SIDES, type CommonOptions } from '../context.ts';
import { DataFolder, type Demonstration } from '../data-folder.ts';
import { builtFile, consoleFolder } from '../demo/build-files.ts';
import { portsFrom } from '../demo/ports.ts';
import { failureOf } from '../failure.ts';
import { withServers, type InstalledNode } from '../installation.ts';
import { tableOf } from '../table.ts';
import { nodeOptions } from './backup.ts';
import { doing, exitCodes, type Program } from './common.ts';

interface Options {
  readonly side?: 'VN' | 'CN';
  readonly config?: string;
}

interface Section {
  readonly of: string;
  readonly found: readonly Diagnosis[];
}

const NEEDED_NODE = [20, 19] as const;
/** Certificates and sessions go by real time; a minute is far beyond what time servers leave. */
const SKEW_MS = 60_000;
const ASK_MS = 5_000;

const ok = (name: string, detail: string): Diagnosis => ({ name, verdict: 'ok', detail });
const problem = (name: string, detail: string, hint: string): Diagnosis => ({ name, verdict: 'problem', detail, hint });

function diagnoseRuntime(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
  return fits
    ? ok('Node.js', process.versions.node)
    : problem('Node.js', `${process.versions.node} is too old`, `Install Node.js ${NEEDED_NODE.join('.')} or newer.`);
}

/** Built files, and whether they come from one build: each has the hash of its inputs beside it. */
function diagnoseBuild(): Diagnosis {
  const hint = 'Run npm run build.';
  try {
    const files = ['node.js', 'day.js', 'pairgate.js', 'pglite-worker.js', 'pglite-template.tar'].map(builtFile);
    if (consoleFolder() === undefined) return problem('build', 'the screens are not built', hint);
    const unstamped = files.filter((file) => {
      const [folder, name] = [join(file, '..'), file.split(/[\\/]/).at(-1)!.replace(/\.[a-z]+$/, '')];
      const stamp = join(folder, `.${name}.hash`);
      return !existsSync(stamp) || readFileSync(stamp, 'utf8') === '';
    });
    return unstamped.length === 0 ? ok('build', 'complete') : problem('build', `not finished: ${unstamped.join(', ')}`, hint);
  } catch (error) {
    return problem('build', failureOf(error).message, hint);
  }
}

/** Whether a demonstration runs in the folder now. The lock of one that was killed does not count. */
function isRunning(folder: DataFolder): boolean {
  try {
    lockFolder(folder.path).release();
    return false;
  } catch (error) {
    if ((error as Error).name === 'DatabaseInUse') return true;
    throw error;
  }
}

async function diagnosePorts({ port }: Demonstration, running: boolean): Promise<Diagnosis> {
  const { web, exchange } = portsFrom(port);
  const ports = [...Object.values(web), ...Object.values(exchange)];
  const answers = await Promise.all(ports.map((each) => answersAt('127.0.0.1', each)));
  const named = (answering: boolean) => ports.filter((_, index) => answers[index] === answering).join(', ');
  const range = `${port} to ${port + 9}`;
  if (running) {
    return answers.includes(false)
      ? problem('ports', `nobody answers at ${named(false)}`, 'A node is starting or has failed: see logs in the data folder.')
      : ok('ports', `${range}: both nodes answer`);
  }
  return answers.includes(true)
    ? problem('ports', `something else uses ${named(true)}`, 'Start with another --port.')
    : ok('ports', `${range}: free`);
}

interface Heard {
  readonly side: string;
  readonly ready: boolean;
  readonly wallMs: number;
  readonly clock: number | undefined;
  readonly skewMs: number;
}

/** Asks a running node how it is. The time in its answer has whole seconds. */
async function hear(side: string, url: string): Promise<Heard | undefined> {
  const ask = (path: string) => fetch(`${url}${path}`, { signal: AbortSignal.timeout(ASK_MS) });
  try {
    const ready = await ask('/readyz');
    const wallMs = Date.parse(ready.headers.get('date') ?? '');
    const clock = await ask('/api/demo/clock');
    const now = clock.ok ? Date.parse(((await clock.json()) as { now: string }).now) : undefined;
    return { side, ready: ready.ok, wallMs, clock: now, skewMs: Math.abs(wallMs - Date.now()) };
  } catch {
    return undefined;
  }
}

async function diagnoseRunning(urls: Readonly<Record<string, string>>): Promise<Diagnosis[]> {
  const heard = await Promise.all(Object.entries(urls).map(async ([side, url]) => (await hear(side, url)) ?? side));
  const found = heard.map((each) => {
    if (typeof each === 'string') return problem(`node ${each}`, 'does not answer', 'See its log in the data folder.');
    return each.ready
      ? ok(`node ${each.side}`, 'database, writer and exchange serve')
      : problem(`node ${each.side}`, 'answers, but is not ready', 'See /readyz and its log: the database or the other side may be away.');
  });
  const clocks = heard.filter((each) => typeof each !== 'string');
  const skewed = clocks.filter(({ skewMs }) => skewMs > SKEW_MS);
  if (skewed.length > 0) {
    found.push(problem('clocks', `${skewed.map(({ side }) => side).join(', ')}: more than a minute from this machine`, 'Set the clocks by a time server.'));
  } else if (clocks.length > 0) found.push(ok('clocks', 'within a minute of this machine'));
  return found;
}

async function diagnoseDemonstration(folder: DataFolder, options: Options): Promise<Section[]> {
  const demonstration = folder.demonstration();
  if (!demonstration) {
    const hint = 'Start one with npm start, or name its folder with --data.';
    const found = existsSync(folder.path) ? await diagnoseFolder(folder.path) : [];
    return [{ of: folder.path, found: [...found, problem('demonstration', `there is none in ${folder.path}`, hint)] }];
  }
  const running = isRunning(folder);
  const general = [
    ok('demonstration', running ? 'it runs' : 'it is stopped'),
    await diagnosePorts(demonstration, running),
    ...(running ? await diagnoseRunning(demonstration.urls) : []),
  ];
  const sides = SIDES.filter((side) => options.side === undefined || side === options.side);
  const nodes: InstalledNode[] = [];
  const broken: Section[] = [];
  for (const side of sides) {
    const configFile = folder.config(side);
    try {
      nodes.push({ configFile, base: folder.path, config: readConfig(configFile) });
    } catch (error) {
      broken.push({ of: side, found: [problem('configuration', failureOf(error).message, 'The next start of the demonstration writes it anew.')] });
    }
  }
  const diagnose = async (ready: readonly InstalledNode[]) => {
    const sections: Section[] = [];
    for (const { config } of ready) sections.push({ of: config.side, found: await diagnoseNode(config, { running, pair: PAIR }) });
    return sections;
  };
  const installation = { nodes, folder, demonstration };
  const perNode = running ? await diagnose(nodes) : await withServers(installation, () => {}, diagnose);
  return [{ of: folder.path, found: general }, ...broken, ...perNode];
}

async function diagnoseConfigured(file: string): Promise<Section[]> {
  try {
    const config = readConfig(file);
    const running = await answersAt(config.host, config.port);
    const url = `http://${config.host}:${config.port}`;
    const general = running ? await diagnoseRunning({ [config.side]: url }) : [];
    return [{ of: config.side, found: [...general, ...(await diagnoseNode(config, { running, pair: PAIR }))] }];
  } catch (error) {
    return [{ of: file, found: [problem('configuration', failureOf(error).message, 'Correct it; docs/operating says what it holds.')] }];
  }
}

const MARKS: Readonly<Record<Diagnosis['verdict'], string>> = { ok: 'ok', problem: 'PROBLEM', unknown: 'not asked' };

function linesOf(sections: readonly Section[]): string[] {
  const table = tableOf(
    sections.flatMap(({ of, found }) => [
      [of, '', ''],
      ...found.map(({ name, verdict, detail }) => [`  ${name}`, MARKS[verdict], detail]),
    ]),
  );
  const problems = sections.flatMap(({ found }) => found).filter(({ verdict }) => verdict === 'problem');
  const hints = problems.map(({ name, hint }) => `  ${name}: ${hint}`);
  return [...table, '', ...(problems.length === 0 ? ['Nothing is wrong.'] : ['What to do:', ...hints])];
}

export function addDoctor(program: Program): void {
  const { context } = program;
  const command = program.root
    .command('doctor')
    .summary('what is wrong with this installation')
    .description('Looks at everything that a node needs and says what is wrong and what to do. Changes nothing.');
  for (const option of nodeOptions()) command.addOption(option);
  command.addHelpText('after', exitCodes({ 0: 'nothing is wrong', 1: 'something is wrong; the last lines say what to do' }));
  doing<Options>(program, command, async (options: Options & CommonOptions) => {
    const own = { of: 'this program', found: [diagnoseRuntime(), diagnoseBuild()] };
    const rest = options.config === undefined ? await diagnoseDemonstration(new DataFolder(options.data), options) : await diagnoseConfigured(options.config);
    const sections = [own, ...rest];
    const healthy = sections.every(({ found }) => found.every(({ verdict }) => verdict !== 'problem'));
    if (options.json) printJson(context.out, { healthy, sections });
    else for (const line of linesOf(sections)) printLine(context.out, line);
    return healthy ? 0 : 1;
  });
}
