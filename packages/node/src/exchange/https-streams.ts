import type { Readable, Writable } from 'node:stream';
import type { Sink, Source } from './network.ts';

/**
 * What arrives on a connection. Pieces are plain views, so that slices of them are copies and no entry keeps a network
 * buffer alive.
 */
export async function* sourceOf(stream: Readable): Source {
  for await (const piece of stream) {
    const { buffer, byteOffset, length } = piece as Buffer;
    yield new Uint8Array(buffer, byteOffset, length);
  }
}

/** A connection that is written to. A receiver that takes nothing for `stuckMs` is cut off. */
export class HttpSink implements Sink {
  readonly #closed = new AbortController();

  constructor(
    private readonly stream: Writable,
    private readonly stuckMs: number,
  ) {
    stream.on('error', (error) => this.fail(error));
    stream.on('close', () => this.fail(new Error('the connection was closed')));
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Ends the connection with a reason; the first one counts. */
  fail(reason: Error): void {
    if (!this.#closed.signal.aborted) this.#closed.abort(reason);
    // What has been ended and has left closes by itself.
    if (!this.stream.writableFinished) this.stream.destroy();
  }

  end(): Promise<void> {
    const { stream } = this;
    if (this.closed.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.closed.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(() => this.fail(new Error('the receiver took nothing for too long')), this.stuckMs);
      this.closed.addEventListener('abort', end);
      stream.end(end);
    });
  }

  close(): void {
    this.fail(new Error('the connection was ended here'));
  }

  write(pieces: readonly Uint8Array[]): Promise<void> {
    const { stream } = this;
    if (this.closed.aborted) return Promise.resolve();
    stream.cork();
    for (const piece of pieces) stream.write(piece);
    stream.uncork();
    if (!stream.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stream.off('drain', end);
        this.closed.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(() => this.fail(new Error('the receiver took nothing for too long')), this.stuckMs);
      stream.on('drain', end);
      this.closed.addEventListener('abort', end);
    });
  }
}
