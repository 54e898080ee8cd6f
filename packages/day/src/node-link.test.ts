import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { NodeLink } from './node-link.ts';
import { World } from './world.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The address of a node that answers by this. */
async function listen(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const say = (response: Parameters<RequestListener>[1], status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const refusal = (status: number) => ({ type: '', title: '', status, code: 'refused', detail: 'No.', instance: '' });
const HEAD = { 'content-type': 'text/event-stream' };

it('asks again when no answer comes', async () => {
  let requests = 0;
  let tooLate = (): void => undefined;
  const url = await listen((_request, response) => {
    requests += 1;
    if (requests > 1) say(response, 200, { items: [] });
    else tooLate();
  });
  const link = new NodeLink('VN', url, { 'vn-yard': 'token' }, (_millis, run) => {
    tooLate = run;
    return () => undefined;
  });
  expect(await link.read('vn-yard', (client) => client.GET('/api/worklist'))).toEqual({ items: [] });
  expect(link.counts).toMatchObject({ requests: 2, onTheWire: 0, waiting: 0 });
});

it('signs in again when the session has ended, and goes on where the stream was', async () => {
  let sessions = 0;
  const streams: (string | undefined)[] = [];
  const url = await listen((request, response) => {
    if (request.url === '/api/demo/sign-in') return say(response, 201, { token: `session-${(sessions += 1)}` });
    if (request.headers.authorization !== `Bearer session-${sessions}`) return say(response, 401, refusal(401));
    streams.push(request.headers['last-event-id'] as string | undefined);
    response.writeHead(200, HEAD).end(`id: ${streams.length}\nevent: log\ndata: {}\n\n`);
    if (streams.length === 1) sessions = 5;
  });
  const link = new NodeLink('VN', url, {});
  const done = new AbortController();
  const told: string[] = [];
  for await (const { id } of link.events('vn-auditor', done.signal)) {
    told.push(id);
    if (told.length === 2) done.abort();
  }
  expect(told).toEqual(['1', '2']);
  expect(streams).toEqual([undefined, '1']);
});

it('reads anew what is open when the numbers of the changes begin anew', async () => {
  const row = { direction: 'VN-CN', trafficClass: 'general', consignments: ['PG-TJG6-H7JK'] };
  const [stays, ended] = [{ ...row, reference: 'PG-4K7N-8821' }, { ...row, reference: 'PG-JF59-HFX6' }];
  let lists = 0;
  let tell = (_event: string): void => undefined;
  const url = await listen((request, response) => {
    if (request.url === '/api/stream') {
      tell = (event) => response.write(event);
      response.writeHead(200, HEAD).write('id: 9\nevent: log\ndata: {}\n\n');
    } else if (request.url!.includes(ended.reference)) say(response, 200, { row: { ...ended, phase: 'departed', change: 0 } });
    else if ((lists += 1) <= 2) {
      say(response, 200, { items: [{ ...stays, phase: 'released', change: 8 }, { ...ended, phase: 'cleared', change: 9 }], nextCursor: null });
    } else say(response, 200, { items: [{ ...stays, phase: 'exited', change: 0 }], nextCursor: null });
  });
  const link = (side: 'VN' | 'CN') => new NodeLink(side, url, { 'vn-auditor': 'token', 'cn-auditor': 'token' });
  const world = new World({ VN: link('VN'), CN: link('CN') }, () => undefined);
  await world.follow();
  const phases = () => Array.from(world.all(), ({ rows }) => [rows.VN?.phase, rows.CN?.phase].toSorted());
  expect(phases()).toEqual([['released', 'released'], ['cleared', 'cleared']]);
  tell('id: 1\nevent: reset\ndata: {}\n\n');
  await vi.waitFor(() => expect(phases()).toEqual([['exited', 'released'], ['cleared', 'departed']]), { timeout: 50_000 });
  world.stop();
});

it('follows a node anew after the list of what is open was refused', async () => {
  let lists = 0;
  const url = await listen((request, response) => {
    if (request.url === '/api/stream') response.writeHead(200, HEAD).write('id: 1\nevent: log\ndata: {}\n\n');
    else if ((lists += 1) === 1) say(response, 409, refusal(409));
    else say(response, 200, { items: [], nextCursor: null });
  });
  const link = (side: 'VN' | 'CN') => new NodeLink(side, url, { 'vn-auditor': 'token', 'cn-auditor': 'token' });
  const troubles: unknown[] = [];
  const world = new World({ VN: link('VN'), CN: link('CN') }, (error) => troubles.push(error));
  await world.follow();
  expect([lists, troubles.length]).toEqual([3, 1]);
  world.stop();
});
