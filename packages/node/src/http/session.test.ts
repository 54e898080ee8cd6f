import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { openServer, type TestServer } from './testing/open-server.ts';

let server: TestServer;
let now = Date.parse('2026-11-21T08:00:00.000Z');

beforeAll(async () => {
  server = await openServer({ wall: () => now });
  await server.accounts.create({ name: 'hanh', displayName: 'Hạnh', side: 'VN', role: 'manager', language: 'vi', password: 'a lorry full of durian' });
});
afterAll(() => server.close());

const signIn = (payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: '/api/session', payload, headers });
const good = { name: 'hanh', password: 'a lorry full of durian' };
const me = (headers: Record<string, string>) => server.app.inject({ url: '/api/me', headers });
const cookieOf = (response: { headers: Record<string, unknown> }) => String(response.headers['set-cookie']).split(';')[0]!;

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and foreign pages do not send', async () => {
    const response = await signIn(good);
    expect(response.statusCode).toBe(201);
    expect(response.headers['set-cookie']).toMatch(/^pairgate-vn=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(response.json()).toMatchObject({ account: { name: 'hanh', role: 'manager' } });
    expect(response.body).not.toContain('token');
    const who = (await me({ cookie: cookieOf(response) })).json();
    expect(who).toMatchObject({ side: 'VN', demo: true, account: { displayName: 'Hạnh' } });
    expect(who.permissions).toContain('publishCapacity');
  });

  it('over TLS binds the cookie to the host', async () => {
    const tls = await openServer({ wall: () => now, trustProxy: true });
    const response = await tls.app.inject({
      method: 'POST', url: '/api/demo/sign-in', payload: { persona: 'vn-manager' }, headers: { 'x-forwarded-proto': 'https' },
    });
    await tls.close();
    expect(response.headers['set-cookie']).toMatch(/^__Host-pairgate-vn=.*; Secure$/);
    expect(response.headers['strict-transport-security']).toBeDefined();
  });

  it('gives a program a token instead', async () => {
    const response = await signIn({ ...good, as: 'bearer' });
    expect(response.headers['set-cookie']).toBeUndefined();
    expect((await me({ authorization: `Bearer ${response.json().token}` })).json().account.name).toBe('hanh');
  });

  it.each([[{ name: 'hanh', password: 'wrong' }], [{ name: 'nobody', password: 'wrong' }], [{ name: 'vn-manager', password: '' + 'x' }]])(
    'tells nothing about why it failed: %o',
    async (credentials) => {
      const response = await signIn(credentials);
      expect(response.statusCode).toBe(401);
      expect(response.json()).toMatchObject({ code: 'sign_in_failed', detail: 'Name or password is wrong.' });
    },
  );

  it('slows down who tries again and again', async () => {
    const codes: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) codes.push((await signIn({ name: 'victim', password: 'guess' })).statusCode);
    expect(codes.slice(0, 10)).toEqual(Array(10).fill(401));
    const blocked = await signIn({ name: 'victim', password: 'guess' });
    expect(blocked.statusCode).toBe(429);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
    now += 60_000;
    expect((await signIn({ name: 'victim', password: 'guess' })).statusCode).toBe(401);
  });
});

describe('a session', () => {
  const open = async () => cookieOf(await signIn(good));
  const isOpen = async (cookie: string) => (await me({ cookie })).json().account !== undefined;

  it('ends when it is idle for two hours', async () => {
    now += 60_000;
    const cookie = await open();
    now += 119 * 60_000;
    expect(await isOpen(cookie)).toBe(true);
    now += 119 * 60_000;
    expect(await isOpen(cookie)).toBe(true);
    now += 121 * 60_000;
    expect(await isOpen(cookie)).toBe(false);
  });

  it('ends after twelve hours however busy it is', async () => {
    const cookie = await open();
    for (let hour = 0; hour < 11; hour += 1) {
      now += 3_600_000;
      expect(await isOpen(cookie)).toBe(true);
    }
    now += 3_600_000;
    expect(await isOpen(cookie)).toBe(false);
  });

  it('ends at once when it is signed out, and signing out twice is no error', async () => {
    const cookie = await open();
    expect(await isOpen(cookie)).toBe(true);
    for (let time = 0; time < 2; time += 1) {
      const response = await server.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } });
      expect(response.statusCode).toBe(204);
      expect(response.headers['set-cookie']).toContain('Max-Age=0');
    }
    expect(await isOpen(cookie)).toBe(false);
  });
});

