import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { problemOf, refused } from './problem.ts';

/**
 * The answer to bytes that are no HTTP request, or whose address or headers are longer than anybody's. There is no
 * request yet, so nobody's language is known; the connection ends with it.
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'request_malformed';
  const { status, body, headers } = problemOf(refused(code), 'en', randomBytes(16).toString('hex'));
  const content = Buffer.from(JSON.stringify(body));
  const head = { ...headers, 'content-length': String(content.length), connection: 'close' };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  socket.write(`HTTP/1.1 ${status} ${body.title}\r\n${lines.join('\r\n')}\r\n\r\n`);
  socket.end(content);
}
