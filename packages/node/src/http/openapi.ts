import { z } from 'zod';
import type { Permission } from './access.ts';
import { problem, statusOf } from './problem.ts';
import type { AnyRoute } from './route.ts';

/** The OpenAPI 3.1 document, made from the table of routes and nothing else. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Schema = { [key: string]: Json };

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Schema;
  };
}

const DEFINITIONS = '#/$defs/';

/** Named schemas move to the components of the document; the rest stays in place. */
class Schemas {
  readonly named: Record<string, Schema> = {};

  of(schema: z.ZodType): Schema {
    const { $defs, $schema: _dialect, id: _id, ...made } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
    const definitions = ($defs ?? {}) as Record<string, Schema>;
    for (const [name, { id: _own, ...definition }] of Object.entries(definitions)) this.named[name] = tidy(definition) as Schema;
    const name = z.globalRegistry.get(schema)?.id;
    if (name === undefined) return tidy(made) as Schema;
    this.named[name] ??= tidy(made) as Schema;
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** References point into the components; the bounds that every safe integer has say nothing and are left out. */
function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const result: Schema = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') result[key] = inner.replace(DEFINITIONS, '#/components/schemas/');
    // A count or a yes in a query is written as text; the document says what it means.
    else if (key === 'pattern' && value.type === 'integer') continue;
    else if (key === 'enum' && value.type === 'boolean') continue;
    else if (inner === Number.MAX_SAFE_INTEGER || inner === Number.MIN_SAFE_INTEGER) continue;
    else result[key] = tidy(inner);
  }
  return result;
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', schemas: Schemas): Schema[] {
  if (!schema) return [];
  const { properties, required } = schemas.of(schema) as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(properties ?? {}).map(([name, { description, ...of }]) => ({
    name,
    in: place,
    required: place === 'path' || (required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: of,
  }));
}

const header = (name: string, required: boolean, description: string): Schema => ({
  name, in: 'header', required, description, schema: { type: 'string' },
});

function headersOf(route: AnyRoute): Schema[] {
  const key = route.idempotencyKey
    ? [header('Idempotency-Key', true, 'The same key with the same content gives the same answer again; with other content it is refused')]
    : [];
  const match = route.ifMatch
    ? [header('If-Match', route.ifMatch === 'required', 'The ETag of what you have seen; 412 when somebody acted meanwhile')]
    : [];
  return [...key, ...match];
}

/** The statuses that a route can answer besides its own, from what it asks for. */
function problemStatuses(route: AnyRoute): number[] {
  const always = route.permission === 'public' ? [] : [401, 403];
  const body = route.body ? [400, 413, 415, 422] : route.takes ? [400, 415, 422] : [];
  const parameters = route.params || route.query ? [422] : [];
  const act = typeof route.permission === 'object' && 'act' in route.permission ? [404, 409, 503] : [];
  const match = route.ifMatch === 'required' ? [412, 428] : route.ifMatch ? [412] : [];
  const named = (route.refusals ?? []).map((code) => statusOf({ code }));
  return [...new Set([...always, ...body, ...parameters, ...act, ...match, ...named])].toSorted((a, b) => a - b);
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read', 401: 'Sign-in is needed or has failed', 403: 'Not permitted', 404: 'Unknown here',
  409: 'The state of the thing does not admit it', 412: 'Somebody has acted meanwhile', 413: 'The body is over 1 MB',
  415: 'The body is not application/json', 422: 'The content has a fault, named by its pointer',
  428: 'If-Match is missing', 429: 'Too many requests; see Retry-After', 502: 'The day process does not answer',
  503: 'This node cannot serve now; see Retry-After',
};

const securityOf = (permission: Permission): Json =>
  permission === 'public' ? [{}] : permission === 'day' ? [{ bearer: [] }] : [{ cookie: [] }, { bearer: [] }];

function contentOf(route: AnyRoute, schemas: Schemas): Schema {
  const { response } = route;
  if (!response || (response.schema === undefined && response.mediaType === undefined)) return {};
  const mediaType = response.mediaType ?? 'application/json';
  return { content: { [mediaType]: { schema: response.schema ? schemas.of(response.schema) : { type: 'string' } } } };
}

function operationOf(route: AnyRoute, schemas: Schemas): Schema {
  const parameters = [...parametersOf(route.params, 'path', schemas), ...parametersOf(route.query, 'query', schemas), ...headersOf(route)];
  const example = route.example === undefined ? {} : { example: route.example as Json };
  const problems = problemStatuses(route).map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]);
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf(route.permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemas.of(route.body), ...example } } } }
      : {}),
    ...(route.takes ? { requestBody: { required: true, content: { [route.takes]: { schema: { type: 'string', format: 'binary' } } } } } : {}),
    responses: {
      [String(route.response?.status ?? 200)]: { description: 'Done', ...contentOf(route, schemas) },
      ...Object.fromEntries(problems),
    },
  };
}

const problemResponses = (): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(MEANINGS).map(([status, description]) => [
      `Problem${status}`,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );

export function openApiDocument(routes: readonly AnyRoute[]): OpenApiDocument {
  const schemas = new Schemas();
  schemas.of(problem);
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas);
  const sorted = Object.fromEntries(Object.entries(schemas.named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pairgate',
      version: '0.1.0',
      description:
        'The interface of one node of a pair of border gates. Each side runs its own node and writes its own facts. ' +
        'Instants are UTC, RFC 3339 with three decimals. Masses, quantities and money are decimal strings. Unknown ' +
        'fields, duplicate keys and inexact numbers are refused. Every fault is a problem document, RFC 9457.',
    },
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: sorted,
      responses: problemResponses(),
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'pairgate-vn', description: 'Or pairgate-cn on the other side; __Host- in front over TLS' },
        bearer: { type: 'http', scheme: 'bearer', description: 'A token of PUT /api/tokens/{name}, or of a sign-in with "as": "bearer"' },
      },
    },
  };
}

/** The bytes of the committed copy. */
export const openApiText = (routes: readonly AnyRoute[]): string => `${JSON.stringify(openApiDocument(routes), null, 2)}\n`;
