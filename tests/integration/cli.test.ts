import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from '../../tools/build.mjs';
import { Journey } from './journey.ts';

/**
 * The command line from the first start of the demonstration to its backup, as somebody types it: built programs,
 * processes, files and exit codes. The acts on the lorry go through the interface, with the tokens in the data folder.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAIRGATE = join(ROOT, 'build', 'pairgate.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let data: string;
let port: number;
let demo: ChildProcess;
let said = '';
let crossing: string;
let consignment: string;
let other: { reference: string; consignment: string };

const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C' };

const begun: ChildProcess[] = [];

function begin(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', PAIRGATE, '--data', data, ...args], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  begun.push(child);
  return child;
}

function end(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout!.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr!.on('data', (chunk: Buffer) => (err += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const pairgate = (...args: string[]): Promise<Ended> => end(begin(args));

async function pairgateJson<T>(...args: string[]): Promise<T> {
  const { out, err, code } = await pairgate(...args, '--json');
  if (code !== 0) throw new Error(`pairgate ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}

/** Seven ports in a row that nobody uses, below those that the system gives to outgoing connections. */
async function freeRange(): Promise<number> {
  const tryPort = (at: number) =>
    new Promise<boolean>((done) => {
      const server = createServer().once('error', () => done(false));
      server.listen(at, '127.0.0.1', () => server.close(() => done(true)));
    });
  for (let first = 12_000 + Math.floor(Math.random() * 1900) * 10; ; first += 10) {
    const free = await Promise.all(Array.from({ length: 7 }, (_, index) => tryPort(first + index)));
    if (free.every(Boolean)) return first;
  }
}

async function startDemo(...more: string[]): Promise<void> {
  said = '';
  demo = begin(['demo', '--port', String(port), '--no-day', ...more]);
  await new Promise<void>((ready, fail) => {
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      if (/Ready after/.test(said) && /Ctrl-C/.test(said)) ready();
    };
    demo.stdout!.on('data', hear);
    demo.stderr!.on('data', hear);
    demo.on('exit', (code) => fail(new Error(`the demonstration ended with ${code}: ${said}`)));
  });
}

async function stopDemo(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => demo.once('exit', resolve));
  demo.kill(signal);
  return gone;
}

const tokens = (): Record<string, string> =>
  (JSON.parse(readFileSync(join(data, 'tokens.json'), 'utf8')) as { tokens: Record<string, string> }).tokens;

const url = (side: 'VN' | 'CN'): string => `http://127.0.0.1:${side === 'VN' ? port : port + 1}`;

/** An act of one of the invented people. Throws when it is refused. */
async function act(persona: string, path: string, body: unknown, etag?: string): Promise<void> {
  const side = persona.startsWith('vn') ? 'VN' : 'CN';
  const response = await fetch(`${url(side)}/api/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${tokens()[persona]}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...(etag === undefined ? {} : { 'if-match': etag }),
    },
  });
  if (!response.ok) throw new Error(`${persona} ${path}: ${await response.text()}`);
}

async function eventually<T>(attempt: () => Promise<T>, millis = 120_000): Promise<T> {
  for (const until = Date.now() + millis; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

beforeAll(async () => {
  await build({ only: ['pglite-worker', 'pglite-template', 'node', 'pairgate'] });
  data = join(mkdtempSync(join(tmpdir(), 'pairgate-cli-')), 'data');
  port = await freeRange();
  await startDemo();
});
afterAll(async () => {
  // Whatever a failed test has left running, a demonstration too, ends before its folder goes.
  const left = begun.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(left.map((child) => new Promise((gone) => {
    child.once('exit', gone);
    child.kill('SIGINT');
  })));
  rmSync(join(data, '..'), { recursive: true, force: true });
});

it('starts and says where both sides are, with their fingerprints', () => {
  const fingerprints = JSON.parse(readFileSync(join(data, 'fingerprints.json'), 'utf8')) as Record<string, string>;
  expect(said).toContain(`http://localhost:${port}\n`);
  expect(said).toContain(`http://localhost:${port + 1}\n`);
  for (const side of ['VN', 'CN']) expect(said).toContain(fingerprints[side]);
});

it('lets no second demonstration use the folder', async () => {
  const { code, err } = await pairgate('demo', '--port', String(port), '--no-day');
  expect(code).toBe(1);
  expect(err).toBe(`The data folder ${data} is in use by process ${demo.pid}; stop that one first.\n`);
});

it('declares a lorry, completed by the importer', async () => {
  const declared = await pairgateJson<Record<string, string>>('declare', 'samples/durian-vn-cn.json');
  expect(declared).toEqual({ reference: expect.stringMatching(/^PG-/), consignment: expect.stringMatching(/^PG-/), completed: true });
  [crossing, consignment] = [declared['reference']!, declared['consignment']!];
  other = await pairgateJson('declare', 'samples/electronics-cn-vn.json');
});

