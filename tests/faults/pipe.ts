import type { Sink, Source } from '@pairgate/node/exchange/network.ts';
import type { Life } from './life.ts';

/**
 * What happens to the pieces of one direction of the link. Over TLS bytes arrive in order or the connection ends: what is
 * lost or overtaken below is only late, and a flipped bit ends the connection. An open link promises nothing: pieces are
 * lost, doubled, overtaken and changed, and nothing but frames, roots and signatures stands against it.
 */
export type PieceFault = 'drop' | 'duplicate' | 'reorder' | 'flip';

export interface Weather {
  /** Milliseconds that a piece takes. */
  latency(): number;
  /** Until when everything that is on its way stands still, in virtual time. */
  readonly standsUntil: number;
  readonly isOpen: boolean;
  /** The fault that strikes the next piece, if any. */
  strike(): PieceFault | undefined;
  /** A whole number from 0, below `bound`. */
  below(bound: number): number;
}

/** Bytes on their way that nobody has taken yet; a writer waits beyond this. */
const WINDOW = 64 * 1024;

/** A stream of bytes from one life to another. */
export class Pipe {
  readonly sink: Sink;
  readonly source: Source;
  readonly #closed = new AbortController();
  readonly #arrived: Uint8Array[] = [];
  #end: Error | undefined;
  #over = false;
  #wake: () => void = () => undefined;
  #drained: (() => void)[] = [];
  #inFlight = 0;
  #lastArrival = 0;
  #lastHeard: number;
  #held: Uint8Array | undefined;
  /** On their way, in order: no piece overtakes another that was not struck. */
  readonly #flying: Uint8Array[] = [];

  constructor(
    readonly writer: Life,
    readonly reader: Life,
    private readonly weather: Weather,
    /** Without a byte for this long the reader gives up. */
    private readonly stuckMs: number,
    private readonly watch: (bytes: Uint8Array) => void,
  ) {
    this.#lastHeard = writer.scheduler.now;
    this.sink = {
      closed: this.#closed.signal,
      close: () => this.cut('the connection was ended here'),
      // Only a mirror of a lost log ends, and that is not played.
      end: () => Promise.reject(new Error('no stream of these ends')),
      write: (pieces) => this.#write(pieces),
    };
    this.source = this.#read();
    this.#lookLater(stuckMs);
  }

  /** Ends the connection. What has arrived can still be read; what is on its way is lost. */
  cut(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    const error = new Error(reason);
    this.writer.later(this.weather.latency(), 'closed', () => {
      this.#closed.abort(error);
      this.#drain();
    });
    this.reader.later(this.weather.latency(), 'broken', () => {
      this.#end ??= error;
      this.#wake();
    });
  }

  /** Cuts it at once on the side of the writer, as its own sink does. */
  fail(reason: string): void {
    if (!this.#closed.signal.aborted) this.#closed.abort(new Error(reason));
    this.cut(reason);
  }

  #write(pieces: readonly Uint8Array[]): Promise<void> {
    if (!this.writer.act()) return new Promise(() => undefined);
    if (this.#over || this.#closed.signal.aborted) return Promise.resolve();
    for (const piece of pieces) this.watch(piece);
    for (const piece of this.#split(pieces)) this.#send(piece);
    if (this.#inFlight <= WINDOW) return Promise.resolve();
    return new Promise((resolve) => {
      const callOff = this.writer.later(this.stuckMs, 'stuck', () => this.fail('the receiver took nothing for too long'));
      this.#drained.push(() => {
        callOff();
        resolve();
      });
    });
  }

  /** A network does not keep the pieces in which it is given bytes. */
  *#split(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
    const { weather } = this;
    const bytes = new Uint8Array(Buffer.concat(pieces));
    for (let at = 0; at < bytes.length; ) {
      const size = weather.below(4) > 0 ? bytes.length - at : 1 + weather.below(bytes.length - at);
      yield bytes.slice(at, at + size);
      at += size;
    }
  }

  #send(piece: Uint8Array): void {
    const fault = this.weather.strike();
    if (!this.weather.isOpen) {
      if (fault === 'flip') this.cut('bad record MAC');
      return this.#travel(piece, fault === 'drop' || fault === 'reorder' ? 200 : 0);
    }
    if (fault === 'drop') return;
    if (fault === 'reorder') {
      if (this.#held) this.#travel(this.#held, 0);
      this.#held = piece;
      return;
    }
    this.#travel(fault === 'flip' ? this.#flipped(piece) : piece, 0);
    if (fault === 'duplicate') this.#travel(piece, 0);
    if (!this.#held) return;
    this.#travel(this.#held, 0);
    this.#held = undefined;
  }

  #flipped(piece: Uint8Array): Uint8Array {
    const flipped = piece.slice();
    const at = this.weather.below(flipped.length);
    flipped[at] = flipped[at]! ^ (1 << this.weather.below(8));
    return flipped;
  }

  #travel(piece: Uint8Array, late: number): void {
    const { scheduler } = this.writer;
    const due = Math.max(scheduler.now + this.weather.latency() + late, this.weather.standsUntil, this.#lastArrival);
    this.#lastArrival = due;
    this.#inFlight += piece.length;
    this.#flying.push(piece);
    scheduler.after(due - scheduler.now, 'piece', () => this.#arrive());
  }

  /** What was on its way when the link stopped waits until it goes on. */
  #arrive(): void {
    if (this.#over) return;
    const { scheduler } = this.writer;
    const wait = this.weather.standsUntil - scheduler.now;
    if (wait > 0) {
      this.#lastArrival = Math.max(this.#lastArrival, this.weather.standsUntil);
      return void scheduler.after(wait, 'held up', () => this.#arrive());
    }
    const piece = this.#flying.shift()!;
    if (!this.reader.alive) return;
    this.#lastHeard = scheduler.now;
    this.#arrived.push(piece);
    this.#wake();
  }

  async *#read(): Source {
    try {
      for (;;) {
        const piece = this.#arrived.shift();
        if (piece) {
          this.#inFlight -= piece.length;
          this.#drain();
          yield piece;
        } else if (this.#end) {
          throw this.#end;
        } else {
          await this.#more();
        }
      }
    } finally {
      this.cut('the reader has left');
    }
  }

  #more(): Promise<void> {
    if (!this.reader.act()) return new Promise(() => undefined);
    return new Promise((resolve) => {
      this.#wake = () => {
        if (this.reader.alive) resolve();
      };
    });
  }

  #drain(): void {
    if (this.#inFlight > WINDOW && !this.#over) return;
    for (const drained of this.#drained.splice(0)) drained();
  }

  #lookLater(millis: number): void {
    this.reader.later(millis, 'look', () => {
      if (this.#over) return;
      const left = this.#lastHeard + this.stuckMs - this.writer.scheduler.now;
      if (left > 0) return this.#lookLater(left);
      this.#end ??= new Error('nothing was heard for too long');
      this.#wake();
      this.cut('nothing was heard for too long');
    });
  }
}
