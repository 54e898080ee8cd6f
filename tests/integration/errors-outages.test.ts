import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { DAY, HOUR, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';
import { TIMING } from '@pairgate/node/exchange/timing.ts';
import { startTwoNodes, until as untilSoon } from '@pairgate/node/testing/two-nodes.ts';
import { startEmbeddedPostgres, type EmbeddedServer } from '@pairgate/store/engine/embedded.ts';
import { openSnapshot } from '@pairgate/store/engine/postgres.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { openDatabaseLine, type DatabaseLine } from './database-line.ts';
import { ARRIVAL, declarationOf, durian, electronics, lodge, type Lodged } from './declarations.ts';
import { table, type Row } from './error-table.ts';
import { startPair, until, type ProcessPair } from './pair.ts';
import { AHEAD_MS, expectProblem, logsOf, quiet, send, setClocks, settle, stored, type Reply } from './refused.ts';
import { makeSmallDisk } from './small-disk.ts';

/**
 * The Vietnamese side on a real PostgreSQL server, on a small disk where one can be made, at the end of a line that can
 * be cut. The Chinese side is on PGlite and goes on with its work.
 */
const { row, complete } = table('When something is down');

const disk = makeSmallDisk(192);
let port: number;
let server: EmbeddedServer;
let line: DatabaseLine;
let pair: ProcessPair;
let now: number;

const startServer = () => startEmbeddedPostgres({ directory: join(disk.path, 'server'), port });

beforeAll(async () => {
  port = await freePort();
  server = await startServer();
  line = await openDatabaseLine(port);
  const url = new URL(server.url);
  url.port = String(line.port);
  pair = await startPair({ database: { VN: url.href } });
  now = Date.now() + AHEAD_MS;
  await setClocks(pair, now);
  await settle(pair);
});
afterAll(async () => {
  await pair?.stop();
  await line?.close();
  await server?.stop();
  disk.remove();
});

interface Seen {
  readonly row: { readonly phase: string; readonly consignments: readonly string[] };
  readonly timeline: readonly { id: string; type: string; side: string; occurredAt: string; recordedAt: string }[];
}

const see = async (side: 'VN' | 'CN', reference: string): Promise<Seen> => {
  const seen = await send<Seen>(pair, side, 'GET /api/crossings/{reference}', { persona: `${side.toLowerCase()}-auditor`, reference });
  if (seen.status !== 200) throw new Error(`${side} ${reference}: ${seen.text}`);
  return seen.body;
};
const request = (declaration: object, key: string, language = 'en') => ({
  persona: 'vn-trader', body: { declaration }, headers: { 'idempotency-key': key, 'accept-language': language },
});
const LODGE = 'POST /api/declarations';

/** Sends the same until it is taken, as a client that minds `Retry-After` would. */
async function insist(declaration: object, key: string): Promise<Lodged> {
  let lodged: Lodged | undefined;
  await until(async () => {
    const reply = await send<Lodged>(pair, 'VN', LODGE, request(declaration, key));
    if (reply.status !== 201 && reply.status !== 503) throw new Error(reply.text);
    lodged = reply.status === 201 ? reply.body : undefined;
    return lodged !== undefined;
  });
  return lodged!;
}

/** How many declarations stand in the log of the Vietnamese side, as this side has it. */
async function declaredIn(side: 'VN' | 'CN'): Promise<number> {
  type Page = { items: { type: string }[]; nextBefore: number | null };
  let [count, before] = [0, ''];
  for (;;) {
    const where = `GET /api/log/VN/entries?limit=200${before}`;
    const page = (await send<Page>(pair, side, where, { persona: `${side.toLowerCase()}-auditor` })).body;
    count += page.items.filter(({ type }) => type === 'DeclarationLodged').length;
    if (page.nextBefore === null) return count;
    before = `&before=${page.nextBefore}`;
  }
}

async function expectSame(): Promise<void> {
  await settle(pair);
  expect(await logsOf(pair, 'VN')).toEqual(await logsOf(pair, 'CN'));
}

row('a declaration while the other side is down', async (of) => {
  await pair.CN.kill();
  const key = crypto.randomUUID();
  const lodged = await send<Lodged>(pair, 'VN', of.where, request(declarationOf(), key));
  expect(lodged.status, lodged.text).toBe(of.status);
  const reference = lodged.body.crossing;
  const arrived = await send(pair, 'VN', 'POST /api/crossings/{reference}/record-arrival', { persona: 'vn-yard', reference, body: ARRIVAL });
  expect(arrived.status, arrived.text).toBe(200);
  const me = await send<{ peer: { behind: number } }>(pair, 'VN', 'GET /api/me', {});
  expect(me.body.peer.behind).toBeGreaterThanOrEqual(3);
  await pair.CN.start();
  await setClocks(pair, now);
  await expectSame();
  expect((await see('CN', reference)).row.phase).toBe('arrived');
});

row('the question who is there, 60 s after the other side was heard', async (of) => {
  const me = await send<{ peer: { silentSince: string | null; lastSeenAt: string | null } }>(pair, 'VN', of.where, {});
  expect(me.status).toBe(of.status);
  expect(me.body.peer).toMatchObject({ silentSince: null, lastSeenAt: expect.any(String) });
  // A minute is a long time in a test: here the same exchange runs with a shorter one.
  expect(TIMING.silentMs).toBe(60_000);
  const nodes = await startTwoNodes({ timing: { silentMs: 1500, idleMs: 200 } });
  try {
    await nodes.settled();
    await nodes.CN.stop();
    await untilSoon(() => nodes.VN.exchange.status().silentSince !== null);
    const { silentSince, lastSeenAt } = nodes.VN.exchange.status();
    expect(silentSince).toBe(lastSeenAt);
    expect((await nodes.VN.lodge()).ok).toBe(true);
    await nodes.CN.start();
    await untilSoon(() => nodes.VN.exchange.status().silentSince === null);
    await nodes.settled();
  } finally {
    await nodes.stop();
  }
});

row("work while the other side's clock is a day ahead", async (of) => {
  now += HOUR;
  await pair.VN.setClock(fromMillis(now), 1, true);
  await pair.CN.setClock(fromMillis(now + DAY), 1, true);
  const { reference, crossing } = await lodge(pair);
  await until(async () => (await see('CN', crossing)).timeline.length > 0);
  const completed = await send(pair, 'CN', 'POST /api/consignments/{reference}/complete-declaration', {
    persona: 'cn-trader-2', reference, body: { completion: durian.completion },
  });
  expect(completed.status, completed.text).toBe(200);
  const back = await send<Lodged>(pair, 'CN', of.where, { persona: 'cn-trader-3', body: { declaration: declarationOf(electronics) } });
  expect(back.status, back.text).toBe(of.status);
  await until(async () => (await see('VN', back.body.crossing)).timeline.length > 0);
  await expectSame();
  for (const side of ['VN', 'CN'] as const) {
    const { timeline } = await see(side, crossing);
    const at = (type: string) => timeline.filter((fact) => fact.type === type).map(({ occurredAt, recordedAt }) => [occurredAt, recordedAt]);
    expect(at('DeclarationLodged')).toEqual([[fromMillis(now), fromMillis(now)]]);
    expect(at('DeclarationCompleted')).toEqual([[fromMillis(now + DAY), fromMillis(now + DAY)]]);
  }
  const digests = await Promise.all(
    (['VN', 'CN'] as const).map(async (side) => {
      const where = 'GET /api/crossings/{reference}/shared';
      return (await send<{ digest: string }>(pair, side, where, { persona: `${side.toLowerCase()}-auditor`, reference: crossing })).body.digest;
    }),
  );
  expect(digests[0]).toBe(digests[1]);
});

/** What was under way when the database went, each under its key. */
const underWay = Array.from({ length: 24 }, (_, at) => ({ declaration: declarationOf(), key: `under-way-${at}` }));
const during = { declaration: declarationOf(), key: 'while-it-was-gone' };
let declared: number;
let lorry: Lodged;

async function expectGone(of: Row, ask: (language: string) => Promise<Reply>): Promise<void> {
  for (const language of LANGUAGES) {
    const reply = await ask(language);
    expectProblem(pair, of, language, reply);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

row('a declaration while the database is gone', async (of) => {
  lorry = await lodge(pair);
  await settle(pair);
  declared = await declaredIn('VN');
  const statuses = underWay.map(({ declaration, key }, at) =>
    new Promise((resolve) => setTimeout(resolve, at * 5)).then(() => send(pair, 'VN', LODGE, request(declaration, key))),
  );
  await statuses[4];
  process.kill(server.pid, 'SIGKILL');
  await until(async () => (await send(pair, 'VN', of.where, request(during.declaration, during.key))).status === 503);
  await expectGone(of, (language) => send(pair, 'VN', of.where, request(during.declaration, during.key, language)));
  for (const { status, text } of await Promise.all(statuses)) expect([201, 503], text).toContain(status);
});

row('a reading while the database is gone', async (of) => {
  await expectGone(of, (language) =>
    send(pair, 'VN', of.where, { persona: 'vn-auditor', reference: lorry.crossing, headers: { 'accept-language': language } }),
  );
  expect((await send(pair, 'VN', 'GET /healthz', {})).status).toBe(200);
  const ready = await send(pair, 'VN', 'GET /readyz', {});
  expect([ready.status, ready.body]).toMatchObject([503, { ok: false, database: false }]);
});

row('the same declaration when the database is back', async (of) => {
  server = await startServer();
  // Before anybody has written: a node that is not ready is sent nothing, and must not wait for it.
  await until(async () => (await send(pair, 'VN', 'GET /readyz', {})).status === 200);
  const lodged = await insist(during.declaration, during.key);
  const again = await send<Lodged>(pair, 'VN', of.where, request(during.declaration, during.key));
  expect([again.status, again.body]).toEqual([of.status, lodged]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const all = [lodged, ...(await Promise.all(underWay.map(({ declaration, key }) => insist(declaration, key))))];
  await expectSame();
  expect(await declaredIn('VN')).toBe(declared + all.length);
  expect(await declaredIn('CN')).toBe(declared + all.length);
  // What follows of itself has followed, also for what was lodged in the last moment.
  for (const { reference } of all) {
    const where = 'GET /api/consignments/{reference}';
    const seen = await send<{ origin: { assessment: Record<string, unknown> } }>(pair, 'VN', where, { persona: 'vn-auditor', reference });
    expect(Object.keys(seen.body.origin.assessment).length, reference).toBe(3);
  }
});

row('a declaration whose commit the database did not live to answer', async (of) => {
  // Neither the other side nor the rules write now, so that the next commit is the one that is meant.
  await pair.CN.kill();
  await quiet(pair, ['VN']);
  const before = await declaredIn('VN');

  const lost = { declaration: declarationOf(), key: 'answer-lost' };
  line.cutAtCommit('after');
  const found = await send<Lodged>(pair, 'VN', of.where, request(lost.declaration, lost.key));
  expect(found.status, 'the database is there again and knows').toBe(201);

  const never = { declaration: declarationOf(), key: 'commit-lost' };
  await quiet(pair, ['VN']);
  line.cutAtCommit('before');
  const missed = await send(pair, 'VN', of.where, request(never.declaration, never.key));
  expect([missed.status, missed.body.code]).toEqual([503, 'database_gone']);
  await insist(never.declaration, never.key);

  const unknown = { declaration: declarationOf(), key: 'outcome-unknown' };
  await quiet(pair, ['VN']);
  line.cutAtCommit('after', 'down');
  const asked = LANGUAGES.map((language) => send(pair, 'VN', of.where, request(unknown.declaration, unknown.key, language)));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const answered: string[] = [];
  for (const each of asked) void each.then(() => answered.push('asked'));
  const other = await send(pair, 'VN', of.where, request(declarationOf(), 'somebody-else'));
  expect([other.status, other.body.code]).toEqual([503, 'database_gone']);
  expect(answered, 'nobody waits with the one who cannot be told yet').toEqual([]);
  for (const [at, language] of LANGUAGES.entries()) expectProblem(pair, of, language, await asked[at]!);

  line.mend();
  const told = await insist(unknown.declaration, unknown.key);
  await pair.CN.start();
  await setClocks(pair, now + DAY);
  await expectSame();
  expect(await declaredIn('VN')).toBe(before + 3);
  expect((await see('CN', told.crossing)).row.consignments).toEqual([told.reference]);
});

const packed = { declaration: declarationOf(), key: 'while-it-was-full' };

row('a declaration while the disk is full', async (of) => {
  await settle(pair);
  // The server's own log has its next 16 MB before the disk is full: without them it would stop instead of refusing.
  const session = await openSnapshot({ url: server.url });
  await session.query('select pg_switch_wal()');
  await session.query('checkpoint');
  await session.close();
  disk.fill();
  // What fits into pages that are there already is still taken.
  await until(async () => (await send(pair, 'VN', of.where, request(declarationOf(), crypto.randomUUID()))).status === 503);
  const before = await stored(pair, ['VN']);
  for (const language of LANGUAGES) {
    const reply = await send(pair, 'VN', of.where, request(packed.declaration, packed.key, language));
    expectProblem(pair, of, language, reply);
    expect(reply.headers.get('retry-after')).toBe('60');
  }
  expect(await stored(pair, ['VN'])).toEqual(before);
  const ready = await send(pair, 'VN', 'GET /readyz', {});
  expect([ready.status, ready.body]).toMatchObject([503, { writer: false, database: true }]);
}, disk.reason);

row('a sign-in while the disk is full', async (of) => {
  const body = { persona: 'vn-quarantine', as: 'bearer' };
  // A session is small: the page that it goes into has room for some more.
  await until(async () => (await send(pair, 'VN', of.where, { body })).status === 503);
  for (const language of LANGUAGES) {
    expectProblem(pair, of, language, await send(pair, 'VN', of.where, { body, headers: { 'accept-language': language } }));
  }
}, disk.reason);

row('the same declaration when there is room again', async (of) => {
  disk.empty();
  const before = await declaredIn('VN');
  const lodged = await insist(packed.declaration, packed.key);
  const again = await send<Lodged>(pair, 'VN', of.where, request(packed.declaration, packed.key));
  expect([again.status, again.body]).toEqual([of.status, lodged]);
  await expectSame();
  expect(await declaredIn('VN')).toBe(before + 1);
  expect((await send(pair, 'VN', 'GET /readyz', {})).status).toBe(200);
}, disk.reason);

complete();
