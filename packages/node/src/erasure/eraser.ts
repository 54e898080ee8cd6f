import { setTimeout as pause } from 'node:timers/promises';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import { consignmentEnded, hasEnded } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import type { Agreements } from '@pairgate/exchange/agreements.ts';
import type { ClassErased } from '@pairgate/exchange/messages.ts';
import { dayOf, erasedData, isAboutLog, governing } from '@pairgate/exchange/retention.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { Book } from '@pairgate/store/retention-rows.ts';
import { Unavailable, type Clock } from '../gateway.ts';
import type { EarlyEndRefusal } from '../http/ledgers.ts';
import { system, type Group } from '../group.ts';
import type { Live } from '../live.ts';
import { consignmentView, crossingView } from '../states.ts';
import type { Writer } from '../writer.ts';
import { eraseStreams, joined, NOTHING_ERASED, recordedAtOf, type Erased, type EraseOptions } from './erase-streams.ts';

/**
 * Destroys values when the time of their retention class is over, or when the data controller ends a class early for one
 * crossing or consignment (design §6). Everything goes through the single writer, a few streams in each transaction, so that
 * nobody waits for long; how far a day has come stands in the same transaction, so that a killed node goes on from there.
 */
export interface EraserOptions {
  readonly side: SideId;
  readonly journal: Journal;
  readonly live: Live;
  readonly writer: Pick<Writer, 'erase'>;
  readonly agreements: () => Agreements;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** One day of a book of which a class has ended and is not erased to its end yet. */
export interface DueDay {
  readonly book: Book;
  readonly class: string;
  /** Whole days since 1970, UTC. */
  readonly day: number;
  readonly first: number;
  readonly last: number;
  readonly next: number;
}

/** What an act of the data controller ends. */
export interface EarlyEnd {
  readonly class: string;
  /** Of a crossing, with all that it carries or has carried, or of one consignment. */
  readonly reference: string;
  readonly basis: string;
}

export interface Erasure {
  readonly days: number;
  readonly streams: number;
}

/** Streams in one transaction: a few hundred facts, which are read and folded in some ten milliseconds. */
const STREAMS = 8;
const PAGE = 500;
/** What others need of the writer between two transactions of ours, in milliseconds. */
const PAUSE_MS = 10;
const EVERY_MS = 60_000;
/** Streams that are known to hold nothing more that is due; forgotten beyond this many. */
const KNOWN = 100_000;

export class Eraser {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(private readonly options: EraserOptions) {}

  start(): void {
    const look = () => {
      void this.run().catch((error: unknown) => {
        if (!(error instanceof Unavailable)) this.options.onError(error);
      });
    };
    look();
    this.#timer = setInterval(look, EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running.catch(() => undefined);
  }

  /** Destroys all that is due now. One run at a time; throws `Unavailable` when nothing can be written. */
  run(): Promise<Erasure> {
    const result = this.#running.catch(() => undefined).then(() => this.#run());
    this.#running = result;
    return result;
  }

  async #run(): Promise<Erasure> {
    const today = dayOf(this.options.clock.now());
    const clean = new Set<string>();
    const streams = await this.#requested(today);
    const days = await this.due();
    let count = streams;
    for (const day of days) {
      if (this.#stopped) break;
      count += await this.#day(day, today, clean);
    }
    return { days: days.length, streams: count };
  }

  /** What governs everything that is held: the version in force now. */
  get #agreement(): CompiledAgreement {
    return governing(this.options.agreements(), this.options.side);
  }

