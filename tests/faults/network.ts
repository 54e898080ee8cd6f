import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import type { Desk } from '@pairgate/node/exchange/desk.ts';
import { RefusedByPeer, type Door, type Network, type Peer, type Sink, type Source } from '@pairgate/node/exchange/network.ts';
import type { Timing } from '@pairgate/node/exchange/timing.ts';
import type { Life } from './life.ts';
import { Pipe, type PieceFault, type Weather } from './pipe.ts';
import type { Scheduler } from './scheduler.ts';
import type { WireWatch } from './wire-watch.ts';

/**
 * The link between both sides: it stands, is cut or is slow, and strikes pieces with faults while a storm lasts. Doors and
 * callers do what those of HTTPS do (`https-door.ts`, `https-peer.ts`).
 */
const ANSWER_MS = 1000;

/** A short body, as it comes. */
async function* whole(text: string): Source {
  yield new TextEncoder().encode(text);
}

const notPlayed = (): Promise<never> => Promise.reject(new Error('this layout of streams is not played'));

export class Link {
  /** True when nothing below the frames protects them. */
  readonly isOpen: boolean;
  readonly struck: Record<PieceFault, number> = { drop: 0, duplicate: 0, reorder: 0, flip: 0 };
  readonly #doors: Partial<Record<SideId, { desk: Desk; life: Life }>> = {};
  readonly #pipes = new Set<Pipe>();
  #cutUntil = 0;
  readonly #standsUntil: Record<SideId, number> = { VN: 0, CN: 0 };
  readonly #storms: Record<SideId, { kind: PieceFault; left: number } | undefined> = { VN: undefined, CN: undefined };
  #slow = 1;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly chance: Chance,
    private readonly timing: Timing,
    private readonly wire: WireWatch,
    isOpen: boolean,
  ) {
    this.isOpen = isOpen;
  }

  /** Ends every connection and lets none be made for a while. */
  cut(millis: number): void {
    this.#cutUntil = Math.max(this.#cutUntil, this.scheduler.now + millis);
    for (const pipe of this.#pipes) pipe.cut('the link was cut');
    this.#pipes.clear();
  }

  /** What a side sends stands still for a while, and nobody is told. */
  stand(from: SideId, millis: number): void {
    this.#standsUntil[from] = Math.max(this.#standsUntil[from], this.scheduler.now + millis);
  }

  /** How many times slower than usual. */
  slow(times: number): void {
    this.#slow = times;
  }

  /** Strikes some of the next pieces that a side sends. */
  storm(from: SideId, kind: PieceFault, pieces: number): void {
    this.#storms[from] = { kind, left: pieces };
  }

  calm(): void {
    this.#slow = 1;
    this.#storms.VN = this.#storms.CN = undefined;
  }

  /** The connections of a life that has ended break, at once or after a time. */
  bury(life: Life, soon: boolean): void {
    for (const pipe of this.#pipes) {
      if (pipe.writer !== life && pipe.reader !== life) continue;
      this.#pipes.delete(pipe);
      this.scheduler.after(soon ? this.#latency() : 2000 + this.chance.below(20_000), 'reset', () => pipe.cut('reset by the other side'));
    }
    if (this.#doors[life.side]?.life === life) delete this.#doors[life.side];
  }

  of(life: Life): Network {
    return {
      peer: this.#peer(life),
      listen: async (desk): Promise<Door> => {
        this.#doors[life.side] = { desk, life };
        return {
          port: 1,
          close: async () => {
            if (this.#doors[life.side]?.life === life) delete this.#doors[life.side];
            await desk.close();
          },
        };
      },
    };
  }

  #latency(): number {
    return (0.5 + this.chance.below(1000) / 40) * this.#slow;
  }

  #weather(from: SideId): Weather {
    const latency = () => this.#latency();
    const standsUntil = () => this.#standsUntil[from];
    const { isOpen, chance } = this;
    return {
      latency,
      get standsUntil() {
        return standsUntil();
      },
      isOpen,
      below: (bound) => chance.below(bound),
      strike: () => {
        const storm = this.#storms[from];
        if (!storm || !chance.happens(30)) return undefined;
        storm.left -= 1;
        if (storm.left <= 0) this.#storms[from] = undefined;
        this.struck[storm.kind] += 1;
        this.scheduler.mark(storm.kind);
        return storm.kind;
      },
    };
  }

  /** What watches the bytes of one stream as a side hands them over. */
  #watch(from: SideId): (bytes: Uint8Array) => void {
    const seen = this.wire.stream(from);
    return (bytes) => {
      this.scheduler.mark('bytes', bytes.length);
      seen(bytes);
    };
  }

  #pipe(writer: Life, reader: Life, stuckMs: number, watch = this.#watch(writer.side)): Pipe {
    const pipe = new Pipe(writer, reader, this.#weather(writer.side), stuckMs, watch);
    this.#pipes.add(pipe);
    return pipe;
  }

  /** Where the other side can be reached now; throws when it cannot. */
  #door(from: Life): { desk: Desk; life: Life } {
    if (this.scheduler.now < this.#cutUntil) throw new Error('no route to host');
    const door = this.#doors[otherSide(from.side)];
    if (!door?.life.alive) throw new Error('connection refused');
    return door;
  }

  /** Milliseconds until a request is there; it waits with everything else that stands. */
  #hop(from: SideId): number {
    return this.#latency() + Math.max(0, this.#standsUntil[from] - this.scheduler.now);
  }

  #peer(life: Life): Peer {
    return {
      entries: (from, signal) => this.#entries(life, from, signal),
      countersignatures: async (signal) => this.#countersignatures(life, signal),
      held: (signal) => this.#held(life, signal),
      // Each side opens the streams that it reads; the other layouts are not played.
      takeEntries: notPlayed,
      itsCountersignatures: notPlayed,
      countersign: notPlayed,
      resource: notPlayed,
      state: (statement, signal) => this.#state(life, JSON.stringify(statement), signal),
      mirror: notPlayed,
      lost: notPlayed,
      takeMirror: notPlayed,
    };
  }

  async #entries(life: Life, from: number, signal: AbortSignal): Promise<Source> {
    if (!life.act()) return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => life.later(this.#latency(), 'refused', () => reject(error));
      // Whoever dies meanwhile answers nothing; the caller gives up on its own.
      const giveUp = life.later(this.timing.stuckMs, 'give up', () => reject(new Error('nothing was heard for too long')));
      this.scheduler.after(this.#hop(life.side), 'ask for entries', () => {
        try {
          if (!life.alive) return;
          const { desk, life: other } = this.#door(life);
          desk.watch.seen();
          if (!desk.mayRead(from)) return void fail(new RefusedByPeer(409));
          const pipe = this.#pipe(other, life, this.timing.stuckMs);
          const leave = () => pipe.cut('the caller has left');
          signal.addEventListener('abort', leave);
          if (signal.aborted) leave();
          pipe.sink.closed.addEventListener('abort', () => fail(new Error('the connection was lost')));
          const open = (): Sink => {
            const answered = () => {
              giveUp();
              resolve(pipe.source);
            };
            if (!pipe.sink.closed.aborted) life.later(this.#hop(other.side), 'answered', answered);
            return pipe.sink;
          };
          desk.sendEntries(from, open, () => pipe.fail('a newer stream took its place'));
        } catch (error) {
          fail(error as Error);
        }
      });
    });
  }

  #countersignatures(life: Life, signal: AbortSignal): Promise<Sink> {
    if (!life.act()) return new Promise(() => undefined);
    // The stream is there before the other side has answered, as a request without end is.
    const pipes: { pipe?: Pipe } = {};
    const failed = new AbortController();
    let waiting: Uint8Array[] = [];
    const watch = this.#watch(life.side);
    const sink: Sink = {
      closed: failed.signal,
      close: () => failed.abort(new Error('the connection was ended here')),
      // A stream of countersignatures has no end of its own.
      end: notPlayed,
      write: (pieces) => {
        if (pipes.pipe) return pipes.pipe.sink.write(pieces);
        if (!life.act()) return new Promise(() => undefined);
        for (const piece of pieces) watch(piece);
        waiting.push(...pieces);
        return Promise.resolve();
      },
    };
    const fail = (error: Error) => {
      if (!failed.signal.aborted) failed.abort(error);
    };
    const leave = () => {
      fail(new Error('the caller has left'));
      pipes.pipe?.fail('the caller has left');
    };
    signal.addEventListener('abort', leave);
    this.scheduler.after(this.#hop(life.side), 'ask to countersign', () => {
      if (!life.alive || failed.signal.aborted) return;
      try {
        const { desk, life: other } = this.#door(life);
        desk.watch.seen();
        const watched = new Set(waiting);
        const watchRest = (piece: Uint8Array) => {
          if (!watched.has(piece)) watch(piece);
        };
        const pipe = (pipes.pipe = this.#pipe(life, other, this.timing.idleMs * 3, watchRest));
        pipe.sink.closed.addEventListener('abort', () => fail(pipe.sink.closed.reason as Error));
        desk.takeCountersignatures(pipe.source, () => pipe.cut('the other side has ended it'), () => undefined);
        if (waiting.length > 0) void pipe.sink.write(waiting);
        waiting = [];
      } catch (error) {
        life.later(this.#latency(), 'refused', () => fail(error as Error));
      }
    });
    return Promise.resolve(sink);
  }

  #held(life: Life, signal: AbortSignal): Promise<string | undefined> {
    return this.#asked(life, signal, 'ask what is held', 'told what is held', async (desk, other) => {
      const note = await desk.held();
      if (note !== undefined) this.wire.text(other.side, note);
      return () => note && this.#struckText(other.side, note);
    });
  }

  /** One short question to the other side, and its answer, which is `tell` made of on the way back. */
  #asked<T>(
    life: Life,
    signal: AbortSignal,
    asks: string,
    answers: string,
    ask: (desk: Desk, other: Life) => Promise<() => T>,
  ): Promise<T> {
    if (!life.act()) return new Promise(() => undefined);
    let leave: () => void = () => undefined;
    const told = new Promise<T>((resolve, reject) => {
      const fail = (reason: unknown) => reject(reason instanceof Error ? reason : new Error(String(reason)));
      life.later(ANSWER_MS, 'give up', () => fail('nothing was heard for too long'));
      leave = () => fail('the caller has left');
      signal.addEventListener('abort', leave);
      this.scheduler.after(this.#hop(life.side), asks, () => {
        if (!life.alive) return;
        try {
          const { desk, life: other } = this.#door(life);
          desk.watch.seen();
          const back = (run: () => void) => {
            if (other.act()) life.later(this.#hop(other.side), answers, run);
          };
          ask(desk, other).then(
            (tell) =>
              back(() => {
                try {
                  resolve(tell());
                } catch (error) {
                  fail(error);
                }
              }),
            (error: unknown) => back(() => fail(error)),
          );
        } catch (error) {
          life.later(this.#latency(), 'refused', () => fail(error));
        }
      });
    });
    return told.finally(() => signal.removeEventListener('abort', leave));
  }

  #state(life: Life, statement: string, signal: AbortSignal): Promise<void> {
    return this.#asked(life, signal, 'hand a statement over', 'statement answered', async (desk) => {
      const fault = await desk.learn(whole(this.#struckText(life.side, statement))).catch((error: unknown) => {
        desk.watch.fault('stream_failed', { error });
        return 'database' as const;
      });
      const answers: Partial<Record<string, number>> = { database: 503, too_large: 413 };
      return () => {
        if (fault !== undefined) throw new RefusedByPeer(answers[fault] ?? 422);
      };
    });
  }

  #struckText(from: SideId, text: string): string {
    if (!this.isOpen || this.#storms[from]?.kind !== 'flip') return text;
    const at = this.chance.below(text.length);
    return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`;
  }
}
