import { request } from 'node:https';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { SecureVersion } from 'node:tls';

/** A certificate with its key, both in PEM. */
export interface Presented {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface CallOptions {
  /** What is shown instead of the counterpart's own certificate; `null` shows none. */
  readonly present?: Presented | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly maxVersion?: SecureVersion;
}

/** No answer of a node that is read whole is longer; the streams are read piece by piece. */
const MAX_BODY = 32 * 1024 * 1024;

/** Calls the exchange port of the node under test. */
export class Caller {
  constructor(
    readonly url: string,
    private readonly presented: Presented,
    private readonly nodeAuthority: string,
    private readonly patienceMs: number,
  ) {}

  /** A request whose body is still open. Its errors are the caller's to hear. */
  open(path: string, { present = this.presented, headers = {}, method = 'GET', maxVersion }: CallOptions = {}): ClientRequest {
    return request(new URL(path, this.url), {
      method,
      headers: { ...headers },
      ca: [this.nodeAuthority],
      agent: false,
      ...(present ? { key: present.keyPem, cert: present.certificatePem } : {}),
      ...(maxVersion ? { maxVersion } : { minVersion: 'TLSv1.3' }),
    });
  }

  /** The whole answer; rejects when there is none within the patience. */
  async call(path: string, options: CallOptions = {}): Promise<Answer> {
    const outgoing = this.open(path, options);
    outgoing.setTimeout(this.patienceMs, () => outgoing.destroy(new Error(`no answer to ${path} within ${this.patienceMs / 1000} s`)));
    outgoing.end();
    const response = await answerTo(outgoing);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > MAX_BODY) {
        response.destroy();
        throw new Error(`the answer to ${path} is longer than ${MAX_BODY} bytes`);
      }
      pieces.push(piece);
    }
    return { status: response.statusCode!, headers: response.headers, body: new Uint8Array(Buffer.concat(pieces)) };
  }
}

/** The head of the answer; errors after it end the response alone. */
export const answerTo = (outgoing: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
  });
