import type { ClientRequest, IncomingMessage } from 'node:http';
import { amendmentOf, type Agreements } from '@pairgate/exchange/agreements.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { receive, type Held, type ReceivedEntry } from '@pairgate/exchange/intake.ts';
import type { Judged } from '@pairgate/exchange/messages.ts';
import { decodeEntries, decodeNote, encodeNote, FRAME, FrameReader, type Frame } from '@pairgate/exchange/wire.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import { EMPTY_TIP, type Tip } from '@pairgate/ledger/tiles.ts';
import { countersign } from '@pairgate/node/exchange/countersign.ts';
import type { Side } from '../context.ts';
import { answerTo, type Caller } from './caller.ts';
import { pause } from './check.ts';
import type { PairNotes } from './pair-notes.ts';

/** A chunk as the node has sent it. */
export interface HeardChunk {
  readonly first: number;
  readonly entries: number;
  readonly note: string;
  /** Real time in milliseconds. */
  readonly at: number;
}

const RETRY_MS = 100;

/**
 * Mirrors the log of the node under test, as an honest counterpart does, and remembers everything that an honest node
 * would not have sent.
 */
export class Mirror {
  readonly entries: ReceivedEntry[] = [];
  readonly chunks: HeardChunk[] = [];
  /** What the node has sent that the document does not allow, as sentences. */
  readonly problems: string[] = [];
  /** The newest checkpoint that is held. */
  note: string | undefined;
  #held: Held;
  #running = false;
  #loops: Promise<void>[] = [];
  #downward: ClientRequest | undefined;
  #upward: ClientRequest | undefined;

  constructor(
    private readonly caller: Caller,
    private readonly notes: PairNotes,
    private cosigner: Signer,
    agreements: Agreements,
  ) {
    this.#held = { tip: EMPTY_TIP, agreements, logSeq: 0 };
  }

  get tip(): Tip {
    return this.#held.tip;
  }

  get size(): number {
    return this.tip.edge.size;
  }

  start(): void {
    this.#running = true;
    this.#loops = [this.#forEver(() => this.#follow()), this.#forEver(() => this.#send())];
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#downward?.destroy();
    this.#upward?.destroy();
    await Promise.all(this.#loops);
  }

  /** Countersigns with another key alone while something runs. */
  async cosignedBy<T>(other: Signer, run: () => Promise<T>): Promise<T> {
    const own = this.cosigner;
    this.cosigner = other;
    try {
      return await run();
    } finally {
      this.cosigner = own;
    }
  }

  /** Runs something while neither stream is open: the node takes one of each kind, and the newest one wins. */
  async paused<T>(run: () => Promise<T>): Promise<T> {
    await this.stop();
    try {
      return await run();
    } finally {
      this.start();
    }
  }

  /** Judgements of the node, in the order of its log. */
  get judgements(): Judged[] {
    return this.entries.flatMap(({ fact }) => (fact?.type === 'Judged' ? [fact.data as Judged] : []));
  }

  /** What the node has said of one entry of the played log: `accepted`, `<verdict>:<reason>`, or nothing yet. */
  verdictOn(index: number): string | undefined {
    for (const { upTo, exceptions } of this.judgements) {
      if (upTo <= index) continue;
      const exception = exceptions.find((each) => each.index === index);
      return exception ? `${exception.verdict}:${exception.reason}` : 'accepted';
    }
    return undefined;
  }

  async #forEver(once: () => Promise<void>): Promise<void> {
    while (this.#running) {
      await once().catch(() => undefined);
      await pause(RETRY_MS);
    }
  }

  async #follow(): Promise<void> {
    const outgoing = this.caller.open(`/exchange/v1/entries?from=${this.size}`);
    this.#downward = outgoing;
    outgoing.end();
    const response = await answerTo(outgoing);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`status ${response.statusCode}`);
    }
    try {
      await this.#read(response);
    } finally {
      response.destroy();
    }
  }

  async #read(response: IncomingMessage): Promise<void> {
    const reader = new FrameReader();
    let open: { first: number; entries: Entry[] } | undefined;
    for await (const piece of response as AsyncIterable<Buffer>) {
      for (const frame of this.#framesOf(reader, new Uint8Array(piece))) {
        if (frame.kind === FRAME.entries) {
          if (open) this.#wrong('two frames of entries without a checkpoint between them');
          open = decodeEntries(frame.body) ?? this.#wrong('a frame of entries whose lengths do not add up');
        } else {
          const note = frame.kind === FRAME.checkpoint ? decodeNote(frame.body) : undefined;
          this.#take(open, note ?? this.#wrong(`a frame of kind ${frame.kind} in the stream of entries`));
          open = undefined;
        }
      }
    }
  }

  #framesOf(reader: FrameReader, piece: Uint8Array): Frame[] {
    try {
      return reader.push(piece);
    } catch (error) {
      return this.#wrong((error as Error).message);
    }
  }

  #take(open: { first: number; entries: Entry[] } | undefined, note: string): void {
    const { first, entries } = open ?? { first: this.size, entries: [] };
    const checked = receive({ first, entries, note }, this.#held, this.notes.terms);
    if (!checked.ok) this.#wrong(`a chunk of ${entries.length} entries from ${first} on that is refused: ${checked.fault}`);
    for (const entry of checked.value.entries) {
      if (entry.fault) this.problems.push(`entry ${entry.index} of the node's log is refused: ${entry.fault} ${entry.pointer ?? ''}`.trim());
    }
    this.entries.push(...checked.value.entries);
    this.chunks.push({ first, entries: entries.length, note, at: Date.now() });
    this.#held = checked.value.entries.reduce(after(this.notes.terms.author), { ...this.#held, tip: checked.value.tip });
    this.note = note;
    this.#tell();
  }

  #wrong(sentence: string): never {
    this.problems.push(sentence);
    throw new Error(sentence);
  }

  /** The upward stream, on which the newest countersignature is sent when it opens and whenever there is a newer one. */
  async #send(): Promise<void> {
    const outgoing = this.caller.open('/exchange/v1/countersignatures', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
    });
    this.#upward = outgoing;
    const ended = new Promise<void>((resolve) => outgoing.on('close', resolve));
    outgoing.on('error', () => undefined);
    outgoing.on('response', (response: IncomingMessage) => response.destroy());
    outgoing.flushHeaders();
    this.#tell();
    await ended;
  }

  #tell(): void {
    if (!this.#upward || this.#upward.destroyed) return;
    this.#upward.write(encodeNote(FRAME.countersignature, this.countersigned() ?? ''));
  }

  /** The held checkpoint with the counterpart's cosignature, at the time of now. */
  countersigned(): string | undefined {
    return this.note === undefined ? undefined : countersign(this.note, () => [this.notes.author], () => [this.cosigner], Date.now());
  }
}

/** What is held of a log after one entry more; refused amendments change nothing. */
const after = (author: Side) => ({ tip, agreements, logSeq }: Held, { envelope, fact, index }: ReceivedEntry): Held => {
  const amendment = fact && amendmentOf(fact, index);
  return {
    tip,
    agreements: amendment ? agreements.with(amendment) : agreements,
    logSeq: envelope?.stream === `log:${author}` ? Math.max(logSeq, envelope.seq) : logSeq,
  };
};
