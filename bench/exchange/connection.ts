import { connect, type Socket } from 'node:net';

/** What came back: its status and its body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';
const BODY_LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * One connection that asks and waits, again and again (HTTP/1.1, kept alive). The load shares its processors with what it
 * measures, and a client that does everything takes as long over a request as the server; this one reads no more of an
 * answer than its status, its length and its body.
 */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(private readonly port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (piece) => this.#take(piece));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the node has closed a connection of the load')));
  }

  /** Sends one request of JSON; `headers` are lines, each with its end. */
  post(path: string, headers: string, body: string): Promise<Answer> {
    const head =
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.port}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(head + body);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    this.#received = this.#received.length === 0 ? piece : Buffer.concat([this.#received, piece]);
    const end = this.#received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = BODY_LENGTH.exec(head)?.[1];
    if (length === undefined) return this.#waiting?.reject(new Error(`an answer without a length: ${head}`));
    const from = end + END_OF_HEAD.length;
    const to = from + Number(length);
    if (this.#received.length < to) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.#received.toString('utf8', from, to) };
    this.#received = Buffer.alloc(0);
    this.#waiting?.resolve(answer);
  }
}