it.each([
  ['negative-mass', /\/declaration\/governmentAgencyGoodsItem\/0\/goodsMeasure\/netMassKg: .*above zero/],
  ['missing-plate', /\/declaration\/borderTransportMeans\/tractorID: This field is missing\./],
  ['malformed', /This is not JSON; reading stopped at character \d+\./],
])('refuses %s in one sentence that points to the fault', async (name, sentence) => {
  const { code, err } = await pairgate('declare', `samples/wrong/${name}.json`);
  expect(code).toBe(1);
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

it('shows both sides, by the reference of the crossing or of the consignment', async () => {
  const shown = await eventually(async () => {
    const { out } = await pairgate('show', crossing.toLowerCase());
    if (!out.includes('the same on both sides')) throw new Error(out);
    return out;
  });
  for (const word of ['Fresh durian', 'Waiting for the slot', 'Declaration completed', '29H-412.07', consignment]) expect(shown).toContain(word);
  expect((await pairgateJson<{ row: { reference: string } }>('show', consignment)).row.reference).toBe(crossing);
});

it('gives evidence that verifies against the fingerprints in the data folder', async () => {
  const file = join(data, '..', 'evidence.json');
  await eventually(async () => {
    expect((await pairgate('evidence', crossing, '-o', file)).code).toBe(0);
    expect((await pairgate('verify', file)).code).toBe(0);
  });
  const { VN, CN } = JSON.parse(readFileSync(join(data, 'fingerprints.json'), 'utf8')) as Record<string, string>;
  const elsewhere = ['--data', join(data, '..', 'none')];
  expect((await pairgate('verify', file, '--trust', VN!, CN!, ...elsewhere)).code).toBe(0);
  // Who signed cannot be told without fingerprints, nor with those of somebody else.
  expect((await pairgate('verify', file, ...elsewhere)).code).toBe(2);
  expect((await pairgate('verify', file, '--trust', 'a'.repeat(64), ...elsewhere)).code).toBe(2);
});

it('gives evidence of one message, by its place in the log of its author', async () => {
  const file = join(data, '..', 'message.json');
  expect((await pairgate('evidence', '--entry', 'vn:0', '-o', file)).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ entry: 'VN:0' });
  expect((await pairgate('verify', file)).code).toBe(0);
  const unknown = await pairgate('evidence', '--entry', 'VN:99999999', '-o', file);
  expect([unknown.code, unknown.err]).toEqual([1, 'There is no entry VN:99999999 in the logs that are held here.\n']);
  expect((await pairgate('evidence', '-o', file)).err).toBe('Name either a reference or an --entry.\n');
});

it('says of tampered evidence what is wrong and where', async () => {
  const [file, tampered] = [join(data, '..', 'evidence.json'), join(data, '..', 'tampered.json')];
  const evidence = JSON.parse(readFileSync(file, 'utf8')) as { logs: { entries: { data: string }[] }[] };
  const entry = evidence.logs[0]!.entries[1]!;
  entry.data = Buffer.from(Buffer.from(entry.data, 'base64').toString().replace('"fields"', '"Fields"')).toString('base64');
  writeFileSync(tampered, JSON.stringify(evidence));
  const { code, out } = await pairgate('verify', tampered);
  expect(code).toBe(1);
  expect(out).toContain('WRONG');
  expect(out).toContain('/logs/0/entries/1');
  const report = JSON.parse((await pairgate('verify', tampered, '--json')).out) as { verdict: string };
  expect(report.verdict).toBe('INVALID');
});

it('gives up watching when the time is over, with exit code 2', async () => {
  const { code, err } = await pairgate('watch', crossing, '--timeout', '1');
  expect([code, err]).toEqual([2, `${crossing} was not through after 1 s.\n`]);
});

/** A watcher that has told the past; what comes then is told live. */
async function beginWatch(reference: string): Promise<{ ended: Promise<Ended> }> {
  const child = begin(['watch', reference]);
  const ended = end(child);
  await new Promise((told) => child.stdout!.once('data', told));
  return { ended };
}

it('watches a lorry live from its declaration to its departure, with exit code 0', async () => {
  const watch = await beginWatch(crossing);
  const { dayToken } = JSON.parse(readFileSync(join(data, 'tokens.json'), 'utf8')) as { dayToken: string };
  const { transportEquipment, borderTransportMeans } = (
    JSON.parse(readFileSync(join(ROOT, 'samples/durian-vn-cn.json'), 'utf8')) as {
      declaration: { transportEquipment: { sealID: string[] }; borderTransportMeans: { tractorID: string } };
    }
  ).declaration;
  await new Journey({
    urls: { VN: url('VN'), CN: url('CN') },
    tokens: tokens(),
    dayToken,
    direction: 'VN-CN',
    reference: crossing,
    trader: 'vn-trader-3',
    tractorID: borderTransportMeans.tractorID,
    sealID: transportEquipment.sealID,
  }).run();
  const { code, out } = await watch.ended;
  expect(code).toBe(0);
  expect(out).toMatch(/Declaration completed by the other side[^]*Released by the exporting side[^]*Left the yard|Departed/);
});

it('watches the other one until it is withdrawn, with exit code 1', async () => {
  const watch = await beginWatch(other.reference);
  await act('cn-trader-3', `consignments/${other.consignment}/withdraw-declaration`, { reason: 'sold at home' });
  const { code, out } = await watch.ended;
  expect(code).toBe(1);
  expect(out).toContain('Declaration withdrawn');
});

it('starts a killed node again, and the other one works on meanwhile', async () => {
  const { pids } = JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')) as { pids: number[] };
  process.kill(pids[0]!, 'SIGKILL');
  const { code, out } = await pairgate('show', crossing);
  expect([code, out.startsWith(crossing)]).toEqual([0, true]);
  await eventually(async () => expect(said).toContain('Viet Nam side is back'));
  expect(said).toContain('Viet Nam side has ended (SIGKILL); it starts again in 1 s');
});

it('finds nothing wrong while both nodes run', async () => {
  const { code, out } = await eventually(async () => {
    const ended = await pairgate('doctor');
    if (ended.code !== 0) throw new Error(ended.out);
    return ended;
  });
  expect(code).toBe(0);
  expect(out).toContain('Nothing is wrong.');
});

it('says that the clock does not answer when there is no day', async () => {
  expect((await pairgate('clock', 'show')).code).toBe(0);
  const { code, err } = await pairgate('clock', 'pause');
  expect([code, err]).toEqual([1, 'The clock of the demonstration does not answer.\n']);
});

it('refuses to back up or rebuild what a running node keeps open', async () => {
  for (const command of [['backup', '-o', join(data, '..', 'early')], ['rebuild']]) {
    const { code, err } = await pairgate(...command);
    expect([code, err]).toEqual([1, `The data folder ${data} is in use by process ${demo.pid}; stop that one first.\n`]);
  }
});

it('stops everything by Ctrl-C, and goes on from there at the next start', async () => {
  expect(await stopDemo()).toBe(0);
  expect(said).toContain('Stopped. The next start goes on from here.');
  expect(existsSync(join(data, 'run.json'))).toBe(false);
  const started = performance.now();
  await startDemo();
  process.stdout.write(`the second start took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  expect((await pairgateJson<{ row: { phase: string } }>('show', crossing)).row.phase).toBe('departed');
});

it('survives a kill of the supervisor: its nodes end, and the next start waits for that', async () => {
  await stopDemo('SIGKILL');
  await startDemo();
  expect((await pairgate('show', crossing)).code).toBe(0);
  expect(await stopDemo('SIGTERM')).toBe(0);
});

it('rebuilds read models that are then as they were', async () => {
  const { nodes } = await pairgateJson<{ nodes: { facts: number; tables: { written: number; removed: number }[] }[] }>('rebuild');
  expect(nodes).toHaveLength(2);
  for (const { facts, tables } of nodes) {
    expect(facts).toBeGreaterThan(5);
    for (const { written, removed } of tables) expect([written, removed]).toEqual([0, 0]);
  }
});

/** Does something with another data folder. */
async function inFolder<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const former = data;
  data = folder;
  try {
    return await run();
  } finally {
    data = former;
  }
}

it('backs up, restores into a new folder, and starts there with the same state', async () => {
  const file = join(data, '..', 'all.backup');
  const { rows } = await pairgateJson<{ rows: number }>('backup', '-o', file, '--with-keys');
  expect((await pairgate('backup', '-o', file)).err).toBe(`${file} is there already; --force replaces it.\n`);
  await inFolder(join(data, '..', 'restored'), async () => {
    expect((await pairgateJson<{ rows: number }>('restore', file)).rows).toBe(rows);
    expect((await pairgate('restore', file)).err).toBe('The database of VN is not empty; restore --force replaces what is in it.\n');
    expect((await pairgate('doctor')).code).toBe(0);
    await startDemo();
    expect((await pairgateJson<{ row: { phase: string } }>('show', crossing)).row.phase).toBe('departed');
    // The trader's own reference is known there, too.
    expect((await pairgate('declare', 'samples/durian-vn-cn.json')).err).toContain('You have already lodged a declaration');
    expect(await stopDemo()).toBe(0);
  });
});

it('does not restore without keys where there are none', async () => {
  const file = join(data, '..', 'public.backup');
  await pairgateJson('backup', '-o', file);
  const { code, err } = await inFolder(join(data, '..', 'no-keys'), () => pairgate('restore', file));
  expect(code).toBe(1);
  expect(err).toContain('the backup was made without --with-keys');
});

it('says in doctor what is broken and what to do', async () => {
  const key = join(data, 'vn', 'keys', 'checkpoint.key');
  copyFileSync(key, `${key}.kept`);
  rmSync(key);
  const { code, out } = await pairgate('doctor');
  copyFileSync(`${key}.kept`, key);
  expect(code).toBe(1);
  expect(out).toMatch(/keys +PROBLEM/);
  expect(out).toContain('from a backup made --with-keys');
});

it('begins anew with --fresh, with other keys', async () => {
  const before = readFileSync(join(data, 'fingerprints.json'), 'utf8');
  await startDemo('--fresh');
  expect(readFileSync(join(data, 'fingerprints.json'), 'utf8')).not.toBe(before);
  expect((await pairgate('show', crossing)).err).toBe(`There is no crossing and no consignment ${crossing}.\n`);
  expect(await stopDemo()).toBe(0);
});
