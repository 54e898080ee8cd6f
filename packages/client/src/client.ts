import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.generated.ts';
import { follow } from './follow.ts';
import { PATIENCE, patientFetch, type Fetch, type Patience } from './patient-fetch.ts';
import { problemOf } from './problem.ts';

/** The client of a node's HTTP interface. Its types are generated from the node's own OpenAPI document. */

export type Schemas = components['schemas'];

/** A write needs an Idempotency-Key; this client draws one where the caller gives none. */
type Key = 'Idempotency-Key';
type OwnKey<H> = Omit<H, Key> & { [key in Key]?: string };
type Header<H> = object extends Omit<H, Key> ? { header?: OwnKey<H> } : { header: OwnKey<H> };
type WithoutKey<P> = P extends { header: infer H } ? Omit<P, 'header'> & Header<H> : P;
type Operation<O> = O extends { parameters: infer P } ? Omit<O, 'parameters'> & { parameters: WithoutKey<P> } : O;
export type Paths = { [path in keyof paths]: { [method in keyof paths[path]]: Operation<paths[path][method]> } };

export interface ClientOptions {
  /** Address of the node, such as `http://localhost:4080`. In a browser the page's own origin when absent. */
  readonly baseUrl?: string | undefined;
  /** A token or the secret of a bearer session. Without one the browser's cookie counts. */
  readonly token?: string | undefined;
  /** The language of refusals: `vi`, `zh` or `en`. */
  readonly language?: string | undefined;
  readonly patience?: Patience | undefined;
  readonly fetch?: Fetch | undefined;
}

/** What the stream of a node tells; `id` is the change number to go on from. */
export type NodeEvent =
  | { readonly event: 'crossings'; readonly id: string; readonly data: Schemas['CrossingRow'][] }
  | { readonly event: 'clock'; readonly id: string; readonly data: Schemas['Clock'] }
  | { readonly event: 'peer'; readonly id: string; readonly data: Schemas['Peer'] }
  | { readonly event: 'log' | 'reset'; readonly id: string; readonly data: Record<string, never> };

export interface EventOptions {
  /** The id of the last event that the caller has. */
  readonly since?: string | undefined;
  readonly driverToken?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface NodeClient extends Client<Paths> {
  /** Follows `/api/stream`, or a driver's stream, from now on or from `since`; comes back by itself. */
  events(options?: EventOptions): AsyncGenerator<NodeEvent, void, undefined>;
}

/** 128 random bits in hex; `crypto.randomUUID` is missing in browsers on plain HTTP. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The data of an answer. Refusals have been thrown as `ApiProblem` before, so an answer without data has no body. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/**
 * A client for one node. Every call throws `ApiProblem` when the node refuses and `NoAnswer` when nobody answers; what can
 * be repeated safely is repeated with growing pauses.
 */
export function createClient(options: ClientOptions = {}): NodeClient {
  const baseUrl = (options.baseUrl ?? (typeof location === 'undefined' ? '' : location.origin)).replace(/\/$/, '');
  const plainFetch: Fetch = options.fetch ?? ((request) => globalThis.fetch(request));
  const standing: Record<string, string> = {
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    ...(options.language === undefined ? {} : { 'accept-language': options.language }),
  };
  const client = createFetchClient<Paths>({
    baseUrl,
    headers: standing,
    credentials: 'same-origin',
    fetch: patientFetch(plainFetch, options.patience ?? PATIENCE),
  });
  const manners: Middleware = {
    onRequest({ request }) {
      if (request.method === 'POST' && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', newKey());
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
      return response;
    },
  };
  client.use(manners);
  async function* events({ since, driverToken, signal }: EventOptions = {}): AsyncGenerator<NodeEvent, void, undefined> {
    const path = driverToken === undefined ? '/api/stream' : `/api/driver/${encodeURIComponent(driverToken)}/stream`;
    for await (const { event, id, data } of follow({ url: `${baseUrl}${path}`, headers: standing, fetch: plainFetch, since, signal })) {
      yield { event, id, data: JSON.parse(data) } as NodeEvent;
    }
  }
  return { ...client, events };
}
