import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDay, type RunningDay } from '@pairgate/day/start.ts';
import { checkScenario } from '@pairgate/simulator/scenario/check.ts';
import { scenario } from '@pairgate/simulator/scenario/schema.ts';
import { untilAtPace } from './pace.ts';
import { startPair, type ProcessPair } from './pair.ts';

/** Some hours of the simulated people on two real nodes, then the commands of `docs/reference/calibrate.md` against them. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCUMENT = readFileSync(join(ROOT, 'docs/reference/calibrate.md'), 'utf8');
const COMMANDS = [...DOCUMENT.matchAll(/^\$ npx pairgate (calibrate .*)$/gm)].map((match) => match[1]!);
const SPEED = 120;
const PATIENCE = 1_200_000;
/** Events of all durations together, which the fitted scenario is to rest on. */
const EVENTS = 80;
const DEPARTED = 40;

let pair: ProcessPair;
let day: RunningDay;
let directory: string;

interface Found {
  readonly node: string;
  readonly lorries: number;
  readonly parts: readonly { readonly kind: string; readonly figure: string; readonly of: string; readonly observations: number; readonly fit?: { readonly verdict: string; readonly events: number } }[];
  readonly replay: { readonly lorries: number; readonly departed: number; readonly replications: number; readonly wait: { readonly recorded: number; readonly simulated: { readonly mean: number } }; readonly departuresError: number };
}

/** What the page has a picture of. */
const drawnOf = (parts: Found['parts']) =>
  parts.filter((part) => part.kind === 'profile' || (part.fit !== undefined && part.fit.verdict !== 'cannot tell'));

const eventsOf = (parts: Found['parts']): number => parts.reduce((sum, { fit }) => sum + (fit?.events ?? 0), 0);

/** In a process of its own, while the day goes on in this one. */
async function pairgate(args: readonly string[], token: string, url: string) {
  const env = { ...process.env, PAIRGATE_URL: url, PAIRGATE_TOKEN: token, PAIRGATE_DATA: join(directory, 'none') };
  const child = spawn(process.execPath, [join(ROOT, 'build/pairgate.js'), ...args], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { stdout, stderr, status };
}

beforeAll(async () => {
  const build = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT, encoding: 'utf8' });
  expect(build.status, build.stderr).toBe(0);
  directory = mkdtempSync(join(tmpdir(), 'pairgate-calibrate-'));
  pair = await startPair();
  const { demonstration } = JSON.parse(readFileSync(join(pair.directory, 'VN.json'), 'utf8')) as { demonstration: { dayToken: string } };
  const access = (url: string) => ({ url, tokens: {} });
  day = await startDay(
    {
      nodes: { VN: access(pair.VN.url), CN: access(pair.CN.url) },
      dayToken: demonstration.dayToken, controlPort: 0, speed: SPEED, seed: 1088, dataDirectory: join(pair.directory, 'day'),
    },
    () => undefined,
  );
  const departed = async (filter: string, least: number) => {
    const { body } = await pair.VN.request<{ items: unknown[] }>('GET', `/api/crossings?phase=departed&limit=${least}${filter}`, { persona: 'vn-auditor' });
    return body.items.length >= least;
  };
  const told = async () => JSON.stringify(day.status());
  // Enough in all, and in one direction enough for its services to be fitted: the call and the way over the line.
  const at = { dayToken: demonstration.dayToken, fastest: SPEED, millis: PATIENCE };
  await untilAtPace(day, at, async () => (await departed('', DEPARTED)) && departed('&direction=CN-VN', 30), told);
  // Which classes come often enough for a picture of their arrivals is for the day to say; a fit may be refused again later.
  const token = await pair.VN.token('vn-manager');
  const calibrated = async () => pairgate(['calibrate', '-o', 'waiting.json', '--replications', '0', '--json'], token, pair.VN.url);
  await untilAtPace(day, at, async () => {
    const { parts } = JSON.parse((await calibrated()).stdout) as Found;
    return parts.filter((part) => part.kind === 'profile').length > 1 && eventsOf(parts) > EVENTS;
  }, told);
}, 2 * PATIENCE + 120_000);

afterAll(async () => {
  await day?.stop();
  await pair?.stop();
  if (directory) rmSync(directory, { recursive: true });
});

describe('pairgate calibrate', () => {
  it('fits a scenario that can be run, and replays what was recorded', async () => {
    const token = await pair.VN.token('vn-manager');
    const { stdout, stderr, status } = await pairgate(['calibrate', '-o', 'calibrated.json', '--replications', '4', '--json'], token, pair.VN.url);
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    const found = JSON.parse(stdout) as Found;
    expect(found.lorries).toBeGreaterThan(DEPARTED);
    const counted = found.parts.filter((part) => part.figure === 'lorriesPerDay').reduce((sum, part) => sum + part.observations, 0);
    expect(found.replay.lorries).toBe(counted);
    expect(found.replay.departed).toBeGreaterThanOrEqual(DEPARTED);
    expect(Number.isFinite(found.replay.wait.recorded) && Number.isFinite(found.replay.wait.simulated.mean)).toBe(true);
    const durations = found.parts.flatMap((part) => (part.fit ? [part.fit] : []));
    expect(eventsOf(found.parts)).toBeGreaterThan(EVENTS);
    for (const fit of durations) expect(fit.verdict === 'cannot tell' || fit.events >= 20).toBe(true);
    const written = scenario.parse(JSON.parse(readFileSync(join(directory, 'calibrated.json'), 'utf8')));
    expect(checkScenario(written).faults).toEqual([]);
    const sources = JSON.stringify(written).match(/"source":"fitted from \d+ observations of http[^"]*"/g) ?? [];
    expect(sources.length).toBeGreaterThan(2);
  });

  it('is for managers: a trader is told so in one sentence', async () => {
    const { stderr, status } = await pairgate(['calibrate', '-o', 'none.json'], await pair.VN.token('vn-trader'), pair.VN.url);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  it('says what it cannot do with a period of which nothing is recorded', async () => {
    const token = await pair.VN.token('vn-manager');
    const { stderr, status } = await pairgate(['calibrate', '-o', 'none.json', '--from', '2020-01-01', '--to', '2020-01-02'], token, pair.VN.url);
    expect([status, stderr]).toEqual([1, expect.stringContaining('has recorded nothing')]);
  });

  it('does what its page says, command for command', async () => {
    expect(COMMANDS.length).toBeGreaterThan(2);
    const token = await pair.VN.token('vn-manager');
    for (const command of COMMANDS) {
      const { stderr, status } = await pairgate(command.split(' '), token, pair.VN.url);
      expect(status, `${command}: ${stderr}`).toBe(0);
    }
    const report = COMMANDS.find((command) => command.includes('--report'))!;
    const { parts } = JSON.parse((await pairgate([...report.split(' '), '--json'], token, pair.VN.url)).stdout) as Found;
    const page = readFileSync(join(directory, 'calibrated.html'), 'utf8');
    expect(page).toContain('<!doctype html>');
    expect(page).not.toMatch(/(src|href)="?http/);
    const drawn = drawnOf(parts);
    expect(drawn.length).toBeGreaterThan(1);
    expect([...page.matchAll(/<figure>/g)]).toHaveLength(drawn.length);
  });
});
