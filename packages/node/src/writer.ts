import { streamOf } from '@pairgate/domain/kernel/act.ts';
import { otherSide } from '@pairgate/domain/kernel/codes.ts';
import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { AmendmentFault, AmendmentType } from '@pairgate/exchange/agreements.ts';
import type { Received } from '@pairgate/exchange/intake.ts';
import type { Judged } from '@pairgate/exchange/messages.ts';
import type { Recovered } from '@pairgate/exchange/recovery.ts';
import type { Pseudonyms } from '@pairgate/exchange/pseudonym.ts';
import { MAX_CHUNK } from '@pairgate/exchange/wire.ts';
import { ConflictError, DatabaseGone } from '@pairgate/store/engine/database.ts';
import type { Committed } from './committed.ts';
import { companyOf, feedingOf, intakeOf, type Company, type Item } from './company.ts';
import { contentDigest, Decisions, isAlone, refused, type DecisionsOptions, type ErasureWork, type Work } from './decisions.ts';
import { Unavailable, type Outcome, type Submission, type Submitter } from './gateway.ts';
import { Group, system, type Position } from './group.ts';
import { isFed, STEP_MS } from './linger.ts';
import { positionOf } from './position.ts';
import { unavailableBy } from './unavailable.ts';
import { pause, type World } from './world.ts';

/** A group that work is still decided into. */
interface Open {
  readonly group: Group;
  readonly items: Item[];
  readonly outcomes: (Outcome | undefined)[];
  /** Its transaction, once it is encoded; void when more is decided into the group. */
  encoded?: Encoded | undefined;
  /** More came after it was encoded: more may come again, so it is encoded next when it is committed. */
  grows: boolean;
  /** Real time in milliseconds: when it was begun, and when something came into it last. */
  readonly begun: number;
  fed: number;
}

interface Encoded {
  readonly next: Position;
  readonly commit: () => Promise<void>;
}

/** A group whose commit is under way, and the position after it. */
interface Commit extends Open {
  readonly next: Position;
  readonly started: number;
  /** Whether it was committed; when not, whoever waits for it has been told, or waits again. Never rejects. */
  readonly done: Promise<boolean>;
  over: boolean;
}

export interface WriterOptions extends Omit<DecisionsOptions, 'random' | 'agreements' | 'mayFollow'> {
  readonly position: Position;
  readonly world: World;
  readonly pseudonyms: Pseudonyms;
  /** Signs what has just been committed; acknowledged only after it has. */
  readonly afterCommit: (committed: Committed, position: Position) => void;
}

/** Commands in one group; more wait for the next. */
const MAX_GROUP = 1000;
/** Commands that may wait; beyond that the node says that it is busy rather than grow without bound. */
const MAX_WAITING = 20_000;
/** How long a caller waits to hear what became of a commit during which the database was lost, and between two looks. */
const UNKNOWN_MS = 15_000;
const LOOK_MS = 250;

/** Of fewer commands than this, a first group takes all rather than leave half to the next. */
const SPLIT = 8;

/** A signal that nobody aborts. */
const NEVER = new AbortController().signal;

/** Keys that two writers of one log, or a writer with an old view of it, would both take. */
const FENCES = ['log_entry_pkey', 'log_batch_pkey', 'journal_pkey', 'journal_stream', 'tile_pkey'];

/**
 * The single writer of a node: it takes what waits, decides all of it in memory, commits it in one transaction, and only
 * then answers. One writer per log assigns indices (design §6). While one group is being committed the next is decided on
 * top of it; when a commit fails, what was decided on top of it is decided again.
 */
export class Writer implements Submitter {
  readonly #decisions: Decisions;
  readonly #waiting: Item[] = [];
  readonly #inFlight = new Map<string, { digest: string; outcome: Promise<Outcome> }>();
  #position: Position;
  #open: Open | undefined;
  #running = false;
  #stopping = false;
  #blocked: Unavailable | undefined;
  /** True while it is not known whether the last transaction happened; states are then read again first. */
  #uncertain = false;
  /** True while a group waits to hear whether it was committed; nobody else should wait with it. */
  #asking = false;
  #arrived = (): void => undefined;

