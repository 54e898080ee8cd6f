import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { startDay, type DayStatus, type RunningDay } from '@pairgate/day/start.ts';
import { untilAtPace } from './pace.ts';
import { startPair, type ProcessPair } from './pair.ts';

/**
 * A short morning on two real nodes: the simulated people find their work through the public interface, and bring a
 * lorry that somebody else declared all the way to its departure.
 */
const SPEED = 120;
const FASTER = 150;
/** A test takes a minute or two, and many on a busy machine; what did not come by then has stalled, and the account of it needs a moment more. */
const PATIENCE = 1_200_000;
const ACCOUNT = 30_000;

interface Row {
  readonly reference: string;
  readonly phase: string;
  readonly direction: string;
}

const sample = JSON.parse(readFileSync(new URL('../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as { declaration: object };

let pair: ProcessPair;
let day: RunningDay;
let dayToken: string;
const troubles: string[] = [];

beforeAll(async () => {
  pair = await startPair();
  const config = JSON.parse(readFileSync(join(pair.directory, 'VN.json'), 'utf8')) as { demonstration: { dayToken: string } };
  ({ dayToken } = config.demonstration);
  const access = (url: string) => ({ url, tokens: {} });
  day = await startDay(
    {
      nodes: { VN: access(pair.VN.url), CN: access(pair.CN.url) },
      dayToken,
      controlPort: 0,
      speed: SPEED,
      seed: 1088,
      dataDirectory: join(pair.directory, 'day'),
    },
    (what, error) => troubles.push(`${what}: ${String(error)}`),
  );
});

afterAll(async () => {
  await day?.stop();
  await pair?.stop();
});

const acts = (): Record<string, number> => (day.status().counts as { acts: Record<string, number> }).acts;
const control = (init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${day.controlPort}/`, init);

/** How both sides see what the test waits for, and themselves: what one needs to find out where the day stands still. */
async function account(stranger: string): Promise<string> {
  const sideOf = async (side: SideId) => {
    const node = pair[side];
    const ask = (path: string) =>
      node.request('GET', path, { persona: `${side.toLowerCase()}-auditor` }).then(({ body }) => body, (error: unknown) => String(error));
    const [stands, log, clock, metrics] = await Promise.all(
      [`/api/crossings/${stranger}`, '/api/log', '/api/demo/clock', '/metrics'].map(ask),
    );
    const { row, timeline, holds, version } = stands as Record<string, unknown>;
    return {
      running: node.running, stranger: { row, timeline, holds, version }, log, clock,
      metrics: String(metrics).split('\n').filter((line) => /^pairgate_(streams|log|clock|commit_seconds_(sum|count))/.test(line)),
      output: node.output.slice(-4000),
    };
  };
  const [VN, CN] = await Promise.all(SIDES.map(sideOf));
  return JSON.stringify({ day: day.status(), troubles, VN, CN }, null, 1);
}

describe('a morning', () => {
  let stranger: string;
  const wait = (fastest: number, what: () => Promise<boolean>): Promise<void> =>
    untilAtPace(day, { dayToken, fastest, millis: PATIENCE - ACCOUNT }, what, () => account(stranger));

  it('drives the clocks of both nodes', async () => {
    for (const node of [pair.VN, pair.CN]) {
      const { body } = await node.request<{ now: string; virtual: boolean; speed: number }>('GET', '/api/demo/clock');
      expect(body.virtual).toBe(true);
      expect(body.speed).toBeGreaterThanOrEqual(SPEED);
    }
  });

  it('takes in the lorry of somebody else', async () => {
    const { status, body } = await pair.VN.request<{ crossing: string }>('POST', '/api/declarations', {
      persona: 'vn-trader-3',
      body: { declaration: sample.declaration },
    });
    expect(status).toBe(201);
    stranger = body.crossing;
  });

  it('says at the control port what is assumed, and is driven with the token only', async () => {
    const status = (await (await control()).json()) as DayStatus;
    expect(status.profile).toContain('Assumption');
    expect(status.assumptions.length).toBeGreaterThan(0);
    expect((await control({ method: 'POST', body: '{"speed":1}' })).status).toBe(401);
  });

  it('fills the yards and lets lorries over in both directions', { timeout: PATIENCE }, async () => {
    const crossed = async (direction: string): Promise<number> => {
      const query = `phase=departed&direction=${direction}&limit=5`;
      const { body } = await pair.CN.request<{ items: Row[] }>('GET', `/api/crossings?${query}`, { persona: 'cn-auditor' });
      return body.items.length;
    };
    await wait(SPEED, async () => (await crossed('VN-CN')) > 0 && (await crossed('CN-VN')) > 0);
    expect(acts()['arrived']).toBeGreaterThan(20);
    expect(acts()['called']).toBeGreaterThan(5);
  });

  it('brings the lorry of somebody else to its departure, faster when it is told to', { timeout: PATIENCE }, async () => {
    expect(stranger, 'nobody has taken in the lorry').toBeDefined();
    const headers = { authorization: `Bearer ${dayToken}` };
    const status = (await (await control({ method: 'POST', headers, body: JSON.stringify({ speed: FASTER }) })).json()) as DayStatus;
    expect(status.speed).toBe(FASTER);
    await wait(FASTER, async () => {
      const { body } = await pair.CN.request<{ row: Row }>('GET', `/api/crossings/${stranger}`, { persona: 'cn-auditor' });
      return body.row.phase === 'departed';
    });
    expect(troubles).toEqual([]);
  });
});
