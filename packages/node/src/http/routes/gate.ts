import { z } from 'zod';
import { date, direction, sideId, trafficClass } from '@pairgate/domain/kernel/codes.ts';
import { readerOf } from '../access.ts';
import { dayListCsv } from '../day-list.ts';
import { logEntries, logView, type LogEntries } from '../log-view.ts';
import { planView } from '../plan-view.ts';
import { refused } from '../problem.ts';
import { controlRoom, evidence, gateState, queueView, slotView, workList } from '../readings.ts';
import { route, type AnyRoute } from '../route.ts';
import { countParameter } from '../schemas.ts';

const tag = 'Gate';

const room = route({
  method: 'GET',
  path: '/api/control-room',
  tag,
  name: 'getControlRoom',
  summary: 'Who waits where, for what cause and since when, on both sides; what is open and what it takes.',
  permission: { read: ['controlRoom'] },
  response: { status: 200, schema: controlRoom },
  handler: async ({ caller, services }) => ({ body: await services.readings.controlRoom(readerOf(caller)) }),
});

const work = route({
  method: 'GET',
  path: '/api/worklist',
  tag,
  name: 'getWorkList',
  summary: "What the reader's authority has to do, in the order of what is lost by waiting.",
  permission: { read: ['workList'] },
  response: { status: 200, schema: workList },
  handler: async ({ caller, services }) => ({ body: await services.readings.workList(readerOf(caller)) }),
});

const queueQuery = z.strictObject({ direction: direction.optional() });

const queue = route<unknown, z.infer<typeof queueQuery>>({
  method: 'GET',
  path: '/api/queue',
  tag,
  name: 'getQueue',
  summary: 'The order of the tickets with its inputs, so that anybody can compute it again.',
  permission: { read: ['queue'] },
  query: queueQuery,
  response: { status: 200, schema: queueView },
  handler: async ({ caller, query, services }) => ({
    body: await services.readings.queue(readerOf(caller), query.direction),
  }),
});

/** Days whose instants have a year of four digits wherever the gate is. */
const day = date.refine((text) => text > '1970-01-01' && text < '9999-12-31');

const slotQuery = z.strictObject({
  direction,
  trafficClass,
  date: day.optional().meta({ description: "Local date of this side's gate; today unless told" }),
});

const slots = route<unknown, z.infer<typeof slotQuery>>({
  method: 'GET',
  path: '/api/slots',
  tag,
  name: 'getSlots',
  summary: 'Quarters of an hour of one day with their places, and the capacity that they rely on.',
  permission: { read: ['slots'] },
  query: slotQuery,
  response: { status: 200, schema: slotView },
  handler: async ({ caller, query, services }) => ({ body: await services.readings.slots(readerOf(caller), query) }),
});

const planQuery = z.strictObject({ date: slotQuery.shape.date });

const plan = route<unknown, z.infer<typeof planQuery>>({
  method: 'GET',
  path: '/api/plan',
  tag,
  name: 'getPlan',
  summary: "This side's plan for its slots: places by quarter of an hour and class, what binds when, and what one more would save.",
  permission: { read: ['plan'] },
  query: planQuery,
  response: { status: 200, schema: planView },
  handler: async ({ caller, query, services }) => ({ body: await services.readings.plan(readerOf(caller), query.date) }),
});

const gate = route({
  method: 'GET',
  path: '/api/gate',
  tag,
  name: 'getGate',
  summary: 'Hours, published capacity and open lanes of both gates.',
  permission: { read: ['slots', 'queue', 'controlRoom'] },
  response: { status: 200, schema: gateState },
  handler: async ({ caller, services }) => ({ body: await services.readings.gate(readerOf(caller)) }),
});

const log = route({
  method: 'GET',
  path: '/api/log',
  tag: 'Log',
  name: 'getLog',
  summary: 'Sizes, roots and countersignatures of both logs.',
  permission: { read: ['log'] },
  response: { status: 200, schema: logView },
  handler: async ({ caller, services }) => ({ body: await services.readings.log(readerOf(caller)) }),
});

const ofSide = z.object({ side: sideId });
const entriesQuery = z.strictObject({
  before: countParameter(0, Number.MAX_SAFE_INTEGER).optional().meta({ description: 'Entries with a smaller index' }),
  limit: countParameter(1, 200).optional().meta({ description: '50 unless told' }),
});

const entries = route<z.infer<typeof ofSide>, z.infer<typeof entriesQuery>>({
  method: 'GET',
  path: '/api/log/{side}/entries',
  tag: 'Log',
  name: 'getLogEntries',
  summary: 'Entries of one log, newest first.',
  permission: { read: ['log'] },
  params: ofSide,
  query: entriesQuery,
  response: { status: 200, schema: logEntries },
  async handler({ caller, params, query, services }) {
    const page = { before: query.before, limit: query.limit ?? 50 };
    const body: LogEntries = await services.readings.logEntries(readerOf(caller), params.side, page);
    return { body };
  },
});

const atIndex = z.object({
  side: sideId,
  index: z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/)
    .transform(Number)
    .meta({ description: 'Place of the entry in the log, from 0 on' }),
});

const entryEvidence = route<z.infer<typeof atIndex>>({
  method: 'GET',
  path: '/api/log/{side}/entries/{index}/evidence',
  tag: 'Log',
  name: 'getEntryEvidence',
  summary: 'Portable evidence of one message, to be checked without trust in this node.',
  permission: { read: ['entryEvidence'] },
  params: atIndex,
  response: { status: 200, schema: evidence },
  async handler({ caller, params, services }) {
    const found = await services.readings.evidence(readerOf(caller), params);
    if (!found) throw refused('entry_unknown', { params: { entry: `${params.side}:${params.index}` } });
    return { body: found };
  },
});

const dayQuery = z.strictObject({ date: day.meta({ description: "Local date of this side's gate" }) });

const dayList = route<unknown, z.infer<typeof dayQuery>>({
  method: 'GET',
  path: '/api/day-list.csv',
  tag,
  name: 'getDayList',
  summary: 'The list of a day for a spreadsheet: UTF-8 with a byte order mark, RFC 4180, headings in the language asked for.',
  permission: { read: ['dayList'] },
  query: dayQuery,
  response: { status: 200, mediaType: 'text/csv' },
  async handler({ caller, query, language, services }) {
    const { readings, side } = services;
    const [rows, { pair }] = await Promise.all([readings.dayList(readerOf(caller), query.date), readings.state()]);
    return {
      body: dayListCsv(rows, language, pair.offsets[side]),
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="pairgate-${side}-${query.date}.csv"`,
        'content-language': language,
      },
    };
  },
});

export const gateRoutes: readonly AnyRoute[] = [room, work, queue, slots, plan, gate, dayList, log, entries, entryEvidence];
