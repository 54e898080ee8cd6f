import { ApiProblem } from '@pairgate/client/problem.ts';
import { dataOf } from '@pairgate/client/client.ts';
import { Failure } from './failure.ts';
import type { Node } from './nodes.ts';

/** As somebody may have typed it: lower case, without dashes or prefix. */
export function tidyReference(text: string): string {
  const bare = text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}_.]/gu, '');
  const symbols = bare.length === 10 && bare.startsWith('PG') ? bare.slice(2) : bare;
  return symbols.length === 8 ? `PG-${symbols.slice(0, 4)}-${symbols.slice(4)}` : text;
}

const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

export const detailOf = ({ client }: Node, reference: string) =>
  dataOf(client.GET('/api/crossings/{reference}', { params: { path: { reference } } }));
export type CrossingDetail = Awaited<ReturnType<typeof detailOf>>;

/** The crossing of that reference; of a consignment's reference, the first crossing that carries it. */
export async function crossingOf(node: Node, typed: string): Promise<CrossingDetail> {
  const reference = tidyReference(typed);
  try {
    return await detailOf(node, reference);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const consignment = await dataOf(
      node.client.GET('/api/consignments/{reference}', { params: { path: { reference } } }),
    ).catch((second: unknown) => {
      if (isUnknown(second)) throw new Failure(`There is no crossing and no consignment ${reference}.`, { code: 'crossing_unknown' });
      throw second;
    });
    const [crossing] = consignment.crossings;
    if (crossing === undefined) throw new Failure(`No lorry carries the consignment ${reference}.`, { cause: error });
    return detailOf(node, crossing);
  }
}