  /** Days of which something is due, oldest first: what a run would look through. */
  async due(): Promise<DueDay[]> {
    const { journal, clock } = this.options;
    const today = dayOf(clock.now());
    const classes = Object.entries(this.#agreement.document.retention);
    const found: DueDay[] = [];
    for (const [name, { days }] of classes) {
      const rows = await journal.db.query<Omit<DueDay, 'class'>>(
        `SELECT r.book, r.day, r.first, r.last, greatest(r.first, coalesce(e.next, r.first)) AS next
         FROM record_day r LEFT JOIN erasure e ON e.pair = r.pair AND e.book = r.book AND e.day = r.day AND e.class = $2
         WHERE r.pair = $1 AND r.day + 1 + $3::int <= $4::int AND r.last >= coalesce(e.next, r.first) ORDER BY r.day, r.book`,
        [journal.pair, name, days, today],
      );
      for (const row of rows) found.push({ ...row, class: name, next: Number(row.next) });
    }
    return found.toSorted((a, b) => a.day - b.day);
  }

  /** What is left of streams, with everything in memory that the lines of their crossings are made of. */
  async #left(streams: readonly string[], ended: Pick<EraseOptions, 'today' | 'early'>): Promise<Erased> {
    const { side, journal, live } = this.options;
    await live.fetch(journal, streams);
    const of = (kind: string) => streams.filter((stream) => stream.startsWith(`${kind}:`)).map((stream) => parseStream(stream).reference);
    const carriers = (await journal.carriers(of('consignment'))).map(({ crossing }) => crossing);
    const crossings = [...new Set([...of('crossing'), ...carriers])];
    await live.fetch(journal, crossings.map((reference) => streamOf('crossing', reference)));
    const loads = crossings.flatMap((reference) => crossingView(live.read, side, reference)?.origin.loads ?? []);
    await live.fetch(journal, loads.map((load) => streamOf('consignment', load)));
    return eraseStreams({ side, agreement: this.#agreement, agreements: this.options.agreements(), journal, ...ended }, streams);
  }

  /** The other side's acts: its copies here go, as soon as the lorry is over for us too. Gives back how many streams. */
  async #requested(today: number): Promise<number> {
    const { journal, writer } = this.options;
    const rows = await journal.db.query<{ stream: string; class: string }>(
      'SELECT stream, class FROM erasure_request WHERE pair = $1 ORDER BY stream, class',
      [journal.pair],
    );
    let done = 0;
    for (const request of rows) {
      if (this.#stopped || !(await this.#isOver(request.stream))) continue;
      const early = { classes: new Set([request.class]), books: 'mirror' as const };
      await writer.erase({
        streams: [request.stream],
        load: () => this.#left([request.stream], { today, early }),
        run: (group, erased) => group.erase(erased, { requests: [request] }),
      });
      done += 1;
    }
    return done;
  }

  async #day(due: DueDay, today: number, clean: Set<string>): Promise<number> {
    let count = 0;
    for (let next = due.next; next <= due.last && !this.#stopped; ) {
      const rows = await this.#page(due, next);
      const after = rows.length < PAGE ? due.last + 1 : rows.at(-1)!.at + 1;
      const streams = [...new Set(rows.filter(({ stream }) => !isAboutLog(stream)).map(({ stream }) => stream))];
      const left = streams.filter((stream) => !clean.has(stream));
      while (left.length > STREAMS) await this.#erase(left.splice(0, STREAMS), today);
      const unfolded = rows.filter((row) => row.unfolded).map(({ at }) => at);
      await this.#erase(left, today, { due, next: after, unfolded });
      count += streams.length;
      if (clean.size > KNOWN) clean.clear();
      for (const stream of streams) clean.add(stream);
      next = after;
    }
    return count;
  }

  /** Rows of the book in their order. `unfolded` is a refused entry that belongs to no stream that could be folded. */
  async #page({ book, last }: DueDay, from: number): Promise<{ at: number; stream: string; unfolded: boolean }[]> {
    const { journal, side } = this.options;
    const own = `SELECT position AS at, stream, false AS unfolded FROM journal
                 WHERE pair = $1 AND position >= $2 AND position <= $3 ORDER BY position LIMIT ${PAGE}`;
    const mirror = `SELECT index AS at, stream, verdict IS NOT NULL AND (seq = 0 OR stream LIKE 'log:%') AS unfolded FROM log_entry
                    WHERE pair = $1 AND log = $4 AND index >= $2 AND index <= $3 ORDER BY index LIMIT ${PAGE}`;
    const params = [journal.pair, from, last];
    return book === 'own' ? journal.db.query(own, params) : journal.db.query(mirror, [...params, otherSide(side)]);
  }

