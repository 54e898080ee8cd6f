import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { StickRefused } from '../exchange/stick.ts';
import { Unavailable } from '../gateway.ts';
import { MAX_BODY_BYTES } from './server.ts';
import { openServer, type TestServer } from './testing/open-server.ts';
import { rowOf } from './testing/stand-in.ts';

const REFERENCE = formatReference(0n);
let server: TestServer;
let address: string;

beforeAll(async () => {
  server = await openServer();
  address = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());
beforeEach(() => {
  server.node.submitted.length = 0;
  server.node.outcome = () => Promise.resolve(server.node.done);
});

const key = () => ({ 'idempotency-key': crypto.randomUUID() });
const decide = (payload: string | object, headers: Record<string, string> = {}) =>
  server.as('customs', {
    method: 'POST',
    url: `/api/crossings/${REFERENCE}/decide`,
    headers: { 'content-type': 'application/json', 'if-match': '"v7"', ...key(), ...headers },
    payload,
  });

/** Whatever is wrong, the answer is a problem document without a trace, and nothing reached the node. */
function expectProblem(response: Awaited<ReturnType<typeof decide>>, status: number, code: string) {
  expect(response.statusCode).toBe(status);
  expect(response.headers['content-type']).toBe('application/problem+json');
  const body = response.json();
  expect(body).toMatchObject({ type: `urn:pairgate:problem:${code}`, status, code });
  expect(body.detail.length).toBeGreaterThan(5);
  expect(body.instance).toBe(`urn:pairgate:request:${response.headers['x-request-id']}`);
  expect(response.body).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules/);
  return body;
}

describe('a request with a fault', () => {
  it.each([
    ['malformed JSON', '{"outcome":', 400, 'json_malformed', '/outcome'],
    ['a key twice', '{"outcome":"release","outcome":"refuse"}', 400, 'json_duplicate_key', '/outcome'],
    ['a number that is not exact', '{"outcome":9007199254740993}', 400, 'json_number_inexact', '/outcome'],
    ['a lone surrogate', '{"note":"\\udc00"}', 400, 'text_not_unicode', '/note'],
    ['nesting beyond the limit', `${'['.repeat(40)}${']'.repeat(40)}`, 400, 'json_too_deep', `${'/0'.repeat(32)}`],
    ['an unknown field', '{"outcome":"release","x/y":1}', 422, 'field_unknown', '/x~1y'],
    ['a wrong type', '{"outcome":"release","note":5}', 422, 'field_type', '/note'],
    ['a missing field', '{}', 422, 'field_missing', '/outcome'],
    ['a value that is not offered', '{"outcome":"maybe"}', 422, 'field_not_allowed', '/outcome'],
    ['a text that is too long', JSON.stringify({ outcome: 'release', note: 'x'.repeat(1001) }), 422, 'field_too_long', '/note'],
    ['an impossible time', '{"outcome":"release","occurredAt":"2026-02-30T00:00:00.000Z"}', 422, 'instant_malformed', '/occurredAt'],
    ['a prototype for a field', '{"outcome":"release","__proto__":{"a":1}}', 422, 'field_unknown', '/__proto__'],
  ])('%s', async (_fault, payload, status, code, pointer) => {
    const body = expectProblem(await decide(payload), status, code);
    expect(body.pointer).toBe(pointer);
    expect(server.node.submitted).toEqual([]);
  });

  it('lists every fault of the content', async () => {
    const body = expectProblem(await decide({ note: 5, extra: 1 }), 422, 'field_missing');
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['/outcome', '/note', '/extra']);
  });

  it('over 1 MB', async () => expectProblem(await decide(JSON.stringify({ note: 'x'.repeat(1024 * 1024) })), 413, 'body_too_large'));

  it.each([
    ['over 1 MB', `/api/crossings/${REFERENCE}/decide`, 'application/json', MAX_BODY_BYTES + 256 * 1024, 413, 'body_too_large'],
    ['that is no file of the other side', '/api/stick', 'application/octet-stream', 40 * 1024 * 1024, 422, 'stick_malformed'],
  ])('%s, to who reads nothing before the whole body is written', async (_fault, path, mediaType, length, status, code) => {
    const read = vi.spyOn(server.node.stick, 'read').mockImplementation(async (source) => {
      await source[Symbol.asyncIterator]().next();
      throw new StickRefused('stick_malformed');
    });
    const { port, hostname } = new URL(address);
    const token = server.tokens.get(path === '/api/stick' ? 'manager' : 'customs')!;
    const socket = connect(Number(port), hostname);
    const lines = [
      `POST ${path} HTTP/1.1`, 'host: localhost', `authorization: Bearer ${token}`, 'if-match: "v7"',
      `idempotency-key: ${crypto.randomUUID()}`, `content-type: ${mediaType}`, `content-length: ${length}`, 'connection: close', '', '',
    ];
    socket.write(lines.join('\r\n'));
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let left = length; left > 0; left -= piece.length) {
      await new Promise<void>((written, broken) => socket.write(piece.subarray(0, left), (error) => (error ? broken(error) : written())));
      // As over a slow line, so that an answer in the middle of it would have come and ended the connection.
      if (length - left < 20 * piece.length) await setTimeout(10);
    }
    const answer = Buffer.concat(await socket.toArray()).toString();
    read.mockRestore();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`urn:pairgate:problem:${code}`);
  });

  it('without a body', async () => expectProblem(await decide(''), 400, 'body_missing'));

  it('in another media type', async () =>
    expectProblem(await decide('outcome=release', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'media_type_unsupported'));

  it('at an address where nothing is', async () => {
    expectProblem(await server.as('customs', { method: 'GET', url: '/api/nothing' }), 404, 'path_unknown');
    expectProblem(await server.as('customs', { method: 'GET', url: '/api/%E0%A4%A' }), 404, 'path_unknown');
  });

  it('with a method that the address does not have', async () => {
    const response = await server.as('customs', { method: 'DELETE', url: `/api/crossings/${REFERENCE}` });
    expectProblem(response, 405, 'method_not_allowed');
    expect(response.headers.allow).toBe('GET, HEAD');
    const act = await server.as('customs', { method: 'GET', url: `/api/crossings/${REFERENCE}/decide` });
    expect(act.headers.allow).toBe('POST');
  });

  it('with a reference whose check character is wrong', async () => {
    const wrong = `${REFERENCE.slice(0, -1)}${REFERENCE.endsWith('3') ? '4' : '3'}`;
    const body = expectProblem(await server.as('customs', { method: 'GET', url: `/api/crossings/${wrong}` }), 422, 'reference_check_character');
    expect(body.parameter).toBe('reference');
  });

  it.each([
    ['limit=0', 'field_too_small'], ['limit=201', 'field_too_big'], ['limit=x', 'field_malformed'], ['limit=1&limit=2', 'field_type'],
    ['open=yes', 'field_not_allowed'], ['phase=flying', 'field_not_allowed'], ['nothing=1', 'field_unknown'], ['cursor=abc', 'field_malformed'],
  ])('in its query: %s', async (query, code) => {
    const body = expectProblem(await server.as('customs', { method: 'GET', url: `/api/crossings?${query}` }), 422, code);
    expect(body.parameter).toBe(query.split('=')[0]);
  });
});

