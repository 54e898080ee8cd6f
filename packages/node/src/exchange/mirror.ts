import type { Entry, EntryFault } from '@pairgate/exchange/entry.ts';
import { receive, type Chunk, type LogTerms, type Received } from '@pairgate/exchange/intake.ts';
import { decodeEntries, decodeNote, FRAME, FrameReader, MAX_CHUNK, type Frame } from '@pairgate/exchange/wire.ts';
import type { Writer } from '../writer.ts';
import { countersign } from './countersign.ts';
import type { Bearer, Freeze } from './freeze.ts';
import type { Source } from './network.ts';
import { Pace } from './pace.ts';
import type { FaultKind, Watch } from './status.ts';
import type { WorkingKeys } from './working-keys.ts';

/** Drops the connection, not the node: the next one resumes from what is held. */
export class Dropped extends Error {
  override readonly name = 'Dropped';
  constructor(
    readonly kind: FaultKind,
    readonly detail: object = {},
  ) {
    super(kind);
  }
}

/** Data travel beside the leaf that commits to them, under no root: damage to them shows in these faults alone. */
const DATA_FAULTS: ReadonlySet<EntryFault | undefined> = new Set<EntryFault>([
  'data_not_canonical', 'data_malformed', 'data_missing', 'commitment_differs',
]);
/** An entry whose data do not fit is asked for so many times before it is refused for good. */
const DATA_TRIES = 3;
/** Entries that may be checked and not stored yet, and bytes of them: what is being stored, and what is stored next. */
const AHEAD = 2 * MAX_CHUNK;
const AHEAD_BYTES = 8 * 1024 * 1024;

/** A chunk that is checked and being stored. */
interface UnderWay {
  readonly received: Received;
  readonly bytes: number;
  /** Whether it changes the agreement under which what comes after it is checked. */
  readonly amends: boolean;
  /** Resolves when it is stored and countersigned. Throws `Dropped`. */
  readonly stored: Promise<void>;
}

export interface MirrorOptions {
  readonly writer: Pick<Writer, 'position' | 'take'>;
  /** How entries and checkpoints of the other side's log are checked. */
  readonly terms: Omit<LogTerms, 'keys'>;
  readonly keys: WorkingKeys;
  /** Real time in milliseconds: what a cosignature says. */
  readonly now: () => number;
  readonly watch: Watch;
  readonly freeze: Freeze;
  /** The newest checkpoint of the other side that is stored, from before the start. */
  readonly heldNote: string | undefined;
  /** Whether one's own log is whole. */
  readonly mayTake: () => boolean;
  /** Told after the commit. */
  readonly onTaken: (taken: { readonly size: number; readonly refused: number }) => void;
}

/**
 * The other side's log as it comes in: each chunk is checked, stored, and only then countersigned. What is held is
 * what is stored, so a connection can end anywhere and the next one resumes. While chunks are being stored the next are
 * checked on top of them, and the writer takes those that wait in one transaction.
 */
export class Mirror {
  #countersignature: string | undefined;
  #lastCheck: Promise<unknown> = Promise.resolve();
  /** In their order. */
  readonly #underWay: UnderWay[] = [];
  /** How often storing has failed. What was brought after a chunk that was not stored is not judged: it cannot follow. */
  #failures = 0;
  /** The newest stored checkpoint of the other side. */
  #newest: string | undefined;
  /** The entry whose data did not fit last, and how often. */
  #doubted = { index: -1, times: 0 };
  readonly #waiters = new Set<() => void>();

  constructor(private readonly options: MirrorOptions) {
    const { heldNote } = options;
    this.#newest = heldNote;
    this.resign();
  }

  /** How many entries of the other side's log are stored. */
  get held(): number {
    return this.options.writer.position.peer.edge.size;
  }

  /** Whether entries are taken in now: not before one's own log is whole, since they speak of what stands in it. */
  get mayTake(): boolean {
    return this.options.mayTake();
  }

  /** Whether its log is followed at all: not after it has contradicted itself, until persons have settled that. */
  get halted(): boolean {
    return this.options.freeze.halted;
  }

  /** A connection has been opened, on which entries will come. */
  connected(): void {
    this.options.freeze.connected();
  }

