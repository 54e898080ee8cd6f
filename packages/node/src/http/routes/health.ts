import { z } from 'zod';
import { health, type Health } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';

const tag = 'Operating';

const alive = route({
  method: 'GET',
  path: '/healthz',
  tag,
  name: 'isAlive',
  summary: 'The process answers.',
  permission: 'public',
  response: { status: 200, schema: z.object({ ok: z.literal(true) }) },
  handler: () => ({ body: { ok: true } }),
});

const NOTHING: Health = { ok: false, writer: false, database: false, exchange: false };

const ready = route({
  method: 'GET',
  path: '/readyz',
  tag,
  name: 'isReady',
  summary: 'Database, writer and exchange serve. 503 with the same document while one of them does not.',
  permission: 'public',
  response: { status: 200, schema: health },
  async handler({ services }) {
    // A database that is gone fails the reading itself; that is the answer, not an error.
    const state = await services.readings.health().catch(() => NOTHING);
    return { status: state.ok ? 200 : 503, body: state };
  },
});

const metrics = route({
  method: 'GET',
  path: '/metrics',
  tag,
  name: 'getMetrics',
  summary: 'What this process counts, as Prometheus text.',
  permission: { read: ['metrics'] },
  response: { status: 200, mediaType: 'text/plain' },
  handler: async ({ services }) => ({
    body: await services.metricsText(),
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  }),
});

export const healthRoutes: readonly AnyRoute[] = [alive, ready, metrics];
