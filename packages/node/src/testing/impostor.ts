import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TlsKeys } from '../keys/tls.ts';

/** What somebody shows of themselves. */
export type Presented = Pick<TlsKeys, 'keyPem' | 'certificatePem'>;

/** Somebody at the port of a node that was stopped, who has its keys and keeps to nothing. */
export class Impostor {
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly port: number) {}

  /** Serves each stream of entries that is asked for with whatever the test sends; `status` is that of the answer. */
  async pose(tls: Presented, send: (response: ServerResponse) => void, status = 200): Promise<void> {
    const made = createServer({ key: tls.keyPem, cert: tls.certificatePem }, (incoming, response) => {
      if (incoming.url?.startsWith('/exchange/v1/entries')) send(response.writeHead(status));
      else incoming.resume();
    });
    this.#server = made;
    made.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => made.listen(this.port, '127.0.0.1', resolve));
  }

  /** Ends the pose, with connections that are still at their handshake. */
  async leave(): Promise<void> {
    const server = this.#server;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
  }
}