  /** The other side has said that it does not have what we ask for and it has signed. */
  cannotServe(): Promise<void> {
    return this.options.freeze.cannotServe();
  }

  /** Our newest countersignature of its log. */
  get countersignature(): string | undefined {
    return this.#countersignature;
  }

  /** Resolves when our countersignature is another one than this, or when the signal is aborted. */
  newerThan(countersignature: string | undefined, signal: AbortSignal): Promise<void> {
    if (this.#countersignature !== countersignature || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#waiters.add(wake);
    });
  }

  /**
   * Takes what one stream brings, until it ends. `worked` is told of everything that was good. Throws `Dropped` when the
   * other side does not keep to the protocol.
   */
  async follow(source: Source, worked: () => void): Promise<void> {
    const { watch } = this.options;
    this.connected();
    const failures = this.#failures;
    const reader = new FrameReader();
    const pace = new Pace(this.options.now);
    let entries: { first: number; entries: Entry[] } | undefined;
    let stored: Promise<void> | undefined;
    try {
      for await (const piece of unless(source, () => stored)) {
        watch.seen();
        const frames = framesOf(reader, piece);
        if (!pace.keeps(piece.length, frames.length > 0, reader.isWithin)) throw new Dropped('frame_unfinished');
        for (const frame of frames) {
          if (frame.kind === FRAME.entries) {
            if (entries) throw new Dropped('frame_unexpected');
            entries = decodeEntries(frame.body);
            if (!entries) throw new Dropped('frame_malformed');
            continue;
          }
          const note = frame.kind === FRAME.checkpoint ? decodeNote(frame.body) : undefined;
          if (note === undefined) throw new Dropped('frame_unexpected', { kind: frame.kind });
          const chunk = { first: entries?.first ?? this.held, entries: entries?.entries ?? [], note };
          entries = undefined;
          stored = (await this.#check(chunk, 'peer', failures)).stored.then(worked);
          stored.catch(() => undefined);
        }
      }
      await stored;
    } finally {
      // The next connection resumes from what is stored then.
      await this.#settled();
    }
  }

  /**
   * Checks a chunk, stores it in the writer's next transaction, and countersigns it after the commit; one chunk after the
   * other, whoever brings them. Throws `Dropped`.
   */
  async take(chunk: Chunk, from: Bearer = 'peer'): Promise<void> {
    await (await this.#check(chunk, from, this.#failures)).stored;
  }

  /** Resolves when a chunk is checked and on its way to be stored. Throws `Dropped`. */
  #check(chunk: Chunk, from: Bearer, failures: number): Promise<Pick<UnderWay, 'stored'>> {
    const checked = this.#lastCheck.then(() => this.#checkNext(chunk, from, failures));
    this.#lastCheck = checked.catch(() => undefined);
    return checked;
  }

  async #checkNext(chunk: Chunk, from: Bearer, failures: number): Promise<Pick<UnderWay, 'stored'>> {
    const { writer, keys, watch, freeze } = this.options;
    const bytes = chunk.entries.reduce((sum, { leaf, data }) => sum + leaf.length + data.length, 0);
    while (!this.#hasRoom(chunk.entries.length, bytes)) await this.#underWay[0]!.stored.catch(() => undefined);
    let checked = this.#receive(chunk, failures);
    if (!checked.ok && this.#underWay.length > 0) {
      // Only what is stored shows whether it is at fault.
      await this.#settled();
      checked = this.#receive(chunk, failures);
    }
    if (!checked.ok) {
      const { fault } = checked;
      await this.#see(() => freeze.saw(chunk, fault, from));
      const isStale = fault === 'stale' && !freeze.halted;
      if (!isStale) throw new Dropped(fault, { first: chunk.first, entries: chunk.entries.length });
      watch.fault('stale');
      return { stored: Promise.resolve() };
    }
    const { value: received } = checked;
    this.#doubt(received);
    const amends = received.agreements !== writer.position.agreements;
    // Before the entries: after a crash between the two, the next chunk may be signed by a key that these have enrolled.
    await this.#see(() => keys.learn(received.keys.statements.slice(keys.ring.statements.length), true));
    const underWay = { received, bytes, amends, stored: this.#store(received) };
    this.#underWay.push(underWay);
    const over = () => void this.#underWay.splice(this.#underWay.indexOf(underWay), 1);
    underWay.stored.then(over, over);
    return underWay;
  }

  #hasRoom(entries: number, bytes: number): boolean {
    if (this.#underWay.length === 0) return true;
    if (this.#underWay.at(-1)!.amends) return false;
    const sum = (of: (each: UnderWay) => number) => this.#underWay.reduce((all, each) => all + of(each), 0);
    return entries + sum((each) => each.received.entries.length) <= AHEAD && bytes + sum((each) => each.bytes) <= AHEAD_BYTES;
  }

  /** Resolves when nothing is being stored. */
  async #settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.map(({ stored }) => stored));
  }

  /** Checks a chunk on top of those that are being stored. */
  #receive(chunk: Chunk, failures: number): ReturnType<typeof receive> {
    const { writer, terms, keys, freeze } = this.options;
    if (!this.mayTake) throw new Dropped('log_unconfirmed');
    if (freeze.halted) throw new Dropped('diverged');
    if (this.#failures > failures) throw new Dropped('intake_failed');
    const { peer, agreements, peerLogSeq } = writer.position;
    const { tip, logSeq } = this.#underWay.at(-1)?.received ?? { tip: peer, logSeq: peerLogSeq };
    return receive(chunk, { tip, agreements, logSeq }, { ...terms, keys: keys.ring });
  }

  async #store(received: Received): Promise<void> {
    const { writer, watch, freeze } = this.options;
    try {
      await writer.take(received);
    } catch (error) {
      this.#failures += 1;
      throw new Dropped('intake_failed', { error });
    }
    watch.received.chunks += 1;
    watch.received.entries += received.entries.length;
    const refused = received.entries.filter((entry) => entry.fault !== undefined).length;
    watch.received.refused += refused;
    // Of those that one transaction has stored the last is countersigned.
    if (received.size === this.held) {
      this.#newest = received.note;
      this.resign();
    }
    this.options.onTaken({ size: received.size, refused });
    await this.#see(() => freeze.good());
  }

  /** What is found is stored before anything else happens; without the database, the next connection brings it again. */
  async #see(store: () => Promise<unknown>): Promise<void> {
    try {
      await store();
    } catch (error) {
      throw new Dropped('intake_failed', { error });
    }
  }

  /** A refusal cannot be taken back, so what may be damage on the way is fetched again first. */
  #doubt({ entries }: Received): void {
    const damaged = entries.find(({ fault }) => DATA_FAULTS.has(fault));
    if (!damaged) return;
    const { index, fault } = damaged;
    this.#doubted = { index, times: index === this.#doubted.index ? this.#doubted.times + 1 : 1 };
    if (this.#doubted.times < DATA_TRIES) throw new Dropped('data_differ', { index, fault });
  }

  /** Keys have changed: the newest stored checkpoint is countersigned by the keys that count now, or not at all. */
  resign(): void {
    if (this.#newest !== undefined) this.#set(this.#countersign(this.#newest));
  }

  #set(countersignature: string | undefined): void {
    this.#countersignature = countersignature;
    for (const wake of this.#waiters) wake();
  }

  #countersign(note: string): string | undefined {
    const { keys, terms, now } = this.options;
    const cosigners = (size: number) => keys.signers('cosignature', size);
    return countersign(note, keys.counting(terms.author, 'checkpoint'), cosigners, now());
  }
}

function framesOf(reader: FrameReader, piece: Uint8Array): Frame[] {
  try {
    return reader.push(piece);
  } catch (error) {
    if (error instanceof RangeError) throw new Dropped('frame_too_large', { reason: error.message });
    throw error;
  }
}

/** The pieces of a source, until what is given rejects: that is thrown at once, and not when the next piece comes. */
async function* unless(source: Source, failing: () => Promise<unknown> | undefined): Source {
  const pieces = source[Symbol.asyncIterator]();
  const end = () => void pieces.return?.()?.catch(() => undefined);
  try {
    for (;;) {
      const next = pieces.next();
      next.catch(() => undefined);
      await Promise.race([next, failing() ?? next]);
      const { done, value } = await next;
      if (done) return;
      yield value;
    }
  } finally {
    end();
  }
}
