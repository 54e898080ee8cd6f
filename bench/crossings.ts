import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import { fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from '@pairgate/exchange/default-agreement.ts';
import { pseudonymsOf } from '@pairgate/exchange/pseudonym.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP } from '@pairgate/ledger/tiles.ts';
import { keyPair, random, sha256, signer } from '@pairgate/node/crypto.ts';
import { gateTimes } from '@pairgate/node/gate-times.ts';
import type { Outcome } from '@pairgate/node/gateway.ts';
import { agreementsFrom } from '@pairgate/node/keys/agreement-file.ts';
import { Live } from '@pairgate/node/live.ts';
import { realWorld } from '@pairgate/node/world.ts';
import { Writer } from '@pairgate/node/writer.ts';
import { startEmbeddedPostgres } from '@pairgate/store/engine/embedded.ts';
import { ensureDatabase, openPostgres } from '@pairgate/store/engine/postgres.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';

/**
 * Crossings of eight durable steps a second, 32 at once, on one PostgreSQL server with fsync and synchronous_commit on.
 *
 * ours    eight acts through the writer: decided, journal, entry, tree, states and read models in one transaction; a
 *         crossing counts when its last entry is under a signed checkpoint. Eight acts leave eleven facts.
 * dbos    a DBOS workflow of eight steps, each one transaction: fact, read model, outgoing message
 * naive   the same transaction eight times, without an engine: a plain event store, one transaction a step
 *
 * The three take turns in rounds of a few seconds; medians of the rounds are reported.
 */
const CALLERS = 32;
const POOL = 32;
const STEPS = 8;
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SECONDS = argument('--seconds', 6);
const ROUNDS = argument('--rounds', 3);
const say = (line: string) => process.stderr.write(`${line}\n`);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Runs crossings with 32 callers for some seconds; crossings a second, and the time of each step in milliseconds. */
async function run(crossing: (note: (millis: number) => void) => Promise<void>): Promise<{ perSecond: number; steps: number[] }> {
  const steps: number[] = [];
  const started = performance.now();
  let done = 0;
  const caller = async () => {
    while (performance.now() - started < SECONDS * 1000) {
      await crossing((millis) => steps.push(millis));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return { perSecond: done / ((performance.now() - started) / 1000), steps };
}

const sample = JSON.parse(readFileSync(new URL('../samples/electronics-cn-vn.json', import.meta.url), 'utf8')) as { declaration: unknown };
const lorry = declaration.parse(sample.declaration);

async function ours(url: string) {
  const db = await openPostgres({ url, readers: POOL - 1 });
  await migrate(db);
  const journal = new Journal(db, huuNghiYouyiGuan.id);
  await journal.prepare(['VN', 'CN']);
  const pair = keyPair(random(32));
  const origin = 'bench.pairgate.example/cn';
  const party = {
    name: 'bench', rootKey: toBase64(pair.publicKey), logOrigin: origin, checkpointKey: toBase64(pair.publicKey),
    cosignatureKey: toBase64(pair.publicKey), tlsAuthority: '0'.repeat(64),
  };
  const document: AgreementDocument = {
    format: 'pairgate-agreement/1', version: 1, pair: 'huu-nghi-youyi-guan', validFrom: '2026-01-01T00:00:00.000Z',
    parties: { CN: party, VN: { ...party, logOrigin: 'bench.pairgate.example/vn' } },
    retention: DEFAULT_RETENTION, messages: DEFAULT_MESSAGES as AgreementDocument['messages'],
  };
  const agreements = agreementsFrom({ document, signatures: { VN: '', CN: '' } });
  const live = new Live('CN');
  await live.load(journal, Date.now());
  const key = signer(origin, pair);
  const signed = { size: 0 };
  const writer = new Writer({
    side: 'CN', pair: huuNghiYouyiGuan, journal, live, pseudonyms: pseudonymsOf(sha256, new Uint8Array(32), document.pair),
    clock: { now: () => Date.now(), virtual: false }, gateTimes: gateTimes(huuNghiYouyiGuan), world: realWorld,
    position: { position: 0, change: 0, own: EMPTY_TIP, peer: EMPTY_TIP, agreements, peerLogSeq: 0 },
    afterCommit: (committed, position) => {
      signCheckpoint({ origin, size: committed.ownSize, root: rootOf(sha256, position.own.edge) }, key);
      signed.size = committed.ownSize;
    },
  });
  const actor = (role: Actor['role']): Actor => ({ side: 'CN', role, account: role, firm: 'bench' });
  let serial = 0;
  const assessment = (authority: string, channel: string) => ({
    authority, channel, requiredActs: [], reasonCodes: [], rule: 'bench row 1', version: 1,
  });
  const crossing = async (note: (millis: number) => void) => {
    const act = async (name: string, reference: string | undefined, command: unknown, role: Actor['role']) => {
      const at = performance.now();
      const outcome: Outcome = await writer.submit({
        act: name, command, actor: actor(role), ...(reference === undefined ? {} : { reference }),
      });
      note(performance.now() - at);
      if (!outcome.ok) throw new Error(`${name}: ${outcome.refusals[0].code}`);
      return outcome;
    };
    serial += 1;
    const mine = { ...lorry, functionalReferenceID: `B${serial}` };
    const { reference: consignment, crossing: of } = await act('lodgeDeclaration', undefined, { declaration: mine }, 'trader');
    await act('assessConsignment', consignment, assessment('customs', 'yellow'), 'system');
    await act('assessConsignment', consignment, assessment('quarantine', 'green'), 'system');
    await act('assessConsignment', consignment, assessment('border_guard', 'green'), 'system');
    const equipment = lorry.transportEquipment;
    await act('recordArrival', of, {
      tractorID: lorry.borderTransportMeans.tractorID, sealID: equipment?.sealID ?? [], weighedMassKg: '24000', yard: 'CN-YX',
    }, 'yard');
    const held = await act('placeHold', of, {
      reasonCode: 'papers_missing', cause: 'papers', deadline: fromMillis(Date.now() + 3_600_000), objectTo: 'desk 1',
    }, 'customs');
    const hold = live.read(`crossing:${of}`)!.own as { hold: { placed: { hold: string }[] } };
    if (held.facts.length !== 1) throw new Error('a hold is one fact');
    await act('liftHold', of, { hold: hold.hold.placed[0]!.hold, reason: 'paper received' }, 'customs');
    const last = await act('decide', of, { outcome: 'release' }, 'customs');
    if (last.version < 7 || signed.size === 0) throw new Error('the last entry is not under a checkpoint');
  };
  return { crossing, stop: async () => { await writer.stop(); await db.close(); } };
}

const SCHEMA = `
  CREATE TABLE fact (stream text, version int, type text, body text, PRIMARY KEY (stream, version));
  CREATE TABLE view (stream text PRIMARY KEY, version int, phase text, body text);
  CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text, body text);`;

const bodies = Array.from({ length: STEPS }, (_, step) =>
  JSON.stringify(step === 0 ? lorry : { step, authority: 'customs', outcome: 'release', at: fromMillis(1_790_000_000_000), note: 'x'.repeat(160) }),
);

/** One durable step as a careful engineer writes it by hand. */
async function step(pool: pg.Pool, stream: string, number: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO fact VALUES ($1, $2, $3, $4)', [stream, number, `Step${number}`, bodies[number]]);
    await client.query(
      `INSERT INTO view VALUES ($1, $2, $3, $4)
       ON CONFLICT (stream) DO UPDATE SET version = excluded.version, phase = excluded.phase, body = excluded.body`,
      [stream, number, `phase${number}`, bodies[number]],
    );
    await client.query('INSERT INTO outbox (stream, body) VALUES ($1, $2)', [stream, bodies[number]]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function naive(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: POOL });
  await pool.query(SCHEMA);
  let serial = 0;
  return {
    crossing: async (note: (millis: number) => void) => {
      const stream = `c${(serial += 1)}`;
      for (let number = 0; number < STEPS; number += 1) {
        const at = performance.now();
        await step(pool, stream, number);
        note(performance.now() - at);
      }
    },
    stop: () => pool.end(),
  };
}

async function dbos(url: string, systemUrl: string) {
  const pool = new pg.Pool({ connectionString: url, max: POOL });
  await pool.query(SCHEMA);
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: systemUrl, systemDatabasePoolSize: POOL, logLevel: 'error', runAdminServer: false } as never);
  const workflow = DBOS.registerWorkflow(
    async (stream: string) => {
      for (let number = 0; number < STEPS; number += 1) {
        await DBOS.runStep(() => step(pool, stream, number), { name: `step${number}` });
      }
    },
    { name: 'crossing' },
  );
  await DBOS.launch();
  let serial = 0;
  return {
    crossing: async (note: (millis: number) => void) => {
      const at = performance.now();
      await workflow(`d${(serial += 1)}`);
      note((performance.now() - at) / STEPS);
    },
    stop: async () => {
      await DBOS.shutdown();
      await pool.end();
    },
  };
}

const directory = mkdtempSync(join(tmpdir(), 'pairgate-bench-'));
chmodSync(directory, 0o755);
const server = await startEmbeddedPostgres({ directory: join(directory, 'pg'), port: await freePort(), maxConnections: 200, onProgress: say });
try {
  const probe = new pg.Client({ connectionString: server.url });
  await probe.connect();
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await probe.query(`SHOW ${setting}`);
    if (rows[0][setting] !== 'on') throw new Error(`${setting} is not on`);
  }
  await probe.end();
  say('server with fsync and synchronous_commit on');
  const database = (name: string) => ensureDatabase({ url: server.url }, name);
  const contestants = {
    naive: () => database('naive').then(naive),
    dbos: async () => dbos(await database('dbos_app'), await database('dbos_system')),
    ours: () => database('ours').then(ours),
  };
  const rates: Record<keyof typeof contestants, number[]> = { naive: [], dbos: [], ours: [] };
  const oursSteps: number[] = [];
  const running: { [K in keyof typeof contestants]?: Awaited<ReturnType<(typeof contestants)[K]>> } = {};
  running.ours = await contestants.ours();
  running.naive = await contestants.naive();
  running.dbos = await contestants.dbos();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ['ours', 'dbos', 'naive'] as const) {
      if (process.argv.includes('--only-ours') && name !== 'ours') continue;
      const { perSecond, steps } = await run(running[name]!.crossing);
      // The first round warms up engines and caches and is not counted.
      if (round === 0) continue;
      rates[name].push(perSecond);
      if (name === 'ours') oursSteps.push(...steps);
      say(`round ${round} ${name}: ${perSecond.toFixed(1)} crossings/s`);
    }
  }
  for (const each of Object.values(running)) await each.stop();
  const result = {
    ours: Math.round(median(rates.ours)),
    dbos: Math.round(median(rates.dbos)),
    naive: Math.round(median(rates.naive)),
    ratio_dbos: Number((median(rates.ours) / median(rates.dbos)).toFixed(2)),
    ratio_naive: Number((median(rates.ours) / median(rates.naive)).toFixed(2)),
    p99_ms: Number(percentile(oursSteps, 0.99).toFixed(1)),
    p50_ms: Number(percentile(oursSteps, 0.5).toFixed(1)),
    callers: CALLERS,
    rounds: ROUNDS,
    seconds: SECONDS,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
