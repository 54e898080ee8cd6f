import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallScenario } from '@pairgate/simulator/report/testing.ts';
import { build } from '../../../../tools/build.mjs';
import { runCommand } from '../testing.ts';

/** The command as a process of its own, which can be killed; and what must not change whatever happens to it. */

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const SCENARIO = join(ROOT, 'samples', 'scenarios', 'huu-nghi-youyi-guan.json');

let folder: string;
/** The same pair with a tenth of its lorries. */
let small: string;
beforeAll(async () => {
  await build({ only: ['simulate-worker', 'pairgate'] });
  folder = mkdtempSync(join(tmpdir(), 'pairgate-simulate-'));
  small = join(folder, 'small.json');
  writeFileSync(small, JSON.stringify(smallScenario()));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(ROOT, 'build', 'pairgate.js'), 'simulate', small, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, err }))) };
}

const simulate = (...args: string[]): Promise<Ended> => start(args).ended;
const store = (name: string): string[] => ['--store', join(folder, name)];
const files = (name: string): string[] => {
  const at = join(folder, name);
  return existsSync(at) ? readdirSync(at).map((each) => join(at, each, 'replications.jsonl')).filter(existsSync) : [];
};
const lines = (name: string): string[] => files(name).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.endsWith('}')));

/** Resolves when so many replications are on the disk. */
async function kept(name: string, count: number): Promise<void> {
  while (lines(name).length < count) await new Promise((done) => setTimeout(done, 20));
}

const SMALL = ['--policy', 'P0,P1', '--replications', '3', '--days', '2', '--json'];
const LONGER = ['--policy', 'P0,P1', '--replications', '8', '--days', '60', '--threads', '1', '--json'];

describe('pairgate simulate', () => {
  it('gives the same on one thread and on two, and from the disk', async () => {
    const one = await simulate(...SMALL, ...store('one'), '--threads', '1');
    const two = await simulate(...SMALL, ...store('two'), '--threads', '2');
    const again = await simulate(...SMALL, ...store('two'));
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({ replications: { asked: 3, done: 3 }, policies: [{ id: 'P0' }, { id: 'P1' }] });
    expect(two.out).toBe(one.out);
    expect(again.out).toBe(one.out);
    expect(lines('two').length).toBe(6);
  });

  it('goes on after kill -9 from what is on the disk, past half a line, to the same result', async () => {
    const { child, ended } = start([...LONGER, ...store('killed')]);
    await kept('killed', 3);
    child.kill('SIGKILL');
    await ended;
    const before = lines('killed');
    expect(before.length).toBeLessThan(16);
    appendFileSync(files('killed')[0]!, '{"replication":7,"warmUpDays":0,"run":{"scena');
    const resumed = await simulate(...LONGER, ...store('killed'));
    const whole = await simulate(...LONGER, ...store('whole'));
    expect(resumed.out).toBe(whole.out);
    expect(lines('killed')).toEqual(expect.arrayContaining(before));
    expect(new Set(lines('killed')).size).toBe(lines('killed').length);
  });

  it('answers with what is done at Ctrl-C, and begins anew with --fresh', async () => {
    const { child, ended } = start([...LONGER, ...store('stopped'), '--warm-up', '0', '--report', join(folder, 'stopped.html')]);
    await kept('stopped', 3);
    child.kill('SIGINT');
    const { code, out } = await ended;
    const { replications } = JSON.parse(out) as { replications: { asked: number; done: number } };
    expect(code).toBe(130);
    expect(replications.done).toBeGreaterThan(0);
    expect(replications.done).toBeLessThan(8);
    const report = readFileSync(join(folder, 'stopped.html'), 'utf8');
    expect(report).toContain(`Stopped early: ${replications.done} of 8`);
    // The threads still had orders when they were asked for the yards.
    expect(report.match(/<button type="button" class="policy"/g)).toHaveLength(2);
    const fresh = await simulate('--policy', 'P0', '--replications', '1', '--days', '60', '--warm-up', '0', ...store('stopped'), '--fresh');
    expect(fresh.code).toBe(0);
    expect(lines('stopped').filter((line) => line.includes('"policy":"P0"')).length).toBe(1);
  });

  it('does not take results of another seed, of other days or of another scenario', async () => {
    const few = ['--policy', 'P0', '--replications', '1', '--warm-up', '0', ...store('others')];
    await simulate(...few, '--days', '1');
    await simulate(...few, '--days', '2');
    await simulate(...few, '--days', '1', '--seed', '2');
    expect(files('others').length).toBe(3);
  });

  it('writes lines of values, and a report in the language that is asked for', async () => {
    const report = join(folder, 'report.html');
    const { code, out } = await simulate(...SMALL.filter((each) => each !== '--json'), '--csv', ...store('two'), '--report', report, '--language', 'zh');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\r\n').length).toBe(1 + 6 * 13);
    expect(readFileSync(report, 'utf8')).toContain('<html lang="zh">');
  });
});

describe('what cannot be simulated', () => {
  const scenario = JSON.parse(readFileSync(SCENARIO, 'utf8')) as Record<string, Record<string, Record<string, unknown>>>;
  const wrong = (name: string, change: (copy: typeof scenario) => void): string => {
    const copy = structuredClone(scenario);
    change(copy);
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(copy));
    return file;
  };

  it('is refused with the place and the reason', async () => {
    const negative = wrong('negative', (copy) => Object.assign(copy['stages']!['VN-CN/papers'] ?? Object.values(copy['stages']!)[2]!, {
      service: { is: { kind: 'constant', mean: -1 }, source: 'a test', assumed: true },
    }));
    const unknown = wrong('unknown', (copy) => (Object.values(copy['routes']!)[0]!['classes'] as string[]).push('nobody'));
    for (const [file, pointer] of [[negative, '/stages/'], [unknown, '/routes/']] as const) {
      const { code, err, out } = await runCommand(['simulate', file, '--json']);
      expect(code).toBe(1);
      expect(err).toContain(`${file}, at ${pointer}`);
      const { error } = JSON.parse(out) as { error: { code: string; pointer: string } };
      expect(error.code).toBe('scenario_refused');
      expect(error.pointer.startsWith(pointer)).toBe(true);
    }
  });

  it.each([
    [[SCENARIO, '--policy', 'P0,P99'], 'There is no policy P99; there are P0, P1'],
    [[SCENARIO, '--replications', '0'], 'It is a whole number from 1 on.'],
    [[SCENARIO, '--days', '3', '--warm-up', '3'], 'A warm-up of 3 days leaves nothing of 3 days.'],
    [[SCENARIO, '--days', '100000'], '100000 days are more than the 3660 of a run.'],
    [[SCENARIO, '--json', '--csv'], 'Say --json or --csv, not both.'],
    [['nowhere.json'], 'There is no file nowhere.json.'],
  ])('%#', async (args, sentence) => {
    const { code, err } = await runCommand(['simulate', ...args]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});
