import type { FactType } from '@pairgate/domain/kernel/act.ts';
import { partyOf } from '@pairgate/domain/kernel/act.ts';
import { DIRECTIONS, type Direction } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';

/**
 * Every fact has exactly one author (design §5), and nobody speaks for the other side. A gate and a log are told by their
 * own side only; of a consignment or a crossing, the origin is whoever began it, and some facts are the origin's or the
 * destination's alone.
 */
export type AuthorFault = 'other_stream' | 'other_author';

/** The direction that the first fact of a stream says; `undefined` for every other fact. */
function saidDirection(fact: Fact): Direction | undefined {
  const data = fact.data as { direction?: unknown; declaration?: { direction?: unknown } };
  const said =
    fact.type === 'CrossingPlanned'
      ? data.direction
      : fact.type === 'DeclarationLodged'
        ? data.declaration?.direction
        : undefined;
  return DIRECTIONS.find((each) => each === said);
}

/**
 * Why the author may not have written this fact, or nothing. `known` is the direction of the stream as its receiver knows
 * it; without it only what the fact itself says can be judged.
 */
export function authorFault(
  fact: Fact,
  type: { readonly on: string; readonly author: FactType['author'] },
  known?: Direction,
): AuthorFault | undefined {
  const colon = fact.stream.indexOf(':');
  const kind = fact.stream.slice(0, colon);
  if (kind !== type.on) return 'other_stream';
  if (kind === 'gate' || kind === 'log') return fact.stream.slice(colon + 1) === fact.side ? undefined : 'other_author';
  const said = saidDirection(fact);
  if (known !== undefined && said !== undefined && said !== known) return 'other_author';
  const way = known ?? said;
  if (way === undefined || type.author === 'either') return undefined;
  return partyOf(fact.side, way) === type.author ? undefined : 'other_author';
}
