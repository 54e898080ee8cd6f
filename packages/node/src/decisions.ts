import { findAct, type AnyAct } from '@pairgate/domain/concepts.ts';
import type { Actor, Fact, Refusal } from '@pairgate/domain/kernel/decider.ts';
import { DAY, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { denied, parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import { otherSide, type Direction } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementSource } from '@pairgate/exchange/agreement.ts';
import { openEntry } from '@pairgate/exchange/entry.ts';
import type { Received } from '@pairgate/exchange/intake.ts';
import type { Recovered } from '@pairgate/exchange/recovery.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { digest, sha256 } from './crypto.ts';
import { contextOf, type ContextOptions } from './context.ts';
import { joined, type Erased } from './erasure/erase-streams.ts';
import type { Persons } from './exports/persons.ts';
import type { Clock, Done, Outcome, Submission } from './gateway.ts';
import type { Group } from './group.ts';
import { loadsOf } from './index-rows.ts';
import { consignmentView, crossingView, versionOf } from './states.ts';

/** What waits for the writer. */
export type Work =
  | { readonly kind: 'submission'; readonly submission: Submission; readonly digest: string }
  | { readonly kind: 'intake'; readonly received: Received }
  | { readonly kind: 'recovery'; readonly recovered: Recovered }
  | { readonly kind: 'own'; readonly stream: string; readonly run: (group: Group) => void }
  | ErasureWork;

/** Values of some streams are destroyed: read and worked out when nothing else is under way, then taken over by the group. */
export interface ErasureWork {
  readonly kind: 'erasure';
  readonly streams: readonly string[];
  readonly load: () => Promise<Erased>;
  readonly run: (group: Group, erased: Erased) => void;
}

export interface DecisionsOptions extends ContextOptions {
  readonly journal: Journal;
  /** Under which entries that are stored can be read. */
  readonly agreements: () => AgreementSource;
  readonly clock: Clock;
  /** Counts persons whose data crosses; without it nothing that names one may. */
  readonly persons?: Persons;
  /** Whether anything may follow of itself: not while one's own log is not confirmed to be whole. */
  readonly mayFollow: () => boolean;
}

/** What deciding may look at beside the states in memory, read from the database beforehand. */
interface Loaded {
  readonly earlier: ReadonlyMap<string, { readonly digest: string; readonly outcome: string }>;
  readonly lodged: ReadonlyMap<string, string>;
  /** Facts of streams in which something is corrected, by whose they are. */
  readonly own: Map<string, Fact[]>;
  readonly peer: Map<string, Fact[]>;
  readonly erased: Erased;
}

/** A paper event may be entered this long after it happened. */
const LATE = 7 * DAY;

const REFERENCE = /^PG-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** What folds a stream anew from what is stored is decided when nothing else is under way. */
export const isAlone = (work: Work): boolean =>
  work.kind === 'erasure' ||
  work.kind === 'recovery' ||
  (work.kind === 'submission' && ['proposeCorrection', 'confirmCorrection'].includes(work.submission.act)) ||
  (work.kind === 'intake' && work.received.entries.some(({ fact }) => fact?.type === 'FactCorrected'));

/** Decides work in memory: first everything that is needed is read in as few queries as possible, then nothing waits. */
export class Decisions {
  constructor(private readonly options: DecisionsOptions) {}

  async load(works: readonly Work[]): Promise<Loaded> {
    const { journal, live, side } = this.options;
    // What the node says of the agreement may come before any work.
    await live.fetch(journal, [`log:${side}`, ...works.flatMap((work) => this.#streamsOf(work))]);
    const submissions = works.flatMap((work) => (work.kind === 'submission' ? [work.submission] : []));
    const keys = submissions.flatMap(({ actor, idempotencyKey: key }) => (key === undefined ? [] : [{ account: actor.account, key }]));
    const [rows, lodged, histories] = await Promise.all([
      journal.submissions(keys), this.#lodgedAs(submissions), this.#histories(works),
    ]);
    const earlier = new Map(rows.map((row) => [`${row.account}\n${row.key}`, row]));
    const erased = joined(await Promise.all(works.map((work) => (work.kind === 'erasure' ? work.load() : joined([])))));
    return { earlier, lodged, ...histories, erased };
  }

  /** The outcome of a submission; other work has none. */
  decide(work: Work, group: Group, loaded: Loaded): Outcome | undefined {
    if (this.options.mayFollow()) group.activate();
    const outcome = this.#decide(work, group, loaded);
    if (this.options.mayFollow()) group.activate();
    return outcome;
  }

  #decide(work: Work, group: Group, loaded: Loaded): Outcome | undefined {
    if (work.kind === 'submission') {
      const { actor, idempotencyKey } = work.submission;
      const before = loaded.earlier.get(`${actor.account}\n${idempotencyKey}`);
      if (!before) return this.#apply(work.submission, work.digest, group, loaded);
      if (before.digest !== work.digest) return refused('idempotency_key_reused');
      return { ...(JSON.parse(before.outcome) as Done), replayed: true };
    }
    if (work.kind === 'erasure') {
      work.run(group, loaded.erased);
      return undefined;
    }
    if (work.kind === 'intake') group.take(work.received, loaded.peer);
    else if (work.kind === 'recovery') group.recover(work.recovered, loaded.own);
    else work.run(group);
    if (this.options.mayFollow()) group.settle(this.options.clock.now());
    return undefined;
  }

  #streamsOf(work: Work): string[] {
    if (work.kind === 'own') return [work.stream];
    if (work.kind === 'erasure') return [...work.streams];
    if (work.kind === 'recovery') return withLoads(work.recovered.entries.map(({ fact }) => fact.stream), work.recovered.entries);
    if (work.kind === 'intake') {
      const { entries } = work.received;
      return withLoads(entries.flatMap((entry) => (entry.envelope ? [entry.envelope.stream] : [])), entries);
    }
    const { act, reference, command } = work.submission;
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

  async #histories(works: readonly Work[]): Promise<Pick<Loaded, 'own' | 'peer'>> {
    const { journal, side, agreements } = this.options;
    const own = new Map<string, Fact[]>();
    const peer = new Map<string, Fact[]>();
    for (const work of works.filter(isAlone)) {
      if (work.kind === 'submission') {
        const stream = streamOf('crossing', work.submission.reference ?? '');
        own.set(stream, await journal.facts(stream));
      }
      if (work.kind === 'recovery') {
        const corrected = work.recovered.entries.filter(({ fact }) => fact.type === 'FactCorrected');
        for (const { fact } of corrected) own.set(fact.stream, await journal.facts(fact.stream));
      }
      if (work.kind !== 'intake') continue;
      const author = otherSide(side);
      for (const { fact } of work.received.entries) {
        if (fact?.type !== 'FactCorrected' || peer.has(fact.stream)) continue;
        const entries = await journal.entriesOf(author, fact.stream);
        const facts = entries.filter((entry) => entry.verdict === null).flatMap((entry) => {
          const opened = openEntry(entry, author, agreements(), sha256, true);
          return opened.ok ? [opened.value.fact] : [];
        });
        peer.set(fact.stream, facts);
      }
    }
    return { own, peer };
  }

  #apply(submission: Submission, content: string, group: Group, { lodged, own }: Loaded): Outcome {
    const act = findAct(submission.act);
    if (!act) return refused('act_unknown');
    const now = this.options.clock.now();
    const occurredAt = submission.occurredAt === undefined ? now : toMillis(submission.occurredAt);
    if (occurredAt > now) return refused('occurred_in_future', '/occurredAt');
    if (occurredAt < now - LATE) return refused('occurred_too_long_ago', '/occurredAt');
    const { actor } = submission;
    const context = contextOf(this.options, { actor, now: occurredAt, group, lodged, history: own });
    const subject = subjectOf(act, submission, group);
    if (subject === undefined && !act.creates) return refused('reference_unknown');
    const denial = this.#denied(act, actor, subject, submission.command);
    if (denial) return { ok: false, refusals: [denial] };
    const stream = act.creates ? undefined : streamOf(act.on, submission.reference!);
    const state = stream === undefined ? undefined : group.read(stream);
    if (submission.ifMatch !== undefined && state && versionOf(state) !== submission.ifMatch) {
      return refused('version_changed', undefined, { version: versionOf(state) });
    }
    const unfit = act.when(subject, context);
    if (unfit) return { ok: false, refusals: [unfit] };
    const decision = act.decide(submission.command, subject, context);
    if (!decision.ok) return decision;
    const facts = decision.facts.map((draft) => group.record(draft, actor, occurredAt, own));
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
        account: actor.account,
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
}

/** The streams, each once, with the consignments that the facts put on a crossing: the line of a crossing names their owners. */
function withLoads(streams: readonly string[], entries: readonly { readonly fact?: Fact }[]): string[] {
  const loads = entries.flatMap(({ fact }) => (fact ? loadsOf(fact) : []));
  return [...new Set([...streams, ...loads.map(({ consignment }) => streamOf('consignment', consignment))])];
}

/** What the content of a submission is remembered by, so that the same key with other content is refused. */
export function contentDigest({ act, reference, command, occurredAt, idempotencyKey }: Submission): string {
  return idempotencyKey === undefined ? '' : digest(JSON.stringify([act, reference, command, occurredAt]));
}

export const refused = (code: string, pointer?: string, params?: Refusal['params']): Outcome => ({
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
