import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, dataOf, type NodeClient, type NodeEvent } from '@pairgate/client/client.ts';
import { ApiProblem } from '@pairgate/client/problem.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { urgencyOf, type Persona, type Urgency } from './accounts.ts';

/** Requests to one node that are on the wire at once; the others wait their turn. */
const AT_ONCE = 32;

/** Nothing is given up: a node that is down is asked again with growing pauses, by the same key, until it answers. */
const PATIENCE = { attempts: Number.MAX_SAFE_INTEGER, pauseMs: 150, longestMs: 4_000 };

/** A node that fails at a request, and not for being down, is asked this often again. */
const FAILURES = 4;

/** A request that has no answer by then is given up and sent again, so that it does not hold its turn for ever. */
const ANSWER_MS = 60_000;

/** Runs something once after a time in milliseconds; what is given back calls it off. */
export type After = (millis: number, run: () => void) => () => void;

const realAfter: After = (millis, run) => {
  const timer = setTimeout(run, millis);
  return () => clearTimeout(timer);
};

async function answerTo(request: Request, after: After): Promise<Response> {
  let callOff = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    callOff = after(ANSWER_MS, () => reject(new Error(`no answer within ${ANSWER_MS} ms`)));
  });
  try {
    return await Promise.race([fetch(request), late]);
  } finally {
    callOff();
  }
}

const pauseAfter = (attempt: number): Promise<void> => sleep(Math.min(1000 * 2 ** attempt, 8000));

/** Of so many turns one goes to whoever has been passed over, from the most patient up. */
const FOR_THE_PATIENT = 3;

/** Whose turn it is. Who works at the gate goes before desks, and desks before who declares for later. */
class Turns {
  #free = AT_ONCE;
  #given = 0;
  readonly #waiting: readonly (() => void)[][] = [[], [], []];

  get counts(): { onTheWire: number; waiting: number } {
    return { onTheWire: AT_ONCE - this.#free, waiting: this.#waiting.reduce((all, line) => all + line.length, 0) };
  }

  async take<T>(urgency: Urgency, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting[urgency]!.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#next();
      if (next) next();
      else this.#free += 1;
    }
  }

  #next(): (() => void) | undefined {
    this.#given += 1;
    const lines = this.#given % FOR_THE_PATIENT === 0 ? this.#waiting.toReversed() : this.#waiting;
    return lines.find((line) => line.length > 0)?.shift();
  }
}

/** One node as the people of its side reach it: one client for each account, over connections that stay open. */
export class NodeLink {
  readonly #clients = new Map<Persona, Promise<NodeClient>>();
  readonly #turns = new Turns();
  #requests = 0;
  #refusals = 0;

  constructor(
    readonly side: SideId,
    readonly url: string,
    private readonly tokens: Readonly<Record<Persona, string>>,
    private readonly after: After = realAfter,
  ) {}

  get counts(): { requests: number; refusals: number; onTheWire: number; waiting: number } {
    return { requests: this.#requests, refusals: this.#refusals, ...this.#turns.counts };
  }

  #client(token: string | undefined, urgency: Urgency = 0): NodeClient {
    const inTurn = (request: Request): Promise<Response> => {
      this.#requests += 1;
      return this.#turns.take(urgency, () => answerTo(request, this.after));
    };
    return createClient({ baseUrl: this.url, token, language: 'en', patience: PATIENCE, fetch: inTurn });
  }

  /** A client for the clock, with the token of the day; it asks once and does not wait its turn. */
  withToken(token: string): NodeClient {
    const once = (request: Request): Promise<Response> => answerTo(request, this.after);
    return createClient({ baseUrl: this.url, token, language: 'en', patience: { ...PATIENCE, attempts: 1 }, fetch: once });
  }

  /** A client without an account that asks until the node answers. */
  patient(): NodeClient {
    return this.#client(undefined);
  }

  /** The client of an account; without a token the sign-in page of the demonstration gives one. */
  as(persona: Persona): Promise<NodeClient> {
    const known = this.#clients.get(persona);
    if (known) return known;
    const token = this.tokens[persona];
    const client = token === undefined ? this.#signIn(persona) : Promise.resolve(this.#client(token, urgencyOf(persona)));
    this.#clients.set(persona, client);
    client.catch(() => this.#clients.delete(persona));
    return client;
  }

  async #signIn(persona: Persona): Promise<NodeClient> {
    const { token } = await dataOf(this.#client(undefined).POST('/api/demo/sign-in', { body: { persona, as: 'bearer' } }));
    return this.#client(token, urgencyOf(persona));
  }

  /**
   * Does one thing in somebody's name. A refusal comes back as data, since races with other people are part of the life; a
   * node that cannot serve now is asked until it can.
   */
  async try<T>(persona: Persona, call: (client: NodeClient) => Promise<{ data?: T }>): Promise<Tried<T>> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return { ok: true, data: await dataOf(call(await this.as(persona))) };
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        if (error.status === 401 && attempt === 0) {
          this.#clients.set(persona, this.#signIn(persona));
          continue;
        }
        if (error.status === 503 || (error.status >= 500 && attempt < FAILURES)) {
          await pauseAfter(attempt);
          continue;
        }
        this.#refusals += 1;
        return { ok: false, code: error.code, problem: error };
      }
    }
  }

  /** Follows what happens for as long as the caller wants; a session that has ended is begun anew. */
  async *events(persona: Persona, signal: AbortSignal): AsyncGenerator<NodeEvent, void, undefined> {
    let since: string | undefined;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        for await (const event of (await this.as(persona)).events({ signal, since })) {
          attempt = 0;
          if (event.id !== '') since = event.id;
          yield event;
        }
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 401)) throw error;
        await pauseAfter(attempt);
        this.#clients.delete(persona);
      }
    }
  }

  /** Reads something that must be there. Throws `ApiProblem` when it is refused. */
  async read<T>(persona: Persona, call: (client: NodeClient) => Promise<{ data?: T }>): Promise<T> {
    const tried = await this.try(persona, call);
    if (!tried.ok) throw tried.problem;
    return tried.data;
  }
}

export type Tried<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly code: string; readonly problem: ApiProblem };
