import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { encodeEntries, encodeNote, decodeNote, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import type { TlsKeys } from '../keys/tls.ts';
import type { Countersignatures } from './countersignatures.ts';
import type { OutgoingChunk, OwnLog } from './own-log.ts';
import { PublishedLog, TooManyAsk } from './published-log.ts';
import type { ExchangeLog, Watch } from './status.ts';
import type { Timing } from './timing.ts';

/**
 * The exchange port of a node: HTTPS in which both ends show certificates of the authorities that the agreement names.
 *
 *   GET  /exchange/v1/entries?from=N      one response without end: entries from N on, and checkpoints between them
 *   POST /exchange/v1/countersignatures   one request without end: the caller's countersignatures of our checkpoints
 *   GET  /exchange/v1/held                the newest checkpoint of the caller's log that we hold; 204 when we hold none
 *   GET  /exchange/v1/log/…               our log as static resources: checkpoint, tiles and entries of C2SP tlog-tiles
 *
 * Whatever the other side does, it takes one stream of each kind and a bounded amount of memory.
 */
export interface ExchangeServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsKeys;
  readonly peerCa: string;
  readonly side: string;
  readonly peer: string;
  readonly journal: Journal;
  readonly own: OwnLog;
  readonly countersignatures: Countersignatures;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly log: ExchangeLog;
}

/** A note has two signature lines; a frame of the upward stream holds nothing else. */
const MAX_NOTE_FRAME = 16 * 1024;
const MAX_CONNECTIONS = 32;
const LOG = '/exchange/v1/log/';

interface OpenStream {
  readonly cut: () => void;
  readonly done: Promise<void>;
}

export class ExchangeServer {
  readonly #server: Server;
  readonly #published: PublishedLog;
  /** Every connection, from before its handshake. */
  readonly #sockets = new Set<Socket>();
  #entries: OpenStream | undefined;
  #countersignatures: OpenStream | undefined;

  constructor(private readonly options: ExchangeServerOptions) {
    const { tls, peerCa, watch, timing } = options;
    this.#published = new PublishedLog(options);
    this.#server = createServer(
      {
        key: tls.keyPem,
        cert: tls.certificatePem,
        ca: [peerCa],
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.3',
        maxHeaderSize: 8192,
        handshakeTimeout: timing.headersMs,
        noDelay: true,
      },
      (request, response) => this.#handle(request, response),
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.headersTimeout = timing.headersMs;
    // The two streams have no end; what stands still is cut by the time-outs of each stream.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = timing.headersMs;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', (error) => watch.fault('tls_refused', { reason: error.message }));
  }

  async listen(): Promise<number> {
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#entries?.cut();
    this.#countersignatures?.cut();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([this.#entries?.done, this.#countersignatures?.done]);
    // Also those that were at their handshake: each could still open a stream, and a stream has no end of its own.
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { watch } = this.options;
    watch.seen();
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const what = `${request.method} ${path}`;
    if (request.method === 'GET' && path.startsWith(LOG)) return void this.#log(path.slice(LOG.length), request, response);
    if (what === 'GET /exchange/v1/entries') return this.#openEntries(query, response);
    if (what === 'POST /exchange/v1/countersignatures') return this.#openCountersignatures(request, response);
    if (what === 'GET /exchange/v1/held') return void this.#held(response);
    watch.fault('request_malformed', { request: what.slice(0, 100) });
    response.writeHead(404).end();
  }