describe('a write', () => {
  it('needs an Idempotency-Key', async () => {
    expectProblem(await decide({ outcome: 'release' }, { 'idempotency-key': '' }), 400, 'idempotency_key_missing');
    expectProblem(await decide({ outcome: 'release' }, { 'idempotency-key': 'a b' }), 400, 'idempotency_key_malformed');
  });

  it('that decides needs If-Match with a version', async () => {
    expectProblem(await decide({ outcome: 'release' }, { 'if-match': '' }), 428, 'if_match_missing');
    expectProblem(await decide({ outcome: 'release' }, { 'if-match': '*' }), 400, 'if_match_malformed');
  });

  it('reaches the node with actor, key, version and true time, in NFC', async () => {
    const occurredAt = '2026-11-19T01:00:00.000Z';
    const response = await decide({ outcome: 'release', note: 'e\u0301', occurredAt }, { 'idempotency-key': '"k-1"' });
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"v7"');
    expect(server.node.submitted).toMatchObject([
      {
        act: 'decide', reference: REFERENCE, command: { outcome: 'release', note: '\u00e9' }, occurredAt, ifMatch: 7,
        idempotencyKey: 'k-1', actor: { side: 'VN', role: 'customs' },
      },
    ]);
  });

  it('takes a late entry from the yard and the officers, not from a trader or a manager', async () => {
    const late = { occurredAt: '2026-11-19T01:00:00.000Z' };
    const call = (role: 'yard' | 'manager', act: string, body: object) =>
      server.as(role, { method: 'POST', url: `/api/crossings/${REFERENCE}/${act}`, headers: key(), payload: { ...body, ...late } });
    expect((await call('yard', 'call-vehicle', { lane: 'X1' })).statusCode).toBe(200);
    expectProblem(await call('manager', 'call-vehicle', { lane: 'X1' }), 403, 'occurred_at_not_allowed');
  });

  it('answers 201 and where it is when it begins something', async () => {
    const { EXAMPLES } = await import('./examples.ts');
    server.node.outcome = () => Promise.resolve({ ...server.node.done, crossing: 'PG-3333-3333' });
    const response = await server.as('trader', { method: 'POST', url: '/api/declarations', headers: key(), payload: EXAMPLES.lodgeDeclaration as object });
    expect(response.statusCode).toBe(201);
    expect(response.headers.location).toBe('/api/consignments/PG-2222-2222');
    expect(response.json()).toEqual({ reference: 'PG-2222-2222', crossing: 'PG-3333-3333', version: 7, facts: [] });
    expect(server.node.submitted[0]!.reference).toBeUndefined();
  });

  it('on the gate is about its own side', async () => {
    const payload = { station: 'VN-B1', kind: 'bay', direction: 'VN-CN' };
    await server.as('manager', { method: 'POST', url: '/api/gate/open-station', headers: key(), payload });
    expect(server.node.submitted[0]).toMatchObject({ act: 'openStation', reference: 'VN' });
  });

  it.each([
    [{ code: 'not_yours' }, 403],
    [{ code: 'not_allowed' }, 403],
    [{ code: 'reference_unknown' }, 404],
    [{ code: 'already_decided' }, 409],
    [{ code: 'slot_full', pointer: '/start' }, 409],
    [{ code: 'container_check_digit', pointer: '/to' }, 422],
    [{ code: 'consignment_unknown', pointer: '/consignment' }, 422],
    [{ code: 'idempotency_key_reused' }, 422],
    [{ code: 'version_changed', params: { version: 8 } }, 412],
  ])('that the node refuses with %o is answered %i', async (refusal, status) => {
    server.node.outcome = () => Promise.resolve({ ok: false, refusals: [refusal] });
    expectProblem(await decide({ outcome: 'release' }), status, refusal.code);
  });

  it.each(['database_gone', 'disk_full', 'log_unconfirmed', 'busy', 'stopping'] as const)('that meets %s says when to come back', async (code) => {
    server.node.outcome = () => Promise.reject(new Unavailable(code));
    const response = await decide({ outcome: 'release' });
    expectProblem(response, 503, code);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('that breaks something unforeseen says so without saying what', async () => {
    server.node.outcome = () => Promise.reject(new Error('secret of the inside'));
    const response = await decide({ outcome: 'release' });
    expectProblem(response, 500, 'unexpected');
    expect(response.body).not.toContain('secret');
    expect(server.logged.join('')).toContain('secret of the inside');
  });
});

describe('the language of a refusal', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.1', 'zh', '请先登录。'], ['vi', 'vi', 'Hãy đăng nhập trước.'], ['fr;q=0.9, en;q=0.2', 'en', 'Sign in first.'], ['', 'en', 'Sign in first.'],
  ])('follows Accept-Language %s', async (header, language, detail) => {
    const response = await server.app.inject({ method: 'GET', url: '/api/worklist', headers: { 'accept-language': header } });
    expect(response.json().detail).toBe(detail);
    expect(response.headers['content-language']).toBe(language);
  });

  it('is the account’s when nothing is asked for', async () => {
    const response = await server.as('trader', { method: 'GET', url: '/api/worklist' });
    expect(response.headers['content-language']).toBe('vi');
  });
});

