import { request } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { encodeNote, FRAME } from '@pairgate/exchange/wire.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { within, realWorld } from '../world.ts';
import { HttpSink, sourceOf } from './https-streams.ts';
import { RefusedByPeer, type Peer, type Sink, type Source } from './network.ts';
import type { Credentials } from './working-keys.ts';

/** A checkpoint that the other side holds is a note, and a note is short. */
const MAX_NOTE = 65_536;
const MAX_INDEX = 15;
const HELD_MS = 1000;
const STATE_MS = 5000;

/**
 * How one calls the other side: one's own certificate shown, and the authority that the agreement names trusted alone.
 */
export class HttpsPeer implements Peer {
  /** Connections on which nothing is heard, or taken, for `stuckMs` are given up. */
  constructor(
    private readonly url: string,
    private readonly credentials: Credentials,
    private readonly stuckMs: number,
  ) {}

  async entries(from: number, signal: AbortSignal): Promise<Source> {
    const response = await this.#get(`/exchange/v1/entries?from=${from}`, signal, this.stuckMs);
    if (response.statusCode !== 200) throw refusal(response);
    return sourceOf(response);
  }

  async countersignatures(signal: AbortSignal): Promise<Sink> {
    return this.#stream('/exchange/v1/countersignatures', signal);
  }

  async takeEntries(from: number, signal: AbortSignal): Promise<Sink> {
    return this.#stream(`/exchange/v1/entries?from=${from}`, signal);
  }

  async itsCountersignatures(signal: AbortSignal): Promise<Source> {
    const response = await this.#get('/exchange/v1/countersignatures', signal, this.stuckMs);
    if (response.statusCode !== 200) throw refusal(response);
    return sourceOf(response);
  }

  async countersign(countersignature: string, signal: AbortSignal): Promise<void> {
    const outgoing = this.#open('POST', '/exchange/v1/countersignatures', signal);
    outgoing.setTimeout(this.stuckMs, () => outgoing.destroy(new Error('nothing was heard for too long')));
    outgoing.end(encodeNote(FRAME.countersignature, countersignature));
    const response = await responseOf(outgoing);
    if (response.statusCode !== 204) throw refusal(response);
    response.resume();
  }

  async resource(path: string, max: number, signal: AbortSignal): Promise<Uint8Array> {
    const response = await this.#get(`/exchange/v1/log/${path}`, signal, this.stuckMs);
    if (response.statusCode !== 200) throw refusal(response);
    return shortBody(response, max);
  }

  held(signal: AbortSignal): Promise<string | undefined> {
    return within(realWorld, HELD_MS, signal, async (soon) => {
      const response = await this.#get('/exchange/v1/held', soon, HELD_MS);
      const note = await shortBody(response, MAX_NOTE);
      if (response.statusCode === 204) return undefined;
      if (response.statusCode !== 200) throw new RefusedByPeer(response.statusCode);
      return decodeUtf8(note);
    });
  }

  async mirror(from: number, signal: AbortSignal): Promise<Source> {
    const response = await this.#get(`/exchange/v1/mirror?from=${from}`, signal, this.stuckMs);
    if (response.statusCode !== 200) throw refusal(response);
    return sourceOf(response);
  }

  async lost(signal: AbortSignal): Promise<number | undefined> {
    const response = await this.#get('/exchange/v1/lost', signal, this.stuckMs);
    if (response.statusCode !== 200 && response.statusCode !== 204) throw refusal(response);
    const from = decodeUtf8(await shortBody(response, MAX_INDEX));
    if (response.statusCode === 204) return undefined;
    if (!/^(0|[1-9]\d{0,14})$/.test(from ?? '')) throw new RefusedByPeer(response.statusCode);
    return Number(from);
  }

  async takeMirror(from: number, signal: AbortSignal): Promise<Sink> {
    return this.#stream(`/exchange/v1/mirror?from=${from}`, signal);
  }

  /** A request without end; its sink is closed when the other side answers, which it does when it will not have it. */
  #stream(path: string, signal: AbortSignal): Sink {
    const outgoing = this.#open('POST', path, signal);
    outgoing.setHeader('content-type', 'application/octet-stream');
    const sink = new HttpSink(outgoing, this.stuckMs);
    responseOf(outgoing).then((response) => sink.fail(refusal(response)), () => undefined);
    outgoing.flushHeaders();
    return sink;
  }

  state(statement: SignedKeyStatement, signal: AbortSignal): Promise<void> {
    return within(realWorld, STATE_MS, signal, async (soon) => {
      const outgoing = this.#open('POST', '/exchange/v1/keys', soon);
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(JSON.stringify(statement));
      const response = await responseOf(outgoing);
      if (response.statusCode !== 204) throw refusal(response);
      response.resume();
    });
  }

  /** Certificates are looked up for every connection, as they change while the node runs. */
  #open(method: 'GET' | 'POST', path: string, signal: AbortSignal): ClientRequest {
    const { keyPem, certificatePem } = this.credentials.own();
    return request(new URL(path, this.url), {
      key: keyPem,
      cert: certificatePem,
      ca: [...this.credentials.trusted()],
      minVersion: 'TLSv1.3',
      rejectUnauthorized: true,
      agent: false,
      method,
      signal,
    });
  }

  /** The head of the answer to a request without a body. Head and body end with an error when nothing is heard. */
  async #get(path: string, signal: AbortSignal, silentMs: number): Promise<IncomingMessage> {
    const outgoing = this.#open('GET', path, signal);
    outgoing.setTimeout(silentMs, () => outgoing.destroy(new Error('nothing was heard for too long')));
    outgoing.end();
    return responseOf(outgoing);
  }
}

const responseOf = (outgoing: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    // Stays on after the answer has begun: an error without a listener would end the process.
    outgoing.on('error', reject);
  });

const refusal = (response: IncomingMessage): RefusedByPeer => {
  response.destroy();
  return new RefusedByPeer(response.statusCode);
};

/** A body that must be short. Throws when it is longer than `max` bytes. */
async function shortBody(response: IncomingMessage, max: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    length += (piece as Buffer).length;
    if (length > max) {
      response.destroy();
      throw new RangeError(`an answer of more than ${max} bytes`);
    }
    pieces.push(piece as Buffer);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
