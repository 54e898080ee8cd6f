import type { Statement } from './database.ts';

/**
 * Texts by the texts that they join, one after the other; a group of the writer has a handful of shapes. The texts are constants, so
 * each step is a look at one text that the engine has hashed already; put together they would be hashed anew for every group.
 */
interface Joined {
  sql?: string;
  readonly next: Map<string, Joined>;
}
const joined: Joined = { next: new Map() };
const KNOWN = 2000;
let known = 0;

function placeOf(statements: readonly Statement[]): Joined {
  let place = joined;
  for (const { sql } of statements) {
    let next = place.next.get(sql);
    if (!next) {
      next = { next: new Map() };
      if (known < KNOWN) place.next.set(sql, next);
      known += 1;
    }
    place = next;
  }
  return place;
}

/**
 * Statements as one: a chain of data-modifying common table expressions (PostgreSQL manual, 7.8.4). One message and one
 * answer instead of one for each, and a transaction without a beginning and an end of its own. No two statements may change
 * the same row, since all of them see what was there before.
 */
export function inOne(statements: readonly Statement[]): Statement {
  const place = placeOf(statements);
  if (place.sql === undefined) {
    let places = 0;
    const parts = statements.map((statement, index) => {
      const text = statement.sql.replaceAll(/\$(\d+)/g, (_, given: string) => `$${Number(given) + places}`);
      places += statement.params.length;
      return `part${index} AS (${text})`;
    });
    place.sql = `WITH ${parts.join(', ')} SELECT`;
  }
  return { sql: place.sql, params: statements.flatMap(({ params }) => params) };
}
