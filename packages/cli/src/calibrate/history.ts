import { dataOf, type Schemas } from '@pairgate/client/client.ts';
import type { Past } from '@pairgate/simulator/calibrate/recording.ts';
import { Failure } from '../failure.ts';
import type { Node } from '../nodes.ts';

const PAGE = 500;

export interface Period {
  /** Instants. */
  readonly from: string;
  readonly to: string;
}

/**
 * Everything that a node tells of the lorries under way in a period. It begins where the node's records begin, if that is
 * later, and ends now, if that is earlier: nobody has seen the rest.
 */
export async function historyOf({ client, url }: Node, { from, to }: Period): Promise<Past> {
  const lorries: Schemas['PastCrossing'][] = [];
  let first: Schemas['HistoryPage'] | undefined;
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query: { from: string; to: string; limit: number; cursor?: string } = { from, to, limit: PAGE };
    if (cursor !== '') query.cursor = cursor;
    const page = await dataOf(client.GET('/api/history', { params: { query } }));
    first ??= page;
    lorries.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  }
  // Pages are read one after the other: what the first one says still goes on did so then, whatever the last one's clock shows.
  const { since, asOf } = first!;
  const period = { from: since > from ? since : from, to: asOf < to ? asOf : to };
  if (period.from >= period.to) throw new Failure(`${url} has recorded nothing from ${from} to ${to}; its records begin ${since}.`);
  return { node: url, ...period, asOf, lorries };
}