describe('reading', () => {
  it('pages through the crossings, each once', async () => {
    const references = Array.from({ length: 7 }, (_, index) => formatReference(BigInt(index + 100)));
    for (const reference of references) server.node.add(rowOf({ reference }));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url: string = `/api/crossings?limit=3${cursor ? `&cursor=${cursor}` : ''}`;
      const page = (await server.as('customs', { method: 'GET', url })).json();
      seen.push(...page.items.map((row: { reference: string }) => row.reference));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(references);
  });

  it('gives the version as an ETag', async () => {
    const reference = formatReference(100n);
    const response = await server.as('yard', { method: 'GET', url: `/api/crossings/${reference.toLowerCase()}` });
    expect(response.headers.etag).toBe('"v7"');
    expect(response.json().driverLink).toMatch(new RegExp(`^/d/${reference}\\.`));
    expect((await server.as('customs', { method: 'GET', url: `/api/crossings/${reference}` })).json().driverLink).toBeUndefined();
  });

  it('sends the headers that protect a browser', async () => {
    const { headers } = await server.app.inject({ method: 'GET', url: '/api/me' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });

  it('says whether the node serves', async () => {
    expect((await server.app.inject('/healthz')).json()).toEqual({ ok: true });
    expect((await server.app.inject('/readyz')).statusCode).toBe(200);
    server.node.unhealthy = new Error('no database');
    const response = await server.app.inject('/readyz');
    server.node.unhealthy = undefined;
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({ ok: false, writer: false, database: false, exchange: false });
  });

  it('counts by route and never by reference', async () => {
    const text = (await server.app.inject('/metrics')).body;
    expect(text).toContain('route="/api/crossings/:reference/decide"');
    expect(text).not.toContain(REFERENCE);
  });

  it('logs neither paths nor people', () => {
    const log = server.logged.join('');
    expect(log).toContain('"route":"/api/crossings/:reference"');
    expect(log).not.toMatch(/29H|test-customs|Bearer|pg_/);
  });

  it('shows its document as data and as a page', async () => {
    expect((await server.app.inject('/api/openapi.json')).json().openapi).toBe('3.1.0');
    const page = await server.app.inject('/api/docs');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('/api/crossings/{reference}/decide');
    expect(page.body).not.toMatch(/<script|https?:\/\//);
  });
});
