import { z } from 'zod';
import { csvOf } from '../csv.ts';
import {
  earlyEnd, ended, erasureRun, erasures, exportLedger, personsSent, type ExportedField,
} from '../ledgers.ts';
import { refused } from '../problem.ts';
import { route, type AnyRoute } from '../route.ts';
import { countParameter } from '../schemas.ts';

const tag = 'Data protection';

const dayQuery = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First day of UTC; from the beginning unless told' }),
  to: z.iso.date().optional().meta({ description: 'Last day of UTC; until now unless told' }),
});
type Days = z.infer<typeof dayQuery>;

const exported = route<unknown, Days>({
  method: 'GET',
  path: '/api/exports',
  tag,
  name: 'getExports',
  summary: 'What crossed to the other side, field by field: how often, when, for which purpose and on which basis.',
  permission: { read: ['exports'] },
  query: dayQuery,
  response: { status: 200, schema: exportLedger },
  handler: async ({ query, services }) => ({ body: await services.ledgers.exports(query) }),
});

const COLUMNS: readonly (keyof ExportedField)[] = [
  'recipient', 'agreement', 'type', 'field', 'class', 'purpose', 'basis', 'values', 'entries', 'firstDay', 'lastDay', 'firstAt', 'lastAt',
];

const exportedCsv = route<unknown, Days>({
  method: 'GET',
  path: '/api/exports.csv',
  tag,
  name: 'getExportsCsv',
  summary: 'The same for a spreadsheet: UTF-8 with a byte order mark, RFC 4180.',
  permission: { read: ['exports'] },
  query: dayQuery,
  response: { status: 200, mediaType: 'text/csv' },
  async handler({ query, services }) {
    const { items } = await services.ledgers.exports(query);
    return {
      body: csvOf([COLUMNS, ...items.map((item) => COLUMNS.map((column) => String(item[column])))]),
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="pairgate-${services.side}-exports.csv"`,
      },
    };
  },
});

const yearQuery = z.strictObject({
  year: countParameter(2000, 9999).optional().meta({ description: 'Calendar year of UTC; the running one unless told' }),
});

const persons = route<unknown, z.infer<typeof yearQuery>>({
  method: 'GET',
  path: '/api/persons-sent',
  tag,
  name: 'getPersonsSent',
  summary: 'How many distinct natural persons data was sent of in a year, against the thresholds of the law.',
  permission: { read: ['exports'] },
  query: yearQuery,
  response: { status: 200, schema: personsSent },
  handler: async ({ query, services }) => ({ body: await services.ledgers.personsSent(query.year) }),
});

const gone = route({
  method: 'GET',
  path: '/api/erasures',
  tag,
  name: 'getErasures',
  summary: 'Retention times, what is due to be destroyed, and what both sides have said that they destroyed.',
  permission: { read: ['exports'] },
  response: { status: 200, schema: erasures },
  handler: async ({ services }) => ({ body: await services.ledgers.erasures() }),
});

const eraseDue = route({
  method: 'POST',
  path: '/api/erasures/due',
  tag,
  name: 'eraseDue',
  summary: 'Destroy now what is due; the node does so by itself once a minute.',
  permission: { read: ['manageErasure'] },
  response: { status: 200, schema: erasureRun },
  handler: async ({ services }) => ({ body: await services.ledgers.eraseDue() }),
});

const endEarly = route<unknown, unknown, z.infer<typeof earlyEnd>>({
  method: 'POST',
  path: '/api/erasures',
  tag,
  name: 'endClassEarly',
  summary: 'End a retention class early for one crossing with all that it carries, or for one consignment. It cannot be undone.',
  permission: { read: ['manageErasure'] },
  body: earlyEnd,
  example: { class: 'vehicle', reference: 'PG-2222-2222', basis: 'request of the keeper of the lorry' },
  response: { status: 200, schema: ended },
  refusals: ['reference_unknown', 'retention_class_unknown', 'still_under_way', 'not_mirrored_yet'],
  async handler({ body, services }) {
    const result = await services.ledgers.endEarly(body);
    if (typeof result === 'string') throw refused(result, result === 'retention_class_unknown' ? { pointer: '/class' } : {});
    return { body: result };
  },
});

export const ledgerRoutes: readonly AnyRoute[] = [exported, exportedCsv, persons, gone, endEarly, eraseDue];
