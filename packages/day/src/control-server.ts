import { timingSafeEqual, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FASTEST, SLOWEST } from './clock.ts';

export interface Wish {
  readonly speed?: number;
  readonly paused?: boolean;
}

export interface Control {
  /** What the day is doing now. */
  status(): unknown;
  drive(wish: Wish): void;
}

const MAX_BODY = 10_000;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function allowed(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY) throw new Error('the body is too large');
  }
  return text;
}

/** The wish in a body; throws a sentence when there is none. */
export function wishOf(text: string): Wish {
  const { speed, paused, ...rest } = JSON.parse(text) as Record<string, unknown>;
  if (Object.keys(rest).length > 0) throw new Error(`unknown: ${Object.keys(rest).join(', ')}`);
  if (speed !== undefined && !(typeof speed === 'number' && speed >= SLOWEST && speed <= FASTEST)) {
    throw new Error(`speed must be a number from ${SLOWEST} to ${FASTEST}`);
  }
  if (paused !== undefined && typeof paused !== 'boolean') throw new Error('paused must be true or false');
  return { ...(speed === undefined ? {} : { speed }), ...(paused === undefined ? {} : { paused }) };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Listens on the loopback interface only, at `/` and, for the nodes, at `/clock`. `GET` is open, since it tells nothing that the screens do not. */
export function startControl(port: number, token: string, control: Control): Promise<Server> {
  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      if (request.url !== '/' && request.url !== '/clock') answer(response, 404, { error: 'there is only /' });
      else if (request.method === 'GET') answer(response, 200, control.status());
      else if (request.method !== 'POST') answer(response, 405, { error: 'GET or POST' });
      else if (!allowed(request, token)) answer(response, 401, { error: 'the token of the day is needed' });
      else {
        control.drive(wishOf(await bodyOf(request)));
        answer(response, 200, control.status());
      }
    };
    handle().catch((error: unknown) => answer(response, 400, { error: (error as Error).message }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
