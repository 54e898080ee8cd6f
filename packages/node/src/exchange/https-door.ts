import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Desk } from './desk.ts';
import { HttpSink, sourceOf } from './https-streams.ts';
import type { Door } from './network.ts';
import { TooManyAsk } from './published-log.ts';
import type { Credentials } from './working-keys.ts';

/**
 * The exchange port of a node: HTTPS in which both ends show certificates of the authorities that the agreement names.
 *
 *   GET  /exchange/v1/entries?from=N      one response without end: entries from N on, and checkpoints between them
 *   POST /exchange/v1/countersignatures   one request without end: the caller's countersignatures of our checkpoints
 *   POST /exchange/v1/entries?from=N      the caller's log, from the size that we hold of it: for a caller that nobody
 *   GET  /exchange/v1/countersignatures   can call; our countersignatures of its checkpoints come back by the other
 *   GET  /exchange/v1/lost                how many entries we have of our own log whose end is lost; 204 when none is
 *   POST /exchange/v1/mirror?from=N       our own log from N on, as GET gives the caller's
 *   GET  /exchange/v1/held                the newest checkpoint of the caller's log that we hold; 204 when we hold none
 *   GET  /exchange/v1/mirror?from=N       the caller's own log from N on, with proofs, as far as we hold it; 204 when we do not
 *   POST /exchange/v1/keys                a key statement of the caller's side: 204, or 422 and the reason
 *   GET  /exchange/v1/log/…               our log as static resources: checkpoint, tiles and entries of C2SP tlog-tiles
 */
export interface HttpsDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly desk: Desk;
}

const MAX_CONNECTIONS = 32;
const LOG = '/exchange/v1/log/';

const contextOf = (credentials: Credentials) => {
  const { keyPem, certificatePem } = credentials.own();
  return { key: keyPem, cert: certificatePem, ca: [...credentials.trusted()], minVersion: 'TLSv1.3' as const };
};

export class HttpsDoor implements Door {
  readonly #server: Server;
  readonly #desk: Desk;
  /** Every connection, from before its handshake. */
  readonly #sockets = new Set<Socket>();

  constructor(private readonly options: HttpsDoorOptions) {
    const { credentials, desk } = options;
    const { headersMs } = desk.timing;
    this.#desk = desk;
    this.#server = createServer(
      {
        ...contextOf(credentials),
        requestCert: true,
        rejectUnauthorized: true,
        maxHeaderSize: 8192,
        handshakeTimeout: headersMs,
        noDelay: true,
      },
      (request, response) => this.#handle(request, response),
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.headersTimeout = headersMs;
    // The two streams have no end; what stands still is cut by the time-outs of each stream.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = headersMs;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    credentials.onChange(() => this.#renew());
    this.#server.on('tlsClientError', (error) => desk.watch.fault('tls_refused', { reason: error.message }));
  }

  /**
   * Certificates have changed. Whoever is connected has to come again: of an authority that was revoked nobody may stay.
   */
  #renew(): void {
    this.#server.setSecureContext(contextOf(this.options.credentials));
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Rejects when the port cannot be opened. */
  async open(): Promise<this> {
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return this;
  }

