import type { IncomingMessage } from 'node:http';

/** Most that is read of a body that nobody wants, and for how long. */
export const AWAY_BYTES = 16 * 1024 * 1024;
const AWAY_MS = 10_000;

/**
 * Reads away what is left of a refused body. Who still writes it reads no answer, and when the connection ends under it
 * learns only that it was reset. A body that is longer than `AWAY_BYTES`, or takes longer than ten seconds, is cut off.
 */
export function readAway(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let left = AWAY_BYTES;
    const patience = setTimeout(done, AWAY_MS);
    function count(piece: Uint8Array): void {
      left -= piece.length;
      if (left < 0) done();
    }
    function done(): void {
      clearTimeout(patience);
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    }
    if (request.readableEnded || request.destroyed) done();
    else request.on('data', count).on('end', done).on('close', done).resume();
  });
}
