import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import type { ClassErased } from '@pairgate/exchange/messages.ts';
import { erasedData, erasedFact, type Ended } from '@pairgate/exchange/retention.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { ConsignmentIndexRow, StateRow } from '@pairgate/store/batch.ts';
import { encodeColumn } from '@pairgate/store/engine/column.ts';
import { decodeFact, type Journal } from '@pairgate/store/journal.ts';
import type { ErasedRows, ErasureRequest } from '@pairgate/store/retention-rows.ts';
import { loadsOf } from '../index-rows.ts';
import { foldStream, publishedFact, type FoldOptions, type OwnFact, type PeerEntry } from '../rebuild.ts';
import { emptyState, fromRows, type StreamState } from '../states.ts';

/** A stream after values of it were destroyed, folded anew from what is left of its facts. */
export interface ErasedStream {
  readonly stream: string;
  readonly state: StreamState;
  readonly rows: readonly StateRow[];
  readonly consignment?: ConsignmentIndexRow;
}

export interface Erased {
  readonly streams: readonly ErasedStream[];
  readonly rows: Pick<ErasedRows, 'facts' | 'entries' | 'states' | 'loads'>;
}

export interface EraseOptions extends FoldOptions {
  readonly journal: Journal;
  /** What governs all that is held. */
  readonly agreement: CompiledAgreement;
  readonly today: number;
  /** Classes that end early: in both books by an act of this side, in the mirror alone by one of the other side. */
  readonly early?: { readonly classes: ReadonlySet<string>; readonly books: 'both' | 'mirror' };
}

interface OwnRow extends OwnFact {
  readonly position: number;
  readonly logIndex: number | null;
  readonly data: Uint8Array | null;
}

export const NOTHING_ERASED: Erased = { streams: [], rows: { facts: [], entries: [], states: [], loads: [] } };

/**
 * What is left of some streams when everything in them whose time is over is destroyed, in both books. Reads, and writes
 * nothing: the writer calls it when nothing else is under way, and commits what comes out. Streams that hold nothing to
 * destroy are left out, so that doing it twice changes nothing the second time.
 */
export async function eraseStreams(options: EraseOptions, streams: readonly string[]): Promise<Erased> {
  if (streams.length === 0) return NOTHING_ERASED;
  const own = await ownRows(options, streams);
  const mirrored = await mirrorRows(options, streams);
  const parts = await options.journal.states(streams);
  const all: Erased[] = streams.map((stream) =>
    eraseStream(options, stream, {
      own: own.filter((row) => row.stream === stream),
      mirror: mirrored.filter((row) => row.stream === stream),
      parts: parts.filter((row) => row.stream === stream),
    }),
  );
  return joined(all);
}

export const joined = (all: readonly Erased[]): Erased => ({
  streams: all.flatMap(({ streams }) => streams),
  rows: {
    facts: all.flatMap(({ rows }) => rows.facts),
    entries: all.flatMap(({ rows }) => rows.entries),
    states: all.flatMap(({ rows }) => rows.states),
    loads: all.flatMap(({ rows }) => rows.loads),
  },
});

/** What the other side's data controller has ended early in its own entries is destroyed in the copies here too. */
export function requestsIn({ type, data }: Fact): ErasureRequest[] {
  if (type !== 'ClassErased') return [];
  const said = data as ClassErased;
  return said.reason === 'act' ? said.streams.map((stream) => ({ stream, class: said.class })) : [];
}

interface Held {
  readonly own: readonly OwnRow[];
  readonly mirror: readonly PeerEntry[];
  readonly parts: readonly StateRow[];
}

