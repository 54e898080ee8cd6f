import { mayRead } from '@pairgate/domain/policy.ts';
import { readerOf } from '../access.ts';
import { refused } from '../problem.ts';
import type { Topic } from '../readings.ts';
import { route, type AnyRoute, type Call, type Reply } from '../route.ts';
import type { Subscription } from '../stream-hub.ts';

/** A stream from the change after `Last-Event-ID`, or from now on. */
export function streamReply(call: Call, of: Omit<Subscription, 'since'>): Reply {
  const { hub } = call.services;
  if (hub.isFull) throw refused('too_many_streams');
  const lastEventId = call.header('last-event-id');
  const since = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
  return {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    takeOver: (response) => hub.open(response, { ...of, since }),
  };
}

const stream = route({
  method: 'GET',
  path: '/api/stream',
  tag: 'Crossings',
  name: 'stream',
  summary: 'Server-sent events, at most ten a second: crossings, clock, peer, log, reset.',
  description:
    'Event `crossings` carries an array of CrossingRow and, as its id, the change number up to which they stand; ' +
    '`clock` a Clock; `peer` a Peer; `log` says that the log has moved; `reset` that everything must be read anew. ' +
    'Resumes after `Last-Event-ID`. A slow client gets fewer and larger updates, and misses nothing.',
  permission: { read: ['ownCrossings', 'allCrossings'] },
  response: { status: 200, mediaType: 'text/event-stream' },
  refusals: ['too_many_streams'],
  handler(call) {
    const { caller, services } = call;
    const topics: Topic[] = ['crossing', 'clock', 'peer', ...(mayRead('log', caller.role) ? (['log'] as const) : [])];
    const mayListen = async () =>
      caller.session === undefined || (await services.accounts.bySession(caller.session)) !== undefined;
    return streamReply(call, { reader: readerOf(caller), topics, mayListen });
  },
});

export const streamRoutes: readonly AnyRoute[] = [stream];
