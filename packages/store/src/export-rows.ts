import { encodeColumn, type ColumnType, type ColumnValue } from './engine/column.ts';
import type { Statement } from './engine/database.ts';
import { column, insert, type Column } from './insert.ts';

/** The export ledger: what crossed, counted in the transaction that publishes it. */

/** What crossed to a recipient on a day, added to what is counted already. */
export interface ExportRow {
  readonly recipient: string;
  /** Whole days since 1970. */
  readonly day: number;
  readonly agreement: number;
  readonly type: string;
  readonly entries: number;
  /** How many values of each field, in the order in which the agreement's fields of the type are sorted. */
  readonly values: readonly number[];
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A natural person whose data crossed, known by a keyed hash only. */
export interface PersonRow {
  readonly recipient: string;
  readonly year: number;
  readonly category: string;
  readonly class: string;
  readonly person: Uint8Array;
}

const PERSON: readonly Column<PersonRow>[] = [
  column('recipient', 'text', (row) => row.recipient),
  column('year', 'int', (row) => row.year),
  column('category', 'text', (row) => row.category),
  column('class', 'text', (row) => row.class),
  column('person', 'bytea', (row) => row.person),
];

/** What crossed is added to what had crossed on that day before. */
function counted(pair: string, rows: readonly ExportRow[]): Statement[] {
  if (rows.length === 0) return [];
  const of = (name: string, type: ColumnType, value: (row: ExportRow) => ColumnValue) => column(name, type, value);
  const columns = [
    of('recipient', 'text', (row) => row.recipient),
    of('day', 'int', (row) => row.day),
    of('agreement', 'int', (row) => row.agreement),
    of('type', 'text', (row) => row.type),
    of('entries', 'bigint', (row) => row.entries),
    of('field_values', 'text', (row) => `{${row.values.join(',')}}`),
    of('first_at', 'bigint', (row) => row.firstAt),
    of('last_at', 'bigint', (row) => row.lastAt),
  ];
  const names = columns.map(({ name }) => name);
  const arrays = columns.map(({ type }, index) => `$${index + 2}::${type}[]`);
  return [
    {
      sql: `INSERT INTO export_day (pair, ${names.join(', ')})
            SELECT $1::text, ${names.map((name) => (name === 'field_values' ? 't.field_values::bigint[]' : `t.${name}`)).join(', ')}
            FROM unnest(${arrays.join(', ')}) AS t(${names.join(', ')})
            ON CONFLICT (pair, recipient, day, agreement, type) DO UPDATE SET
              entries = export_day.entries + excluded.entries,
              field_values = ARRAY(SELECT was + more FROM unnest(export_day.field_values, excluded.field_values)
                WITH ORDINALITY AS sum(was, more, place) ORDER BY place),
              first_at = least(export_day.first_at, excluded.first_at),
              last_at = greatest(export_day.last_at, excluded.last_at)`,
      params: [pair, ...columns.map(({ type, of: value }) => encodeColumn(type, rows.map(value)))],
    },
  ];
}

/** The statements for what a group lets cross. */
export const exported = (
  pair: string,
  { exports = [], persons = [] }: { readonly exports?: readonly ExportRow[]; readonly persons?: readonly PersonRow[] },
): Statement[] => [
  ...counted(pair, exports),
  ...insert('person_sent', [['pair', pair]], PERSON, persons, ['pair', 'recipient', 'year', 'category', 'class', 'person']),
];
