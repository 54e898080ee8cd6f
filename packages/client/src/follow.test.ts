import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { follow } from './follow.ts';

/** Runs the collector of memory now. */
const collect = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

it('ends when its caller is done, though the memory of the request has been collected meanwhile', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: log\ndata: {}\n\n');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const caller = new AbortController();
  const told: string[] = [];
  const collecting = setInterval(collect, 20);
  for await (const { event } of follow({ url, headers: {}, fetch: (request) => fetch(request), signal: caller.signal })) {
    told.push(event);
    setTimeout(() => caller.abort(), 500);
  }
  clearInterval(collecting);
  expect(told).toEqual(['log']);
  server.closeAllConnections();
  server.close();
});

it('comes back when a request has no answer, though its memory has been collected meanwhile', async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    if (requests > 1) response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: log\ndata: {}\n\n');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const caller = new AbortController();
  const collecting = setInterval(collect, 20);
  const stream = follow({ url, headers: {}, fetch: (request) => fetch(request), signal: caller.signal, silenceMs: 500 });
  expect(await stream.next()).toMatchObject({ value: { event: 'log' } });
  clearInterval(collecting);
  caller.abort();
  await stream.next();
  server.closeAllConnections();
  server.close();
});
