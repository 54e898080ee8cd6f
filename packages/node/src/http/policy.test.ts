import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acts } from '@pairgate/domain/concepts.ts';
import { ROLES, type Role } from '@pairgate/domain/kernel/codes.ts';
import { readings, type Reading } from '@pairgate/domain/policy.ts';
import type { AnyRoute } from './route.ts';
import { routes } from './routes.ts';
import { openServer, type TestServer } from './testing/open-server.ts';
import { rowOf } from './testing/stand-in.ts';

const REFERENCE = 'PG-2222-2222';
let server: TestServer;

beforeAll(async () => {
  server = await openServer();
  server.node.add(rowOf({ reference: REFERENCE }), 'somebody-else');
});
afterAll(() => server.close());

/** What the policy table says, read from the table itself and not from the code under test. */
function granted(route: AnyRoute, role: Role): boolean {
  const { permission } = route;
  if (permission === 'public') return true;
  if (permission === 'day') return false;
  if (permission === 'session') return role !== 'public';
  if ('act' in permission) {
    return acts.find((act) => act.name === permission.act)!.who.some((grant) => grant.role === role);
  }
  return permission.read.some((reading: Reading) => readings[reading].some((grant) => grant.role === role));
}

const QUERIES: Readonly<Record<string, string>> = {
  '/api/slots': '?direction=VN-CN&trafficClass=perishable', '/api/day-list.csv': '?date=2026-11-19', '/api/kiosk': '?plate=29H41207',
  '/api/history': '?from=2026-11-19T00:00:00.000Z&to=2026-11-20T00:00:00.000Z',
};
/** These answer as long as the client listens; `stream.test.ts` reads them. */
const streams = (route: AnyRoute) => route.response?.mediaType === 'text/event-stream';

function call(route: AnyRoute, role: Role) {
  const url = route.path.replace('{reference}', REFERENCE).replace('{side}', 'VN').replace('{token}', 'PG-2222-2222.wrong').replace('{name}', 'a-name');
  const headers: Record<string, string> = { 'idempotency-key': crypto.randomUUID() };
  if (route.ifMatch === 'required') headers['if-match'] = '"v7"';
  const payload = route.body ? { payload: route.example as object } : {};
  return server.as(role, { method: route.method, url: `${url}${QUERIES[route.path] ?? ''}`, headers, ...payload });
}

const anyRoute = fc.constantFrom(...routes.filter((route) => !streams(route)));
const anyRole = fc.constantFrom(...ROLES);

describe('the policy table over all routes', () => {
  it('lets no role read or write what it denies, and lets it do what it grants', async () => {
    const pairs = routes.filter((route) => !streams(route)).flatMap((route) => ROLES.map((role) => [route, role] as const));
    for (const [route, role] of pairs) {
      const before = server.node.asked.length + server.node.submitted.length;
      const response = await call(route, role);
      const what = `${role} ${route.method} ${route.path}: ${response.statusCode}`;
      if (granted(route, role)) {
        // A link that is not one and a name that nobody has are refused for what they are, not for who asks.
        expect([401, 403], what).not.toContain(route.name === 'signIn' ? 0 : response.statusCode);
        continue;
      }
      const signedIn = role !== 'public' && route.permission !== 'day';
      expect(response.statusCode, what).toBe(signedIn ? 403 : 401);
      expect(response.json().code).toBe(signedIn ? 'not_allowed' : 'sign_in_needed');
      expect(server.node.asked.length + server.node.submitted.length, what).toBe(before);
    }
  });

  it('holds in any order and whatever the body is', async () => {
    await fc.assert(
      fc.asyncProperty(anyRoute, anyRole, fc.jsonValue(), async (route, role, body) => {
        fc.pre(!granted(route, role) && route.method !== 'GET');
        const before = server.node.submitted.length;
        const url = route.path.replaceAll(/\{\w+\}/g, REFERENCE);
        const headers = { 'content-type': 'application/json' };
        const response = await server.as(role, { method: route.method, url, payload: JSON.stringify(body), headers });
        expect([401, 403]).toContain(response.statusCode);
        expect(server.node.submitted.length).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  it('has a route for nothing that only the node itself does', () => {
    const own = acts.filter((act) => act.who.every((grant) => grant.role === 'system')).map((act) => act.name);
    expect(own.length).toBeGreaterThan(2);
    expect(routes.filter((route) => own.includes(route.name))).toEqual([]);
  });

  it('hands every reader on with the scope and the personal data of its role', async () => {
    for (const role of ROLES) {
      if (role === 'public') continue;
      await server.as(role, { method: 'GET', url: `/api/crossings/${REFERENCE}` });
      const asked = server.node.asked.at(-1)!;
      if (!['trader'].includes(role) && !readings.allCrossings.some((grant) => grant.role === role)) continue;
      expect(asked.what).toBe('crossing');
      expect(asked.reader!.actor.role).toBe(role);
      expect(asked.reader!.scope).toBe(role === 'trader' ? 'own' : 'all');
      expect(asked.reader!.personalData).toBe(readings.personalData.some((grant) => grant.role === role));
    }
  });

  it("answers a trader about another firm's crossing as about none", async () => {
    const foreign = await server.as('trader', { method: 'GET', url: `/api/crossings/${REFERENCE}` });
    const absent = await server.as('trader', { method: 'GET', url: '/api/crossings/PG-3333-333A' });
    expect(foreign.statusCode).toBe(404);
    expect(foreign.json().code).toBe('crossing_unknown');
    expect([404, 422]).toContain(absent.statusCode);
  });
});
