import { z } from 'zod';
import { instant, role, sideId } from '@pairgate/domain/kernel/codes.ts';
import { refused } from '../problem.ts';
import { clockState, language } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';
import type { Demo } from '../services.ts';
import { carrier, openSession, signedIn } from './session.ts';

/** What exists only in the demonstration: sign-in by one click, and a clock that can be driven. */
const tag = 'Demonstration';
const demo = true as const;

const personaView = z.object({
  id: z.string(),
  side: sideId,
  displayName: z.string(),
  role,
  language,
  firmName: z.string().optional(),
  featured: z.boolean(),
});

const personas = route({
  method: 'GET',
  path: '/api/demo/personas',
  tag,
  name: 'listPersonas',
  summary: 'The invented people of both sides.',
  permission: 'public',
  demo,
  response: { status: 200, schema: z.object({ items: z.array(personaView), otherSideUrl: z.string().nullable() }) },
  handler({ services }) {
    const { personas: people, otherSideUrl } = services.demo!;
    const items = people.map(({ firm: _firm, ...persona }) => persona);
    return { body: { items, otherSideUrl: otherSideUrl ?? null } };
  },
});

const choice = z.strictObject({ persona: z.string().max(60), as: carrier });

const signIn = route<unknown, unknown, z.infer<typeof choice>>({
  method: 'POST',
  path: '/api/demo/sign-in',
  tag,
  name: 'signInAsPersona',
  summary: "Sign in as one of this side's invented people.",
  permission: 'public',
  demo,
  body: choice,
  example: { persona: 'vn-trader', as: 'bearer' },
  response: { status: 201, schema: signedIn },
  refusals: ['persona_unknown'],
  async handler(call) {
    const { services, body } = call;
    const persona = services.demo!.personas.find((each) => each.id === body.persona && each.side === services.side);
    const account = persona && (await services.accounts.find(persona.id));
    if (!account) throw refused('persona_unknown', { pointer: '/persona' });
    return openSession(call, account, body.as);
  },
});

const getClock = route({
  method: 'GET',
  path: '/api/demo/clock',
  tag,
  name: 'getClock',
  summary: 'The clock of this node.',
  permission: 'public',
  demo,
  response: { status: 200, schema: clockState },
  handler: async ({ services }) => ({ body: (await services.readings.state()).clock }),
});

const wish = z.strictObject({ speed: z.number().min(0.1).max(1000).optional(), paused: z.boolean().optional() });

/** Asks the day process. Throws `Refused` when it does not answer. */
async function askDay({ controlUrl, dayToken }: Demo, body: unknown): Promise<void> {
  if (controlUrl === undefined) throw refused('clock_unreachable');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${dayToken}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) };
  const response = await fetch(controlUrl, request).catch(() => undefined);
  await response?.arrayBuffer();
  if (!response?.ok) throw refused('clock_unreachable');
}

const postClock = route<unknown, unknown, z.infer<typeof wish>>({
  method: 'POST',
  path: '/api/demo/clock',
  tag,
  name: 'driveClock',
  summary: 'Pause the day, let it go on, or change its speed.',
  permission: { read: ['demoClock'] },
  demo,
  body: wish,
  example: { speed: 60 },
  response: { status: 200, schema: clockState },
  refusals: ['clock_unreachable'],
  async handler({ body, services }) {
    await askDay(services.demo!, body);
    return { body: (await services.readings.state()).clock };
  },
});

const drive = z.strictObject({ now: instant, speed: z.number().min(0).max(1000), paused: z.boolean(), lagMs: z.number().min(0) });

const putClock = route<unknown, unknown, z.infer<typeof drive>>({
  method: 'PUT',
  path: '/api/demo/clock',
  tag,
  name: 'setClock',
  summary: 'Set the clock of this node. For the day process, with its own token.',
  permission: 'day',
  demo,
  body: drive,
  example: { now: '2026-11-19T03:42:00.000Z', speed: 60, paused: false, lagMs: 0 },
  response: { status: 204 },
  async handler({ body, services }) {
    await services.demo!.setClock(body);
    return { status: 204 };
  },
});

export const demoRoutes: readonly AnyRoute[] = [personas, signIn, getClock, postClock, putClock];
