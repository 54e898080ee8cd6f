import { ConflictError, DatabaseGone, isSqlState, sqlError, StatementFailed } from './database.ts';

/** Sorting the driver's errors into "the server is away" and "the server refused this statement". */

/**
 * SQLSTATEs that mean the session is over or cannot begin: connection exceptions, shutdown by an administrator, crash
 * of another session, starting up or recovering (which lasts a while after `kill -9`), too many connections.
 */
const AWAY = /^(08...|57P0[1-5]|53300)$/;

/** SQLSTATE of a server that refuses this user, password or database: waiting does not help. */
const REFUSED = /^(28...|3D000)$/;

const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
};

/** A driver error without an SQLSTATE is a broken or refused connection: `ECONNREFUSED`, `ECONNRESET`, "terminated". */
export const isAway = (error: unknown): boolean => {
  const code = codeOf(error);
  return error instanceof DatabaseGone || !isSqlState(code) || AWAY.test(code);
};

export const isRefusedLogin = (error: unknown): boolean => REFUSED.test(codeOf(error) ?? '');

export const messageOf = (error: unknown): string => {
  // Node joins the failures of several addresses of one host without a message of its own.
  const { errors } = error as { errors?: unknown };
  const first = Array.isArray(errors) && errors.length > 0 ? errors[0] : error;
  return first instanceof Error && first.message !== '' ? first.message : (codeOf(error) ?? String(error));
};

export const translated = (statement: number, error: unknown): Error => {
  if (error instanceof ConflictError || error instanceof StatementFailed || error instanceof DatabaseGone) return error;
  if (isAway(error)) return new DatabaseGone(`the database is away: ${messageOf(error)}`);
  const { constraint } = error as { constraint?: string };
  return sqlError(statement, { code: codeOf(error) ?? '', message: messageOf(error), constraint });
};
