import { request, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TlsKeys } from '../keys/tls.ts';

/**
 * How one calls the other side: one's own certificate shown, and the authority that the agreement names trusted alone.
 */
export class PeerLink {
  readonly #options: RequestOptions;

  constructor(
    private readonly url: string,
    tls: TlsKeys,
    peerCa: string,
  ) {
    this.#options = {
      key: tls.keyPem,
      cert: tls.certificatePem,
      ca: [peerCa],
      minVersion: 'TLSv1.3',
      rejectUnauthorized: true,
      agent: false,
    };
  }

  open(method: 'GET' | 'POST', path: string, signal: AbortSignal): ClientRequest {
    return request(new URL(path, this.url), { ...this.#options, method, signal });
  }

  /**
   * Sends a request without a body and gives back the head of the answer; throws when there is none. Head and body end with
   * an error when nothing is heard for `silentMs`.
   */
  async get(path: string, signal: AbortSignal, silentMs: number): Promise<IncomingMessage> {
    const outgoing = this.open('GET', path, signal);
    outgoing.setTimeout(silentMs, () => outgoing.destroy(new Error('nothing was heard for too long')));
    outgoing.end();
    return responseOf(outgoing);
  }
}

export const responseOf = (outgoing: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    // Stays on after the answer has begun: an error without a listener would end the process.
    outgoing.on('error', reject);
  });

/** A body that must be short. Throws when it is longer than `max` bytes. */
export async function shortText(response: IncomingMessage, max: number): Promise<string> {
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
  return Buffer.concat(pieces).toString('utf8');
}