  constructor(private readonly options: WriterOptions) {
    this.#position = options.position;
    const agreements = () => this.#position.agreements;
    const mayFollow = () => !this.#unconfirmed;
    this.#decisions = new Decisions({ ...options, random: options.world.random, agreements, mayFollow });
  }

  get position(): Position {
    return this.#position;
  }

  /** Why nothing can be written now, if so. */
  get blocked(): Unavailable['code'] | undefined {
    return this.#blocked?.code;
  }

  /** Refuses every command with this reason until `unblock`. */
  block(code: Unavailable['code']): void {
    this.#blocked = new Unavailable(code);
  }

  unblock(): void {
    this.#blocked = undefined;
  }

  /** Until one's own log is confirmed to be whole nothing is added to it but what makes it so. */
  get #unconfirmed(): Unavailable | undefined {
    return this.#blocked?.code === 'log_unconfirmed' ? this.#blocked : undefined;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  submit(submission: Submission): Promise<Outcome> {
    if (this.#stopping) return Promise.reject(new Unavailable('stopping'));
    if (this.#unconfirmed) return Promise.reject(this.#unconfirmed);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new Unavailable('busy'));
    const { idempotencyKey, actor } = submission;
    const digest = contentDigest(submission);
    const key = idempotencyKey === undefined ? undefined : `${actor.account}\n${idempotencyKey}`;
    const twin = key === undefined ? undefined : this.#inFlight.get(key);
    if (twin) return twin.digest === digest ? twin.outcome : Promise.resolve(refused('idempotency_key_reused'));
    if (this.#asking) return Promise.reject(new Unavailable('database_gone'));
    const outcome = this.#enqueue({ kind: 'submission', submission, digest }) as Promise<Outcome>;
    if (key !== undefined) {
      this.#inFlight.set(key, { digest, outcome });
      const forget = () => this.#inFlight.delete(key);
      outcome.then(forget, forget);
    }
    return outcome;
  }

  /** Takes in a checked chunk; resolves when it is committed. */
  async take(received: Received): Promise<void> {
    await this.#enqueue({ kind: 'intake', received });
  }

  /** Writes back a piece of one's own log that was lost; resolves when it is committed. */
  async recover(recovered: Recovered): Promise<void> {
    await this.#enqueue({ kind: 'recovery', recovered });
  }

  async judge(upTo: number, exceptions: Judged['exceptions']): Promise<void> {
    const stream = `log:${this.options.side}`;
    await this.#enqueue({ kind: 'own', stream, run: (group) => group.judge(upTo, exceptions) });
  }

  /** Records a fact of the node itself, such as the activation of an agreement. */
  async record(stream: string, type: string, data: object): Promise<void> {
    const { side, clock } = this.options;
    await this.#enqueue({
      kind: 'own',
      stream,
      run: (group) => void group.record({ stream, type, data }, system(side), clock.now()),
    });
  }