  async #held(response: ServerResponse): Promise<void> {
    const { journal, peer } = this.options;
    try {
      const { note } = await journal.head(peer);
      if (note === null) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(note);
    } catch (error) {
      this.options.watch.fault('stream_failed', { error });
      response.writeHead(503).end();
    }
  }

  /** A reader that asks for what is not there yet, or no longer, is told so; that is no fault. */
  async #log(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const found = await this.#published.resource(path, request.headers['accept-encoding'] as string | undefined);
      if (!found) response.writeHead(404).end();
      else response.writeHead(200, { ...found.headers, 'content-length': Buffer.byteLength(found.body) }).end(found.body);
    } catch (error) {
      if (!(error instanceof TooManyAsk)) this.options.watch.fault('stream_failed', { error });
      response.writeHead(503, { 'retry-after': '1' }).end();
    }
  }

  /** A newer stream of a kind takes the place of the older one, which is cut and awaited first. */
  #replace(before: OpenStream | undefined, cut: () => void, run: () => Promise<void>): OpenStream {
    before?.cut();
    const done = (async () => {
      await before?.done;
      try {
        await run();
      } catch (error) {
        this.options.watch.fault('stream_failed', { error });
      }
      cut();
    })();
    return { cut, done };
  }

  #openEntries(query: string, response: ServerResponse): void {
    const { own, watch } = this.options;
    const from = /^from=(0|[1-9]\d{0,14})$/.exec(query)?.[1];
    if (from === undefined) {
      watch.fault('request_malformed');
      response.writeHead(400).end();
      return;
    }
    if (Number(from) > own.size) {
      // The other side holds more of our log than we do: the restart handshake is there for this.
      watch.fault('ahead_of_us', { from: Number(from), own: own.size });
      response.writeHead(409).end();
      return;
    }
    const closed = new AbortController();
    response.on('close', () => closed.abort());
    response.on('error', () => closed.abort());
    const cut = () => {
      closed.abort();
      response.destroy();
    };
    this.#entries = this.#replace(this.#entries, cut, () => this.#send(Number(from), response, closed.signal));
  }

  async #send(from: number, response: ServerResponse, closed: AbortSignal): Promise<void> {
    const { own, watch, timing } = this.options;
    if (closed.aborted) return;
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    let sent = from;
    for (let due = true; !closed.aborted; ) {
      const chunk = await own.next(sent);
      if (closed.aborted) return;
      if (chunk) {
        writeChunk(response, chunk);
        watch.sent.chunks += 1;
        watch.sent.entries += chunk.entries.length;
        sent = chunk.size;
      } else if (due) {
        response.write(encodeNote(FRAME.checkpoint, own.note));
      }
      await drained(response, timing.stuckMs, closed);
      if (sent < own.size) continue;
      await own.waitBeyond(sent, timing.idleMs, closed);
      due = sent >= own.size;
    }
  }

  #openCountersignatures(request: IncomingMessage, response: ServerResponse): void {
    const { watch, timing } = this.options;
    const cut = () => {
      request.destroy();
      response.destroy();
    };
    // The other side countersigns at least every idle checkpoint, so a stream that stands still is dead.
    request.setTimeout(timing.idleMs * 3, cut);
    request.on('error', cut);
    this.#countersignatures = this.#replace(this.#countersignatures, cut, async () => {
      const reader = new FrameReader(MAX_NOTE_FRAME);
      try {
        for await (const piece of request) {
          watch.seen();
          for (const frame of reader.push(piece as Uint8Array)) {
            const note = frame.kind === FRAME.countersignature ? decodeNote(frame.body) : undefined;
            if (note === undefined) return watch.fault('frame_unexpected', { kind: frame.kind });
            this.options.countersignatures.take(note);
          }
        }
        response.writeHead(204).end();
      } catch (error) {
        if (error instanceof RangeError) return watch.fault('frame_too_large', { reason: error.message });
        // A connection that ends in the middle of a frame is no fault: the newest is sent again on the next one.
        if (!request.destroyed) throw error;
      }
    });
  }
}

function writeChunk(response: ServerResponse, { first, entries, note }: OutgoingChunk): void {
  response.cork();
  response.write(encodeEntries(first, entries));
  response.write(encodeNote(FRAME.checkpoint, note));
  response.uncork();
}

/** Waits until a slow receiver has taken what was written; cuts it off when it takes nothing for too long. */
function drained(response: ServerResponse, millis: number, closed: AbortSignal): Promise<void> {
  if (!response.writableNeedDrain || closed.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      response.off('drain', end);
      closed.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(() => response.destroy(), millis);
    response.on('drain', end);
    closed.addEventListener('abort', end);
  });
}
