import type { Direction, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { otherSide } from '@pairgate/domain/kernel/codes.ts';
import type { Actor, Draft, Fact } from '@pairgate/domain/kernel/decider.ts';
import { MINUTE, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { parseStream, partyOf } from '@pairgate/domain/kernel/act.ts';
import { consequence } from '@pairgate/domain/freight/crossing/consequences.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import type { CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import { amendmentOf, type Agreements, type Amendment, type AmendmentFault } from '@pairgate/exchange/agreements.ts';
import { authorFault } from '@pairgate/exchange/author.ts';
import { sharedFacts, verdictOf, type EntryFault } from '@pairgate/exchange/entry.ts';
import type { Received } from '@pairgate/exchange/intake.ts';
import type { Judged } from '@pairgate/exchange/messages.ts';
import type { Recovered } from '@pairgate/exchange/recovery.ts';
import type { Pseudonyms } from '@pairgate/exchange/pseudonym.ts';
import { dayOf } from '@pairgate/exchange/retention.ts';
import { encodeEdge, leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { grow, type Tip } from '@pairgate/ledger/tiles.ts';
import type {
  AmendmentRow, Batch, ConsignmentIndexRow, CrossingIndexRow, EntryRow, JournalRow, LogGrowth, StateRow, SubmissionRow,
} from '@pairgate/store/batch.ts';
import type { ErasedRows, ErasureRequest } from '@pairgate/store/retention-rows.ts';
import { newId, sha256, type Draw } from './crypto.ts';
import { requestsIn, type Erased, type ErasedStream } from './erasure/erase-streams.ts';
import { Outgoing, type SentPerson } from './exports/outgoing.ts';
import type { Persons } from './exports/persons.ts';
import { consignmentRow, crossingRow, loadsOf } from './index-rows.ts';
import { slotKey, type Live } from './live.ts';
import {
  applyOwn, crossingView, directionOf, emptyState, emptyStateOf, foldPeer, refold, toRows, type StateReader,
  type StreamState,
} from './states.ts';

/** What a group needs of the world; without a count of persons nothing that names one crosses. */
export interface GroupPorts {
  readonly now: () => number;
  /** Real time, in which checkpoints and countersignatures are told also where `now` is virtual. */
  readonly realNow: () => number;
  readonly random: Draw;
  readonly pseudonyms: Pseudonyms;
  readonly persons?: Persons | undefined;
}

/** What a group starts from, and what it leaves when it has been committed. */
export interface Position {
  readonly position: number;
  readonly change: number;
  readonly own: Tip;
  readonly peer: Tip;
  readonly agreements: Agreements;
  /** `seq` of the newest entry of the other side's stream about its log; 0 before the first. */
  readonly peerLogSeq: number;
}

/** The node's own hand: deadlines and rules. */
export const system = (side: SideId): Actor => ({ side, role: 'system', account: 'system' });

/**
 * One group of the writer: commands and intake are applied one after the other to states in memory, and everything that
 * they leave is collected for one transaction. Nothing here waits; nothing is kept when the commit fails.
 *
 * A group may stand on another one that is still being committed: it sees what that one has decided, and is void with it.
 */
export class Group {
  readonly #changed = new Map<string, StreamState>();
  readonly #facts: JournalRow[] = [];
  readonly #entries: EntryRow[] = [];
  readonly #intake: Received[] = [];
  readonly #intakeRows: EntryRow[] = [];
  readonly #crossings = new Set<string>();
  readonly #unsettled = new Set<string>();
  readonly #consignments = new Map<string, ConsignmentIndexRow>();
  readonly #loads: { consignment: string; crossing: string }[] = [];
  readonly #submissions: SubmissionRow[] = [];
  readonly #verdicts: { log: string; index: number; verdict: string }[] = [];
  readonly #slots = new Map<string, number>();
  readonly #amendments: AmendmentRow[] = [];
  readonly #outgoing: Outgoing;
  readonly #requests: ErasureRequest[] = [];
  readonly #erasedStreams = new Map<string, ErasedStream>();
  /** What was destroyed, if anything was; only `erase` sets it. */
  erased: ErasedRows | undefined;
  #judged: { log: string; upTo: number } | undefined;
  #under: Group | undefined;
  #agreements: Agreements;

  constructor(
    private readonly live: Live,
    readonly start: Position,
    private readonly ports: GroupPorts,
    under: Group | undefined,
  ) {
    this.#under = under;
    this.#agreements = start.agreements;
    this.#outgoing = new Outgoing(otherSide(live.side), ports.persons);
  }

  /** What this group stood on is committed, and so in memory. */
  stand(): void {
    this.#under = undefined;
  }

  get side(): SideId {
    return this.live.side;
  }

  readonly read: StateReader = (stream) => this.#changed.get(stream) ?? this.#before(stream);

  #before(stream: string): StreamState | undefined {
    return this.#under ? this.#under.read(stream) : this.live.read(stream);
  }

  /** How much of the other side's log has been seen. */
  get saw(): number {
    return this.#intake.at(-1)?.size ?? this.start.peer.edge.size;
  }

  get isEmpty(): boolean {
    return this.#facts.length === 0 && this.#intake.length === 0 && this.#submissions.length === 0 && !this.erased;
  }

  carriersOf(consignment: string): readonly string[] {
    const added = this.#loads.filter((load) => load.consignment === consignment).map((load) => load.crossing);
    return [...new Set([...(this.#under ?? this.live).carriersOf(consignment), ...added])];
  }

  /** Whether a trader's own reference was used by an earlier command that is not in the database yet. */
  lodgedHere(owner: string, functionalReference: string): string | undefined {
    for (const row of this.#consignments.values()) {
      if (row.owner === owner && row.functionalReference === functionalReference) return row.reference;
    }
    return this.#under?.lodgedHere(owner, functionalReference);
  }

  /**
   * Writes down a fact of one's own: journal, entry when the agreement lets it cross, state. A correction folds its
   * stream anew from `history`, the own facts that the stream had before.
   */
  record(draft: Draft, actor: Actor, occurredAt: number, history?: ReadonlyMap<string, readonly Fact[]>): Fact {
    const before = this.read(draft.stream) ?? emptyState(draft.stream);
    const now = Math.floor(this.ports.now());
    const fact: Fact = {
      id: newId(this.ports.random),
      type: draft.type,
      stream: draft.stream,
      side: this.side,
      actor,
      occurredAt: fromMillis(occurredAt),
      recordedAt: fromMillis(now),
      saw: this.saw,
      data: draft.data,
    };
    const source = this.#agreements.party(this.side).logOrigin;
    const { random, pseudonyms } = this.ports;
    const ports = { sha256, random, pseudonyms };
    const entry = this.#outgoing.publish({ fact, seq: before.seq + 1, source }, this.#termsFor(fact), now, ports);
    const logIndex = entry ? this.ownSize : null;
    if (entry) {
      this.#entries.push({
        index: logIndex!,
        stream: fact.stream,
        seq: before.seq + 1,
        type: fact.type,
        leaf: entry.leaf,
        data: entry.data,
        leafHash: leafHash(sha256, entry.leaf),
        verdict: null,
        minute: Math.floor(now / MINUTE),
      });
    }
    this.#facts.push({
      position: this.start.position + this.#facts.length,
      stream: fact.stream,
      version: before.version + 1,
      type: fact.type,
      fact: JSON.stringify(fact),
      logIndex,
      day: dayOf(now),
    });
    const after = applyOwn(fact.stream, before, fact, entry !== undefined);
    const corrected = fact.type === 'FactCorrected' ? history?.get(fact.stream) : undefined;
    this.#changed.set(
      fact.stream,
      corrected ? { ...after, own: refold(fact.stream, [...corrected, fact]) } : after,
    );
    this.#countSlots(fact.stream, before, this.read(fact.stream)!);
    this.#index(fact);
    const amendment = logIndex === null ? undefined : amendmentOf(fact, logIndex);
    if (amendment) this.#amend(amendment);
    return fact;
  }

  /** The terms in force at the end of one's own log. An activation is written under the version that it puts in force. */
  #termsFor({ type, data }: Fact): CompiledAgreement {
    const force = this.#agreements.inForce(this.side).compiled;
    return type === 'AgreementActivated' ? (this.#agreements.at((data as { version: number }).version) ?? force) : force;
  }

  #amend(amendment: Amendment): void {
    const { side: log, index, saw, at, type, data } = amendment;
    this.#agreements = this.#agreements.with(amendment);
    this.#amendments.push({ log, index, saw, at, type, data: JSON.stringify(data) });
  }

  /** Writes down what this side says of the agreement, or gives back why it would not count. */
  propose(draft: Draft, actor: Actor): AmendmentFault | undefined {
    const { side, saw } = this;
    const recordedAt = fromMillis(this.ports.now());
    const amendment = amendmentOf({ ...draft, side, saw, occurredAt: recordedAt, recordedAt }, this.ownSize);
    const fault = amendment && this.#agreements.fault(amendment);
    if (!fault) this.record(draft, actor, this.ports.now());
    return fault;
  }

  /** Puts each version in force whose time has come and that both sides have signed. */
  activate(): void {
    for (;;) {
      const next = this.#agreements.upcoming(this.side);
      if (!next || next.document.validFrom > fromMillis(this.ports.now())) return;
      const { digest, document } = next;
      const draft = { stream: `log:${this.side}`, type: 'AgreementActivated', data: { version: document.version, digest } };
      this.record(draft, system(this.side), this.ports.now());
    }
  }

  #countSlots(stream: string, before: StreamState, after: StreamState): void {
    const { kind, reference } = parseStream(stream);
    if (kind !== 'crossing') return;
    const [was, is] = [(before.own as CrossingSide).slot.start, (after.own as CrossingSide).slot.start];
    if (was === is) return;
    const view = crossingView(this.read, this.side, reference);
    if (!view || partyOf(this.side, view.direction) !== 'origin') return;
    const key = (start: string) => slotKey(view.direction, view.origin.plan.trafficClass, toMillis(start));
    if (was) this.#slots.set(key(was), (this.#slots.get(key(was)) ?? 0) - 1);
    if (is) this.#slots.set(key(is), (this.#slots.get(key(is)) ?? 0) + 1);
  }

  /** Slots booked in a quarter of an hour, with what this group has booked so far. */
  booked(direction: Direction, trafficClass: TrafficClass, start: number): number {
    const before = (this.#under ?? this.live).booked(direction, trafficClass, start);
    return before + (this.#slots.get(slotKey(direction, trafficClass, start)) ?? 0);
  }

  /**
   * Takes in a checked chunk of the other side's log: entries, and the fold of each stream that they touch. A correction
   * folds its stream anew from `history`, the other side's facts that the stream had before, which grows by those taken.
   */
  take(received: Received, history: ReadonlyMap<string, Fact[]>): void {
    const author = otherSide(this.side);
    if (received.size - received.entries.length !== this.saw) throw new Error('a chunk that does not follow was to be taken in');
    for (const entry of received.entries) {
      const { fact, envelope } = entry;
      let verdict = verdictOf(entry.fault);
      const stream = envelope?.stream ?? `log:${author}`;
      const before = this.read(stream) ?? emptyStateOf(stream);
      if (envelope && envelope.seq !== before.peerSeq + 1) verdict ??= 'sequence_broken';
      let after: StreamState = { ...before, peerSeq: envelope ? Math.max(before.peerSeq, envelope.seq) : before.peerSeq };
      if (fact && verdict === null) verdict = this.#authorFault(fact) ?? null;
      if (fact && verdict === null) {
        const folded = foldPeer(stream, after, fact, history);
        if (folded) after = folded;
        else verdict = 'data_invalid';
      }
      if (envelope) this.#changed.set(stream, after);
      if (fact && verdict === null) {
        history.get(stream)?.push(fact);
        this.#index(fact);
        const amendment = amendmentOf(fact, entry.index);
        if (amendment) this.#amend(amendment);
        if (fact.type === 'Judged') this.#learn(fact.data as Judged);
        this.#requests.push(...requestsIn(fact));
      }
      this.#intakeRows.push({
        index: entry.index,
        stream,
        seq: envelope?.seq ?? 0,
        type: envelope?.type ?? 'unreadable',
        leaf: entry.leaf,
        data: entry.data,
        leafHash: entry.leafHash,
        verdict,
        // What cannot be read names no time, and counts from when it came.
        minute: Math.floor((envelope ? toMillis(envelope.recordedtime) : this.ports.now()) / MINUTE),
      });
    }
    this.#intake.push(received);
  }

  /**
   * Writes back entries of one's own log that were lost. Nothing follows of itself from them: what followed is among
   * them. A correction folds its stream anew from `history`, the own facts that the stream had before.
   */
  recover({ entries }: Recovered, history: ReadonlyMap<string, Fact[]>): void {
    for (const { fact, envelope, ...entry } of entries) {
      const { stream, type } = fact;
      const before = this.read(stream) ?? emptyState(stream);
      if (entry.index !== this.ownSize || envelope.seq !== before.seq + 1) {
        throw new Error(`entry ${entry.index} of our own log does not follow what is held of it`);
      }
      const recorded = toMillis(envelope.recordedtime);
      const minute = Math.floor(recorded / MINUTE);
      this.#entries.push({ ...entry, stream, seq: envelope.seq, type, verdict: null, minute });
      const position = this.start.position + this.#facts.length;
      const row = { position, stream, version: before.version + 1, type, fact: JSON.stringify(fact), logIndex: entry.index };
      this.#facts.push({ ...row, day: dayOf(recorded) });
      const after = applyOwn(stream, before, fact, true);
      const earlier = history.get(stream);
      earlier?.push(fact);
      this.#changed.set(stream, earlier ? { ...after, own: refold(stream, earlier) } : after);
      this.#countSlots(stream, before, this.read(stream)!);
      this.#index(fact);
      const amendment = amendmentOf(fact, entry.index);
      if (amendment) this.#amend(amendment);
      // Of a judgement whose data is gone it is not known how far it went: what it judged is judged again.
      const { upTo } = fact.data as Partial<Judged>;
      if (type === 'Judged' && upTo !== undefined) this.#judged = { log: otherSide(this.side), upTo };
    }
    this.#unsettled.clear();
  }

  /** A party speaks for itself only: what the origin alone may say does not count from the destination. */
  #authorFault(fact: Fact): EntryFault | undefined {
    const type = Object.hasOwn(sharedFacts, fact.type) ? sharedFacts[fact.type as keyof typeof sharedFacts] : undefined;
    if (!type) return 'type_unknown';
    return authorFault(fact, type, directionOf(this.read, this.side, fact.stream));
  }

  /** What the other side refused of ours is marked, so that the shared state skips it on both sides. */
  #learn(judged: Judged): void {
    for (const { index, verdict, reason } of judged.exceptions) {
      this.#verdicts.push({ log: this.side, index, verdict: `${verdict}:${reason}` });
    }
  }

  /** Takes over streams whose values were destroyed; nothing follows from it for the lorries. */
  erase({ streams, rows }: Erased, more: Omit<ErasedRows, keyof Erased['rows']>): void {
    if (streams.length + rows.entries.length + more.requests.length === 0 && !more.progress) return;
    for (const each of streams) {
      const { kind, reference } = parseStream(each.stream);
      this.#changed.set(each.stream, each.state);
      this.#erasedStreams.set(each.stream, each);
      if (each.consignment) this.#consignments.set(reference, each.consignment);
      for (const crossing of kind === 'crossing' ? [reference] : this.carriersOf(reference)) this.#crossings.add(crossing);
    }
    this.erased = { ...rows, ...more };
  }

  get persons(): readonly SentPerson[] {
    return this.#outgoing.persons;
  }

  /** Judges the other side's log up to a size; the message goes into one's own log and is itself never judged. */
  judge(upTo: number, exceptions: Judged['exceptions']): void {
    const log = otherSide(this.side);
    this.record({ stream: `log:${this.side}`, type: 'Judged', data: { upTo, exceptions } }, system(this.side), this.ports.now());
    this.#judged = { log, upTo };
  }

  #index(fact: Fact): void {
    const { kind, reference } = parseStream(fact.stream);
    if (kind === 'crossing') {
      this.#touch(reference);
      this.#loads.push(...loadsOf(fact));
    }
    if (kind !== 'consignment') return;
    for (const crossing of this.carriersOf(reference)) this.#touch(crossing);
    if (fact.type === 'DeclarationLodged' && fact.side === this.side) {
      this.#consignments.set(reference, consignmentRow(this.read, this.side, reference));
    }
  }

  /** What follows of itself on the crossings that were touched since the last call, until nothing more does. */
  settle(occurredAt: number): void {
    for (const reference of this.#unsettled) {
      for (;;) {
        const view = crossingView(this.read, this.side, reference);
        const draft = view && consequence(view, partyOf(this.side, view.direction));
        if (!draft) break;
        this.record(draft, system(this.side), occurredAt);
      }
    }
    this.#unsettled.clear();
  }

  /** Lets what follows of itself on these crossings be looked for. */
  unsettle(crossings: Iterable<string>): void {
    for (const crossing of crossings) this.#unsettled.add(crossing);
  }

  #touch(crossing: string): void {
    this.#crossings.add(crossing);
    this.#unsettled.add(crossing);
  }

  remember(submission: SubmissionRow): void {
    this.#submissions.push(submission);
  }

  get changed(): ReadonlyMap<string, StreamState> {
    return this.#changed;
  }

  get loads(): readonly { consignment: string; crossing: string }[] {
    return this.#loads;
  }

  /** The crossings that changed, for readers who follow along. */
  get touched(): ReadonlySet<string> {
    return this.#crossings;
  }

  get ownSize(): number {
    return this.start.own.edge.size + this.#entries.length;
  }

  get entries(): readonly EntryRow[] {
    return this.#entries;
  }

  #rowsOf(stream: string, state: StreamState): readonly StateRow[] {
    return this.#erasedStreams.get(stream)?.rows ?? toRows(stream, this.#before(stream) ?? emptyStateOf(stream), state);
  }

  /** The rows of the transaction, and the position after it. */
  close(): { batch: Batch; next: Position } {
    const logs: LogGrowth[] = [];
    let own = this.start.own;
    if (this.#entries.length > 0) {
      const { tip, full } = grow(sha256, own, this.#entries.map((entry) => entry.leafHash));
      logs.push({
        log: this.side,
        from: own.edge.size,
        size: tip.edge.size,
        edge: encodeEdge(tip.edge),
        root: rootOf(sha256, tip.edge),
        entries: this.#entries,
        tiles: full,
      });
      own = tip;
    }
    let peer = this.start.peer;
    const last = this.#intake.at(-1);
    if (last) {
      logs.push({
        log: otherSide(this.side),
        from: peer.edge.size,
        size: last.size,
        edge: encodeEdge(last.tip.edge),
        root: last.root,
        entries: this.#intakeRows,
        tiles: this.#intake.flatMap((received) => received.tiles),
        note: { text: last.note, at: Math.floor(this.ports.realNow()) },
      });
      peer = last.tip;
    }
    const change = this.start.change + 1;
    const crossings: CrossingIndexRow[] = [];
    for (const reference of this.#crossings) {
      const view = crossingView(this.read, this.side, reference);
      if (view) crossings.push(crossingRow(view, change));
    }
    const batch: Batch = {
      facts: this.#facts,
      logs,
      states: [...this.#changed].flatMap(([stream, state]) => this.#rowsOf(stream, state)),
      crossings,
      consignments: [...this.#consignments.values()],
      loads: uniqueBy(this.#loads, (load) => `${load.consignment}|${load.crossing}`),
      submissions: this.#submissions,
      verdicts: this.#verdicts,
      amendments: this.#amendments,
      exports: this.#outgoing.exports,
      persons: this.#outgoing.persons,
      requests: uniqueBy(this.#requests, ({ stream, class: name }) => `${stream} ${name}`),
      ...(this.erased ? { erased: this.erased } : {}),
      ...(this.#judged ? { judged: this.#judged } : {}),
    };
    const position = this.start.position + this.#facts.length;
    const peerLogSeq = this.#changed.get(`log:${otherSide(this.side)}`)?.peerSeq ?? this.start.peerLogSeq;
    return { batch, next: { position, change, own, peer, agreements: this.#agreements, peerLogSeq } };
  }
}

const uniqueBy = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] =>
  [...new Map(rows.map((row) => [key(row), row])).values()];
