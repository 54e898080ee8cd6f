import { STATUS_CODES } from 'node:http';
import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { sayRefusal, type RefusalCode } from '@pairgate/domain/vocabulary/refusals.ts';
import { z } from 'zod';
import { JsonFault } from './strict-json.ts';
import { unavailableBy } from '../unavailable.ts';

/**
 * The one place where an HTTP status is chosen (RFC 9110), and the problem document that goes with it (RFC 9457).
 * Everything else speaks of refusals.
 */

/** A refusal on its way out of a handler. `parameter` names a parameter of path, query or header instead of a pointer. */
export interface ApiRefusal extends Refusal {
  readonly parameter?: string;
}

/** Ends a request with refusals; the server answers it with a problem document. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusals: readonly [ApiRefusal, ...ApiRefusal[]];
  /** Seconds after which to try again. */
  readonly retryAfter: number | undefined;
  constructor(refusals: readonly [ApiRefusal, ...ApiRefusal[]], retryAfter?: number) {
    super(refusals.map((refusal) => refusal.code).join(', '));
    this.refusals = refusals;
    this.retryAfter = retryAfter;
  }
}

export const refused = (code: RefusalCode, more: Omit<ApiRefusal, 'code'> = {}, retryAfter?: number): Refused =>
  new Refused([{ code, ...more }], retryAfter);

const STATUSES = {
  // The request itself is broken.
  body_missing: 400,
  idempotency_key_malformed: 400,
  idempotency_key_missing: 400,
  if_match_malformed: 400,
  json_duplicate_key: 400,
  json_malformed: 400,
  json_number_inexact: 400,
  json_too_deep: 400,
  request_malformed: 400,
  text_not_unicode: 400,
  // Who asks.
  sign_in_failed: 401,
  sign_in_needed: 401,
  not_allowed: 403,
  not_yours: 403,
  occurred_at_not_allowed: 403,
  origin_foreign: 403,
  other_authority: 403,
  other_side: 403,
  second_person_needed: 403,
  // What is asked for.
  account_unknown: 404,
  act_unknown: 404,
  link_unknown: 404,
  path_unknown: 404,
  reference_unknown: 404,
  retention_class_unknown: 404,
  token_unknown: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  stick_malformed: 422,
  stick_other_log: 422,
  stick_torn: 422,
  stick_wrong: 422,
  media_type_unsupported: 415,
  headers_too_large: 431,
  if_match_missing: 428,
  too_many_requests: 429,
  version_changed: 412,
  idempotency_key_reused: 422,
  // This node.
  unexpected: 500,
  clock_unreachable: 502,
  database_gone: 503,
  disk_full: 503,
  log_unconfirmed: 503,
  outcome_unknown: 503,
  busy: 503,
  stopping: 503,
  too_many_streams: 503,
} as const satisfies Partial<Record<RefusalCode, number>>;
const STATUS: Readonly<Record<string, number | undefined>> = STATUSES;

/** What does not exist: 404 when the path names it, a fault of the content when the body does. */
const UNKNOWN: ReadonlySet<string> = new Set<RefusalCode>(['consignment_unknown', 'crossing_unknown', 'entry_unknown']);

/** Refusals that point into the content, though it is the state that stands in the way: trying later may succeed. */
const STATE: ReadonlySet<string> = new Set<RefusalCode>([
  'account_name_used', 'already_arrived', 'already_loaded', 'capacity_unknown', 'declaration_incomplete',
  'declaration_withdrawn', 'gate_closed', 'hold_lifted', 'hold_objected', 'hold_open', 'hold_within_deadline',
  'inspection_finished', 'inspection_needed', 'last_load', 'not_assessed', 'not_loaded', 'reference_used',
  'result_reported', 'result_waiting', 'sample_needed', 'slot_beyond_plan', 'slot_full', 'slot_same', 'station_closed',
  'station_open',
]);

/** The status of a refusal: by its code, else 422 for a fault in the content and 409 for the state of the thing. */
export function statusOf(refusal: ApiRefusal): number {
  const fixed = STATUS[refusal.code];
  if (fixed !== undefined) return fixed;
  const inContent = refusal.pointer !== undefined || refusal.parameter !== undefined;
  if (UNKNOWN.has(refusal.code)) return inContent ? 422 : 404;
  return inContent && !STATE.has(refusal.code) ? 422 : 409;
}

/** Seconds to wait before trying again, for a node that cannot serve now. */
const RETRY_AFTER: Readonly<Record<string, number>> = {
  busy: 1, clock_unreachable: 2, database_gone: 2, disk_full: 60, log_unconfirmed: 5, outcome_unknown: 5, stopping: 10,
  too_many_streams: 30,
};

const said = {
  code: z.string().meta({ description: 'Stable, in words; listed in docs/reference/errors.md' }),
  detail: z.string().meta({ description: 'One sentence in the language of Accept-Language or of the account' }),
  pointer: z.string().optional().meta({ description: 'JSON Pointer (RFC 6901) to the fault in the body' }),
  parameter: z.string().optional().meta({ description: 'The faulty parameter of path, query or header' }),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
};

export const problem = z
  .object({
    type: z.string().meta({ description: 'urn:pairgate:problem:<code>' }),
    title: z.string(),
    status: z.int(),
    ...said,
    instance: z.string().meta({ description: 'Identifier of the request, as in the log of the node' }),
    errors: z.array(z.object(said)).optional().meta({ description: 'Every fault that was found, the first included' }),
  })
  .meta({ id: 'Problem', description: 'Problem document, RFC 9457' });
export type Problem = z.infer<typeof problem>;

export interface ProblemReply {
  readonly status: number;
  readonly body: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

function say(refusal: ApiRefusal, language: Language) {
  const { code, pointer, parameter, params } = refusal;
  return {
    code,
    detail: sayRefusal(refusal, language),
    ...(pointer === undefined ? {} : { pointer }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(params === undefined ? {} : { params: { ...params } }),
  };
}

/** The problem document of refusals. The first one names the problem; all of them are listed. */
export function problemOf(failure: Refused, language: Language, requestId: string): ProblemReply {
  const [first] = failure.refusals;
  const status = statusOf(first);
  const retryAfter = failure.retryAfter ?? RETRY_AFTER[first.code];
  return {
    status,
    body: {
      type: `urn:pairgate:problem:${first.code}`,
      title: STATUS_CODES[status] ?? String(status),
      status,
      ...say(first, language),
      instance: `urn:pairgate:request:${requestId}`,
      errors: failure.refusals.map((refusal) => say(refusal, language)),
    },
    headers: {
      'content-type': 'application/problem+json',
      'content-language': language,
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="pairgate"' } : {}),
    },
  };
}

/** Codes of the framework for a request that never reached a handler. */
const FRAMEWORK: Readonly<Record<string, RefusalCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request_malformed',
  FST_ERR_BAD_URL: 'path_unknown',
};

const statusCodeOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;

/** Refusals of anything that was thrown. What nobody expected is `unexpected`, and its words stay in the log. */
export function refusedBy(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const unavailable = unavailableBy(error);
  if (unavailable) return refused(unavailable.code);
  if (error instanceof JsonFault) return refused(error.code, { pointer: error.pointer, params: { offset: error.offset } });
  const code = error instanceof Error && 'code' in error ? FRAMEWORK[String(error.code)] : undefined;
  if (code !== undefined) return refused(code);
  return refused(statusCodeOf(error) < 500 ? 'request_malformed' : 'unexpected');
}
