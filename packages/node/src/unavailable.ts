import { DatabaseGone, DatabaseInUse, StatementFailed } from '@pairgate/store/engine/database.ts';
import { Unavailable } from './gateway.ts';

/** SQLSTATE classes "insufficient resources" and "system error": the machine failed, not the statement. */
const MACHINE = /^5[38]/;

/** What a failure of the database means to a caller, when the database itself is the reason; else nothing. */
export function unavailableBy(error: unknown): Unavailable | undefined {
  if (error instanceof Unavailable) return error;
  if (error instanceof DatabaseGone || error instanceof DatabaseInUse) return new Unavailable('database_gone', error);
  return error instanceof StatementFailed && MACHINE.test(error.code) ? new Unavailable('disk_full', error) : undefined;
}
