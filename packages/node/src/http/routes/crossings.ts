import { z } from 'zod';
import { cause, direction, trafficClass } from '@pairgate/domain/kernel/codes.ts';
import { readerOf } from '../access.ts';
import { afterCursor, cursorOf } from '../cursor.ts';
import { refused } from '../problem.ts';
import { consignmentDetail, crossingDetail, crossingPage, evidence, phase, sharedState } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';
import { byReference, countParameter, yesParameter } from '../schemas.ts';
import { etagOf } from './acts.ts';

const tag = 'Crossings';
const visible = { read: ['ownCrossings', 'allCrossings'] } as const;
type ByReference = z.infer<typeof byReference>;

const unknownCrossing = (reference: string) => refused('crossing_unknown', { params: { reference } });

const listQuery = z.strictObject({
  phase: phase.optional(),
  cause: cause.optional(),
  direction: direction.optional(),
  trafficClass: trafficClass.optional(),
  q: z.string().min(1).max(60).optional().meta({ description: 'Part of a reference, plate, container or goods' }),
  open: yesParameter.optional().meta({ description: 'Only those that have not ended' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
  limit: countParameter(1, 200).optional().meta({ description: '50 unless told' }),
});

const list = route<unknown, z.infer<typeof listQuery>>({
  method: 'GET',
  path: '/api/crossings',
  tag,
  name: 'listCrossings',
  summary: 'Crossings, newest first, page by page. Traders see those of their firm.',
  permission: visible,
  query: listQuery,
  response: { status: 200, schema: crossingPage },
  async handler({ caller, query, services }) {
    const { cursor, limit = 50, ...filter } = query;
    const after = cursor === undefined ? {} : { after: afterCursor(cursor) };
    const { items, more } = await services.readings.crossings(readerOf(caller), filter, { ...after, limit });
    const last = items.at(-1);
    return { body: { items, nextCursor: more && last ? cursorOf(last) : null } };
  },
});

const detail = route<ByReference>({
  method: 'GET',
  path: '/api/crossings/{reference}',
  tag,
  name: 'getCrossing',
  summary: 'One crossing: both sides, timeline, intervals with their causes, what is pending and what may be done.',
  permission: visible,
  params: byReference,
  response: { status: 200, schema: crossingDetail },
  async handler({ caller, params, services }) {
    const found = await services.readings.crossing(readerOf(caller), params.reference);
    if (!found) throw unknownCrossing(params.reference);
    const given = caller.role === 'trader' || caller.role === 'yard';
    const link = given ? { driverLink: services.links.pathOf(params.reference) } : {};
    return { body: { ...found, ...link }, headers: { etag: etagOf(found.version) } };
  },
});

const proof = route<ByReference>({
  method: 'GET',
  path: '/api/crossings/{reference}/evidence',
  tag,
  name: 'getEvidence',
  summary: 'Portable evidence of a crossing, to be checked without trust in this node.',
  permission: { read: ['evidence'] },
  params: byReference,
  response: { status: 200, schema: evidence },
  async handler({ caller, params, services }) {
    const found = await services.readings.evidence(readerOf(caller), { reference: params.reference });
    if (!found) throw unknownCrossing(params.reference);
    return { body: found };
  },
});

const shared = route<ByReference>({
  method: 'GET',
  path: '/api/crossings/{reference}/shared',
  tag,
  name: 'getSharedState',
  summary: 'The state that both sides compute alike, with its digest, to compare the two nodes.',
  permission: visible,
  params: byReference,
  response: { status: 200, schema: sharedState },
  async handler({ caller, params, services }) {
    const found = await services.readings.shared(readerOf(caller), params.reference);
    if (!found) throw unknownCrossing(params.reference);
    return { body: found };
  },
});

const consignment = route<ByReference>({
  method: 'GET',
  path: '/api/consignments/{reference}',
  tag,
  name: 'getConsignment',
  summary: 'One consignment: the declaration as both sides completed it, what is missing and where papers disagree.',
  permission: visible,
  params: byReference,
  response: { status: 200, schema: consignmentDetail },
  async handler({ caller, params, services }) {
    const found = await services.readings.consignment(readerOf(caller), params.reference);
    if (!found) throw refused('consignment_unknown', { params: { reference: params.reference } });
    return { body: found, headers: { etag: etagOf(found.version) } };
  },
});

export const crossingRoutes: readonly AnyRoute[] = [list, detail, proof, shared, consignment];
