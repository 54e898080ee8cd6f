import type { IncomingMessage } from 'node:http';

/** A body is read away for so long at most; what comes later is cut off. */
const AWAY_MS = 30_000;

/**
 * Reads away what is left of a refused body; resolves whether its end was reached. Who still writes it reads no answer,
 * and when the connection ends under it learns only that it was reset. Nothing of it is kept.
 */
export function readAway(request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    const patience = setTimeout(done, AWAY_MS);
    function ignore(): void {}
    function done(): void {
      clearTimeout(patience);
      request.off('data', ignore).off('end', done).off('close', done);
      resolve(request.readableEnded);
    }
    // Whoever has read the beginning of it reads no further.
    request.removeAllListeners('readable');
    if (request.readableEnded || request.destroyed) done();
    else request.on('end', done).on('close', done).on('data', ignore).resume();
  });
}
