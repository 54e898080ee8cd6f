import { performance } from 'node:perf_hooks';
import { findAct, type AnyAct } from '@pairgate/domain/concepts.ts';
import type { Actor, Fact, Refusal } from '@pairgate/domain/kernel/decider.ts';
import { DAY, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { denied, parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import { otherSide, type Direction, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { GateTimes } from '@pairgate/domain/freight/crossing/wait.ts';
import type { Context, GateView } from '@pairgate/domain/freight/context.ts';
import type { Pair } from '@pairgate/domain/gate/pair/schema.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { Received } from '@pairgate/exchange/intake.ts';
import type { Judged } from '@pairgate/exchange/messages.ts';
import { ConflictError, DatabaseGone } from '@pairgate/store/engine/database.ts';
import type { EntryRow } from '@pairgate/store/batch.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { digest, sha256 } from './crypto.ts';
import { Unavailable, type Clock, type Done, type Outcome, type Submission, type Submitter } from './gateway.ts';
import { Group, system, type Position } from './group.ts';
import { contextOf } from './context.ts';
import type { Live } from './live.ts';
import { consignmentView, crossingView, versionOf } from './states.ts';
import { unavailableBy } from './unavailable.ts';

/** What everybody who follows the node is told after a commit. */
export interface Committed {
  readonly change: number;
  readonly crossings: ReadonlySet<string>;
  readonly streams: readonly string[];
  readonly ownSize: number;
  readonly peerSize: number;
  readonly entries: readonly EntryRow[];
  readonly facts: number;
  /** Milliseconds from the start of the group to its commit. */
  readonly millis: number;
}

type Item =
  | { kind: 'submission'; submission: Submission; digest: string; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }
  | { kind: 'intake'; received: Received; resolve: () => void; reject: (error: unknown) => void }
  | { kind: 'own'; stream: string; run: (group: Group) => void; resolve: () => void; reject: (error: unknown) => void };

export interface WriterOptions {
  readonly side: SideId;
  readonly pair: Pair;
  readonly journal: Journal;
  readonly live: Live;
  readonly agreement: CompiledAgreement;
  readonly clock: Clock;
  readonly gateTimes: (gate: GateView) => GateTimes;
  readonly position: Position;
  /** Signs what has just been committed; acknowledged only after it has. */
  readonly afterCommit: (committed: Committed, position: Position) => void;
}

/** Commands in one group; more wait for the next. */
const MAX_GROUP = 512;
/** A paper event may be entered this long after it happened. */
const LATE = 7 * DAY;
/** Commands that may wait; beyond that the node says that it is busy rather than grow without bound. */
const MAX_WAITING = 20_000;
/** How long a caller waits to hear what became of a commit during which the database was lost, and between two looks. */
const UNKNOWN_MS = 15_000;
const LOOK_MS = 250;

/** Keys that two writers of one log, or a writer with an old view of it, would both take. */
const FENCES = ['log_entry_pkey', 'log_batch_pkey', 'journal_pkey', 'journal_stream', 'tile_pkey'];

const REFERENCE = /^PG-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/**
 * The single writer of a node: it takes what waits, decides all of it in memory, commits it in one transaction, and only
 * then answers. One writer per log assigns indices (design §6).
 */
export class Writer implements Submitter {
  readonly #waiting: Item[] = [];
  readonly #inFlight = new Map<string, { digest: string; outcome: Promise<Outcome> }>();
  #position: Position;
  #running = false;
  #stopping = false;
  #blocked: Unavailable | undefined;
  /** True while it is not known whether the last transaction happened; states are then read again first. */
  #uncertain = false;
  /** True while a group waits to hear whether it was committed; nobody else should wait with it. */
  #asking = false;

  constructor(private readonly options: WriterOptions) {
    this.#position = options.position;
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

  get waiting(): number {
    return this.#waiting.length;
  }

  submit(submission: Submission): Promise<Outcome> {
    if (this.#stopping) return Promise.reject(new Unavailable('stopping'));
    if (this.#blocked && this.#blocked.code === 'log_unconfirmed') return Promise.reject(this.#blocked);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new Unavailable('busy'));
    const { act, reference, command, occurredAt, idempotencyKey, actor } = submission;
    const content = idempotencyKey === undefined ? '' : digest(JSON.stringify([act, reference, command, occurredAt]));
    const key = idempotencyKey === undefined ? undefined : `${actor.account}\n${idempotencyKey}`;
    const twin = key === undefined ? undefined : this.#inFlight.get(key);
    if (twin) {
      return twin.digest === content ? twin.outcome : Promise.resolve({ ok: false, refusals: [{ code: 'idempotency_key_reused' }] });
    }
    if (this.#asking) return Promise.reject(new Unavailable('database_gone'));
    const outcome = new Promise<Outcome>((resolve, reject) => {
      this.#enqueue({ kind: 'submission', submission, digest: content, resolve, reject });
    });
    if (key !== undefined) {
      this.#inFlight.set(key, { digest: content, outcome });
      const forget = () => this.#inFlight.delete(key);
      outcome.then(forget, forget);
    }
    return outcome;
  }

  /** Takes in a checked chunk; resolves when it is committed. */
  take(received: Received): Promise<void> {
    return new Promise((resolve, reject) => this.#enqueue({ kind: 'intake', received, resolve, reject }));
  }

  judge(upTo: number, exceptions: Judged['exceptions']): Promise<void> {
    return this.#own(`log:${this.options.side}`, (group) => group.judge(upTo, exceptions));
  }

  /** Records a fact of the node itself, such as the activation of an agreement. */
  record(stream: string, type: string, data: object): Promise<void> {
    return this.#own(stream, (group) => {
      group.record({ stream, type, data }, system(this.options.side), this.options.clock.now());
    });
  }

  #own(stream: string, run: (group: Group) => void): Promise<void> {
    return new Promise((resolve, reject) => this.#enqueue({ kind: 'own', stream, run, resolve, reject }));
  }

  #enqueue(item: Item): void {
    if (this.#stopping) {
      item.reject(new Unavailable('stopping'));
      return;
    }
    this.#waiting.push(item);
    if (this.#running) return;
    this.#running = true;
    // A turn of the event loop lets everything that has arrived join the group.
    setImmediate(() => void this.#run());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    while (this.#running) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const items = this.#takeGroup();
        await this.#commit(items);
        // node-pg and PGlite may resolve without leaving the microtask queue; sockets must get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#running = false;
      if (this.#waiting.length > 0) this.#enqueueAgain();
    }
  }

  #enqueueAgain(): void {
    this.#running = true;
    setImmediate(() => void this.#run());
  }

  /** Entries of one commit stay within one chunk of the exchange, so intake is never grouped with other intake. */
  #takeGroup(): Item[] {
    const intake = this.#waiting.findIndex((item) => item.kind === 'intake');
    const second = intake < 0 ? -1 : this.#waiting.findIndex((item, index) => index > intake && item.kind === 'intake');
    return this.#waiting.splice(0, Math.min(MAX_GROUP, second < 0 ? this.#waiting.length : second));
  }

  async #commit(items: readonly Item[]): Promise<void> {
    const started = performance.now();
    let group: Group;
    let answers: (() => void)[];
    try {
      if (this.#uncertain) await this.#reload();
      ({ group, answers } = await this.#decide(items));
    } catch (error) {
      await this.#each(items, error);
      return;
    }
    if (group.isEmpty) {
      for (const answer of answers) answer();
      return;
    }
    const { batch, next } = group.close();
    try {
      await this.options.journal.commit(batch);
    } catch (error) {
      await this.#recover(items, error, next, () => this.#committed(group, next, answers, started));
      return;
    }
    this.#committed(group, next, answers, started);
  }

  #committed(group: Group, next: Position, answers: readonly (() => void)[], started: number): void {
    const { live } = this.options;
    const before = this.#position;
    this.#position = next;
    this.#blocked = this.#blocked?.code === 'log_unconfirmed' ? this.#blocked : undefined;
    for (const { consignment, crossing } of group.loads) live.addCarrier(consignment, crossing);
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
        millis: performance.now() - started,
      },
      next,
    );
    for (const answer of answers) answer();
  }

  /** One bad command must not fail its neighbours: what is not the database's own trouble is tried again one by one. */
  async #each(items: readonly Item[], error: unknown): Promise<void> {
    if (items.length === 1 || unavailableBy(error)) return this.#fail(items, error);
    for (const item of items) await this.#commit([item]);
  }

  async #recover(items: readonly Item[], error: unknown, next: Position, succeed: () => void): Promise<void> {
    // An index or a position was taken already: what is in memory is not what is stored.
    if (error instanceof ConflictError && FENCES.includes(error.constraint ?? '')) this.#uncertain = true;
    if (!(error instanceof DatabaseGone && error.maybeCommitted)) return this.#each(items, error);
    this.#uncertain = true;
    const happened = await this.#happened(next);
    if (happened === undefined) return this.#fail(items, new Unavailable('outcome_unknown', error));
    this.#uncertain = false;
    if (happened) succeed();
    else this.#fail(items, error);
  }

  /**
   * After a lost connection: whether the transaction happened all the same, as far as it can be told within the patience.
   * Meanwhile nothing can be written, and whoever asks for it is told so at once.
   */
  async #happened(next: Position): Promise<boolean | undefined> {
    const { journal, side } = this.options;
    this.#asking = true;
    const waiting = this.#waiting.splice(0);
    this.#waiting.push(...waiting.filter((item) => item.kind !== 'submission'));
    this.#fail(waiting.filter((item) => item.kind === 'submission'), new Unavailable('database_gone'));
    try {
      for (const end = performance.now() + UNKNOWN_MS; performance.now() < end; ) {
        try {
          await this.#endOfSession();
          const [own, peer] = [await journal.head(side), await journal.head(otherSide(side))];
          // A group that only takes in what the other side sent moves nothing but the mirror of its log.
          const logs = own.size === next.own.edge.size && peer.size === next.peer.edge.size;
          return logs && (await journal.nextPosition()) === next.position;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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

  /** Reads heads and states again; the database is right and memory is not. */
  async #reload(): Promise<void> {
    const { journal, live, side, clock } = this.options;
    await this.#endOfSession();
    await live.load(journal, clock.now());
    const [own, peer] = [await journal.head(side), await journal.head(otherSide(side))];
    this.#position = {
      position: await journal.nextPosition(),
      change: await journal.lastChange(),
      own: own.tip,
      peer: peer.tip,
    };
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
      millis: 0,
    };
    this.options.afterCommit(committed, this.#position);
  }

  #fail(items: readonly Item[], error: unknown): void {
    const unavailable = unavailableBy(error);
    if (unavailable && this.#blocked?.code !== 'log_unconfirmed') this.#blocked = unavailable;
    for (const item of items) item.reject(unavailable ?? error);
  }

  /** Loads what the group needs in as few queries as possible, then decides item by item without waiting. */
  async #decide(items: readonly Item[]): Promise<{ group: Group; answers: (() => void)[] }> {
    const { journal, live } = this.options;
    await live.fetch(journal, items.flatMap((item) => this.#streamsOf(item)));
    const submissions = items.filter((item) => item.kind === 'submission');
    const keyed = submissions.filter((item) => item.submission.idempotencyKey !== undefined);
    const known = await journal.submissions(
      keyed.map((item) => ({ account: item.submission.actor.account, key: item.submission.idempotencyKey! })),
    );
    const earlier = new Map(known.map((row) => [`${row.account}\n${row.key}`, row]));
    const lodged = await this.#lodgedAs(submissions.map((item) => item.submission));
    const { own, peer } = await this.#histories(items);
    const group = new Group(live, this.#position, this.options.agreement, own, () => this.options.clock.now());
    const answers: (() => void)[] = [];
    for (const item of items) {
      if (item.kind === 'submission') {
        const { submission } = item;
        const before = earlier.get(`${submission.actor.account}\n${submission.idempotencyKey}`);
        const outcome = before
          ? before.digest === item.digest
            ? ({ ...(JSON.parse(before.outcome) as Done), replayed: true } as Outcome)
            : refused('idempotency_key_reused')
          : this.#apply(item.submission, item.digest, group, lodged, own);
        answers.push(() => item.resolve(outcome));
      } else {
        if (item.kind === 'intake') group.take(item.received, peer);
        else item.run(group);
        group.settle(this.options.clock.now());
        answers.push(() => item.resolve());
      }
    }
    return { group, answers };
  }

  #streamsOf(item: Item): string[] {
    if (item.kind === 'own') return [item.stream];
    if (item.kind === 'intake') {
      return [...new Set(item.received.entries.flatMap((entry) => (entry.envelope ? [entry.envelope.stream] : [])))];
    }
    const { act, reference, command } = item.submission;
    const streams: string[] = [];
    const on = findAct(act)?.on;
    if (on && reference !== undefined) streams.push(streamOf(on, reference));
    // References inside a command name consignments or crossings that deciding may look at.
    for (const value of Object.values((command ?? {}) as Record<string, unknown>)) {
      if (typeof value !== 'string' || !REFERENCE.test(value)) continue;
      streams.push(streamOf('consignment', value), streamOf('crossing', value));
    }
    return streams;
  }

  async #lodgedAs(submissions: readonly Submission[]): Promise<ReadonlyMap<string, string>> {
    const pairs = submissions
      .filter((submission) => submission.act === 'lodgeDeclaration')
      .map((submission) => ({
        owner: submission.actor.firm ?? submission.actor.account,
        functionalReference: String(
          (submission.command as { declaration?: { functionalReferenceID?: string } }).declaration?.functionalReferenceID ?? '',
        ),
      }));
    const rows = await this.options.journal.lodgedAs(pairs);
    return new Map(rows.map((row) => [`${row.owner}\n${row.functional_reference}`, row.reference]));
  }

  /** A correction folds its stream anew; the facts for that are read before the group is decided. */
  async #histories(items: readonly Item[]) {
    const { journal, side, agreement } = this.options;
    const own = new Map<string, Fact[]>();
    const peer = new Map<string, Fact[]>();
    for (const item of items) {
      if (item.kind === 'submission' && ['proposeCorrection', 'confirmCorrection'].includes(item.submission.act)) {
        const stream = streamOf('crossing', item.submission.reference ?? '');
        own.set(stream, await journal.facts(stream));
      }
      if (item.kind !== 'intake') continue;
      const other = otherSide(side);
      for (const { fact } of item.received.entries) {
        if (fact?.type !== 'FactCorrected' || peer.has(fact.stream)) continue;
        const entries = await journal.entriesOf(other, fact.stream);
        const facts = entries.filter((entry) => entry.verdict === null).flatMap((entry) => {
          const opened = openEntry(entry, other, agreement, sha256, true);
          return opened.ok ? [opened.value.fact] : [];
        });
        // Facts of the same stream that arrive in the same chunk come before the correction.
        const same = item.received.entries.flatMap((each) => (each.fact?.stream === fact.stream ? [each.fact] : []));
        peer.set(fact.stream, [...facts, ...same.slice(0, same.findIndex((each) => each.id === fact.id))]);
      }
    }
    return { own, peer };
  }

  #apply(
    submission: Submission,
    content: string,
    group: Group,
    lodged: ReadonlyMap<string, string>,
    history: ReadonlyMap<string, readonly Fact[]>,
  ): Outcome {
    const act = findAct(submission.act);
    if (!act) return refused('act_unknown');
    const now = this.options.clock.now();
    const occurredAt = submission.occurredAt === undefined ? now : toMillis(submission.occurredAt);
    if (occurredAt > now) return refused('occurred_in_future', '/occurredAt');
    if (occurredAt < now - LATE) return refused('occurred_too_long_ago', '/occurredAt');
    const context = this.#context(submission.actor, occurredAt, group, lodged, history);
    const subject = subjectOf(act, submission, group);
    if (subject === undefined && !act.creates) return refused('reference_unknown');
    const denied = this.#denied(act, submission.actor, subject, submission.command);
    if (denied) return { ok: false, refusals: [denied] };
    const stream = act.creates ? undefined : streamOf(act.on, submission.reference!);
    const state = stream === undefined ? undefined : group.read(stream);
    if (submission.ifMatch !== undefined && state && versionOf(state) !== submission.ifMatch) {
      return refused('version_changed', undefined, { version: versionOf(state) });
    }
    const unfit = act.when(subject, context);
    if (unfit) return { ok: false, refusals: [unfit] };
    const decision = act.decide(submission.command, subject, context);
    if (!decision.ok) return decision;
    const facts = decision.facts.map((draft) => group.record(draft, submission.actor, occurredAt));
    group.settle(occurredAt);
    const first = stream ?? facts[0]!.stream;
    const crossing = facts.find((fact) => fact.stream.startsWith('crossing:') && fact.stream !== first);
    const done: Done = {
      ok: true,
      reference: parseStream(first).reference,
      ...(crossing ? { crossing: parseStream(crossing.stream).reference } : {}),
      version: versionOf(group.read(first)!),
      facts: facts.map(({ id, type, stream: of }) => ({ id, type, stream: of })),
      replayed: false,
    };
    if (submission.idempotencyKey !== undefined) {
      group.remember({
        account: submission.actor.account,
        key: submission.idempotencyKey,
        digest: content,
        outcome: JSON.stringify(done),
        at: Math.floor(now),
      });
    }
    return done;
  }

  /** The policy table has the last word, whatever route led here. */
  #denied(act: AnyAct, actor: Actor, subject: unknown, command: unknown): Refusal | undefined {
    if (actor.side !== this.options.side) return { code: 'other_side' };
    const direction =
      (subject as { direction?: Direction } | undefined)?.direction ??
      (command as { declaration?: { direction?: Direction } }).declaration?.direction;
    const refusal = denied(act, actor, direction);
    // The role would do on the other side of this crossing: then it is the place that is wrong, and the person is told so.
    if (!refusal || !act.who.some((grant) => grant.role === actor.role)) return refusal;
    return act.creates ? { code: 'direction_not_ours', pointer: '/declaration/direction' } : { code: 'other_side' };
  }

  #context(
    actor: Actor,
    now: number,
    group: Group,
    lodged: ReadonlyMap<string, string>,
    history: ReadonlyMap<string, readonly Fact[]>,
  ): Context {
    return contextOf({ ...this.options, actor, now, group, lodged, history });
  }
}

const refused = (code: string, pointer?: string, params?: Refusal['params']): Outcome => ({
  ok: false,
  refusals: [{ code, ...(pointer === undefined ? {} : { pointer }), ...(params ? { params } : {}) }],
});

/** What an act is about, as the group sees it; `undefined` when there is no such thing. */
function subjectOf(act: AnyAct, submission: Submission, group: Group): unknown {
  if (act.creates) return undefined;
  const reference = submission.reference ?? '';
  if (act.on === 'gate') return reference === group.side ? { side: group.side } : undefined;
  return act.on === 'crossing'
    ? crossingView(group.read, group.side, reference)
    : consignmentView(group.read, group.side, reference);
}
