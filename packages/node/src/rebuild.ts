import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import type { AgreementSource } from '@pairgate/exchange/agreement.ts';
import { openEntry, type Entry } from '@pairgate/exchange/entry.ts';
import type { ConsignmentIndexRow, CrossingIndexRow, StateRow } from '@pairgate/store/batch.ts';
import { encodeColumn } from '@pairgate/store/engine/column.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { decodeFact } from '@pairgate/store/journal.ts';
import { sha256 } from './crypto.ts';
import { consignmentRow, crossingRow, loadsOf } from './index-rows.ts';
import { ReadModels, type Rewritten } from './read-models.ts';
import { applyOwn, applyPeer, crossingView, emptyStateOf, fromRows, refold, toRows } from './states.ts';

/**
 * Makes the read models again from what they were made of: one's own facts in the journal, and the other side's entries
 * as they were judged when they came in. Streams are folded one after the other, so memory does not grow with the
 * journal. The node must be stopped; everything appears in one transaction at the end, or nothing does.
 */
export interface RebuildOptions {
  readonly db: Database;
  readonly pair: string;
  readonly side: SideId;
  readonly agreements: AgreementSource;
  /** Facts and entries folded so far, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Rebuilt {
  readonly facts: number;
  readonly entries: number;
  readonly tables: readonly Rewritten[];
}

/** Streams folded in one go. */
const STREAMS = 250;

/** What folding needs of a node. */
export type FoldOptions = Pick<RebuildOptions, 'side' | 'agreements'>;

export interface OwnFact {
  readonly stream: string;
  readonly fact: Fact;
  readonly shared: boolean;
}

export interface PeerEntry extends Entry {
  readonly stream: string;
  readonly type: string;
  readonly seq: number;
  readonly index: number;
  readonly verdict: string | null;
}

export interface FoldedStream {
  readonly rows: readonly StateRow[];
  readonly consignment?: ConsignmentIndexRow;
  readonly loads: readonly { consignment: string; crossing: string }[];
}

const hasCorrection = (facts: readonly Fact[]): boolean => facts.some((fact) => fact.type === 'FactCorrected');

export async function rebuild(options: RebuildOptions): Promise<Rebuilt> {
  const { db, pair } = options;
  const models = new ReadModels(db, pair);
  await models.begin();
  const total = await countOf(options);
  let done = 0;
  const counted = { facts: 0, entries: 0 };
  for (let after = ''; ; ) {
    const streams = await nextStreams(options, after);
    if (streams.length === 0) break;
    after = streams.at(-1)!;
    const facts = await ownFacts(options, streams);
    const entries = await peerEntries(options, streams);
    const folded = new Map(streams.map((stream) => [stream, foldStream(options, stream, facts, entries)]));
    await models.addStates([...folded.values()].flatMap(({ rows }) => rows));
    await models.addConsignments([...folded.values()].flatMap(({ consignment }) => (consignment ? [consignment] : [])));
    await models.addLoads([...folded.values()].flatMap(({ loads }) => loads));
    counted.facts += facts.length;
    counted.entries += entries.length;
    done = counted.facts + counted.entries;
    options.onProgress?.(done, total);
  }
  for (let after = ''; ; ) {
    const rows = await models.states('crossing', after, STREAMS);
    if (rows.length === 0) break;
    after = rows.at(-1)!.stream;
    await models.addCrossings(await crossingRows(options, models, rows));
  }
  const tables = await models.finish();
  options.onProgress?.(total, total);
  return { ...counted, tables };
}

async function countOf({ db, pair, side }: RebuildOptions): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM journal WHERE pair = $1)
          + (SELECT count(*) FROM log_entry WHERE pair = $1 AND log = $2 AND seq > 0) AS count`,
    [pair, otherSide(side)],
  );
  return Number(row!.count);
}

/** The next streams that have a fact or an entry. An entry without a readable envelope belongs to none. */
async function nextStreams({ db, pair, side }: RebuildOptions, after: string): Promise<string[]> {
  const rows = await db.query<{ stream: string }>(
    `SELECT stream FROM (
       (SELECT stream FROM journal WHERE pair = $1 AND stream > $2 AND version = 1 ORDER BY stream LIMIT ${STREAMS})
       UNION
       (SELECT DISTINCT stream FROM log_entry WHERE pair = $1 AND log = $3 AND stream > $2 AND seq > 0
        ORDER BY stream LIMIT ${STREAMS})
     ) AS named ORDER BY stream LIMIT ${STREAMS}`,
    [pair, after, otherSide(side)],
  );
  return rows.map((row) => row.stream);
}

async function ownFacts({ db, pair }: RebuildOptions, streams: readonly string[]): Promise<OwnFact[]> {
  const rows = await db.query<{ stream: string; fact: Uint8Array; shared: boolean }>(
    `SELECT stream, fact, log_index IS NOT NULL AS shared FROM journal
     WHERE pair = $1 AND stream = ANY($2::text[]) ORDER BY stream, version`,
    [pair, encodeColumn('text', streams)],
  );
  return rows.map(({ stream, fact, shared }) => ({ stream, fact: decodeFact(fact), shared }));
}

const peerEntries = ({ db, pair, side }: RebuildOptions, streams: readonly string[]): Promise<PeerEntry[]> =>
  db.query<PeerEntry>(
    `SELECT stream, type, seq, index, leaf, data, verdict FROM log_entry
     WHERE pair = $1 AND log = $2 AND seq > 0 AND stream = ANY($3::text[]) ORDER BY stream, index`,
    [pair, otherSide(side), encodeColumn('text', streams)],
  );

/** The rows of a stream's read models, from one's own facts and the other side's entries as they are now. */
export function foldStream(
  options: FoldOptions,
  stream: string,
  facts: readonly OwnFact[],
  entries: readonly PeerEntry[],
): FoldedStream {
  const own = facts.filter((each) => each.stream === stream);
  let state = emptyStateOf(stream);
  let consignment: ConsignmentIndexRow | undefined;
  for (const { fact, shared } of own) {
    state = applyOwn(stream, state, fact, shared);
    if (fact.type !== 'DeclarationLodged') continue;
    // The line keeps what was lodged first, as it did when it was written: an amendment does not rename it.
    const now = state;
    consignment ??= consignmentRow(() => now, options.side, parseStream(stream).reference);
  }
  const published: Fact[] = [];
  for (const entry of entries) {
    if (entry.stream !== stream) continue;
    state = { ...state, peerSeq: Math.max(state.peerSeq, entry.seq) };
    if (entry.verdict !== null) continue;
    const fact = publishedFact(options, entry);
    published.push(fact);
    state = applyPeer(stream, state, fact);
  }
  const written = own.map((each) => each.fact);
  const grown = state;
  if (hasCorrection(written)) state = { ...state, own: refold(stream, written) };
  if (hasCorrection(published)) state = { ...state, peer: refold(stream, published) };
  // What a correction took back entirely keeps its row, as it did when it was written.
  const states = new Map([...toRows(stream, emptyStateOf(stream), grown), ...toRows(stream, grown, state)].map((row) => [row.part, row]));
  return {
    rows: [...states.values()],
    ...(consignment ? { consignment } : {}),
    loads: [...written, ...published].filter(({ stream: of }) => of.startsWith('crossing:')).flatMap(loadsOf),
  };
}

export function publishedFact({ side, agreements }: FoldOptions, entry: PeerEntry): Fact {
  const opened = openEntry(entry, otherSide(side), agreements, sha256, true);
  if (!opened.ok) {
    throw new Error(`Entry ${entry.index} of the log of ${otherSide(side)} was accepted and cannot be read now: ${opened.fault}.`);
  }
  return opened.value.fact;
}

async function crossingRows(
  { side }: RebuildOptions,
  models: ReadModels,
  rows: readonly StateRow[],
): Promise<CrossingIndexRow[]> {
  const states = fromRows(rows);
  const read = (stream: string) => states.get(stream);
  const references = [...states.keys()].map((stream) => parseStream(stream).reference);
  const carried = references.flatMap((reference) => crossingView(read, side, reference)?.origin.loads ?? []);
  const streams = [...new Set(carried)].map((load) => streamOf('consignment', load));
  for (const [stream, state] of fromRows(await models.statesOf(streams))) states.set(stream, state);
  const views = references.map((reference) => crossingView(read, side, reference)).filter((view) => view !== undefined);
  return views.map((view) => crossingRow(view, 0));
}
