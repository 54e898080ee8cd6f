import type { Tile } from '@pairgate/ledger/tiles.ts';
import { encodeColumn } from './engine/column.ts';
import type { Statement } from './engine/database.ts';
import { exported, type ExportRow, type PersonRow } from './export-rows.ts';
import { column, insert, type Column } from './insert.ts';
import { retained, type ErasedRows, type ErasureRequest } from './retention-rows.ts';

/**
 * One group of the single writer, as the rows that it leaves behind. Facts, entries, tree, read models and outcomes of
 * submissions go into one transaction; each table takes one statement, whatever the number of rows.
 */
export interface JournalRow {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  /** JSON. */
  readonly fact: string;
  readonly logIndex: number | null;
  /** Whole days since 1970 at which it was recorded. */
  readonly day: number;
}

export interface EntryRow {
  readonly index: number;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly leaf: Uint8Array;
  readonly data: Uint8Array;
  readonly leafHash: Uint8Array;
  /** `null` for an accepted entry, else the reason of the refusal. */
  readonly verdict: string | null;
  /** Whole minutes since 1970, by the author's clock. */
  readonly minute: number;
}

/** What one log grew by. `from` is the size that the head must still have. */
export interface LogGrowth {
  readonly log: string;
  readonly from: number;
  readonly size: number;
  readonly edge: Uint8Array;
  readonly root: Uint8Array;
  readonly entries: readonly EntryRow[];
  readonly tiles: readonly Tile[];
  /** The other side's signed checkpoint, and when it came in real time; one's own is signed after the commit. */
  readonly note?: { readonly text: string; readonly at: number };
}

/** One part of the state of a stream. A group writes the parts that it changed, so an act rewrites little. */
export interface StateRow {
  readonly stream: string;
  readonly part: string;
  /** JSON. */
  readonly state: string;
}

export interface CrossingIndexRow {
  readonly reference: string;
  readonly direction: string;
  readonly trafficClass: string;
  readonly phase: string;
  readonly open: boolean;
  readonly tractor: string | null;
  readonly container: string | null;
  readonly slotStart: string | null;
  readonly plannedAt: string;
  readonly arrivedAt: string | null;
  readonly endedAt: string | null;
  /** Firms that may read the crossing, each between bars: `|A||B|`. */
  readonly owners: string;
  readonly search: string;
  readonly change: number;
}

export interface ConsignmentIndexRow {
  readonly reference: string;
  readonly owner: string | null;
  readonly functionalReference: string | null;
}

export interface SubmissionRow {
  readonly account: string;
  readonly key: string;
  readonly digest: string;
  readonly outcome: string;
  readonly at: number;
}

/** A fact about the agreement that counts, of either log: versions and what is in force are made again from these. */
export interface AmendmentRow {
  readonly log: string;
  readonly index: number;
  readonly saw: number;
  /** RFC 3339, when it was recorded. */
  readonly at: string;
  readonly type: string;
  /** JSON. */
  readonly data: string;
}

export interface Batch {
  readonly facts: readonly JournalRow[];
  readonly logs: readonly LogGrowth[];
  readonly states: readonly StateRow[];
  readonly crossings: readonly CrossingIndexRow[];
  readonly consignments: readonly ConsignmentIndexRow[];
  readonly loads: readonly { readonly consignment: string; readonly crossing: string }[];
  readonly submissions: readonly SubmissionRow[];
  /** What the other side refused of one's own log. */
  readonly verdicts: readonly { readonly log: string; readonly index: number; readonly verdict: string }[];
  readonly amendments: readonly AmendmentRow[];
  readonly exports?: readonly ExportRow[];
  readonly persons?: readonly PersonRow[];
  /** Streams in which the other side has ended a class early: its copies here are to be erased. */
  readonly requests?: readonly ErasureRequest[];
  readonly erased?: ErasedRows;
  /** How far one has judged the other's log, when this group says so. */
  readonly judged?: { readonly log: string; readonly upTo: number };
}


const JOURNAL: readonly Column<JournalRow>[] = [
  column('position', 'bigint', (row) => row.position),
  column('stream', 'text', (row) => row.stream),
  column('version', 'int', (row) => row.version),
  column('type', 'text', (row) => row.type),
  column('fact', 'bytea', (row) => row.fact),
  column('log_index', 'bigint', (row) => row.logIndex),
];

const ENTRY: readonly Column<EntryRow>[] = [
  column('index', 'bigint', (row) => row.index),
  column('stream', 'text', (row) => row.stream),
  column('seq', 'int', (row) => row.seq),
  column('type', 'text', (row) => row.type),
  column('leaf', 'bytea', (row) => row.leaf),
  column('data', 'bytea', (row) => row.data),
  column('leaf_hash', 'bytea', (row) => row.leafHash),
  column('verdict', 'text', (row) => row.verdict),
  column('minute', 'bigint', (row) => row.minute),
];

const TILE: readonly Column<Tile>[] = [
  column('level', 'int', (row) => row.level),
  column('index', 'bigint', (row) => row.index),
  column('bytes', 'bytea', (row) => row.bytes),
];

const STATE: readonly Column<StateRow>[] = [
  column('stream', 'text', (row) => row.stream),
  column('part', 'text', (row) => row.part),
  column('state', 'text', (row) => row.state),
];

