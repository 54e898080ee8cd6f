import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { receive, type Chunk, type LogTerms } from '@pairgate/exchange/intake.ts';
import { decodeEntries, decodeNote, encodeNote, FRAME, FrameReader, type Frame } from '@pairgate/exchange/wire.ts';
import type { Signer } from '@pairgate/ledger/ports.ts';
import type { Writer } from '../writer.ts';
import { countersign } from './countersign.ts';
import { responseOf, type PeerLink } from './peer-link.ts';
import type { FaultKind, Watch } from './status.ts';
import { BackOff, pause, type Timing } from './timing.ts';

/** Drops the connection, not the node: the next one resumes from what is held. */
class Dropped extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly detail: object = {},
  ) {
    super(kind);
  }
}

export interface ExchangeClientOptions {
  readonly link: PeerLink;
  readonly writer: Pick<Writer, 'position' | 'take'>;
  /** How entries and checkpoints of the other side's log are checked. */
  readonly terms: LogTerms;
  readonly cosigner: Signer;
  readonly now: () => number;
  readonly watch: Watch;
  readonly timing: Timing;
  /** The newest checkpoint of the other side that is stored, from before the start. */
  readonly heldNote: string | undefined;
  /** Told after the commit. */
  readonly onTaken: (taken: { readonly size: number; readonly refused: number }) => void;
}

/**
 * Mirrors the other side's log: follows its entries from the size that is held, and countersigns each checkpoint once
 * everything up to it is stored. It comes back for ever, and resumes where it was.
 */
export class ExchangeClient {
  readonly #stopped = new AbortController();
  readonly #loops: Promise<void>[] = [];
  #countersignature: string | undefined;
  /** Wakes the upward stream when there is a newer countersignature. */
  #wake: () => void = () => undefined;

  constructor(private readonly options: ExchangeClientOptions) {}

  start(): void {
    const { heldNote } = this.options;
    if (heldNote !== undefined) this.#countersignature = this.#countersign(heldNote);
    this.#loops.push(
      this.#forEver((signal, worked) => this.#follow(signal, worked)),
      this.#forEver((signal, worked) => this.#send(signal, worked)),
    );
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake();
    await Promise.all(this.#loops);
  }

  async #forEver(once: (signal: AbortSignal, worked: () => void) => Promise<void>): Promise<void> {
    const { watch, timing } = this.options;
    const backOff = new BackOff(timing);
    while (!this.#stopped.signal.aborted) {
      const connection = new AbortController();
      const end = () => connection.abort();
      this.#stopped.signal.addEventListener('abort', end);
      try {
        await once(connection.signal, () => backOff.reset());
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        if (error instanceof Dropped) watch.fault(error.kind, error.detail);
        else watch.fault('unreachable', { reason: (error as Error).message });
      } finally {
        this.#stopped.signal.removeEventListener('abort', end);
        connection.abort();
      }
      await pause(backOff.next(), this.#stopped.signal);
    }
  }

  /** One connection of the downward stream. */
  async #follow(signal: AbortSignal, worked: () => void): Promise<void> {
    const { link, writer, watch, timing } = this.options;
    const from = writer.position.peer.edge.size;
    const response = await link.get(`/exchange/v1/entries?from=${from}`, signal, timing.stuckMs);
    if (response.statusCode !== 200) throw refusal(response);
    const reader = new FrameReader();
    let entries: { first: number; entries: Entry[] } | undefined;
    try {
      for await (const piece of response) {
        watch.seen();
        watch.setConnected(true);
        // A plain view, so that slices are copies and no entry keeps a network buffer alive.
        const { buffer, byteOffset, length } = piece as Buffer;
        for (const frame of framesOf(reader, new Uint8Array(buffer, byteOffset, length))) {
          if (frame.kind === FRAME.entries) {
            if (entries) throw new Dropped('frame_unexpected');
            entries = decodeEntries(frame.body);
            if (!entries) throw new Dropped('frame_malformed');
            continue;
          }
          const note = frame.kind === FRAME.checkpoint ? decodeNote(frame.body) : undefined;
          if (note === undefined) throw new Dropped('frame_unexpected', { kind: frame.kind });
          const held = writer.position.peer.edge.size;
          await this.#take({ first: entries?.first ?? held, entries: entries?.entries ?? [], note });
          entries = undefined;
          worked();
        }
      }
    } finally {
      watch.setConnected(false);
    }
  }

  /** Checks a chunk, stores it in the writer's next transaction, and countersigns it after the commit. */
  async #take(chunk: Chunk): Promise<void> {
    const { writer, terms, watch } = this.options;
    const checked = receive(chunk, writer.position.peer, terms);
    if (!checked.ok) {
      if (checked.fault === 'stale') return watch.fault('stale');
      throw new Dropped(checked.fault, { first: chunk.first, entries: chunk.entries.length });
    }
    const { value: received } = checked;
    try {
      await writer.take(received);
    } catch (error) {
      throw new Dropped('intake_failed', { error });
    }
    watch.received.chunks += 1;
    watch.received.entries += received.entries.length;
    const refused = received.entries.filter((entry) => entry.fault !== undefined).length;
    watch.received.refused += refused;
    this.#countersignature = this.#countersign(received.note);
    this.#wake();
    this.options.onTaken({ size: received.size, refused });
  }

  #countersign(note: string): string {
    const { cosigner, terms, now } = this.options;
    return countersign(note, terms.key, cosigner, now());
  }

  /** One connection of the upward stream. Only the newest countersignature counts, so nothing is queued. */
  async #send(signal: AbortSignal, worked: () => void): Promise<void> {
    const outgoing = this.options.link.open('POST', '/exchange/v1/countersignatures', signal);
    outgoing.setHeader('content-type', 'application/octet-stream');
    const answered = responseOf(outgoing).then((response) => {
      response.resume();
      throw refusal(response);
    });
    outgoing.flushHeaders();
    const ended = new Promise<never>((_resolve, reject) => {
      outgoing.on('close', () => reject(new Error('the stream of countersignatures was closed')));
    });
    await Promise.race([this.#pump(outgoing, signal, worked), answered, ended]);
  }

  async #pump(outgoing: ClientRequest, signal: AbortSignal, worked: () => void): Promise<void> {
    let sent: string | undefined;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal.aborted) {
      if (this.#countersignature !== sent) {
        sent = this.#countersignature!;
        const taken = await new Promise<boolean>((resolve) => {
          outgoing.write(encodeNote(FRAME.countersignature, sent!), (error) => resolve(!error));
        });
        if (!taken) return;
        worked();
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

const refusal = (response: IncomingMessage): Dropped => {
  response.destroy();
  return new Dropped('refused_by_peer', { status: response.statusCode });
};

function framesOf(reader: FrameReader, piece: Uint8Array): Frame[] {
  try {
    return reader.push(piece);
  } catch (error) {
    if (error instanceof RangeError) throw new Dropped('frame_too_large', { reason: error.message });
    throw error;
  }
}
