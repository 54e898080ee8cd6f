import type { Batch } from './batch.ts';
import { encodeColumn } from './engine/column.ts';
import type { Statement } from './engine/database.ts';
import { column, insert, type Column } from './insert.ts';

/** What the end of retention times leaves in the tables, and what is needed to find what has ended. */

const DAY_MINUTES = 24 * 60;

/** A class of a stream that the other side's data controller has ended early. */
export interface ErasureRequest {
  readonly stream: string;
  readonly class: string;
}

/** The facts of this side, by their position, or the mirror of the other side's log, by index. */
export type Book = 'own' | 'mirror';

/** Values that are destroyed, and what is left in their places. */
export interface ErasedRows {
  /** JSON by position in the journal. */
  readonly facts: readonly { readonly position: number; readonly fact: string }[];
  readonly entries: readonly { readonly log: string; readonly index: number; readonly data: Uint8Array }[];
  readonly states: readonly { readonly stream: string; readonly part: string }[];
  readonly loads: readonly { readonly consignment: string; readonly crossing: string }[];
  /** How far a day's class has been erased. */
  readonly progress?: { readonly book: Book; readonly day: number; readonly class: string; readonly next: number };
  /** Acts of the other side's data controller that are done. */
  readonly requests: readonly ErasureRequest[];
  /** Outcomes of submissions older than this instant, in milliseconds, are forgotten. */
  readonly submissionsBefore?: number;
}

const REQUEST: readonly Column<ErasureRequest>[] = [
  column('stream', 'text', (row) => row.stream),
  column('class', 'text', (row) => row.class),
];

interface Span {
  readonly book: Book;
  readonly day: number;
  readonly first: number;
  last: number;
}

const SPAN: readonly Column<Span>[] = [
  column('book', 'text', (row) => row.book),
  column('day', 'int', (row) => row.day),
  column('first', 'bigint', (row) => row.first),
  column('last', 'bigint', (row) => row.last),
];

/** Of each book, which of its rows were recorded on which day: where the end of a retention time is looked for. */
function days(pair: string, batch: Batch): Statement[] {
  const spans = new Map<string, Span>();
  const note = (book: Book, day: number, at: number) => {
    const known = spans.get(`${book} ${day}`);
    if (!known) spans.set(`${book} ${day}`, { book, day, first: at, last: at });
    else known.last = Math.max(known.last, at);
  };
  for (const { day, position } of batch.facts) note('own', day, position);
  // Of the other side's log nothing is in the journal; one's own entries are found by their facts.
  for (const { entries, note: signed } of batch.logs) {
    if (signed) for (const { minute, index } of entries) note('mirror', Math.floor(minute / DAY_MINUTES), index);
  }
  const key = ['pair', 'book', 'day'];
  const keep = 'first = least(record_day.first, excluded.first), last = greatest(record_day.last, excluded.last)';
  return insert('record_day', [['pair', pair]], SPAN, [...spans.values()], key, keep);
}

/** Overwrites values whose time is over. What is left keeps its place, so that no index and no hash moves. */
function erased(pair: string, rows: ErasedRows | undefined): Statement[] {
  if (!rows) return [];
  const { facts, entries, states, loads, progress, requests, submissionsBefore } = rows;
  const numbers = (of: readonly number[]) => encodeColumn('bigint', of);
  const texts = (of: readonly string[]) => encodeColumn('text', of);
  const some = (length: number, sql: string, ...params: unknown[]): Statement[] =>
    length === 0 ? [] : [{ sql, params: [pair, ...params] }];
  return [
    ...some(
      facts.length,
      `UPDATE journal SET fact = t.fact FROM unnest($2::bigint[], $3::bytea[]) AS t(position, fact)
       WHERE journal.pair = $1 AND journal.position = t.position`,
      numbers(facts.map((row) => row.position)), encodeColumn('bytea', facts.map((row) => row.fact)),
    ),
    ...some(
      entries.length,
      `UPDATE log_entry SET data = t.data FROM unnest($2::text[], $3::bigint[], $4::bytea[]) AS t(log, index, data)
       WHERE log_entry.pair = $1 AND log_entry.log = t.log AND log_entry.index = t.index`,
      texts(entries.map((row) => row.log)), numbers(entries.map((row) => row.index)),
      encodeColumn('bytea', entries.map((row) => row.data)),
    ),
    ...some(
      states.length,
      `DELETE FROM stream_state WHERE pair = $1 AND (stream, part) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      texts(states.map((row) => row.stream)), texts(states.map((row) => row.part)),
    ),
    ...some(
      loads.length,
      `DELETE FROM load WHERE pair = $1 AND (consignment, crossing) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      texts(loads.map((row) => row.consignment)), texts(loads.map((row) => row.crossing)),
    ),
    ...some(
      requests.length,
      `DELETE FROM erasure_request WHERE pair = $1 AND (stream, class) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      texts(requests.map((row) => row.stream)), texts(requests.map((row) => row.class)),
    ),
    ...some(
      progress ? 1 : 0,
      `INSERT INTO erasure (pair, book, day, class, next) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (pair, book, day, class) DO UPDATE SET next = excluded.next`,
      progress?.book, progress?.day, progress?.class, progress?.next,
    ),
    ...some(submissionsBefore === undefined ? 0 : 1, 'DELETE FROM submission WHERE pair = $1 AND at < $2', submissionsBefore),
  ];
}

/** The statements for days, requests and erasures of a group. */
export const retained = (pair: string, batch: Batch): Statement[] => [
  ...days(pair, batch),
  ...insert('erasure_request', [['pair', pair]], REQUEST, batch.requests ?? [], ['pair', 'stream', 'class']),
  ...erased(pair, batch.erased),
];
