import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { RateLimit } from '../accounts/rate-limit.ts';
import { randomHex } from '../crypto.ts';
import type { Stick } from '../exchange/stick.ts';
import type { Submitter } from '../gateway.ts';
import { permits, type Caller } from './access.ts';
import { callerOf, checkProvenance } from './authenticate.ts';
import { serveConsole } from './console-files.ts';
import { DriverLinks } from './driver-link.ts';
import { languageOf } from './language.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { docsPage } from './docs-page.ts';
import { refuseConnection } from './refuse-connection.ts';
import { openApiDocument } from './openapi.ts';
import { idempotencyKeyOf, ifMatchOf } from './preconditions.ts';
import { problemOf, refused, refusedBy } from './problem.ts';
import { readAway } from './read-away.ts';
import type { History } from './history.ts';
import type { Ledgers } from './ledgers.ts';
import type { Readings } from './readings.ts';
import type { AnyRoute, Reply } from './route.ts';
import { routes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import type { Demo, Services } from './services.ts';
import { StreamHub } from './stream-hub.ts';
import { parseStrictJson } from './strict-json.ts';
import { parseBody, parseParameters } from './validation.ts';

/** The HTTP interface of one node: routes, sign-in, problem documents, event streams and the console's files. */

export const MAX_BODY_BYTES = 1024 * 1024;

export interface ServerOptions {
  readonly side: SideId;
  readonly submitter: Submitter;
  readonly readings: Readings;
  readonly ledgers: Ledgers;
  readonly history: History;
  readonly accounts: Accounts;
  /** The exchange as files that somebody carries. */
  readonly stick: Pick<Stick, 'read' | 'write'>;
  /** 32 random bytes, kept with the node's secrets: driver links are made with it. */
  readonly linkKey: Uint8Array;
  readonly demo?: Demo | undefined;
  /** The built console; without it only the interface is served. */
  readonly consoleDirectory?: string | undefined;
  /** Browser origins besides our own that may write, such as a development server. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** True behind a proxy that sets `X-Forwarded-*`; or its addresses. */
  readonly trustProxy?: boolean | string | readonly string[] | undefined;
  readonly registry?: Registry | undefined;
  readonly metrics?: Metrics | undefined;
  readonly logger?: FastifyBaseLogger | undefined;
  /** Most event streams at once. */
  readonly maxStreams?: number | undefined;
  /** Real time in milliseconds. */
  readonly wall?: (() => number) | undefined;
  /** Checks each answer against its schema and fails with 500 on a difference; for tests and the demonstration. */
  readonly checkResponses?: boolean | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

function servicesOf(
  options: ServerOptions,
  registry: Registry,
  metrics: Metrics,
  onStreamError: (error: unknown) => void,
): Services {
  const { side, submitter, readings, ledgers, history, accounts, stick, demo } = options;
  const wall = options.wall ?? Date.now;
  const hub = new StreamHub({ readings, wall, maxClients: options.maxStreams ?? 1000, onError: onStreamError });
  return {
    side, submitter, readings, ledgers, history, accounts, stick, demo, wall, hub,
    links: new DriverLinks(options.linkKey),
    limits: {
      signIn: new RateLimit({ burst: 20, perMinute: 20 }, wall),
      signInName: new RateLimit({ burst: 10, perMinute: 10 }, wall),
      kiosk: new RateLimit({ burst: 20, perMinute: 30 }, wall),
    },
    metricsText() {
      metrics.streams.set(hub.size);
      return registry.metrics();
    },
  };
}

/** Everything that is the same for all routes: who asks, what may be asked, in which language a refusal is said. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const registry = options.registry ?? new Registry();
  const metrics = options.metrics ?? createMetrics(registry);
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    // Its own lines would hold paths; `onResponse` writes one without them.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomHex(16),
    trustProxy: (options.trustProxy as boolean | string | string[] | undefined) ?? false,
    forceCloseConnections: true,
    clientErrorHandler: refuseConnection,
    ...(options.logger === undefined ? { logger: false } : { loggerInstance: options.logger }),
    // Only the framework's own refusals come this way: a path that cannot be decoded.
    frameworkErrors: (error, request, reply) => sendProblem(error, request as FastifyRequest, reply as FastifyReply),
  });
  const services = servicesOf(options, registry, metrics, (error) => app.log.error({ err: error }, 'stream ended'));
  // Before any route, so that it reaches all of them. Quality 4 of Brotli is near gzip in time and well ahead in size.
  await app.register(compress, { threshold: 1024, brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } });
  const headers = securityHeaders(await serveConsole(app, options.consoleDirectory));

  function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    const failure = refusedBy(error);
    const language = languageOf(headerOf(request, 'accept-language'), request.caller?.account?.language);
    const { status, body, headers: more } = problemOf(failure, language, request.id);
    metrics.refusals.inc({ code: body.code });
    if (status >= 500) request.log.error({ err: error, code: body.code, request: request.id }, 'request failed');
    return reply.code(status).headers({ ...headers, ...more, 'x-request-id': request.id }).send(Buffer.from(JSON.stringify(body)));
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseStrictJson(body));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  app.setErrorHandler(async (error, request, reply) => {
    const unread = request.raw.readableDidRead ? !request.raw.readableEnded : refusedBy(error).refusals[0].code === 'body_too_large';
    if (unread && !(await readAway(request.raw))) reply.header('connection', 'close');
    return sendProblem(error, request, reply);
  });
  app.decorateRequest('caller');
  // What waits for nothing says when it is done: a promise for it would be made for every request.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const where = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    metrics.requests.observe({ method, route: where, status: reply.statusCode }, seconds);
    // The path itself can hold a driver's link, the query a plate: only the route's pattern is logged.
    request.log.info({ method, route: where, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  app.addHook('onClose', async () => services.hub.close());

  const served = routes.filter((route) => !route.demo || options.demo);
  for (const route of served) {
    if (route.takes === undefined) addRoute(app, route, services, options);
    else await app.register(async (inner) => addBytesRoute(inner, route, services, options));
  }
  addDocuments(app, routes);
  app.setNotFoundHandler((request, reply) => sendProblem(unmatched(request, reply, served), request, reply));
  return app;
}

/** `/api/crossings/{reference}` as the router writes it: `/api/crossings/:reference`. */
const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** A route that reads its body as it comes: nothing is held, so nothing is too long. */
function addBytesRoute(app: FastifyInstance, route: AnyRoute, services: Services, options: ServerOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(route.takes!, (_request, payload, done) => done(null, payload));
  addRoute(app, route, services, options);
}

function addRoute(app: FastifyInstance, route: AnyRoute, services: Services, options: ServerOptions): void {
  app.route({
    method: route.method,
    url: routerPath(route.path),
    // HEAD of a stream would hold the connection and never say anything.
    exposeHeadRoute: route.response?.mediaType !== 'text/event-stream',
    onRequest: async (request) => {
      request.caller = await callerOf(
        {
          authorization: headerOf(request, 'authorization'),
          cookie: headerOf(request, 'cookie'),
          secure: request.protocol === 'https',
        },
        services,
      );
      if (!permits(route.permission, request.caller)) {
        const known = request.caller.account !== undefined && route.permission !== 'day';
        throw refused(known ? 'not_allowed' : 'sign_in_needed');
      }
      if (route.method !== 'GET') {
        const provenance = { origin: headerOf(request, 'origin'), fetchSite: headerOf(request, 'sec-fetch-site'), host: request.host };
        checkProvenance(provenance, options.allowedOrigins ?? []);
      }
    },
    handler: (request, reply) => answer(route, request, reply, services, options.checkResponses ?? false),
  });
}

/**
 * Text in paths and queries is one text however it was typed, and without a NUL, as in a body. A parameter given twice
 * stays a list and is refused. Throws `Refused`.
 */
const inNfc = (given: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given as Record<string, unknown>).map(([name, value]) => {
      if (typeof value === 'string' && value.includes('\0')) throw refused('field_malformed', { parameter: name });
      return [name, typeof value === 'string' ? value.normalize('NFC') : value];
    }),
  );

async function answer(
  route: AnyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
  checkResponses: boolean,
): Promise<FastifyReply> {
  const { caller } = request;
  const idempotencyKey = idempotencyKeyOf(headerOf(request, 'idempotency-key'), route);
  const ifMatch = ifMatchOf(headerOf(request, 'if-match'), route);
  if ((route.body || route.takes) && request.body === undefined) throw refused('body_missing');
  const result: Reply = await route.handler({
    params: route.params ? parseParameters(route.params, inNfc(request.params)) : {},
    query: route.query ? parseParameters(route.query, inNfc(request.query)) : {},
    body: route.body ? parseBody(route.body, request.body) : request.body,
    caller,
    language: languageOf(headerOf(request, 'accept-language'), caller.account?.language),
    services,
    idempotencyKey,
    ifMatch,
    header: (name) => headerOf(request, name),
    ip: request.ip,
    secure: request.protocol === 'https',
  });
  if (checkResponses && route.response?.schema && result.body !== undefined) route.response.schema.parse(result.body);
  return send(result, reply);
}

function send(result: Reply, reply: FastifyReply): FastifyReply {
  reply.code(result.status ?? 200).headers({ 'cache-control': 'no-store', ...result.headers });
  if (result.takeOver) {
    reply.hijack();
    reply.raw.writeHead(result.status ?? 200, reply.getHeaders() as Record<string, string>);
    result.takeOver(reply.raw);
    return reply;
  }
  if (result.body === undefined) return reply.send();
  if (typeof result.body === 'string') return reply.send(result.body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(result.body));
}

/** The API document and its page, made once. */
function addDocuments(app: FastifyInstance, of: readonly AnyRoute[]): void {
  const document = openApiDocument(of);
  const text = JSON.stringify(document);
  const page = docsPage(document);
  app.get('/api/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}

/** No route: another method of the same path is 405, anything else 404. */
function unmatched(request: FastifyRequest, reply: FastifyReply, of: readonly AnyRoute[]) {
  const [path = ''] = request.url.split('?');
  const methods = of
    .filter((route) => new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .flatMap((route) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  if (methods.length === 0) return refused('path_unknown');
  reply.header('allow', [...new Set(methods)].join(', '));
  return refused('method_not_allowed', { params: { method: request.method } });
}