function eraseStream(options: EraseOptions, stream: string, { own, mirror, parts }: Held): Erased {
  const { side, early } = options;
  const ended = (book: 'own' | 'mirror'): Ended => ({
    agreement: options.agreement,
    today: options.today,
    ...(early && (book === 'mirror' || early.books === 'both') ? { early: early.classes } : {}),
  });
  const facts = own.map((row) => ({ ...row, fact: erasedFact(row.fact, ended('own')) }));
  const entries = mirror.map((row) => ({ ...row, data: leftOf(row, ended('mirror')) }));
  const data = own.flatMap(({ fact, logIndex, data: before }) => {
    if (logIndex === null || before === null) return [];
    const after = erasedData({ data: before, recordedAt: fact.recordedAt, accepted: true }, ended('own'));
    return after === before ? [] : [{ log: side, index: logIndex, data: after }];
  });
  const changed = facts.filter(({ fact }, index) => fact !== own[index]!.fact);
  const mirroredAway = entries.filter((entry, index) => entry.data !== mirror[index]!.data);
  if (changed.length + mirroredAway.length + data.length === 0) return NOTHING_ERASED;
  const folded = foldStream(options, stream, facts, entries);
  const kept = new Set(folded.rows.map(({ part }) => part));
  const loads = new Map([...own.map(({ fact }) => fact), ...mirrorFacts(options, mirror)].flatMap(loadsOf).map((load) => [keyOf(load), load]));
  for (const load of folded.loads) loads.delete(keyOf(load));
  return {
    streams: [
      {
        stream,
        state: fromRows(folded.rows).get(stream) ?? emptyState(stream),
        rows: folded.rows,
        ...(folded.consignment ? { consignment: folded.consignment } : {}),
      },
    ],
    rows: {
      facts: changed.map(({ position, fact }) => ({ position, fact: JSON.stringify(fact) })),
      entries: [...data, ...mirroredAway.map(({ index, data: left }) => ({ log: otherSide(side), index, data: left }))],
      states: parts.filter(({ part }) => !kept.has(part)).map(({ part }) => ({ stream, part })),
      loads: stream.startsWith('crossing:') ? [...loads.values()] : [],
    },
  };
}

const keyOf = ({ consignment, crossing }: { consignment: string; crossing: string }) => `${consignment} ${crossing}`;

const mirrorFacts = (options: FoldOptions, mirror: readonly PeerEntry[]) =>
  mirror
    .filter((entry) => entry.verdict === null && (entry.type === 'CrossingPlanned' || entry.type === 'LoadAdded'))
    .map((entry) => publishedFact(options, entry));

/** When an entry was recorded, as its author says; what cannot be read says nothing. */
export function recordedAtOf(leaf: Uint8Array): string | undefined {
  try {
    return (JSON.parse(decodeUtf8(leaf) ?? '') as { envelope?: { recordedtime?: string } }).envelope?.recordedtime;
  } catch {
    return undefined;
  }
}

const leftOf = ({ leaf, data, verdict }: PeerEntry, ended: Ended): Uint8Array => {
  const recordedAt = recordedAtOf(leaf);
  return recordedAt === undefined ? data : erasedData({ data, recordedAt, accepted: verdict === null }, ended);
};

async function ownRows({ journal, side }: { journal: Journal; side: SideId }, streams: readonly string[]): Promise<OwnRow[]> {
  const rows = await journal.db.query<{
    position: number; stream: string; fact: Uint8Array; log_index: number | null; data: Uint8Array | null;
  }>(
    `SELECT j.position, j.stream, j.fact, j.log_index, e.data FROM journal j
     LEFT JOIN log_entry e ON e.pair = j.pair AND e.log = $2 AND e.index = j.log_index
     WHERE j.pair = $1 AND j.stream = ANY($3::text[]) ORDER BY j.stream, j.version`,
    [journal.pair, side, encodeColumn('text', streams)],
  );
  return rows.map(({ position, stream, fact, log_index: logIndex, data }) => ({
    position, stream, data, logIndex, shared: logIndex !== null, fact: decodeFact(fact),
  }));
}

const mirrorRows = ({ journal, side }: { journal: Journal; side: SideId }, streams: readonly string[]): Promise<PeerEntry[]> =>
  journal.db.query<PeerEntry>(
    `SELECT stream, seq, type, index, leaf, data, verdict FROM log_entry
     WHERE pair = $1 AND log = $2 AND seq > 0 AND stream = ANY($3::text[]) ORDER BY stream, index`,
    [journal.pair, otherSide(side), encodeColumn('text', streams)],
  );
