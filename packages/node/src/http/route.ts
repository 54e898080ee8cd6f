import type { ServerResponse } from 'node:http';
import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { z } from 'zod';
import type { Caller, Permission } from './access.ts';
import type { Services } from './services.ts';

/** One route: what it takes, who may call it and what it answers, declared once for server, checks and API document. */

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a handler is given: everything is parsed, and the policy table has agreed. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly language: Language;
  readonly services: Services;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: number | undefined;
  readonly header: (name: string) => string | undefined;
  /** The network address of the caller, for limits only. */
  readonly ip: string;
  /** True when the caller reached us over TLS, directly or through a trusted proxy. */
  readonly secure: boolean;
}

export interface Reply {
  readonly status?: number;
  /** A value for JSON; a text with its own `content-type` header is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the response over, for a stream. The head is not sent yet. */
  readonly takeOver?: (response: ServerResponse) => void;
}

export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  readonly method: Method;
  /** As in OpenAPI: `/api/crossings/{reference}`. */
  readonly path: string;
  readonly tag: string;
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  readonly permission: Permission;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** A body of bytes of this media type, which the handler reads as it comes, instead of JSON. */
  readonly takes?: string;
  /** A body that the schema accepts, for the API document. */
  readonly example?: unknown;
  readonly response?: { readonly status: number; readonly schema?: z.ZodType; readonly mediaType?: string };
  /** `required`: without an `Idempotency-Key` the write is refused. */
  readonly idempotencyKey?: 'required';
  readonly ifMatch?: 'required' | 'optional';
  /** Refusal codes worth naming in the API document. */
  readonly refusals?: readonly string[];
  /** Only in the demonstration does the route exist. */
  readonly demo?: true;
  readonly handler: (call: Call<Params, Query, Body>) => Reply | Promise<Reply>;
}

// A table of routes holds routes of different parameters; each is called only with what its own schemas have parsed.
// oxlint-disable-next-line no-explicit-any
export type AnyRoute = Route<any, any, any>;

export const route = <Params = unknown, Query = unknown, Body = unknown>(
  of: Route<Params, Query, Body>,
): AnyRoute => of;
