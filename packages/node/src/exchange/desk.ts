import { decodeNote, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import { MAX_STATEMENT_BYTES } from '@pairgate/exchange/key-statement.ts';
import type { RingFault } from '@pairgate/exchange/key-ring.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Countersignatures } from './countersignatures.ts';
import { sendCountersignatures, sendEntries } from './feed.ts';
import { Dropped, type Mirror } from './mirror.ts';
import { sendMirror } from './mirror-feed.ts';
import type { Sink, Source } from './network.ts';
import type { OwnLog } from './own-log.ts';
import { Pace } from './pace.ts';
import { PublishedLog, type Published } from './published-log.ts';
import type { Watch } from './status.ts';
import type { Timing } from './timing.ts';
import type { WorkingKeys } from './working-keys.ts';

export interface DeskOptions {
  readonly side: string;
  readonly peer: string;
  readonly journal: Journal;
  readonly own: OwnLog;
  readonly countersignatures: Countersignatures;
  readonly mirror: Mirror;
  /** Whether the other side opens the streams that are ours too: only then may it. */
  readonly isCalled: boolean;
  readonly keys: WorkingKeys;
  readonly watch: Watch;
  readonly timing: Timing;
  /** Real time in milliseconds. */
  readonly now: () => number;
}

/** Why a statement that was handed over does not count. */
export type StatementRefusal = RingFault | 'too_large' | 'other_side';

/** A body that must be short; `undefined` when it is longer than `max` bytes. What is no UTF-8 becomes what no JSON has. */
async function shortText(source: Source, max: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > max) return undefined;
    pieces.push(piece);
  }
  return decodeUtf8(concatBytes(...pieces)) ?? '';
}

/** A note has two signature lines; a frame of the upward stream holds nothing else. */
const MAX_NOTE_FRAME = 16 * 1024;

