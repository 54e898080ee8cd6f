import { expect } from 'vitest';
import { AUTHORITIES, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { LANGUAGES, type Language } from '@pairgate/domain/vocabulary/labels.ts';
import { refusals, sayRefusal, type RefusalCode } from '@pairgate/domain/vocabulary/refusals.ts';
import type { Problem } from '@pairgate/node/http/problem.ts';
import type { Row } from './error-table.ts';
import { startPair, until, type ProcessPair } from './pair.ts';

/** Sends what a row of the table says, and looks at the answer and at what both nodes have stored. */

export interface Request {
  readonly persona?: string;
  readonly body?: unknown;
  /** Bytes as they are, in place of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  /** `null` takes a header away that would be sent by itself. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** What stands for `{reference}` in the path. */
  readonly reference?: string;
}

export interface Reply<T = Problem> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** `where` is a method and a path, as the table writes them. */
export async function send<T = Problem>(pair: ProcessPair, side: SideId, where: string, request: Request): Promise<Reply<T>> {
  const node = pair[side];
  const [method, path] = where.split(' ') as [string, string];
  const headers: Record<string, string | null> = { 'accept-language': 'en' };
  const content = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  if (content !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
  if (request.persona !== undefined) headers.authorization = `Bearer ${await node.token(request.persona)}`;
  Object.assign(headers, request.headers);
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== null);
  const response = await fetch(`${node.url}${path.replace('{reference}', request.reference ?? '')}`, {
    method,
    headers: sent,
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : undefined) as T };
}

/** What must not be in an answer: traces, files of the machine, statements of the database. */
const INSIDE = [/\.[cm]?[jt]s:\d/, /\bat \S+ \(/, /node_modules/, /\b(select|insert into|update|delete from) /i, /ECONN/];

export function expectProblem(pair: ProcessPair, row: Row, language: Language, reply: Reply): void {
  const { body, headers, text } = reply;
  expect(reply.status, text).toBe(row.status);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('content-language')).toBe(language);
  expect(body).toMatchObject({ type: `urn:pairgate:problem:${row.code}`, status: row.status, code: row.code });
  expect(body.title.length).toBeGreaterThan(0);
  expect(body.instance).toMatch(/^urn:pairgate:request:[0-9a-f]{32}$/);
  const { code, params } = body;
  expect(body.detail).toBe(sayRefusal(params === undefined ? { code } : { code, params }, language));
  expect(body.detail).not.toMatch(/[{}]/);
  expect(body.errors?.[0]).toMatchObject({ code: row.code, detail: body.detail });
  expect(refusals[row.code as RefusalCode].en, 'the sentence of the table').toBe(row.sentence);
  for (const inside of INSIDE) expect(text).not.toMatch(inside);
  for (const path of [pair.directory, process.cwd()]) expect(text).not.toContain(path);
}

interface LogView {
  readonly logs: readonly {
    readonly side: SideId;
    readonly size: number;
    readonly root: string;
    readonly countersignedSize: number;
    readonly judgement: { readonly upTo: number };
    /** The newest ones, newest first. */
    readonly entries: readonly { readonly index: number; readonly type: string }[];
  }[];
}

const auditor = (side: SideId): string => `${side.toLowerCase()}-auditor`;

async function read<T>(pair: ProcessPair, side: SideId, path: string): Promise<T> {
  const { status, body, text } = await send<T>(pair, side, `GET ${path}`, { persona: auditor(side) });
  if (status !== 200) throw new Error(`${side} ${path}: ${status} ${text}`);
  return body;
}

const logs = async (pair: ProcessPair, side: SideId): Promise<LogView['logs']> =>
  (await read<LogView>(pair, side, '/api/log')).logs;

export const logsOf = async (pair: ProcessPair, side: SideId) =>
  (await logs(pair, side)).map(({ side: of, size, root }) => ({ of, size, root }));

/** Everything that a request could have left behind. The clocks must stand still. */
export async function stored(pair: ProcessPair, sides: readonly SideId[] = SIDES): Promise<unknown> {
  return Promise.all(
    sides.map(async (side) => [
      side,
      await logsOf(pair, side),
      await read(pair, side, '/api/crossings?limit=200'),
      await read(pair, side, '/api/gate'),
    ]),
  );
}

/** Nothing is left to do about a log: the other side holds all of it and has judged what there is to judge. */
function isDone({ size, countersignedSize, judgement, entries }: LogView['logs'][number]): boolean {
  const last = entries.find(({ type }) => type !== 'Judged');
  return size > 0 && countersignedSize === size && judgement.upTo > (last?.index ?? -1);
}

/** How long nothing must have changed. */
const QUIET_MS = 1500;

interface Listed {
  readonly items: readonly { readonly direction: string; readonly endedAt: string | null; readonly consignments: readonly string[] }[];
}

interface Consigned {
  readonly origin: Party;
  readonly destination: Party & { readonly declaration: { readonly completedAt: string | null } };
}

interface Party {
  readonly assessment: Readonly<Record<string, unknown>>;
}

/** Whether the rules of these sides have looked at all that was declared, and, at the destination, completed. */
async function areAssessed(pair: ProcessPair, sides: readonly SideId[]): Promise<boolean> {
  for (const side of sides) {
    const { items } = await read<Listed>(pair, side, '/api/crossings?limit=200');
    for (const { direction, consignments } of items.filter(({ endedAt }) => endedAt === null)) {
      for (const consignment of consignments) {
        const { origin, destination } = await read<Consigned>(pair, side, `/api/consignments/${consignment}`);
        const mine = direction.startsWith(side) ? origin : destination.declaration.completedAt === null ? undefined : destination;
        if (mine && Object.keys(mine.assessment).length < AUTHORITIES.length) return false;
      }
    }
  }
  return true;
}

/** Waits until both nodes have finished with everything that was done: assessed, mirrored, countersigned, judged. */
export async function settle(pair: ProcessPair): Promise<void> {
  await quiet(pair, SIDES, async () => {
    const [vn, cn] = [await logs(pair, 'VN'), await logs(pair, 'CN')];
    const same = vn.every((log, at) => log.size === cn[at]!.size && log.root === cn[at]!.root);
    return same && [...vn, ...cn].every(isDone);
  });
}

/** Waits until nothing changes on these sides any more, and something is so. */
export async function quiet(pair: ProcessPair, sides: readonly SideId[], isSo = () => Promise.resolve(true)): Promise<void> {
  let [last, since] = ['', Date.now()];
  await until(async () => {
    const now = JSON.stringify(await stored(pair, sides));
    if (now !== last) [last, since] = [now, Date.now()];
    return (await isSo()) && Date.now() - since > QUIET_MS && (await areAssessed(pair, sides));
  }, 240_000);
}

/** Clocks that are to stand still are set to a moment that lies so far ahead: none runs backwards. */
export const AHEAD_MS = 60_000;

/** A pair whose clocks stand still, so that nothing happens but what is asked for; `now` in milliseconds. */
export async function startStillPair(): Promise<{ pair: ProcessPair; now: number }> {
  const pair = await startPair();
  // So far ahead that no clock is there before it is set.
  const now = Date.now() + AHEAD_MS;
  await setClocks(pair, now);
  await settle(pair);
  return { pair, now };
}

/** Puts the clocks of both sides forward to the same moment, where they stand. */
export async function setClocks(pair: ProcessPair, now: number): Promise<void> {
  for (const side of SIDES) {
    const { status } = await pair[side].setClock(fromMillis(now), 1, true);
    if (status !== 204) throw new Error(`the clock of ${side} was not set: ${status}`);
  }
}

/**
 * Sends the request in every language: it is refused as the row says, in a sentence of that language, and nothing is
 * stored anywhere. `at` is the pointer or the parameter that the answer must name.
 */
export async function expectRefused(
  pair: ProcessPair,
  side: SideId,
  row: Row,
  request: Request,
  at?: { readonly pointer: string } | { readonly parameter: string },
): Promise<void> {
  const before = await stored(pair);
  for (const language of LANGUAGES) {
    const reply = await send(pair, side, row.where, { ...request, headers: { 'accept-language': language, ...request.headers } });
    expectProblem(pair, row, language, reply);
    if (at === undefined) expect([reply.body.pointer, reply.body.parameter]).toEqual([undefined, undefined]);
    else expect(reply.body).toMatchObject(at);
  }
  expect(await stored(pair)).toEqual(before);
}
