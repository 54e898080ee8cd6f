import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, dataOf, type NodeEvent } from './client.ts';
import { ApiProblem, NoAnswer } from './problem.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, request: Seen) => void;

/** A server on a real socket that answers what a test has lined up, then 500. */
let server: Server;
let baseUrl: string;
let seen: Seen[] = [];
let answers: Answer[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      const answer = answers.shift() ?? problem(500, 'unexpected');
      answer(response, seen.at(-1)!);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  seen = [];
  answers = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json = (body: unknown, status = 200): Answer => (response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const problem = (status: number, code: string, headers: Record<string, string> = {}): Answer => (response) => {
  const body = { type: `urn:pairgate:problem:${code}`, title: 'No', status, code, detail: 'A sentence.', instance: 'urn:x' };
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body));
};
const hangUp: Answer = (response) => void response.destroy();

const client = (more: object = {}) =>
  createClient({ baseUrl, token: 'pg_secret', language: 'vi', patience: { attempts: 4, pauseMs: 5, longestMs: 1_500 }, ...more });
const book = (node = client()) =>
  node.POST('/api/crossings/{reference}/book-slot', {
    params: { path: { reference: 'PG-2222-2222' } },
    body: { start: '2026-11-19T03:30:00.000Z' },
  });
const done = { reference: 'PG-2222-2222', version: 3, facts: [] };

describe('the client', () => {
  it('says who asks and in which language', async () => {
    answers = [json({ items: [], nextCursor: null })];
    const page = await dataOf(client().GET('/api/crossings', { params: { query: { open: true, limit: 5 } } }));
    expect(page.items).toEqual([]);
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/crossings?open=true&limit=5' });
    expect(seen[0]!.headers).toMatchObject({ authorization: 'Bearer pg_secret', 'accept-language': 'vi' });
  });

  it('gives every write a key of its own, or the one it is given', async () => {
    answers = [json(done), json(done), json(done)];
    await book();
    await book();
    await client().POST('/api/crossings/{reference}/decide', {
      params: { path: { reference: 'PG-2222-2222' }, header: { 'Idempotency-Key': 'mine', 'If-Match': '"v3"' } },
      body: { outcome: 'release' },
    });
    const keys = seen.map((request) => request.headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe('mine');
    expect(seen[2]!.headers['if-match']).toBe('"v3"');
  });

  it('repeats a write with the same key and body until it is answered', async () => {
    answers = [hangUp, problem(503, 'database_gone'), json(done)];
    expect(await dataOf(book())).toEqual(done);
    expect(new Set(seen.map((request) => request.headers['idempotency-key'])).size).toBe(1);
    expect(new Set(seen.map((request) => request.body)).size).toBe(1);
    expect(seen).toHaveLength(3);
  });

  it('waits as long as it is asked to, and gives up when that is too long', async () => {
    answers = [problem(429, 'too_many_requests', { 'retry-after': '1' }), json(done)];
    const start = Date.now();
    await book();
    // A timer and the clock each round to a millisecond of their own.
    expect(Date.now() - start).toBeGreaterThanOrEqual(998);
    answers = [problem(503, 'disk_full', { 'retry-after': '60' })];
    await expect(book()).rejects.toMatchObject({ code: 'disk_full', retryAfter: 60 });
  });

  it('throws a refusal as it was told, without repeating', async () => {
    answers = [problem(409, 'slot_full')];
    const refusal = await book().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiProblem);
    expect(refusal).toMatchObject({ code: 'slot_full', status: 409, message: 'A sentence.' });
    expect(seen).toHaveLength(1);
  });

  it('makes a problem of an answer that is none', async () => {
    answers = [(response) => void response.writeHead(418).end('<html>teapot</html>')];
    await expect(book()).rejects.toMatchObject({ name: 'ApiProblem', code: 'unexpected', status: 418 });
  });

  it('says so when nobody answers', async () => {
    answers = [hangUp, hangUp, hangUp, hangUp];
    await expect(book()).rejects.toBeInstanceOf(NoAnswer);
    expect(seen).toHaveLength(4);
  });
});

describe('following a node', () => {
  const stream = (text: string, end = true): Answer => (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text);
    if (end) response.end();
  };
  const clock = (id: number) => `retry: 10\nid: ${id}\nevent: clock\ndata: {"now":"t${id}"}\n\n`;

  async function take(count: number, options: { since?: string } = {}): Promise<NodeEvent[]> {
    const stop = new AbortController();
    const events: NodeEvent[] = [];
    for await (const event of client().events({ ...options, signal: stop.signal })) {
      events.push(event);
      if (events.length === count) stop.abort();
    }
    return events;
  }

  it('comes back after a cut with the last id', async () => {
    answers = [stream(clock(1) + clock(2)), hangUp, stream(clock(3), false)];
    const events = await take(3);
    expect(events.map((event) => event.id)).toEqual(['1', '2', '3']);
    expect(seen.map((request) => request.headers['last-event-id'])).toEqual([undefined, '2', '2']);
  });

  it('begins where the caller left off', async () => {
    answers = [stream(clock(8), false)];
    await take(1, { since: '7' });
    expect(seen[0]!.headers).toMatchObject({ 'last-event-id': '7', authorization: 'Bearer pg_secret' });
  });

  it('does not knock again where it is refused', async () => {
    answers = [problem(401, 'sign_in_needed')];
    await expect(take(1)).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(seen).toHaveLength(1);
  });
});
