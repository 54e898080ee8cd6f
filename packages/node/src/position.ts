import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Agreements, Amendment } from '@pairgate/exchange/agreements.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { tipOf } from './exchange/stored-tree.ts';
import type { Position } from './group.ts';
import { fromRows } from './states.ts';

/**
 * What is stored about the versions of an agreement, on top of its first one. Throws when the first one is not the one
 * with which one of the logs has begun.
 */
export async function storedAgreements(journal: Journal, agreements: Agreements): Promise<Agreements> {
  const rows = await journal.amendments();
  const facts = rows.map(({ log, data, ...row }) => ({ ...row, side: log, data: JSON.parse(data) as unknown }) as Amendment);
  const { digest, document } = agreements.first;
  const other = facts.find(({ index, type, data }) => index === 0 && type === 'AgreementActivated' && data.digest !== digest);
  if (other) {
    throw new Error(`The log of ${other.side} has begun under another agreement than version ${document.version} that the configuration names.`);
  }
  return agreements.restored(facts);
}

/** Where a stored node stands: what its writer starts from. */
export async function positionOf(journal: Journal, side: SideId, agreements: Agreements): Promise<Position> {
  const peerLog = `log:${otherSide(side)}`;
  return {
    position: await journal.nextPosition(),
    change: await journal.lastChange(),
    own: await tipOf(journal, side),
    peer: await tipOf(journal, otherSide(side)),
    agreements: await storedAgreements(journal, agreements),
    peerLogSeq: fromRows(await journal.states([peerLog])).get(peerLog)?.peerSeq ?? 0,
  };
}
