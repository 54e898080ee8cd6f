import { DatabaseGone, sqlError, wrongRowCount, type Statement } from './database.ts';

/** The messages between `pglite.ts` and its worker thread. Replies come in the order of the requests. */

export interface WorkerOptions {
  /** Folder of the database's files; in memory when undefined. */
  readonly dataDirectory: string | undefined;
  /** A dump of an empty initialised database, which saves the seconds that `initdb` takes. */
  readonly template: string | undefined;
}

export type Request =
  | { readonly kind: 'query'; readonly id: number; readonly sql: string; readonly params: readonly unknown[] }
  | { readonly kind: 'transact'; readonly id: number; readonly statements: readonly Statement[] }
  | { readonly kind: 'close'; readonly id: number };

/** An error as data, because a structured clone keeps no class. `lost` means that the engine itself has stopped. */
export type Fault =
  | { readonly kind: 'sql'; readonly statement: number; readonly code: string; readonly message: string;
      readonly constraint: string | undefined }
  | { readonly kind: 'rows'; readonly statement: number; readonly expected: number; readonly actual: number }
  | { readonly kind: 'lost'; readonly message: string };

export type Reply =
  | { readonly kind: 'progress'; readonly message: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'unopened'; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault };

export const errorOf = (fault: Fault): Error => {
  switch (fault.kind) {
    case 'sql':
      return sqlError(fault.statement, fault);
    case 'rows':
      return wrongRowCount(fault.statement, fault.expected, fault.actual);
    case 'lost':
      return new DatabaseGone(fault.message, true);
  }
};

/**
 * A view on a part of a larger buffer (every small `Buffer` is one) would be cloned with the whole of that buffer, so
 * such a view is copied first.
 */
export const compact = (value: unknown): unknown =>
  value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? new Uint8Array(value) : value;
