import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import type { AgreementSource } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import type { CrossingDetail, Reader } from '../http/readings.ts';
import { timelineEntry } from './shown.ts';

interface Node {
  readonly side: SideId;
  readonly journal: Journal;
  readonly agreements: () => AgreementSource;
}

/** The facts of a crossing and of what it carries, of both sides, in the order in which they happened. */
export async function timelineOf(
  { journal, side, agreements }: Node,
  view: CrossingView,
  reader: Reader,
): Promise<CrossingDetail['timeline']> {
  const streams = [streamOf('crossing', view.reference), ...view.origin.loads.map((load) => streamOf('consignment', load))];
  const entries: CrossingDetail['timeline'] = [];
  for (const stream of streams) {
    const own = await journal.db.query<{ fact: Uint8Array; log_index: number | null }>(
      'SELECT fact, log_index FROM journal WHERE pair = $1 AND stream = $2 ORDER BY version',
      [journal.pair, stream],
    );
    for (const { fact, log_index: index } of own) {
      entries.push(timelineEntry(JSON.parse(Buffer.from(fact).toString('utf8')) as Fact, index, reader));
    }
    const other = otherSide(side);
    for (const entry of await journal.entriesOf(other, stream)) {
      const opened = openEntry(entry, other, agreements(), sha256, true);
      if (opened.ok && entry.verdict === null) entries.push(timelineEntry(opened.value.fact, entry.index, reader));
    }
  }
  return entries.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
}
