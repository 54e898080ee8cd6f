import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { StickRefused } from '../../exchange/stick.ts';
import { refused } from '../problem.ts';
import { route, type AnyRoute } from '../route.ts';
import { countParameter } from '../schemas.ts';

const tag = 'Log';
const MEDIA_TYPE = 'application/octet-stream';

const fromQuery = z.strictObject({
  from: countParameter(0, Number.MAX_SAFE_INTEGER).optional().meta({
    description: 'Index of the first entry; unless told, the first that the other side has not countersigned',
  }),
});

const write = route<unknown, z.infer<typeof fromQuery>>({
  method: 'GET',
  path: '/api/stick',
  tag,
  name: 'getStick',
  summary: "A file for the other side when there is no link: this side's log from an index on, and its countersignature.",
  description: 'Format `pairgate-stick/1`, described in docs/operating/no-link.md.',
  permission: { read: ['carryLog'] },
  query: fromQuery,
  response: { status: 200, mediaType: MEDIA_TYPE },
  handler({ query, services }) {
    const { side, stick } = services;
    return {
      headers: { 'content-type': MEDIA_TYPE, 'content-disposition': `attachment; filename="pairgate-${side}.stick"` },
      takeOver(response: Writable) {
        // An end without its last frame tells the reader that the file is torn.
        void pipeline(Readable.from(stick.write(query.from), { objectMode: false }), response).catch(() => response.destroy());
      },
    };
  },
});

const taken = z
  .object({
    entries: z.int().meta({ description: 'Entries that were not held before' }),
    held: z.int().meta({ description: "Entries of the other side's log that are held now" }),
    countersigned: z.int().meta({ description: 'Size of our own log that the other side has countersigned, as is known now' }),
  })
  .meta({ id: 'StickTaken' });

const read = route({
  method: 'POST',
  path: '/api/stick',
  tag,
  name: 'takeStick',
  summary: 'Takes in a file of the other side. A file that is taken twice does nothing the second time.',
  permission: { read: ['carryLog'] },
  takes: MEDIA_TYPE,
  response: { status: 200, schema: taken },
  refusals: ['stick_malformed', 'stick_gap', 'database_gone'],
  async handler({ body, services }) {
    try {
      return { body: await services.stick.read(body as AsyncIterable<Uint8Array>) };
    } catch (error) {
      if (error instanceof StickRefused) throw refused(error.fault, { params: { ...error.params } });
      throw error;
    }
  },
});

export const stickRoutes: readonly AnyRoute[] = [write, read];
