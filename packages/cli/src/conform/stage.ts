import { agreementDigest, agreementsFrom } from '@pairgate/node/keys/agreement-file.ts';
import { compileAgreement, type CompiledAgreement } from '@pairgate/exchange/agreement.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import type { ExchangeFactName, Judged } from '@pairgate/exchange/messages.ts';
import type { Json } from '@pairgate/ledger/canonical.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { Caller } from './caller.ts';
import { must, notJudged, until } from './check.ts';
import { Counterpart } from './counterpart.ts';
import { Countersigned } from './countersigned.ts';
import { classOf, draftOf, seal, type Crafting, type Draft } from './craft.ts';
import type { Kit } from './kit-folder.ts';
import { Mirror } from './mirror.ts';
import { PairNotes } from './pair-notes.ts';
import { PlayedLog } from './played-log.ts';

export interface StageOptions {
  readonly kit: Kit;
  /** Of the exchange port of the node under test. */
  readonly url: string;
  /** Where the counterpart listens. */
  readonly host: string;
  /** How long the node may take for anything but a checkpoint of an idle log. */
  readonly patienceMs: number;
  /** How often the counterpart, and the node, send a checkpoint when nothing happens. */
  readonly idleMs: number;
}

/** Both ends of the exchange as the counterpart holds them, for checks to play on. */
export class Stage {
  readonly agreement: CompiledAgreement;
  readonly log: PlayedLog;
  readonly caller: Caller;
  readonly counterpart: Counterpart;
  readonly mirror: Mirror;
  readonly countersigned: Countersigned;
  readonly notes: PairNotes;
  /** The answer to the first question, before anything was played. */
  heldAtFirst = 0;
  /** Whether this folder had played anything before this run. */
  readonly fresh: boolean;

  constructor(readonly options: StageOptions) {
    const { kit, url, host, patienceMs, idleMs } = options;
    const { identity, nodeSide, playedSide, agreement: signed } = kit;
    this.agreement = compileAgreement(signed.document);
    this.log = new PlayedLog(identity.checkpoint, kit.logFile);
    this.fresh = this.log.size === 0;
    this.notes = new PairNotes(this.agreement, nodeSide, playedSide);
    this.caller = new Caller(url, identity.tls, kit.nodeAuthority, patienceMs);
    this.mirror = new Mirror(this.caller, this.notes, identity.cosignature, agreementsFrom(signed));
    this.countersigned = new Countersigned(
      this.notes,
      (size, text) => size <= this.log.size && textOf(this.log.note(size)) === text,
    );
    this.counterpart = new Counterpart({
      host, port: kit.counterpartPort, tls: identity.tls, nodeAuthority: kit.nodeAuthority, log: this.log, idleMs,
      held: () => this.mirror.note,
      onCountersignature: (note) => this.countersigned.take(note),
    });
  }

  get patienceMs(): number {
    return this.options.patienceMs;
  }

  get crafting(): Crafting {
    return { agreement: this.agreement, source: this.log.origin, saw: this.mirror.size };
  }

  /**
   * Opens both ends and waits until the node follows. Throws a `Failure` when nothing can be judged: nobody answers, or
   * the node holds more of the played log than this folder does.
   */
  async open(): Promise<void> {
    const { kit, url, patienceMs } = this.options;
    await this.#refuseLost();
    if (this.log.size === 0) this.log.append(this.#activation());
    await this.counterpart.listen().catch((error: Error) => {
      throw notJudged(`Port ${kit.counterpartPort}, at which the node looks for the other side, cannot be opened: ${error.message}.`, error);
    });
    this.mirror.start();
    const start = Date.now();
    while (this.counterpart.asked.entries === 0) {
      if (Date.now() > start + Math.max(patienceMs, 15_000)) {
        throw notJudged(`The node at ${url} does not ask for entries; is it configured to call port ${kit.counterpartPort}?`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    await this.mirror.stop();
    await this.counterpart.close();
  }

  async #refuseLost(): Promise<void> {
    const answer = await this.caller.call('/exchange/v1/held').catch((error: Error) => {
      throw notJudged(`The node at ${this.options.url} does not answer: ${error.message}.`, error);
    });
    this.heldAtFirst = answer.status;
    if (answer.status !== 200) return;
    const opened = this.notes.ofPlayed(answer.body);
    if (opened.ok && opened.value.checkpoint.size > this.log.size) {
      throw notJudged('The node holds more of the played log than this folder does: empty its database, or make a new pair.');
    }
  }

  /** The stream of the played log about itself. */
  get stream(): string {
    return `log:${this.options.kit.playedSide}`;
  }

  /** A message about the exchange itself, whose fields all stand in the class of one of them. */
  aboutLog(type: ExchangeFactName, path: string, fields: Readonly<Record<string, Json>>, envelope: Draft['envelope'] = {}): Entry {
    const draft = this.draft({ stream: this.stream, seq: this.log.nextSeq(this.stream), type, ...envelope });
    return seal({ ...draft, classes: { [classOf(this.agreement, type, path)]: fields } });
  }

  #activation(): Entry {
    const { document, version } = this.agreement;
    return this.aboutLog('AgreementActivated', 'digest', { digest: agreementDigest(document), version });
  }

  /** An entry that an honest node would send, changed where asked. */
  draft(envelope: Draft['envelope'] = {}): Draft {
    return draftOf(this.crafting, envelope);
  }

  /** Publishes entries as the honest counterpart does; gives back the index of the first. */
  publish(...entries: readonly Entry[]): number {
    const first = this.log.size;
    this.log.append(...entries);
    this.counterpart.flush();
    return first;
  }

  /** Waits until the node has countersigned everything that was published. */
  async settled(): Promise<void> {
    const { size } = this.log;
    await until(() => this.countersigned.size >= size, this.patienceMs, `no countersignature at size ${size}`);
  }

  /** Publishes an honest entry and waits for its countersignature: nothing is left of whatever was before. */
  async exchanged(): Promise<number> {
    const index = this.publish(seal(this.draft()));
    await this.settled();
    return index;
  }

  /** What the node says of an entry, once it has said so. */
  async verdict(index: number): Promise<string> {
    await until(() => this.mirror.verdictOn(index) !== undefined, this.patienceMs, `no judgement on entry ${index}`);
    return this.mirror.verdictOn(index)!;
  }

  /**
   * Publishes an entry and the honest one after it: the node must countersign both, give the first this verdict,
   * and accept the second.
   */
  async judgedAs(entry: Entry, expected: string): Promise<void> {
    const index = this.publish(entry, seal(this.draft()));
    await this.settled();
    const said = await this.verdict(index);
    must(said === expected, `the entry was judged ${said}, not ${expected}`);
    const next = await this.verdict(index + 1);
    must(next === 'accepted', `the honest entry after it was judged ${next}`);
  }

  /** Says of the node's entries that all were accepted, as an honest counterpart does. */
  judgement(judged: Judged = { upTo: this.mirror.size, exceptions: [] }): Entry {
    return this.aboutLog('Judged', 'upTo', { exceptions: judged.exceptions.map((each) => ({ ...each })), upTo: judged.upTo });
  }
}

function textOf(note: string): string | undefined {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.text : undefined;
}
