import type { ConsignmentIndexRow, CrossingIndexRow, StateRow } from '@pairgate/store/batch.ts';
import { encodeColumn, type ColumnType, type ColumnValue } from '@pairgate/store/engine/column.ts';
import type { Database, Statement } from '@pairgate/store/engine/database.ts';
import { COUNTS } from './states.ts';

/**
 * The tables that can be made again from the journal and the logs, and new ones beside them while that is done. At the
 * end only rows that differ are replaced, so a rebuild of a sound database changes nothing at all.
 */

interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Columns beside `pair` with their types, in the order of the values. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** How often a row has been changed is not in the journal: it is kept, or set anew where the row changes. */
  readonly counter?: string;
}

const STATES: Table = {
  name: 'stream_state',
  key: ['stream', 'part'],
  columns: { stream: 'text', part: 'text', state: 'text' },
};

const CROSSINGS: Table = {
  name: 'crossing',
  key: ['reference'],
  columns: {
    reference: 'text', direction: 'text', traffic_class: 'text', phase: 'text', open: 'boolean', tractor: 'text',
    container: 'text', slot_start: 'text', planned_at: 'text', arrived_at: 'text', ended_at: 'text', owners: 'text',
    search: 'text', change: 'bigint',
  },
  counter: 'change',
};

const CONSIGNMENTS: Table = {
  name: 'consignment',
  key: ['reference'],
  columns: { reference: 'text', owner: 'text', functional_reference: 'text' },
};

const LOADS: Table = { name: 'load', key: ['consignment', 'crossing'], columns: { consignment: 'text', crossing: 'text' } };

export const REBUILT_TABLES: readonly Table[] = [STATES, CROSSINGS, CONSIGNMENTS, LOADS];

export interface Rewritten {
  readonly table: string;
  readonly rows: number;
  /** Rows that were wrong or missing and have been written again. */
  readonly written: number;
  /** Rows that were wrong, or should not have been there. */
  readonly removed: number;
}

const shadow = (table: Table): string => `rebuilt_${table.name}`;

/** What follows `stream >` in order: the next kind of stream begins where this one ends. */
const afterKind = (kind: string): string => `${kind};`;

export class ReadModels {
  constructor(
    private readonly db: Database,
    private readonly pair: string,
  ) {}

  async begin(): Promise<void> {
    await this.db.transact(
      REBUILT_TABLES.flatMap((table) => [
        { sql: `DROP TABLE IF EXISTS ${shadow(table)}`, params: [] },
        { sql: `CREATE TABLE ${shadow(table)} (LIKE ${table.name} INCLUDING ALL)`, params: [] },
      ]),
    );
  }

  addStates(rows: readonly StateRow[]): Promise<void> {
    return this.#add(STATES, rows.map((row) => [row.stream, row.part, row.state]));
  }

  addConsignments(rows: readonly ConsignmentIndexRow[]): Promise<void> {
    return this.#add(CONSIGNMENTS, rows.map((row) => [row.reference, row.owner, row.functionalReference]));
  }

  addLoads(rows: readonly { consignment: string; crossing: string }[]): Promise<void> {
    return this.#add(LOADS, rows.map((row) => [row.consignment, row.crossing]));
  }

  addCrossings(rows: readonly CrossingIndexRow[]): Promise<void> {
    return this.#add(CROSSINGS, rows.map((row) => [
      row.reference, row.direction, row.trafficClass, row.phase, row.open, row.tractor, row.container, row.slotStart,
      row.plannedAt, row.arrivedAt, row.endedAt, row.owners, row.search, row.change,
    ]));
  }

  /** Rebuilt states of one kind of stream, in order, page by page. */
  async states(kind: string, after: string, limit: number): Promise<StateRow[]> {
    const page = `SELECT stream FROM ${shadow(STATES)} WHERE pair = $1 AND part = $2 AND stream > $3 AND stream < $4 ORDER BY stream LIMIT $5`;
    return this.#read(`stream IN (${page}) ORDER BY stream`, [COUNTS, after === '' ? `${kind}:` : after, afterKind(kind), limit]);
  }

  async statesOf(streams: readonly string[]): Promise<StateRow[]> {
    return streams.length === 0 ? [] : this.#read('stream = ANY($2::text[])', [encodeColumn('text', streams)]);
  }

  /** Puts the rebuilt rows in place of those that differ, all at once. */
  async finish(): Promise<Rewritten[]> {
    const counts = new Map<string, number>();
    for (const table of REBUILT_TABLES) {
      const [row] = await this.db.query<{ count: number }>(`SELECT count(*) AS count FROM ${shadow(table)}`);
      counts.set(table.name, Number(row!.count));
    }
    const results = await this.db.transact([
      ...REBUILT_TABLES.flatMap((table) => this.#replace(table)),
      ...REBUILT_TABLES.map((table) => ({ sql: `DROP TABLE ${shadow(table)}`, params: [] })),
    ]);
    return REBUILT_TABLES.map((table, index) => ({
      table: table.name,
      rows: counts.get(table.name)!,
      removed: results[3 * index + 1]!.rowCount,
      written: results[3 * index + 2]!.rowCount,
    }));
  }

  /** Three statements: number the rows that will be new, remove what differs, write what is missing. */
  #replace(table: Table): Statement[] {
    const { name, key, columns, counter } = table;
    const names = ['pair', ...Object.keys(columns)];
    const compared = Object.keys(columns).filter((column) => !key.includes(column) && column !== counter);
    const sameKey = ['pair', ...key].map((column) => `r.${column} = t.${column}`).join(' AND ');
    const list = (alias: string) => compared.map((column) => `${alias}.${column}`).join(', ');
    const same = compared.length === 0 ? sameKey : `${sameKey} AND ROW(${list('r')}) IS NOT DISTINCT FROM ROW(${list('t')})`;
    const next = `(SELECT coalesce(max(${counter}), 0) + 1 FROM ${name} WHERE pair = $1)`;
    const params = [this.pair];
    return [
      counter === undefined
        ? { sql: 'SELECT $1::text', params }
        : { sql: `UPDATE ${shadow(table)} SET ${counter} = ${next} WHERE pair = $1`, params },
      {
        sql: `DELETE FROM ${name} t WHERE t.pair = $1 AND NOT EXISTS (SELECT 1 FROM ${shadow(table)} r WHERE ${same})`,
        params,
      },
      {
        sql: `INSERT INTO ${name} (${names.join(', ')})
              SELECT ${names.map((column) => `r.${column}`).join(', ')} FROM ${shadow(table)} r
              WHERE r.pair = $1 AND NOT EXISTS (SELECT 1 FROM ${name} t WHERE ${sameKey})`,
        params,
      },
    ];
  }

  #read(where: string, params: readonly unknown[]): Promise<StateRow[]> {
    return this.db.query<StateRow>(
      `SELECT stream, part, state FROM ${shadow(STATES)} WHERE pair = $1 AND ${where}`,
      [this.pair, ...params],
    );
  }

  async #add(table: Table, rows: readonly (readonly ColumnValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    const names = Object.keys(table.columns);
    const arrays = names.map((name, index) => `$${index + 2}::${table.columns[name]}[]`);
    await this.db.transact([
      {
        sql: `INSERT INTO ${shadow(table)} (pair, ${names.join(', ')})
              SELECT $1::text, * FROM unnest(${arrays.join(', ')}) ON CONFLICT DO NOTHING`,
        params: [this.pair, ...names.map((name, index) => encodeColumn(table.columns[name]!, rows.map((row) => row[index]!)))],
      },
    ]);
  }
}