  /** What this side says of the agreement; resolves to why it would not count, when it was not recorded for that. */
  async amend(type: AmendmentType, data: object, actor: Actor): Promise<AmendmentFault | undefined> {
    if (this.#unconfirmed) throw this.#unconfirmed;
    const stream = `log:${this.options.side}`;
    let fault: AmendmentFault | undefined;
    await this.#enqueue({ kind: 'own', stream, run: (group) => (fault = group.propose({ stream, type, data }, actor)) });
    return fault;
  }

  /** Puts in force whatever is due, also when nothing else happens. */
  async activate(): Promise<void> {
    const { side, clock } = this.options;
    const next = this.#position.agreements.upcoming(side);
    if (this.#blocked || !next || next.document.validFrom > fromMillis(clock.now())) return;
    await this.#enqueue({ kind: 'own', stream: `log:${side}`, run: () => undefined });
  }

  /** Records what follows of itself from what came in while one's own log was not confirmed. */
  async settle(): Promise<void> {
    const { side, live } = this.options;
    const crossings = [...live.crossings()].map(({ reference }) => reference);
    await this.#enqueue({ kind: 'own', stream: `log:${side}`, run: (group) => group.unsettle(crossings) });
  }

  /** Destroys values; resolves when it is committed. */
  async erase(work: Omit<ErasureWork, 'kind'>): Promise<void> {
    if (this.#unconfirmed) throw this.#unconfirmed;
    await this.#enqueue({ kind: 'erasure', ...work });
  }

  #enqueue(work: Work): Promise<Outcome | undefined> {
    if (this.#stopping) return Promise.reject(new Unavailable('stopping'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject, alone: isAlone(work), failed: false });
      this.#arrived();
      this.#start();
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    while (this.#running) await this.#sleep(5);
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    // A turn of the event loop lets everything that has arrived join the group.
    void this.options.world.turn().then(() => this.#run()).finally(() => {
      this.#running = false;
      if (this.#waiting.length > 0) this.#start();
    });
  }

  /** Decides and commits until nothing waits. One group is being committed and one is open, at most. */
  async #run(): Promise<void> {
    let commit: Commit | undefined;
    for (;;) {
      if (this.#uncertain && !commit && !(await this.#reloaded())) return;
      const open = (this.#open ??= this.#newGroup(commit));
      const items = this.#next(open, commit);
      if (items.length > 0) await this.#decide(open, items);
      if (commit && !commit.over) {
        // Sockets and timers get their turn, and with them what is to join the open group.
        await this.options.world.turn();
        if (!commit.over && !this.#mayTake(this.#open, commit)) {
          if (!this.#open?.grows) this.#encode(this.#open);
          await Promise.race([commit.done, this.#arrival()]);
        }
        if (!commit.over) continue;
      }
      const before: Commit | undefined = commit;
      const committed = before && (await before.done);
      // Also when somebody in it was told meanwhile that it failed: then it must not happen.
      if (committed === false || this.#open?.items.some((item) => item.failed)) this.#void();
      const lingers = committed === true && this.#lingers(this.#open);
      if (lingers) {
        this.#finish(before!, this.#open?.group);
        await this.#linger();
      }
      commit = this.#close();
      // The next transaction is on its way before the last one is answered, so that the database has something to do.
      if (commit) await this.options.world.turn();
      if (before && committed && !lingers) this.#finish(before, commit?.group ?? this.#open?.group);
      if (!commit && this.#waiting.length === 0) {
        this.#open = undefined;
        return;
      }
    }
  }

  #newGroup(commit: Commit | undefined): Open {
    const { live, pseudonyms, clock, world, persons } = this.options;
    const ports = { now: () => clock.now(), realNow: () => world.now(), random: world.random, pseudonyms, persons };
    const group = new Group(live, commit?.next ?? this.#position, ports, commit?.group);
    const now = world.now();
    return { group, items: [], outcomes: [], grows: false, begun: now, fed: now };
  }

  /** Whether a group waits for more that may still come; with what may not join it waiting, it would wait for nothing. */
  #lingers(open: Open | undefined): open is Open {
    if (!open || open.items.length === 0 || open.items.length >= MAX_GROUP || this.#stopping) return false;
    if (this.#waiting.length > 0 && !this.#mayTake(open, undefined)) return false;
    return isFed(feedingOf(open), this.options.world.now());
  }

  /** Takes in what comes while nothing is being committed, for as long as something comes. */
  async #linger(): Promise<void> {
    while (this.#lingers(this.#open)) {
      await this.#sleep(STEP_MS);
      const items = this.#take(this.#open, MAX_GROUP, undefined);
      if (items.length > 0) await this.#decide(this.#open, items);
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  /**
   * Whether work may join what is in a group. A group takes in no more entries than a chunk of the exchange has, since what
   * follows of them are entries of one commit; what is decided alone has no company.
   */
  #mayJoin(item: Item | undefined, { count, last, intake }: Company, commit: Commit | undefined): boolean {
    if (!item || count >= MAX_GROUP) return false;
    if (item.alone) return count === 0 && !commit;
    return !last?.alone && (intake === 0 || intake + intakeOf(item) <= MAX_CHUNK);
  }

  /** Whether the first that waits may join the open group now. */
  #mayTake(open: Open | undefined, commit: Commit | undefined): boolean {
    return this.#mayJoin(this.#waiting[0], companyOf(open?.items ?? []), commit);
  }

  /**
   * Takes from what waits what may join the open group. When nothing is being committed half of it is enough for now: the
   * other half is decided meanwhile.
   */
  #next(open: Open, commit: Commit | undefined): Item[] {
    const few = commit || this.#waiting.length < SPLIT ? MAX_GROUP : Math.ceil(this.#waiting.length / 2);
    return this.#take(open, few, commit);
  }

  #take({ items }: Open, few: number, commit: Commit | undefined): Item[] {
    let company = companyOf(items);
    let taken = 0;
    for (; taken < few && this.#mayJoin(this.#waiting[taken], company, commit); taken += 1) {
      const last = this.#waiting[taken]!;
      company = { count: company.count + 1, last, intake: company.intake + intakeOf(last) };
    }
    return this.#waiting.splice(0, taken);
  }

  async #decide(open: Open, items: readonly Item[]): Promise<void> {
    try {
      const loaded = await this.#decisions.load(items.map(({ work }) => work));
      if (items.length > 0 && open.encoded) {
        open.encoded = undefined;
        open.grows = true;
      }
      open.fed = this.options.world.now();
      for (const item of items) {
        open.items.push(item);
        open.outcomes.push(this.#decisions.decide(item.work, open.group, loaded));
      }
    } catch (error) {
      // What was decided so far may be half done.
      const all = [...new Set([...open.items, ...items])];
      if (this.#open === open) this.#open = undefined;
      this.#again(all, error);
    }
  }

  /** One bad command must not fail its neighbours: what is not the database's own trouble is tried again one by one. */
  #again(items: readonly Item[], error: unknown): void {
    if (items.length === 1 || unavailableBy(error)) return this.#fail(items, error);
    for (const item of items) item.alone = true;
    this.#waiting.unshift(...items);
  }

  /** What was decided on top of a group that was not committed is decided again, but for what has been given up. */
  #void(): void {
    if (this.#open) this.#waiting.unshift(...this.#open.items.filter((item) => !item.failed));
    this.#open = undefined;
  }

  /** Encodes the transaction of a group that has something to write. */
  #encode(open: Open | undefined): Encoded | undefined {
    if (!open || open.group.isEmpty || open.encoded) return open?.encoded;
    const { batch, next } = open.group.close();
    return (open.encoded = { next, commit: this.options.journal.ready(batch) });
  }

  /** Begins to commit the open group, if there is anything in it. */
  #close(): Commit | undefined {
    const open = this.#open;
    if (!open || open.items.length === 0) return undefined;
    const encoded = this.#encode(open);
    const commit: Commit = {
      ...open,
      next: encoded?.next ?? open.group.start,
      started: this.options.world.now(),
      done: this.#commit(open.items, encoded).then((done) => {
        commit.over = true;
        return done;
      }),
      over: false,
    };
    this.#open = undefined;
    return commit;
  }

  async #commit(items: readonly Item[], encoded: Encoded | undefined): Promise<boolean> {
    try {
      await encoded?.commit();
      return true;
    } catch (error) {
      return this.#recover(items, error, encoded!.next);
    }
  }

  /** What is committed counts: memory, signature, followers, and then the answers. `above` stood on it. */
  #finish({ group, items, outcomes, next, started }: Commit, above: Group | undefined): void {
    if (!group.isEmpty) this.#committed(group, next, started);
    above?.stand();
    for (const [index, item] of items.entries()) item.resolve(outcomes[index]);
  }

  #committed(group: Group, next: Position, started: number): void {
    const { live } = this.options;
    const before = this.#position;
    this.#position = next;
    this.#blocked = this.#unconfirmed;
    for (const { consignment, crossing } of group.loads) live.addCarrier(consignment, crossing);
    for (const { consignment, crossing } of group.erased?.loads ?? []) live.removeCarrier(consignment, crossing);
    this.#countPersons(group);
    live.commit(group.changed);
    this.options.afterCommit(
      {
        change: next.change,
        crossings: group.touched,
        streams: [...group.changed.keys()],
        ownSize: next.own.edge.size,
        peerSize: next.peer.edge.size,
        entries: group.entries,
        facts: next.position - before.position,
        erased: group.erased !== undefined,
        millis: this.options.world.now() - started,
      },
      next,
    );
  }

