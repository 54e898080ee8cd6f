import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { Json } from '@pairgate/exchange/project.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { exported } from '@pairgate/store/export-rows.ts';
import type { Journal, StoredEntry } from '@pairgate/store/journal.ts';
import { sha256 } from '../crypto.ts';
import { RecoveredTails } from '../exchange/recovered.ts';
import { Outgoing } from './outgoing.ts';
import { yearOf, type Persons } from './persons.ts';

export interface CountAgain {
  readonly journal: Journal;
  readonly side: SideId;
  /** Every version that entries of one's own log name. */
  readonly agreements: Agreements;
  readonly persons: Persons | undefined;
  /** Entries that one's own log has. */
  readonly size: number;
  /** The time by which facts are recorded, in milliseconds. */
  readonly now: number;
}

const PAGE = 1000;

/**
 * What crossed stays counted after a restore: entries that came back from the other side are counted again from what they
 * carry, in one transaction with the note that they are. Values that were erased meanwhile cannot be counted any more.
 */
export async function countAgain({ journal, side, agreements, persons, size, now }: CountAgain): Promise<void> {
  const tails = new RecoveredTails(journal);
  const tail = await tails.uncounted();
  if (!tail) return;
  const outgoing = new Outgoing(otherSide(side), persons);
  for (let at = tail.from; at < size; ) {
    const page = await journal.entries(side, at, Math.min(PAGE, size - at));
    for (const entry of page) countOne(outgoing, entry, side, agreements);
    at += page.length;
  }
  const rows = { exports: outgoing.exports, persons: outgoing.persons };
  await journal.db.transact([...exported(journal.pair, rows), await tails.counted(tail, size)]);
  await persons?.read(journal, yearOf(now));
}

function countOne(outgoing: Outgoing, entry: StoredEntry, side: SideId, agreements: Agreements): void {
  const opened = openEntry(entry, side, agreements, sha256, true);
  if (!opened.ok) throw new Error(`entry ${entry.index} of our own log came back and cannot be read: ${opened.fault}`);
  const { fact, envelope } = opened.value;
  const agreement = agreements.at(envelope.agreement)!;
  const carried = JSON.parse(decodeUtf8(entry.data)!) as Record<string, { fields: Json }>;
  const classes = Object.fromEntries(Object.entries(carried).map(([name, { fields }]) => [name, fields]));
  outgoing.again({ fact, classes }, agreement, toMillis(envelope.recordedtime));
}