  /** The port that is listened on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#desk.close();
    // Also those that were at their handshake: each could still open a stream, and a stream has no end of its own.
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { watch } = this.#desk;
    watch.seen();
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const what = `${request.method} ${path}`;
    if (request.method === 'GET' && path.startsWith(LOG)) return void this.#log(path.slice(LOG.length), request, response);
    if (what === 'GET /exchange/v1/entries') return this.#sendEntries(query, response);
    if (what === 'POST /exchange/v1/entries' && this.#desk.isCalled) return this.#takeEntries(query, request, response);
    if (what === 'GET /exchange/v1/countersignatures' && this.#desk.isCalled) return this.#sendCountersignatures(response);
    if (what === 'GET /exchange/v1/lost' && this.#desk.isCalled) return this.#lost(response);
    if (what === 'POST /exchange/v1/mirror' && this.#desk.isCalled) return this.#takeMirror(query, request, response);
    if (what === 'POST /exchange/v1/countersignatures') return this.#takeCountersignatures(request, response);
    if (what === 'POST /exchange/v1/keys') return void this.#keys(request, response);
    if (what === 'GET /exchange/v1/held') return void this.#held(response);
    if (what === 'GET /exchange/v1/mirror') return void this.#mirror(query, response);
    watch.fault('request_malformed', { request: what.slice(0, 100) });
    // Whatever body is still to come is not read.
    response.writeHead(404, { connection: 'close' }).end();
  }

  async #held(response: ServerResponse): Promise<void> {
    try {
      const note = await this.#desk.held();
      if (note === undefined) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(note);
    } catch (error) {
      this.#desk.watch.fault('stream_failed', { error });
      response.writeHead(503).end();
    }
  }

  async #keys(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.setTimeout(this.#desk.timing.headersMs, () => request.destroy());
    try {
      const fault = await this.#desk.learn(sourceOf(request));
      if (fault === undefined) response.writeHead(204).end();
      else response.writeHead(fault === 'too_large' ? 413 : 422, { 'content-type': 'text/plain', connection: 'close' }).end(fault);
    } catch (error) {
      // A caller that went away in the middle has said nothing.
      if (request.destroyed) return;
      this.#desk.watch.fault('stream_failed', { error });
      response.writeHead(503).end();
    }
  }

  /** A reader that asks for what is not there yet, or no longer, is told so; that is no fault. */
  async #log(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const found = await this.#desk.resource(path, request.headers['accept-encoding'] as string | undefined);
      if (!found) response.writeHead(404).end();
      else response.writeHead(200, { ...found.headers, 'content-length': Buffer.byteLength(found.body) }).end(found.body);
    } catch (error) {
      if (!(error instanceof TooManyAsk)) this.#desk.watch.fault('stream_failed', { error });
      response.writeHead(503, { 'retry-after': '1' }).end();
    }
  }

  /** The index that a request names; when it names none it has been answered. */
  #from(query: string, response: ServerResponse): number | undefined {
    const from = /^from=(0|[1-9]\d{0,14})$/.exec(query)?.[1];
    if (from !== undefined) return Number(from);
    this.#desk.watch.fault('request_malformed');
    response.writeHead(400).end();
    return undefined;
  }

  #sendEntries(query: string, response: ServerResponse): void {
    const from = this.#from(query, response);
    if (from === undefined) return;
    if (!this.#desk.mayRead(from)) {
      response.writeHead(409).end();
      return;
    }
    const sink = new HttpSink(response, this.#desk.timing.stuckMs);
    this.#desk.sendEntries(from, () => begun(response, sink), () => sink.close());
  }

  async #mirror(query: string, response: ServerResponse): Promise<void> {
    const from = this.#from(query, response);
    if (from === undefined) return;
    const sink = new HttpSink(response, this.#desk.timing.stuckMs);
    try {
      const held = await this.#desk.sendMirror(from, () => begun(response, sink), () => sink.close());
      if (!held) response.writeHead(204).end();
    } catch (error) {
      this.#desk.watch.fault('stream_failed', { error });
      response.writeHead(503).end();
    }
  }

  #lost(response: ServerResponse): void {
    const from = this.#desk.lostFrom;
    if (from === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(String(from));
  }

  #takeMirror(query: string, request: IncomingMessage, response: ServerResponse): void {
    const from = this.#from(query, response);
    if (from === undefined) return;
    if (from !== this.#desk.lostFrom) {
      response.writeHead(409, { connection: 'close' }).end();
      return;
    }
    const cut = this.#cutter(request, response);
    this.#desk.takeMirror(sourceOf(request), cut, () => response.writeHead(204).end());
  }

  #sendCountersignatures(response: ServerResponse): void {
    const sink = new HttpSink(response, this.#desk.timing.stuckMs);
    this.#desk.sendCountersignatures(() => begun(response, sink), () => sink.close());
  }

  #takeEntries(query: string, request: IncomingMessage, response: ServerResponse): void {
    const from = this.#from(query, response);
    if (from === undefined) return;
    if (!this.#desk.mayWrite(from)) {
      response.writeHead(409, { connection: 'close' }).end();
      return;
    }
    this.#desk.takeEntries(sourceOf(request), this.#cutter(request, response));
  }

  #takeCountersignatures(request: IncomingMessage, response: ServerResponse): void {
    const cut = this.#cutter(request, response);
    this.#desk.takeCountersignatures(sourceOf(request), cut, () => response.writeHead(204).end());
  }

  /**
   * Ends an upward stream. The other side sends something for at least every idle checkpoint, so a stream that stands
   * still is dead.
   */
  #cutter(request: IncomingMessage, response: ServerResponse): () => void {
    const cut = () => {
      request.destroy();
      // An answer that was begun still goes out.
      if (!response.writableEnded) response.destroy();
    };
    request.setTimeout(this.#desk.timing.idleMs * 3, cut);
    request.on('error', cut);
    return cut;
  }
}

/** A response without end whose head is on its way. */
function begun(response: ServerResponse, sink: HttpSink): HttpSink {
  if (!sink.closed.aborted) {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
  }
  return sink;
}