const CROSSING: readonly Column<CrossingIndexRow>[] = [
  column('reference', 'text', (row) => row.reference),
  column('direction', 'text', (row) => row.direction),
  column('traffic_class', 'text', (row) => row.trafficClass),
  column('phase', 'text', (row) => row.phase),
  column('open', 'boolean', (row) => row.open),
  column('tractor', 'text', (row) => row.tractor),
  column('container', 'text', (row) => row.container),
  column('slot_start', 'text', (row) => row.slotStart),
  column('planned_at', 'text', (row) => row.plannedAt),
  column('arrived_at', 'text', (row) => row.arrivedAt),
  column('ended_at', 'text', (row) => row.endedAt),
  column('owners', 'text', (row) => row.owners),
  column('search', 'text', (row) => row.search),
  column('change', 'bigint', (row) => row.change),
];

const CONSIGNMENT: readonly Column<ConsignmentIndexRow>[] = [
  column('reference', 'text', (row) => row.reference),
  column('owner', 'text', (row) => row.owner),
  column('functional_reference', 'text', (row) => row.functionalReference),
];

const LOAD: readonly Column<Batch['loads'][number]>[] = [
  column('consignment', 'text', (row) => row.consignment),
  column('crossing', 'text', (row) => row.crossing),
];

const SUBMISSION: readonly Column<SubmissionRow>[] = [
  column('account', 'text', (row) => row.account),
  column('key', 'text', (row) => row.key),
  column('digest', 'text', (row) => row.digest),
  column('outcome', 'text', (row) => row.outcome),
  column('at', 'bigint', (row) => row.at),
];

const AMENDMENT: readonly Column<AmendmentRow>[] = [
  column('log', 'text', (row) => row.log),
  column('index', 'bigint', (row) => row.index),
  column('saw', 'bigint', (row) => row.saw),
  column('at', 'text', (row) => row.at),
  column('type', 'text', (row) => row.type),
  column('data', 'text', (row) => row.data),
];

function growth(pair: string, log: LogGrowth, judged: Batch['judged']): Statement[] {
  const of = [['pair', pair], ['log', log.log]] as const;
  return [
    {
      // Of two writers only one can take an index: the other's entries, batch and positions are taken (their primary
      // keys), and its whole group fails. So the head needs no answer, and a commit takes one round trip.
      sql: `UPDATE log_head SET size = $4, edge = $5, note = coalesce($6, note), note_at = coalesce($7, note_at),
              judged_up_to = coalesce($8, judged_up_to)
            WHERE pair = $1 AND log = $2 AND size = $3`,
      params: [
        pair, log.log, log.from, log.size, log.edge, log.note?.text ?? null, log.note?.at ?? null,
        judged?.log === log.log ? judged.upTo : null,
      ],
    },
    ...insert('log_entry', of, ENTRY, log.entries),
    ...insert('tile', of, TILE, log.tiles),
    ...(log.size === log.from
      ? []
      : [
          {
            sql: 'INSERT INTO log_batch (pair, log, size, root) VALUES ($1, $2, $3, $4)',
            params: [pair, log.log, log.size, log.root],
          },
        ]),
  ];
}

/** Of two verdicts on one entry the later counts: a row is changed once in a transaction. */
function verdictsOf(pair: string, verdicts: Batch['verdicts']): Statement[] {
  if (verdicts.length === 0) return [];
  const rows = [...new Map(verdicts.map((row) => [`${row.log} ${row.index}`, row])).values()];
  return [
    {
      sql: `UPDATE log_entry AS entry SET verdict = given.verdict
            FROM unnest($2::text[], $3::bigint[], $4::text[]) AS given(log, index, verdict)
            WHERE entry.pair = $1 AND entry.log = given.log AND entry.index = given.index`,
      params: [
        pair,
        encodeColumn('text', rows.map((row) => row.log)),
        encodeColumn('bigint', rows.map((row) => row.index)),
        encodeColumn('text', rows.map((row) => row.verdict)),
      ],
    },
  ];
}

/** The statements of one transaction. No two of them change the same row. */
export function statementsOf(pair: string, batch: Batch): Statement[] {
  const of = [['pair', pair]] as const;
  const { judged } = batch;
  return [
    ...batch.logs.flatMap((log) => growth(pair, log, judged)),
    ...insert('journal', of, JOURNAL, batch.facts),
    ...insert('stream_state', of, STATE, batch.states, ['pair', 'stream', 'part']),
    ...insert('crossing', of, CROSSING, batch.crossings, ['pair', 'reference']),
    ...insert('consignment', of, CONSIGNMENT, batch.consignments, ['pair', 'reference']),
    ...insert('load', of, LOAD, batch.loads, ['pair', 'consignment', 'crossing']),
    ...insert('submission', of, SUBMISSION, batch.submissions),
    ...insert('amendment', of, AMENDMENT, batch.amendments),
    ...retained(pair, batch),
    ...exported(pair, batch),
    ...verdictsOf(pair, batch.verdicts),
    ...(judged && !batch.logs.some(({ log }) => log === judged.log)
      ? [
          {
            sql: 'UPDATE log_head SET judged_up_to = $3 WHERE pair = $1 AND log = $2',
            params: [pair, judged.log, judged.upTo],
          },
        ]
      : []),
  ];
}
