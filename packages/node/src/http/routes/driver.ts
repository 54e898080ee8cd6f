import { z } from 'zod';
import { findAct } from '@pairgate/domain/concepts.ts';
import { linkReader } from '../access.ts';
import { Refused, refused } from '../problem.ts';
import { driverView } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';
import type { Services } from '../services.ts';
import { EXAMPLES } from '../examples.ts';
import { done } from './acts.ts';
import { streamReply } from './stream.ts';

/** A driver has a link and no account. The link names one crossing, and nothing else can be reached with it. */
const tag = 'Driver';
const byToken = z.object({ token: z.string().max(80) });
type ByToken = z.infer<typeof byToken>;

function readerOfLink(token: string, services: Services) {
  const reference = services.links.referenceOf(token);
  if (reference === undefined) throw refused('link_unknown');
  return linkReader(services.side, reference);
}

const page = route<ByToken>({
  method: 'GET',
  path: '/api/driver/{token}',
  tag,
  name: 'getDriverPage',
  summary: 'Where now, how many are ahead, what holds me, and the pass.',
  permission: 'public',
  params: byToken,
  response: { status: 200, schema: driverView },
  refusals: ['link_unknown'],
  async handler({ params, services }) {
    const found = await services.readings.driver(readerOfLink(params.token, services));
    if (!found) throw refused('link_unknown');
    return { body: found };
  },
});

const objectToHold = findAct('objectToHold')!;
const objection = objectToHold.schema as z.ZodType<{ hold: string; text: string }>;

const object = route<ByToken, unknown, z.infer<typeof objection>>({
  method: 'POST',
  path: '/api/driver/{token}/object',
  tag,
  name: 'objectAsDriver',
  summary: 'Object to a hold of either side.',
  permission: 'public',
  params: byToken,
  body: objection,
  example: EXAMPLES.objectToHold,
  response: { status: 200, schema: done },
  idempotencyKey: 'required',
  refusals: ['link_unknown', 'hold_unknown', 'hold_objected'],
  async handler({ params, body, idempotencyKey, services }) {
    const { actor, crossing } = readerOfLink(params.token, services);
    const outcome = await services.submitter.submit({
      act: objectToHold.name, reference: crossing!, command: body, actor, idempotencyKey: idempotencyKey!,
    });
    if (!outcome.ok) throw new Refused(outcome.refusals);
    const { ok: _ok, replayed: _replayed, ...result } = outcome;
    return { body: result };
  },
});

const stream = route<ByToken>({
  method: 'GET',
  path: '/api/driver/{token}/stream',
  tag,
  name: 'streamAsDriver',
  summary: 'Server-sent events of the one crossing and the clock, as in /api/stream.',
  permission: 'public',
  params: byToken,
  response: { status: 200, mediaType: 'text/event-stream' },
  refusals: ['link_unknown', 'too_many_streams'],
  handler: (call) =>
    streamReply(call, {
      reader: readerOfLink(call.params.token, call.services),
      topics: ['crossing', 'clock'],
      mayListen: () => Promise.resolve(true),
    }),
});

export const driverRoutes: readonly AnyRoute[] = [page, object, stream];
