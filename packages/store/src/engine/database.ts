/**
 * The database port: what the store needs of PostgreSQL, and what both engines promise alike.
 *
 * Values: int8 comes back as a number while it is a safe integer, else as a bigint; bytea as a `Uint8Array`, byte for
 * byte; numeric, date and timestamp as text; timestamptz as an RFC 3339 instant in UTC with three decimals. Parameters
 * are null, strings, numbers, bigints, booleans and `Uint8Array`s, which also carry whole columns for `unnest` and `ANY`
 * (`column.ts`). Text sorts by code point (collation C) on every engine that Pairgate itself sets up.
 *
 * A statement without parameters may hold several SQL statements separated by semicolons, as a migration does; its
 * rows are those of the last one.
 */

export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
  /** When given, the transaction is rolled back with a `ConflictError` unless exactly so many rows are affected. */
  readonly expectRows?: number;
}

export interface StatementResult {
  // Rows are whatever the SQL says; the caller that wrote the SQL knows their shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly rows: any[];
  /** Rows returned by a query, or affected by a change. */
  readonly rowCount: number;
}

export interface Database {
  readonly engine: 'pglite' | 'postgres';
  /** One reading statement, outside any transaction of the writer. */
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /**
   * All statements in one transaction, in order, or none of them.
   * Throws `ConflictError`, `StatementFailed` (both: nothing is committed) or `DatabaseGone`.
   */
  transact(statements: readonly Statement[]): Promise<StatementResult[]>;
  close(): Promise<void>;
}

/** Somebody else was first: a unique key is taken, or a compare-and-set found another value. Nothing was committed. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  constructor(
    /** Index of the statement within the transaction; 0 for a query. */
    readonly statement: number,
    /** Name of the violated unique constraint; undefined when the number of rows was wrong. */
    readonly constraint: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** The database refused a statement for any other reason. Nothing was committed. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
  constructor(
    readonly statement: number,
    /** SQLSTATE, five characters; `53100` is a full disk. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The database cannot be reached, or went away meanwhile. The next call tries to reach it again. */
export class DatabaseGone extends Error {
  override readonly name = 'DatabaseGone';
  constructor(
    message: string,
    /** True when the connection was lost after the commit was sent: the transaction may or may not have happened. */
    readonly maybeCommitted: boolean = false,
  ) {
    super(message);
  }
}

/** Another process holds this database; two writers would break the log. The message is one sentence for the user. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/** SQLSTATE of a violated unique key. */
const UNIQUE_VIOLATION = '23505';

/** An error as both drivers report one: SQLSTATE, message, and the constraint when one was violated. */
export interface SqlFault {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string | undefined;
}

export const sqlError = (statement: number, fault: SqlFault): ConflictError | StatementFailed =>
  fault.code === UNIQUE_VIOLATION
    ? new ConflictError(statement, fault.constraint, fault.message)
    : new StatementFailed(statement, fault.code, fault.message);

export const wrongRowCount = (statement: number, expected: number, actual: number): ConflictError =>
  new ConflictError(statement, undefined, `statement ${statement} affected ${actual} rows instead of ${expected}`);

/** SQLSTATEs always hold a digit, which sets them apart from the system's `EPIPE` and its like. */
export const isSqlState = (code: unknown): code is string =>
  typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);

/** SQLSTATE "invalid parameter value". */
export const INVALID_PARAMETER = '22023';

const isParameter = (value: unknown): boolean => {
  if (value === null || value === undefined || value instanceof Uint8Array) return true;
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
};

/**
 * Refuses what a driver could not send before anything is sent: a driver that fails in the middle of a transaction
 * whose commit is already on its way would commit the rest.
 */
export const checkParameters = (statements: readonly Statement[]): void => {
  for (const [index, { params }] of statements.entries()) {
    const wrong = params.findIndex((value) => !isParameter(value));
    if (wrong < 0) continue;
    throw new StatementFailed(index, INVALID_PARAMETER, `parameter $${wrong + 1} has no SQL type`);
  }
};
