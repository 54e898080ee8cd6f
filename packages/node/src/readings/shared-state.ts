import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { AgreementSource } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { digest, sha256 } from '../crypto.ts';
import { crossingView, emptyState, refold, type StreamState } from '../states.ts';

/**
 * The shared state of a crossing: a pure function of the two logs as published (design §3.1), each entry as its author let
 * it cross, refused entries skipped. Both sides compute the same from the same two sizes.
 */
export async function sharedCrossing(
  journal: Journal,
  agreement: AgreementSource,
  us: SideId,
  reference: string,
): Promise<{ view: CrossingView; digest: string } | undefined> {
  const states = new Map<string, StreamState>();
  const load = async (stream: string) => states.set(stream, await publishedState(journal, agreement, us, stream));
  await load(streamOf('crossing', reference));
  const read = (stream: string) => states.get(stream);
  const alone = crossingView(read, us, reference);
  if (!alone) return undefined;
  for (const consignment of alone.origin.loads) await load(streamOf('consignment', consignment));
  const view = crossingView(read, us, reference)!;
  return { view, digest: digest(canonicalize(JSON.parse(JSON.stringify(view)))) };
}

export async function publishedState(
  journal: Journal,
  agreement: AgreementSource,
  us: SideId,
  stream: string,
): Promise<StreamState> {
  const fold = async (log: SideId) => {
    const entries = await journal.entriesOf(log, stream);
    const facts = entries
      .filter((entry) => entry.verdict === null)
      .map((entry) => openEntry(entry, log, agreement, sha256, true))
      .flatMap((opened) => (opened.ok ? [opened.value.fact] : []));
    return { count: entries.length, state: refold(stream, facts) };
  };
  const [own, peer] = [await fold(us), await fold(otherSide(us))];
  return { ...emptyState(stream), seq: own.count, peerSeq: peer.count, own: own.state, peer: peer.state };
}
