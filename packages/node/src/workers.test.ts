import { afterAll, beforeAll, expect, it } from 'vitest';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { DAY, HOUR } from '@pairgate/domain/kernel/instant.ts';
import { openRealServer, sampleDeclaration, type RealServer } from './http/testing/real-server.ts';
import { sampleClock } from './testing/two-nodes.ts';

const clock = sampleClock();
let passed = 0;
let server: RealServer;
const tokens = new Map<string, string>();

beforeAll(async () => {
  server = await openRealServer('VN', { virtual: true, now: () => clock.now() + passed });
  for (const who of ['vn-trader', 'vn-yard']) tokens.set(who, await server.token(who));
});
afterAll(() => server.close());

const headers = (who: string) => ({ authorization: `Bearer ${tokens.get(who)}` });

async function act(who: string, url: string, payload: object) {
  const key = { 'idempotency-key': crypto.randomUUID() };
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...headers(who), ...key } });
  expect(answer.json(), url).toMatchObject({ reference: expect.stringMatching(/^PG-/) });
  return answer.json() as { reference: string; crossing: string };
}

const see = async (reference: string) =>
  (await server.app.inject({ url: `/api/crossings/${reference}`, headers: headers('vn-yard') })).json() as {
    row: { phase: string };
    timeline: { type: string; data: object }[];
  };

it('gives up a lorry that never comes, although its goods came on another', async () => {
  const declared = (reference: string) => ({ declaration: sampleDeclaration('durian-vn-cn', reference) });
  const first = await act('vn-trader', '/api/declarations', declared('TWO-1'));
  const second = await act('vn-trader', '/api/declarations', declared('TWO-2'));
  await act('vn-trader', `/api/crossings/${second.crossing}/add-load`, { consignment: first.reference });
  await act('vn-yard', `/api/crossings/${first.crossing}/record-arrival`, {
    tractorID: '29H-412.07', sealID: [], weighedMassKg: '38200', yard: 'VN-YX',
  });
  passed = 73 * HOUR;
  await expect.poll(async () => (await see(second.crossing)).timeline.map((fact) => fact.type))
    .toContain('DeclarationExpired');
  expect((await see(second.crossing)).row.phase).toBe('planned');
  passed += huuNghiYouyiGuan.arrivalGraceDays * DAY;
  await expect.poll(async () => (await see(second.crossing)).row.phase).toBe('expired');
  expect((await see(second.crossing)).timeline.at(-1)).toMatchObject({ type: 'CrossingExpired', data: { cause: 'no_slot' } });
  expect((await see(first.crossing)).row.phase).toBe('arrived');
});
