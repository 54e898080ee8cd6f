import { decodeNote, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Countersignatures } from './countersignatures.ts';
import { sendEntries } from './feed.ts';
import type { Sink, Source } from './network.ts';
import type { OwnLog } from './own-log.ts';
import { PublishedLog, type Published } from './published-log.ts';
import type { Watch } from './status.ts';
import type { Timing } from './timing.ts';

export interface DeskOptions {
  readonly side: string;
  readonly peer: string;
  readonly journal: Journal;
  readonly own: OwnLog;
  readonly countersignatures: Countersignatures;
  readonly watch: Watch;
  readonly timing: Timing;
}

/** A note has two signature lines; a frame of the upward stream holds nothing else. */
const MAX_NOTE_FRAME = 16 * 1024;

interface OpenStream {
  readonly cut: () => void;
  readonly done: Promise<void>;
}

/**
 * What one's own side offers to the other, whatever the network. Whatever the other side does, it has one stream of each
 * kind and takes a bounded amount of memory.
 */
export class Desk {
  readonly #published: PublishedLog;
  #entries: OpenStream | undefined;
  #countersignatures: OpenStream | undefined;

  constructor(private readonly options: DeskOptions) {
    this.#published = new PublishedLog(options);
  }

  get watch(): Watch {
    return this.options.watch;
  }

  get timing(): Timing {
    return this.options.timing;
  }

  /** Whether the log can be sent from an index on: not when the other side holds more of it than we do. */
  mayRead(from: number): boolean {
    const { own, watch } = this.options;
    if (from <= own.size) return true;
    // The restart handshake is there for this.
    watch.fault('ahead_of_us', { from, own: own.size });
    return false;
  }

  /**
   * Sends one's own log into a sink. The sink is asked for once an older stream has ended, which it takes the place of;
   * `cut` ends the connection at any time.
   */
  sendEntries(from: number, open: () => Sink, cut: () => void): void {
    const { own, watch, timing } = this.options;
    this.#entries = this.#replace(this.#entries, cut, async () => {
      const sink = open();
      await sendEntries(own, from, sink, watch, timing.idleMs);
    });
  }

  /** Takes countersignatures until the stream ends; `done` is told then, if the stream was good. */
  takeCountersignatures(source: Source, cut: () => void, done: () => void): void {
    this.#countersignatures = this.#replace(this.#countersignatures, cut, async () => {
      if (await this.#take(source)) done();
    });
  }

  async #take(source: Source): Promise<boolean> {
    const { watch, countersignatures } = this.options;
    const reader = new FrameReader(MAX_NOTE_FRAME);
    try {
      for await (const piece of source) {
        watch.seen();
        for (const frame of reader.push(piece)) {
          const note = frame.kind === FRAME.countersignature ? decodeNote(frame.body) : undefined;
          if (note === undefined) {
            watch.fault('frame_unexpected', { kind: frame.kind });
            return false;
          }
          countersignatures.take(note);
        }
      }
      return true;
    } catch (error) {
      // A connection that ends in the middle of a frame is no fault: the newest is sent again on the next one.
      if (error instanceof RangeError) watch.fault('frame_too_large', { reason: error.message });
      return false;
    }
  }

  /** The newest checkpoint of the other side's log that is held here. */
  async held(): Promise<string | undefined> {
    const { journal, peer } = this.options;
    return (await journal.head(peer)).note ?? undefined;
  }

  /** A static resource of one's own log; `undefined` when there is none of that name. Throws `TooManyAsk`. */
  resource(path: string, acceptEncoding?: string): Promise<Published | undefined> {
    return this.#published.resource(path, acceptEncoding);
  }

  /** Ends the open streams. */
  async close(): Promise<void> {
    this.#entries?.cut();
    this.#countersignatures?.cut();
    await Promise.all([this.#entries?.done, this.#countersignatures?.done]);
  }

  /** A newer stream of a kind takes the place of the older one, which is cut and awaited first. */
  #replace(before: OpenStream | undefined, cut: () => void, run: () => Promise<void>): OpenStream {
    before?.cut();
    const done = (async () => {
      await before?.done;
      try {
        await run();
      } catch (error) {
        this.options.watch.fault('stream_failed', { error });
      }
      cut();
    })();
    return { cut, done };
  }
}