  #countPersons({ persons: sent }: Group): void {
    const { persons, journal } = this.options;
    if (!persons || sent.length === 0) return;
    const year = sent.at(-1)!.year;
    // Until it is read more are counted than there were; when that fails, still so.
    if (persons.sent(year, sent.map(({ category }) => category))) void persons.read(journal, year).catch(() => undefined);
  }

  /** After a failed commit: true when it happened all the same. */
  async #recover(items: readonly Item[], error: unknown, next: Position): Promise<boolean> {
    // An index or a position was taken already: what is in memory is not what is stored.
    if (error instanceof ConflictError && FENCES.includes(error.constraint ?? '')) this.#uncertain = true;
    if (!(error instanceof DatabaseGone && error.maybeCommitted)) {
      this.#again(items, error);
      return false;
    }
    this.#uncertain = true;
    const happened = await this.#happened(next);
    if (happened !== undefined) this.#uncertain = false;
    if (happened !== true) this.#fail(items, happened === false ? error : new Unavailable('outcome_unknown', error));
    return happened === true;
  }

  /**
   * After a lost connection: whether the transaction happened all the same, as far as it can be told within the patience.
   * Meanwhile nothing can be written, and whoever asks for it is told so at once.
   */
  async #happened(next: Position): Promise<boolean | undefined> {
    const { journal, side, world } = this.options;
    this.#asking = true;
    const waiting = this.#waiting.splice(0);
    this.#waiting.push(...waiting.filter(({ work }) => work.kind !== 'submission'));
    const submissions = [...(this.#open?.items ?? []), ...waiting].filter(({ work }) => work.kind === 'submission');
    this.#fail(submissions, new Unavailable('database_gone'));
    try {
      for (const end = world.now() + UNKNOWN_MS; world.now() < end; ) {
        try {
          await this.#endOfSession();
          const [own, peer] = [await journal.head(side), await journal.head(otherSide(side))];
          // A group that only takes in what the other side sent moves nothing but the mirror of its log.
          const logs = own.size === next.own.edge.size && peer.size === next.peer.edge.size;
          return logs && (await journal.nextPosition()) === next.position;
        } catch {
          await this.#sleep(LOOK_MS);
        }
      }
      return undefined;
    } finally {
      this.#asking = false;
    }
  }

  /**
   * A session that was lost may still be at its commit. The writer's next one begins when that is over, so what is read
   * after this is settled.
   */
  async #endOfSession(): Promise<void> {
    await this.options.journal.db.transact([{ sql: 'SELECT 1', params: [] }]);
  }

  /** True when memory is right again; else whoever waits has been told that nothing can be written. */
  async #reloaded(): Promise<boolean> {
    return this.#reload().then(
      () => true,
      (error: unknown) => {
        this.#fail(this.#waiting.splice(0), error);
        return false;
      },
    );
  }

  /** Reads heads and states again; the database is right and memory is not. */
  async #reload(): Promise<void> {
    const { journal, live, side, clock } = this.options;
    await this.#endOfSession();
    await live.load(journal, clock.now());
    this.#position = await positionOf(journal, side, this.#position.agreements);
    this.#uncertain = false;
    this.#tellAll();
  }

  /** Followers may have missed what was committed while nobody knew of it: to them, everything that is open has changed. */
  #tellAll(): void {
    const { change, own, peer } = this.#position;
    const open = [...this.options.live.crossings()];
    const committed = {
      change,
      crossings: new Set(open.map((view) => view.reference)),
      streams: open.flatMap((view) => view.loads.map((load) => streamOf('consignment', load.reference))),
      ownSize: own.edge.size,
      peerSize: peer.edge.size,
      entries: [],
      facts: 0,
      erased: false,
      millis: 0,
    };
    this.options.afterCommit(committed, this.#position);
  }

  #sleep(millis: number): Promise<void> {
    return pause(this.options.world, millis, NEVER);
  }

  #fail(items: readonly Item[], error: unknown): void {
    const unavailable = unavailableBy(error);
    if (unavailable && !this.#unconfirmed) this.#blocked = unavailable;
    for (const item of items) {
      item.failed = true;
      item.reject(unavailable ?? error);
    }
  }
}