/** A source that says when it was read to its end, and when nobody reads it any more. */
async function* watched(source: Source, whole: () => void, over: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
    whole();
  } finally {
    over();
  }
}

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
  readonly #streams = new Map<string, OpenStream>();
  #lost: { readonly from: number; readonly take: (source: Source) => void } | undefined;
  readonly #told = new Set<(held: string | undefined) => void>();
  /** What the other side's countersignatures last said that it holds of our log. */
  #held: { readonly note: string | undefined } | undefined;

  constructor(private readonly options: DeskOptions) {
    this.#published = new PublishedLog(options);
  }

  get watch(): Watch {
    return this.options.watch;
  }

  get isCalled(): boolean {
    return this.options.isCalled;
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
    this.#replace('entries out', cut, () => sendEntries(own, from, open(), watch, timing.idleMs));
  }

  /** Sends our countersignatures of the other side's log into a sink. */
  sendCountersignatures(open: () => Sink, cut: () => void): void {
    this.#replace('countersignatures out', cut, () => sendCountersignatures(this.options.mirror, open()));
  }

  /** Whether the other side may send its log from an index on: only from what is held here, and only when it is taken in. */
  mayWrite(from: number): boolean {
    const { held, halted, mayTake } = this.options.mirror;
    return from === held && !halted && mayTake;
  }

  /** Takes the other side's log from a stream that it has opened itself. */
  takeEntries(source: Source, cut: () => void): void {
    const { mirror, watch } = this.options;
    this.#replace('entries in', cut, async () => {
      watch.setConnected(true);
      try {
        await mirror.follow(source, () => undefined);
      } catch (error) {
        // What is lost is the connection: the other side comes again.
        if (error instanceof Dropped) watch.fault(error.kind, error.detail);
      } finally {
        watch.setConnected(false);
      }
    });
  }

  /**
   * Gives the other side its own log back from an index on. False when no more of it is held than that; else the sink is
   * asked for, and closed after the last entry.
   */
  async sendMirror(from: number, open: () => Sink, cut: () => void): Promise<boolean> {
    const { journal, peer } = this.options;
    const head = await journal.head(peer);
    const { note } = head;
    if (note === null || from > head.size) return false;
    this.#replace('mirror out', cut, () => sendMirror(journal, { ...head, note }, from, open()));
    return true;
  }

  /** From which index on the end of our own log is missing, while we wait for the other side to bring it. */
  get lostFrom(): number | undefined {
    return this.#lost?.from;
  }

  /** Our own log from an index on, as soon as the other side brings it. Rejects when the signal is aborted. */
  broughtMirror(from: number, signal: AbortSignal): Promise<Source> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#lost = undefined;
        reject(new Error('the other side has not brought it'));
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      this.#lost = {
        from,
        take: (source) => {
          signal.removeEventListener('abort', giveUp);
          this.#lost = undefined;
          resolve(source);
        },
      };
    });
  }

  /** Takes our own log from where it ends here: only while `lostFrom` asks for it. `done` is told when all of it was read. */
  takeMirror(source: Source, cut: () => void, done: () => void): void {
    const lost = this.#lost;
    if (!lost) return cut();
    this.#replace('mirror in', cut, async () => {
      // Nobody waits for it any more.
      if (this.#lost !== lost) return;
      await new Promise<void>((over) => lost.take(watched(source, done, over)));
    });
  }

  /** Brings the other side its own log from an index on, over a stream of our own. False when no more of it is held than that. */
  async bringMirror(from: number, open: () => Promise<Sink>): Promise<boolean> {
    const { journal, peer } = this.options;
    const head = await journal.head(peer);
    const { note } = head;
    if (note === null || from >= head.size) return false;
    await sendMirror(journal, { ...head, note }, from, await open());
    return true;
  }

  /** Takes countersignatures until the stream ends; `done` is told then, if the stream was good. */
  takeCountersignatures(source: Source, cut: () => void, done: () => void): void {
    this.#replace('countersignatures in', cut, async () => {
      if (await this.hear(source)) done();
    });
  }

  /** Takes countersignatures until the stream ends; false when it was not a good one. */
  async hear(source: Source): Promise<boolean> {
    const { watch, countersignatures, now } = this.options;
    const reader = new FrameReader(MAX_NOTE_FRAME);
    const pace = new Pace(now);
    try {
      for await (const piece of source) {
        watch.seen();
        const frames = reader.push(piece);
        if (!pace.keeps(piece.length, frames.length > 0, reader.isWithin)) {
          watch.fault('frame_unfinished');
          return false;
        }
        for (const frame of frames) {
          const note = frame.kind === FRAME.countersignature ? decodeNote(frame.body) : undefined;
          if (note === undefined) {
            watch.fault('frame_unexpected', { kind: frame.kind });
            return false;
          }
          this.#tell(note === '' ? undefined : note);
          if (note !== '') countersignatures.take(note);
        }
      }
      return true;
    } catch (error) {
      // A connection that ends in the middle of a frame is no fault: the newest is sent again on the next one.
      if (error instanceof RangeError) watch.fault('frame_too_large', { reason: error.message });
      return false;
    }
  }

  #tell(note: string | undefined): void {
    this.#held = { note };
    for (const tell of this.#told) tell(note);
    this.#told.clear();
  }

  /**
   * The newest checkpoint of our log that the other side says it holds, on a stream that it has opened; waits until it
   * has said something. Rejects when the signal is aborted.
   */
  heldByPeer(signal: AbortSignal): Promise<string | undefined> {
    if (this.#held) return Promise.resolve(this.#held.note);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#told.delete(tell);
        reject(new Error('the other side has said nothing'));
      };
      const tell = (held: string | undefined) => {
        signal.removeEventListener('abort', giveUp);
        resolve(held);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      this.#told.add(tell);
    });
  }

  /** The newest checkpoint of the other side's log that is held here. */
  async held(): Promise<string | undefined> {
    const { journal, peer } = this.options;
    return (await journal.head(peer)).note ?? undefined;
  }

  /**
   * Takes a key statement of the other side, which proves itself. Gives the reason when it does not count; one that is known
   * already is no fault.
   */
  async learn(source: Source): Promise<StatementRefusal | undefined> {
    const { peer, keys, watch } = this.options;
    const refuse = (fault: StatementRefusal) => {
      watch.fault('key_statement_refused', { reason: fault });
      return fault;
    };
    const text = await shortText(source, MAX_STATEMENT_BYTES);
    if (text === undefined) return refuse('too_large');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return refuse('malformed');
    }
    if ((value as { statement?: { side?: unknown } } | null)?.statement?.side !== peer) return refuse('other_side');
    const [fault] = await keys.learn([value], true);
    return fault === undefined || fault === 'replayed' ? undefined : refuse(fault);
  }

  /** A static resource of one's own log; `undefined` when there is none of that name. Throws `TooManyAsk`. */
  resource(path: string, acceptEncoding?: string): Promise<Published | undefined> {
    return this.#published.resource(path, acceptEncoding);
  }

  /** Ends the open streams. */
  async close(): Promise<void> {
    const streams = [...this.#streams.values()];
    for (const stream of streams) stream.cut();
    await Promise.all(streams.map((stream) => stream.done));
  }

  /** A newer stream of a kind takes the place of the older one, which is cut and awaited first. */
  #replace(kind: string, cut: () => void, run: () => Promise<void>): void {
    const before = this.#streams.get(kind);
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
    this.#streams.set(kind, { cut, done });
  }
}
