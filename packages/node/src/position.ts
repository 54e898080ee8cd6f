import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { tipOf } from './exchange/stored-tree.ts';
import type { Position } from './group.ts';

/** Where a stored node stands: what its writer starts from. */
export async function positionOf(journal: Journal, side: SideId): Promise<Position> {
  return {
    position: await journal.nextPosition(),
    change: await journal.lastChange(),
    own: await tipOf(journal, side),
    peer: await tipOf(journal, otherSide(side)),
  };
}
