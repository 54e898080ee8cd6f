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
  return [
    {
      sql: textOf(table, fixed, columns, upsert, set),
      params: [...fixed.map(([, value]) => value), ...columns.map(({ type, of }) => encodeColumn(type, rows.map(of)))],
    },
  ];
}

/** Texts by what they are made of. The same text is the same object, which makes it cheap to look up. */
const texts = new WeakMap<readonly unknown[], Map<string, string>>();

function textOf(
  table: string,
  fixed: readonly (readonly [string, string])[],
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  upsert: readonly string[] | undefined,
  set: string | undefined,
): string {
  let known = texts.get(columns);
  if (!known) texts.set(columns, (known = new Map()));
  const place = `${table} ${fixed.map(([name]) => name).join()} ${upsert?.join()} ${set}`;
  let sql = known.get(place);
  if (sql === undefined) known.set(place, (sql = textFor(table, fixed.map(([name]) => name), columns, upsert, set)));
  return sql;
}

function textFor(
  table: string,
  fixed: readonly string[],
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  upsert: readonly string[] | undefined,
  set: string | undefined,
): string {
  const aliases = columns.map((each) => each.name);
  const values = [...fixed.map((_, index) => `$${index + 1}::text`), ...aliases.map((name) => `t.${name}`)];
  const arrays = columns.map((each, index) => `$${fixed.length + index + 1}::${each.type}[]`);
  const conflict = upsert ? ` ON CONFLICT (${upsert.join(', ')}) DO UPDATE SET ${set ?? replaced(aliases, upsert)}` : '';
  return `INSERT INTO ${table} (${[...fixed, ...aliases].join(', ')}) SELECT ${values.join(', ')} ` +
    `FROM unnest(${arrays.join(', ')}) AS t(${aliases.join(', ')})${conflict}`;
}

/** Every column that is no part of the key takes the new value; a row that is all key stays as it is. */
function replaced(names: readonly string[], key: readonly string[]): string {
  const rest = names.filter((name) => !key.includes(name));
  return (rest.length > 0 ? rest : key.slice(0, 1)).map((name) => `${name} = excluded.${name}`).join(', ');
}
