import { startEmbeddedPostgres, type EmbeddedServer } from '@pairgate/store/engine/embedded.ts';
import { lockDirectory, type DirectoryLock } from '@pairgate/store/engine/directory-lock.ts';
import { ensureDatabase } from '@pairgate/store/engine/postgres.ts';

/** Places where a node's data lies, for whoever sets nodes up and looks after them. */

export type { EmbeddedServer };

/** Starts a PostgreSQL server for one node, or takes over the one that runs there already. */
export const startServer = (
  directory: string,
  port: number,
  onProgress: (message: string) => void,
): Promise<EmbeddedServer> => startEmbeddedPostgres({ directory, port, onProgress });

/** Makes the database of one side on somebody's own server when it is missing, and returns its address. */
export const databaseOnServer = (url: string, name: string, onProgress: (message: string) => void): Promise<string> =>
  ensureDatabase({ url, onProgress }, name);

/** Keeps a second supervisor out of a data folder. Throws `DatabaseInUse` with a sentence. */
export const lockFolder = (directory: string): DirectoryLock => lockDirectory(directory);
