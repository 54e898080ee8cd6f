import { z } from 'zod';
import { instant } from '@pairgate/domain/kernel/codes.ts';
import { afterCursor, cursorOf } from '../cursor.ts';
import { historyPage } from '../history.ts';
import { route, type AnyRoute } from '../route.ts';
import { countParameter } from '../schemas.ts';

const historyQuery = z.strictObject({
  from: instant,
  to: instant,
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before' }),
  limit: countParameter(1, 500).optional().meta({ description: '200 unless told' }),
});

const history = route<unknown, z.infer<typeof historyQuery>>({
  method: 'GET',
  path: '/api/history',
  tag: 'Gate',
  name: 'getHistory',
  summary: 'When each lorry under way between two instants was where, what it waited for, and which services it had. No personal data.',
  permission: { read: ['history'] },
  query: historyQuery,
  response: { status: 200, schema: historyPage },
  async handler({ query, services }) {
    const { from, to, cursor, limit = 200 } = query;
    const after = cursor === undefined ? {} : { after: afterCursor(cursor) };
    const { since, asOf, items, more } = await services.history.between(from, to, { ...after, limit });
    const last = items.at(-1);
    return { body: { since, asOf, items, nextCursor: more && last ? cursorOf(last) : null } };
  },
});

export const historyRoutes: readonly AnyRoute[] = [history];