describe('a write with a cookie', () => {
  const write = async (headers: Record<string, string>) => {
    now += 60_000;
    const cookie = cookieOf(await signIn(good));
    const response = await server.app.inject({
      method: 'PUT', url: '/api/tokens/ci', payload: {}, headers: { cookie, host: 'gate.example', ...headers },
    });
    return response.statusCode;
  };

  it('must come from our own pages', async () => {
    expect(await write({ origin: 'http://gate.example' })).toBe(200);
    expect(await write({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await write({ origin: 'http://evil.example' })).toBe(403);
    expect(await write({ origin: 'http://gate.example:8080' })).toBe(403);
    expect(await write({ origin: 'null' })).toBe(403);
    expect(await write({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await write({ 'sec-fetch-site': 'same-site' })).toBe(403);
  });
});

describe('a token', () => {
  it('works until it is replaced, revoked or over', async () => {
    const put = (payload: object) => server.as('manager', { method: 'PUT', url: '/api/tokens/ci', payload });
    const works = async (token: string) => (await me({ authorization: `Bearer ${token}` })).json().account !== undefined;
    const first = (await put({})).json().token;
    expect(first).toMatch(/^pg_[\w-]{43}$/);
    expect(await works(first)).toBe(true);
    const second = (await put({ expiresAt: new Date(now + 60_000).toISOString() })).json().token;
    expect([await works(first), await works(second)]).toEqual([false, true]);
    now += 61_000;
    expect(await works(second)).toBe(false);
    const list = (await server.as('manager', { method: 'GET', url: '/api/tokens' })).json();
    expect(list.items.map((token: { name: string }) => token.name)).toEqual(['ci', 'test']);
    expect((await server.as('manager', { method: 'DELETE', url: '/api/tokens/ci' })).statusCode).toBe(204);
    expect((await server.as('manager', { method: 'DELETE', url: '/api/tokens/ci' })).statusCode).toBe(404);
  });
});

describe('accounts', () => {
  it('are made and disabled by the operator', async () => {
    const payload = { displayName: 'Bảo', role: 'customs', language: 'vi', password: 'twelve letters at least' };
    const put = () => server.as('operator', { method: 'PUT', url: '/api/accounts/bao', payload });
    expect((await put()).statusCode).toBe(201);
    expect((await put()).json().code).toBe('account_name_used');
    const token = (await signIn({ name: 'bao', password: payload.password, as: 'bearer' })).json().token;
    expect((await me({ authorization: `Bearer ${token}` })).json().account.role).toBe('customs');
    expect((await server.as('operator', { method: 'DELETE', url: '/api/accounts/bao' })).statusCode).toBe(204);
    expect((await me({ authorization: `Bearer ${token}` })).json().account).toBeUndefined();
    expect((await signIn({ name: 'bao', password: payload.password })).statusCode).toBe(401);
  });

  it('take no short password and no role that nobody has', async () => {
    const put = (more: object) =>
      server.as('operator', { method: 'PUT', url: '/api/accounts/x', payload: { displayName: 'X', role: 'yard', language: 'vi', ...more } });
    expect((await put({ password: 'short' })).json()).toMatchObject({ code: 'field_too_short', pointer: '/password' });
    expect((await put({ role: 'system' })).json()).toMatchObject({ code: 'field_not_allowed', pointer: '/role' });
  });
});

describe('the demonstration', () => {
  it("offers both sides' people and signs in only its own", async () => {
    const { items } = (await server.app.inject('/api/demo/personas')).json();
    expect(items.filter((each: { featured: boolean }) => each.featured)).toHaveLength(16);
    expect(JSON.stringify(items)).not.toContain('"firm"');
    const own = await server.app.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { persona: 'vn-trader', as: 'bearer' } });
    expect(own.json()).toMatchObject({ account: { displayName: 'Trần Mỹ Duyên', role: 'trader' } });
    const other = await server.app.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { persona: 'cn-trader' } });
    expect(other.json().code).toBe('persona_unknown');
  });

  it('does not exist elsewhere', async () => {
    const real = await openServer({ demo: undefined });
    const answers = await Promise.all([
      real.app.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { persona: 'vn-trader' } }),
      real.app.inject('/api/demo/personas'),
      real.app.inject({ method: 'PUT', url: '/api/demo/clock', payload: {} }),
    ]);
    const demo = (await real.app.inject('/api/me')).json().demo;
    await real.close();
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404]);
    expect(demo).toBe(false);
  });

  it('lets only the day process set the clock', async () => {
    const drive = { now: '2026-11-19T03:42:00.000Z', speed: 60, paused: false, lagMs: 0 };
    const set: unknown[] = [];
    const day = await openServer({ demo: { personas: [], dayToken: 'the-day', setClock: (to) => void set.push(to) } });
    const put = (token: string, payload: object = drive) =>
      day.app.inject({ method: 'PUT', url: '/api/demo/clock', payload, headers: { authorization: `Bearer ${token}` } });
    expect((await put('not-the-day')).statusCode).toBe(401);
    expect((await put('the-day')).statusCode).toBe(204);
    expect((await put('the-day', { ...drive, speed: -1 })).statusCode).toBe(422);
    expect((await day.as('manager', { method: 'PUT', url: '/api/demo/clock', payload: drive })).statusCode).toBe(401);
    await day.close();
    expect(set).toEqual([drive]);
  });

  it('says so when the day does not answer', async () => {
    const demo = { personas: [], dayToken: 'the-day', setClock: () => undefined, controlUrl: `http://127.0.0.1:${await freePort()}/clock` };
    const day = await openServer({ demo });
    const response = await day.as('manager', { method: 'POST', url: '/api/demo/clock', payload: { paused: true } });
    await day.close();
    expect(response.statusCode).toBe(502);
    expect(response.json().code).toBe('clock_unreachable');
  });
});
