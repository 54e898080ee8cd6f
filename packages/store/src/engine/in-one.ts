import type { Statement } from './database.ts';

/** Texts by the texts that they join; a group of the writer has a handful of shapes. */
const joined = new Map<string, string>();
const KNOWN = 200;

/**
 * Statements as one: a chain of data-modifying common table expressions (PostgreSQL manual, 7.8.4). One message and one
 * answer instead of one for each, and a transaction without a beginning and an end of its own. No two statements may change
 * the same row, since all of them see what was there before.
 */
export function inOne(statements: readonly Statement[]): Statement {
  const key = statements.map(({ sql }) => sql).join(';');
  let sql = joined.get(key);
  if (sql === undefined) {
    let places = 0;
    const parts = statements.map((statement, index) => {
      const text = statement.sql.replaceAll(/\$(\d+)/g, (_, place: string) => `$${Number(place) + places}`);
      places += statement.params.length;
      return `part${index} AS (${text})`;
    });
    sql = `WITH ${parts.join(', ')} SELECT`;
    if (joined.size < KNOWN) joined.set(key, sql);
  }
  return { sql, params: statements.flatMap(({ params }) => params) };
}
