import type { Problem } from './schemas.ts';
import { language } from './i18n/language.ts';
import { randomKey } from './random-key.ts';

/** A refusal or a failure of the node, as the problem document that it sent; `status` 0 means that nobody answered. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

const NO_ANSWER: Problem = { type: 'about:blank', title: 'No answer', status: 0, code: 'E-NET-000' };

async function problemOf(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  if (isProblem) return { type: 'about:blank', title: response.statusText, ...(await response.json()), status: response.status };
  return { type: 'about:blank', title: response.statusText || String(response.status), status: response.status };
}

export interface WriteOptions {
  /** The version that the reader has seen; the node answers 412 when somebody else acted first. */
  ifMatch?: string;
  /** Repeating a write with the same key repeats the first answer. A fresh key is drawn when none is given. */
  idempotencyKey?: string;
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    const headers = { 'accept-language': language.get(), ...init.headers };
    response = await fetch(path, { credentials: 'same-origin', ...init, headers });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiProblem(NO_ANSWER);
  }
  if (!response.ok) throw new ApiProblem(await problemOf(response));
  return response;
}

/** Reads JSON. Throws `ApiProblem`. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  return (await response.json()) as T;
}

/** Reads text, such as a list for a spreadsheet. Throws `ApiProblem`. */
export async function getText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await request(path, signal ? { signal } : {});
  return response.text();
}

/** Hands over a file as it is, and gives the answer. Throws `ApiProblem`. */
export async function upload<T>(path: string, file: Blob): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream', 'idempotency-key': randomKey() };
  const response = await request(path, { method: 'POST', headers, body: file });
  return (await response.json()) as T;
}

/** Writes JSON with an idempotency key, and gives the answer, or `undefined` when there is no body. Throws `ApiProblem`. */
export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, options: WriteOptions = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'idempotency-key': options.idempotencyKey ?? randomKey(),
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['if-match'] = options.ifMatch;
  const response = await request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