  async #erase(
    streams: readonly string[],
    today: number,
    end?: { readonly due: DueDay; readonly next: number; readonly unfolded: readonly number[] },
  ): Promise<void> {
    const { writer, side, clock } = this.options;
    const last = end !== undefined && end.next > end.due.last;
    const said = last ? await this.#said(end.due) : undefined;
    await writer.erase({
      // What was destroyed is told in one's own log, so its stream is needed too.
      streams: [...streams, `log:${side}`],
      load: async () => joined([await this.#left(streams, { today }), await this.#unfolded(end?.unfolded ?? [], today)]),
      run: (group, erased) => {
        const more = last ? { submissionsBefore: this.#submissionsBefore(today) } : {};
        group.erase(erased, end ? { requests: [], progress: { book: end.due.book, day: end.due.day, class: end.due.class, next: end.next }, ...more } : { requests: [] });
        if (said) tell(group, side, clock.now(), said);
      },
    });
    await pause(PAUSE_MS);
  }

  /** Nobody repeats a submission after the shortest retention time, and its outcome may name what has ended. */
  #submissionsBefore(today: number): number {
    const days = Object.values(this.#agreement.document.retention).map((each) => each.days);
    return (today - Math.min(...days)) * DAY;
  }

  /** Refused entries of the other side that no stream holds: their data is destroyed with the first class that ends. */
  async #unfolded(indices: readonly number[], today: number): Promise<Erased> {
    const { journal, side } = this.options;
    const entries: { log: string; index: number; data: Uint8Array }[] = [];
    for (const index of indices) {
      const [row] = await journal.db.query<{ leaf: Uint8Array; data: Uint8Array; minute: number }>(
        'SELECT leaf, data, minute FROM log_entry WHERE pair = $1 AND log = $2 AND index = $3',
        [journal.pair, otherSide(side), index],
      );
      if (!row) continue;
      const recordedAt = recordedAtOf(row.leaf) ?? fromMillis(Number(row.minute) * 60_000);
      const data = erasedData({ data: row.data, recordedAt, accepted: false }, { agreement: this.#agreement, today });
      if (data !== row.data) entries.push({ log: otherSide(side), index, data });
    }
    return { ...NOTHING_ERASED, rows: { ...NOTHING_ERASED.rows, entries } };
  }

  /** The fact that a day's class is gone; nothing is said of facts that were never shared. */
  async #said({ book, class: name, day, first, last }: DueDay): Promise<ClassErased | undefined> {
    const { journal, side } = this.options;
    const [range] =
      book === 'mirror'
        ? [{ first, last }]
        : await journal.db.query<{ first: number | null; last: number | null }>(
            `SELECT min(log_index) AS first, max(log_index) AS last FROM journal
             WHERE pair = $1 AND position >= $2 AND position <= $3`,
            [journal.pair, first, last],
          );
    if (range?.first === null || range?.last === null || !range) return undefined;
    const log = book === 'own' ? side : otherSide(side);
    return {
      reason: 'retention', class: name, log, day: fromMillis(day * DAY).slice(0, 10),
      first: Number(range.first), last: Number(range.last),
    };
  }

  /** Ends a class early for one crossing with all that it carries, or for one consignment, in everything held here. */
  async endEarly(
    { class: name, reference, basis }: EarlyEnd,
    dryRun = false,
  ): Promise<EarlyEndRefusal | { readonly streams: readonly string[] }> {
    const { writer, side, clock } = this.options;
    if (!Object.hasOwn(this.#agreement.document.retention, name)) return 'retention_class_unknown';
    const streams = await this.#streamsOf(reference);
    if (streams.length === 0) return 'reference_unknown';
    for (const stream of streams) if (!(await this.#isOver(stream))) return 'still_under_way';
    if (!(await this.#isMirrored(streams))) return 'not_mirrored_yet';
    if (dryRun) return { streams };
    const early = { classes: new Set([name]), books: 'both' as const };
    const today = dayOf(clock.now());
    await writer.erase({
      streams: [...streams, `log:${side}`],
      load: () => this.#left(streams, { today, early }),
      run: (group, erased) => {
        group.erase(erased, { requests: [] });
        tell(group, side, clock.now(), { reason: 'act', class: name, streams: [...streams], basis });
      },
    });
    return { streams };
  }

  async #streamsOf(reference: string): Promise<string[]> {
    const { journal, live, side } = this.options;
    const crossing = streamOf('crossing', reference);
    const consignment = streamOf('consignment', reference);
    await live.fetch(journal, [crossing, consignment]);
    const view = crossingView(live.read, side, reference);
    if (!view) return live.read(consignment) ? [consignment] : [];
    const carried = new Set([...view.origin.plan.consignments, ...view.origin.loads]);
    return [crossing, ...[...carried].map((each) => streamOf('consignment', each))];
  }

  /** Values that somebody still works with are not taken away early; of a consignment, on none of its lorries. */
  async #isOver(stream: string): Promise<boolean> {
    const { journal, live, side } = this.options;
    await live.fetch(journal, [stream]);
    const reference = stream.slice(stream.indexOf(':') + 1);
    const over = (crossing: string) => {
      const view = crossingView(live.read, side, crossing);
      return !view || hasEnded(view);
    };
    if (stream.startsWith('crossing:')) return over(reference);
    const view = consignmentView(live.read, side, reference);
    return !view || consignmentEnded(view) !== undefined || live.carriersOf(reference).every(over);
  }

  /**
   * A class that ends early must have reached the other side before: an entry that comes without it is refused while its
   * time is not over. A side that has no other side yet has nothing to wait for.
   */
  async #isMirrored(streams: readonly string[]): Promise<boolean> {
    const { journal, side } = this.options;
    const { cosignedSize } = await journal.head(side);
    if (cosignedSize === 0) return true;
    const last = await Promise.all(streams.map(async (stream) => (await journal.entriesOf(side, stream)).at(-1)?.index ?? -1));
    return Math.max(...last) < cosignedSize;
  }

  /** What each side has said that it destroyed, newest first. */
  async said(limit: number): Promise<{ side: SideId; index: number; recordedAt: string; erased: ClassErased }[]> {
    const { journal } = this.options;
    const rows = await journal.db.query<{ log: SideId; index: number; leaf: Uint8Array; data: Uint8Array }>(
      `SELECT log, index, leaf, data FROM log_entry
       WHERE pair = $1 AND stream = ANY(ARRAY[${SIDES.map((side) => `'log:${side}'`).join(', ')}]) AND type = 'ClassErased' AND verdict IS NULL
       ORDER BY minute DESC, index DESC LIMIT $2`,
      [journal.pair, limit],
    );
    return rows.map(({ log, index, leaf, data }) => {
      const classes = Object.values(JSON.parse(decodeUtf8(data)!) as Record<string, { fields: object }>);
      const erased = Object.assign({}, ...classes.map(({ fields }) => fields)) as ClassErased;
      return { side: log, index: Number(index), recordedAt: recordedAtOf(leaf)!, erased };
    });
  }
}

const tell = (group: Group, side: SideId, now: number, data: ClassErased): void =>
  void group.record({ stream: `log:${side}`, type: 'ClassErased', data }, system(side), now);
