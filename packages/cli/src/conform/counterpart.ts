import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Chunk } from '@pairgate/exchange/intake.ts';
import { decodeNote, encodeEntries, encodeNote, FRAME, FrameReader, MAX_CHUNK } from '@pairgate/exchange/wire.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import type { Presented } from './caller.ts';
import { until } from './check.ts';
import type { PlayedLog } from './played-log.ts';

/** A response without end that the node under test follows. */
export interface FollowedStream {
  readonly from: number;
  readonly isOpen: boolean;
  write(bytes: Uint8Array): void;
  /** Ends it as the counterpart's choice. */
  cut(): void;
}

export interface CounterpartOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: Presented;
  readonly nodeAuthority: string;
  readonly log: PlayedLog;
  readonly idleMs: number;
  /** The newest checkpoint of the node's log that the kit holds, if any. */
  readonly held: () => string | undefined;
  /** A frame of the node's upward stream that is no countersignature is told with `undefined`. */
  readonly onCountersignature: (note: string | undefined) => void;
}

/** A chunk as it goes over the wire. */
export const wireOf = ({ first, entries, note }: Chunk): Uint8Array =>
  concatBytes(encodeEntries(first, entries), encodeNote(FRAME.checkpoint, note));

/** What the node under test has asked for so far. */
export interface Asked {
  held: number;
  entries: number;
  countersignatures: number;
  /** Connections, with or without a request. */
  connections: number;
}

/**
 * The exchange port of the side that the kit plays. By itself it is honest: it serves its log from the size that it is
 * asked for and a checkpoint when nothing happens. A check may write anything else into the stream.
 */
export class Counterpart {
  readonly asked: Asked = { held: 0, entries: 0, countersignatures: 0, connections: 0 };
  /** While set, every request is answered with this status. */
  refusing: number | undefined;
  /** While set, a stream of entries is opened and nothing is ever sent. */
  silent = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #stream: (FollowedStream & { sent: number }) | undefined;
  #upward: IncomingMessage | undefined;

  constructor(private readonly options: CounterpartOptions) {
    const { tls, nodeAuthority } = options;
    this.#server = createServer(
      {
        key: tls.keyPem, cert: tls.certificatePem, ca: [nodeAuthority], requestCert: true, rejectUnauthorized: true,
        minVersion: 'TLSv1.3', noDelay: true,
      },
      (request, response) => this.#handle(request, response),
    );
    this.#server.requestTimeout = 0;
    this.#server.on('connection', (socket: Socket) => {
      this.asked.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    // Whoever does not trust the certificate that is shown ends the handshake.
    this.#server.on('tlsClientError', () => undefined);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.options.port, this.options.host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection; the node has to come back by itself. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  /** Shows another certificate from the next connection on. */
  show({ keyPem, certificatePem }: Presented): void {
    this.#server.setSecureContext({
      key: keyPem, cert: certificatePem, ca: [this.options.nodeAuthority], minVersion: 'TLSv1.3',
    });
  }

  /** The stream that the node follows now, once there is one. */
  async stream(millis: number): Promise<FollowedStream> {
    await until(() => this.#stream?.isOpen === true, millis, 'the node did not ask for entries');
    return this.#stream!;
  }

  /** The stream of countersignatures that the node has open now, once there is one. */
  async upward(millis: number): Promise<IncomingMessage> {
    await until(() => this.#upward?.destroyed === false, millis, 'the node did not open a stream of countersignatures');
    return this.#upward!;
  }

  /** Sends what has been appended to the log since. */
  flush(): void {
    const { log } = this.options;
    const stream = this.#stream;
    while (stream?.isOpen && stream.sent < log.size) {
      const to = Math.min(stream.sent + MAX_CHUNK, log.size);
      stream.write(wireOf(log.chunk(stream.sent, to)));
      stream.sent = to;
    }
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const what = `${request.method} ${path}`;
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    if (what === 'GET /exchange/v1/held') this.asked.held += 1;
    if (what === 'GET /exchange/v1/entries') this.asked.entries += 1;
    if (what === 'POST /exchange/v1/countersignatures') this.asked.countersignatures += 1;
    if (this.refusing !== undefined) response.writeHead(this.refusing).end();
    else if (what === 'GET /exchange/v1/held') this.#held(response);
    else if (what === 'GET /exchange/v1/entries') this.#entries(query, response);
    else if (what === 'POST /exchange/v1/countersignatures') this.#countersignatures(request, response);
    else response.writeHead(404).end();
  }

  #held(response: ServerResponse): void {
    const note = this.options.held();
    if (note === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(note);
  }

  #entries(query: string, response: ServerResponse): void {
    const { log, idleMs } = this.options;
    const from = Number(/^from=(\d{1,15})$/.exec(query)?.[1] ?? Number.NaN);
    if (!(from <= log.size)) return void response.writeHead(Number.isNaN(from) ? 400 : 409).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    this.#stream?.cut();
    const stream = (this.#stream = {
      from,
      sent: from,
      get isOpen() {
        return !response.destroyed;
      },
      write: (bytes) => void response.write(bytes),
      cut: () => void response.destroy(),
    });
    if (this.silent) return;
    const idle = setInterval(() => stream.write(encodeNote(FRAME.checkpoint, log.note(stream.sent))), idleMs);
    response.on('close', () => clearInterval(idle));
    if (from === log.size) response.write(encodeNote(FRAME.checkpoint, log.note()));
    this.flush();
  }

  #countersignatures(request: IncomingMessage, response: ServerResponse): void {
    this.#upward?.destroy();
    this.#upward = request;
    const reader = new FrameReader(64 * 1024);
    request.on('data', (piece: Buffer) => {
      try {
        for (const { kind, body } of reader.push(new Uint8Array(piece))) {
          this.options.onCountersignature(kind === FRAME.countersignature ? decodeNote(body) : undefined);
        }
      } catch {
        this.options.onCountersignature(undefined);
        request.destroy();
      }
    });
    request.on('end', () => response.writeHead(204).end());
  }
}
