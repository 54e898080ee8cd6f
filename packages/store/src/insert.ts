import { encodeColumn, type ColumnType, type ColumnValue } from './engine/column.ts';
import type { Statement } from './engine/database.ts';

/** Rows as the columns of one statement, whatever their number. */
export type Column<Row> = { readonly name: string; readonly type: ColumnType; readonly of: (row: Row) => ColumnValue };

export const column = <Row>(name: string, type: ColumnType, of: (row: Row) => ColumnValue): Column<Row> => ({ name, type, of });

/**
 * One statement that inserts all rows, column by column; `upsert` names the key of a row that may be there already, and `set`
 * what becomes of it when it is not simply replaced.
 */
export function insert<Row>(
  table: string,
  fixed: readonly (readonly [string, string])[],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  upsert?: readonly string[],
  set?: string,
): Statement[] {
  if (rows.length === 0) return [];
  const names = [...fixed.map(([name]) => name), ...columns.map((each) => each.name)];
  const values = fixed.map((_, index) => `$${index + 1}::text`);
  const arrays = columns.map((each, index) => `$${fixed.length + index + 1}::${each.type}[]`);
  const aliases = columns.map((each) => each.name);
  const conflict = upsert
    ? ` ON CONFLICT (${upsert.join(', ')}) DO UPDATE SET ${set ?? replaced(aliases, upsert)}`
    : '';
  return [
    {
      sql: `INSERT INTO ${table} (${names.join(', ')}) SELECT ${[...values, ...aliases.map((name) => `t.${name}`)].join(
        ', ',
      )} FROM unnest(${arrays.join(', ')}) AS t(${aliases.join(', ')})${conflict}`,
      params: [...fixed.map(([, value]) => value), ...columns.map(({ type, of }) => encodeColumn(type, rows.map(of)))],
    },
  ];
}

/** Every column that is no part of the key takes the new value; a row that is all key stays as it is. */
function replaced(names: readonly string[], key: readonly string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  return (rest.length > 0 ? rest : key.slice(0, 1)).map((name) => `${name} = excluded.${name}`).join(', ');
}
