import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { ExchangeStatus } from '@pairgate/node/exchange/status.ts';
import { setUpPair } from '@pairgate/node/set-up.ts';
import { startEmbeddedPostgres, type EmbeddedServer } from '@pairgate/store/engine/embedded.ts';
import { makeAccounts, peopleProcess, wholeNodeProcess, type PeopleSettings } from './exchange/api.ts';
import { cpuMillis, freePort, Part } from './exchange/child.ts';
import { proxyProcess, type ProxySettings } from './exchange/delay-proxy.ts';
import type { Sample } from './exchange/lorries.ts';
import { nodeProcess, type NodeSettings } from './exchange/node.ts';
import { logicalReplication } from './exchange/replication.ts';
import type { Run } from './exchange/source.ts';

/**
 * Shared facts a second between two nodes, each a process with a PostgreSQL server of its own: committed at the sender,
 * over TLS, checked, stored, folded and judged by the receiver, its countersignature verified by the sender.
 */
const has = (name: string): boolean => process.argv.includes(name);
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const text = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const say = (line: string) => process.stderr.write(`${line}\n`);

const SMOKE = has('--smoke');
const SECONDS = argument('--seconds', SMOKE ? 2 : 60);
const WARM_UP = SMOKE ? 1 : 10;
const DRAIN_FACTS = SMOKE ? 2_000 : 75_000;
const LATENCY_RATE = argument('--rate', SMOKE ? 200 : 5_000);
const AT_ONCE = argument('--lorries', 250);
/** Facts that are pushed through a full pipe, to see where to begin. */
const PIPE_FACTS = argument('--facts', 60_000);
/** Facts under way while the highest rate is looked for. */
const OUTSTANDING = argument('--outstanding', 6_000);
/** Facts through the HTTP interface before it is measured: by then the engine has compiled what is run often. */
const API_WARM_UP = SMOKE ? 20 : argument('--warm-up', 15_000);
/** Connections of the people who use the HTTP interface. */
const CONNECTIONS = argument('--connections', SMOKE ? 8 : 256);
/** A backlog is flat when what waits at the end was due within this time, and no fact in a hundred is missing. */
const FLAT_SECONDS = 0.5;
const only = text('--only')?.split(',');
const wanted = (phase: string): boolean => only === undefined || only.includes(phase);

const SAMPLES: Readonly<Record<SideId, string>> = {
  CN: fileURLToPath(new URL('../samples/electronics-cn-vn.json', import.meta.url)),
  VN: fileURLToPath(new URL('../samples/durian-vn-cn.json', import.meta.url)),
};

interface Status extends ExchangeStatus {
  readonly peakMb: number;
  readonly cpuMs: number;
  readonly waiting: number;
}

/** Segments of write-ahead log that a server has at hand, 16 MB each. */
const SEGMENTS = 60;

/**
 * A server that has worked for a day has old segments of its write-ahead log to use again. A new one has none: it fills and syncs 16 MB
 * of zeros each time, in the middle of a commit, and at 12 MB of log a second that is each 1.4 seconds.
 */
async function withSegments(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("ALTER SYSTEM SET min_wal_size = '1GB'");
  await client.query('SELECT pg_reload_conf()');
  for (let segment = 0; segment < SEGMENTS; segment += 1) {
    await client.query("SELECT pg_logical_emit_message(false, 'bench', 'a segment')");
    await client.query('SELECT pg_switch_wal()');
  }
  await client.query('CHECKPOINT');
  const { rows } = await client.query('SELECT count(*)::int AS ready FROM pg_ls_waldir()');
  say(`${rows[0].ready} segments of write-ahead log at hand`);
  await client.end();
}

class Bench {
  readonly servers = {} as Record<SideId, EmbeddedServer>;
  readonly directory = mkdtempSync(join(tmpdir(), 'pairgate-bench-exchange-'));
  readonly #parts: Part[] = [];
  peakMb = 0;

  async start(): Promise<void> {
    chmodSync(this.directory, 0o755);
    for (const side of SIDES) {
      mkdirSync(join(this.directory, side));
      const options = { directory: join(this.directory, `server-${side}`), port: await freePort(), maxConnections: 100 };
      const first = await startEmbeddedPostgres(options);
      const client = new pg.Client({ connectionString: first.url });
      await client.connect();
      await client.query("ALTER SYSTEM SET wal_level = 'logical'");
      await client.end();
      await first.stop();
      this.servers[side] = await startEmbeddedPostgres(options);
      await withSegments(this.servers[side].url);
    }
    const keys = (side: SideId) => join(this.directory, side, 'keys');
    const { agreement } = await setUpPair({ VN: keys('VN'), CN: keys('CN') }, Date.now());
    writeFileSync(join(this.directory, 'agreement.json'), JSON.stringify(agreement));
  }

  async part(name: string, settings: unknown, profile?: string): Promise<Part> {
    const part = await Part.start(name, settings, profile);
    this.#parts.push(part);
    return part;
  }

  /** Both nodes, each reaching the other at a port of its own or through a link; and the ports of their exchanges. */
  async nodes(link?: { readonly delayMs: number; readonly joined: boolean }): Promise<Record<SideId, Part> & { link?: Part }> {
    const ports = { VN: await freePort(), CN: await freePort() };
    const reached = link ? { VN: await freePort(), CN: await freePort() } : ports;
    const proxies = SIDES.map((side): ProxySettings => ({ listen: reached[side], target: ports[side], delayMs: link?.delayMs ?? 0 }));
    const proxy = link ? await this.part('link', { proxies, joined: link.joined }) : undefined;
    const settings = (side: SideId): NodeSettings => ({
      side,
      database: this.servers[side].url,
      directory: join(this.directory, side),
      agreement: join(this.directory, 'agreement.json'),
      peerAuthority: join(this.directory, otherSide(side), 'keys', 'tls-authority.pem'),
      peerUrl: `https://127.0.0.1:${reached[otherSide(side)]}`,
      port: ports[side],
      sample: SAMPLES[side],
      atOnce: AT_ONCE,
    });
    const profile = text('--profile');
    const [VN, CN] = await Promise.all(SIDES.map((side) => this.part('node', settings(side), profile)));
    return { VN: VN!, CN: CN!, ...(proxy ? { link: proxy } : {}) };
  }

  async end({ VN, CN, link }: Record<SideId, Part> & { link?: Part }): Promise<void> {
    for (const part of [VN, CN]) {
      const { peakMb } = await part.ask<{ peakMb: number }>({ do: 'stop' });
      this.peakMb = Math.max(this.peakMb, peakMb);
      await part.end();
    }
    await link?.end();
  }

  async stop(): Promise<void> {
    for (const part of this.#parts) await part.end();
    for (const side of SIDES) await this.servers[side]?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  cpu(nodes: Record<SideId, Part>): Record<string, number> {
    return {
      senderNode: cpuMillis(nodes.CN.pid), senderServer: cpuMillis(this.servers.CN.pid),
      receiverNode: cpuMillis(nodes.VN.pid), receiverServer: cpuMillis(this.servers.VN.pid),
    };
  }
}

const load = (): string => loadavg().map((each) => each.toFixed(1)).join(' ');

const isFlat = (run: Run): boolean =>
  run.countersigned >= run.offered * 0.99 && (run.backlog.at(-1) ?? 0) <= run.offered * FLAT_SECONDS;

/** What a node counts while the other is not there yet, or the link is cut. */
const WHILE_STARTING = ['unreachable', 'tls_refused', 'refused_by_peer'];

async function nothingRefused(nodes: Record<SideId, Part>): Promise<void> {
  for (const side of SIDES) {
    const { received, faults } = await nodes[side].ask<Status>({ do: 'status' });
    if (received.refused > 0) throw new Error(`${side} refused ${received.refused} entries`);
    const counted = Object.keys(faults).filter((kind) => !WHILE_STARTING.includes(kind));
    if (counted.length > 0) throw new Error(`${side} counted faults: ${JSON.stringify(faults)}`);
  }
}

/** Processor time of each process for a fact, in microseconds: it changes less than the rate when others run. */
const perFact = (before: Record<string, number>, after: Record<string, number>, facts: number): string =>
  Object.keys(before).map((name) => `${name} ${Math.round(((after[name]! - before[name]!) * 1000) / facts)}`).join(', ');

async function measured(bench: Bench, nodes: Record<SideId, Part>, rate: number, seconds: number): Promise<Run> {
  const before = bench.cpu(nodes);
  const run = await nodes.CN.ask<Run>({ do: 'run', rate, seconds, warmUp: WARM_UP });
  await nothingRefused(nodes);
  say(`  ${rate}/s offered, ${run.countersigned}/s countersigned, p50 ${run.p50} ms, p99 ${run.p99} ms, ` +
    `backlog ${run.backlog.join(' ')}; µs a fact: ${perFact(before, bench.cpu(nodes), run.facts)}; load ${load()}`);
  return run;
}

/** Facts a second with a bounded number always under way. */
async function fullPipe(bench: Bench, nodes: Record<SideId, Part>): Promise<number> {
  const push = (facts: number) =>
    nodes.CN.ask<{ countersigned: number }>({ do: 'saturate', facts, outstanding: OUTSTANDING });
  // The first part warms up.
  await push(PIPE_FACTS / 3);
  const before = bench.cpu(nodes);
  const { countersigned } = await push(PIPE_FACTS);
  await nothingRefused(nodes);
  say(`  a full pipe: ${countersigned}/s; µs a fact: ${perFact(before, bench.cpu(nodes), PIPE_FACTS)}; load ${load()}`);
  return countersigned;
}

/** The highest rate whose backlog stays flat: what a full pipe gives, and then down in steps until it is flat. */
async function sustained(bench: Bench): Promise<number> {
  const nodes = await bench.nodes();
  try {
    if (SMOKE) return (await measured(bench, nodes, LATENCY_RATE, SECONDS)).countersigned;
    const countersigned = await fullPipe(bench, nodes);
    if (wanted('pipe') && only) return countersigned;
    for (let rate = Math.floor(countersigned * 0.98); rate > 100; rate = Math.floor(rate * 0.95)) {
      const run = await measured(bench, nodes, rate, SECONDS);
      if (isFlat(run)) return run.countersigned;
    }
    throw new Error('no rate has a flat backlog');
  } finally {
    await bench.end(nodes);
  }
}

async function latency(bench: Bench, delayMs: number): Promise<number> {
  const nodes = await bench.nodes(delayMs === 0 ? undefined : { delayMs, joined: true });
  try {
    return (await measured(bench, nodes, LATENCY_RATE, SECONDS)).p99;
  } finally {
    await bench.end(nodes);
  }
}

/** Seconds from the moment at which the link is there again until both logs are countersigned to their ends. */
async function drain(bench: Bench): Promise<number> {
  const nodes = await bench.nodes({ delayMs: 0, joined: false });
  try {
    await Promise.all(SIDES.map((side) => nodes[side].ask({ do: 'fill', facts: DRAIN_FACTS / 2, outstanding: 2_000 })));
    const status = (side: SideId) => nodes[side].ask<Status>({ do: 'status' });
    const waiting = (await Promise.all(SIDES.map(status))).map(({ behind }) => behind);
    if (Math.min(...waiting) < DRAIN_FACTS / 2) throw new Error('the link was not lost');
    const before = bench.cpu(nodes);
    const begun = performance.now();
    await nodes.link!.ask({ order: 'join' });
    let connected = 0;
    const ends = (await Promise.all(SIDES.map(status))).map(({ ownSize }) => ownSize);
    for (;;) {
      const now = await Promise.all(SIDES.map(status));
      if (connected === 0 && now.every((each) => each.connected)) connected = performance.now() - begun;
      if (now.every(({ countersignedSize }, index) => countersignedSize >= ends[index]!)) break;
      await sleep(20);
    }
    const seconds = (performance.now() - begun) / 1000;
    await nothingRefused(nodes);
    say(`  ${waiting.join(' and ')} entries waited; connected after ${(connected / 1000).toFixed(1)} s, drained after ${seconds.toFixed(1)} s; ` +
      `µs an entry: ${perFact(before, bench.cpu(nodes), waiting[0]! + waiting[1]!)}; load ${load()}`);
    return seconds;
  } finally {
    await bench.end(nodes);
  }
}

/** Entries of the sender's log that the receiver has countersigned, as the sender has stored it. */
async function countersignedSize(client: pg.Client): Promise<number> {
  const { rows } = await client.query("SELECT cosigned_size::int AS size FROM log_head WHERE log = 'CN'");
  return (rows[0] as { size: number }).size;
}

/** Facts of the sender's log in a commit of one node, by the transactions that have stored them. */
async function factsInCommit(url: string, from: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const sql = "SELECT count(*)::int AS facts, count(DISTINCT xmin::text)::int AS commits FROM log_entry WHERE log = 'CN' AND index >= $1";
  const { rows } = await client.query(sql, [from]);
  await client.end();
  const { facts, commits } = rows[0] as { facts: number; commits: number };
  return Math.round(facts / commits);
}

/** Facts a second through the HTTP interface of a whole node, until the other whole node has countersigned them. */
async function throughApi(bench: Bench): Promise<number> {
  const sample = JSON.parse(readFileSync(SAMPLES.CN, 'utf8')) as Sample;
  const firm = (sample.declaration['exporter'] as { ID: string }).ID;
  for (const side of SIDES) await makeAccounts(bench.servers[side].url, side, firm);
  const ports = { VN: await freePort(), CN: await freePort() };
  const http = { VN: await freePort(), CN: await freePort() };
  const nodes = {} as Record<SideId, Part>;
  for (const side of SIDES) {
    const peer = otherSide(side);
    const config = join(bench.directory, side, 'node.json');
    writeFileSync(config, JSON.stringify({
      side, dataDirectory: '.', port: http[side], database: bench.servers[side].url, logLevel: 'fatal',
      exchange: {
        port: ports[side], peerUrl: `https://127.0.0.1:${ports[peer]}`,
        peerAuthority: `../${peer}/keys/tls-authority.pem`, agreement: '../agreement.json',
      },
    }));
    nodes[side] = await bench.part('whole-node', { config }, text('--profile'));
  }
  const client = new pg.Client({ connectionString: bench.servers.CN.url });
  await client.connect();
  try {
    const start = await countersignedSize(client);
    const settings: PeopleSettings = { port: http.CN, side: 'CN', sample, atOnce: CONNECTIONS };
    const people = await bench.part('people', settings);
    for (const end = performance.now() + 600_000; (await countersignedSize(client)) - start < API_WARM_UP; await sleep(100)) {
      if (performance.now() > end) throw new Error('the people do not get on');
    }
    const cpu = () => ({ ...bench.cpu(nodes), people: cpuMillis(people.pid) });
    const [before, from, at] = [cpu(), await countersignedSize(client), performance.now()];
    await sleep(Math.min(SECONDS, 30) * 1000);
    const facts = (await countersignedSize(client)) - from;
    const perSecond = facts / ((performance.now() - at) / 1000);
    const after = cpu();
    const [inSenders, inReceivers] = await Promise.all([bench.servers.CN, bench.servers.VN].map(({ url }) => factsInCommit(url, from)));
    const { acts } = await people.ask<{ acts: number }>({ do: 'stop' });
    await people.end();
    for (const side of SIDES) {
      const { peakMb } = await nodes[side].ask<{ peakMb: number }>({ do: 'stop' });
      say(`  ${side} at its highest ${peakMb} MB`);
    }
    say(`  ${Math.round(perSecond)}/s by ${acts} acts in all, ${inSenders} and ${inReceivers} facts in a commit; µs a fact: ${perFact(before, after, facts)}; load ${load()}`);
    return perSecond;
  } finally {
    await client.end();
    for (const side of SIDES) await nodes[side].end();
  }
}

/** The same facts by the same nodes, which do not hear of each other, carried by the servers themselves. */
async function replicated(bench: Bench): Promise<{ perSecond: number; drainSeconds: number }> {
  const nodes = await bench.nodes({ delayMs: 0, joined: false });
  try {
    return await logicalReplication({
      servers: { VN: bench.servers.VN.url, CN: bench.servers.CN.url },
      record: (side, facts) => nodes[side].ask({ do: 'fill', facts, outstanding: 2_000 }),
      sustainedFacts: SMOKE ? 2_000 : PIPE_FACTS,
      drainFacts: DRAIN_FACTS,
    });
  } finally {
    await bench.end(nodes);
  }
}

async function main(): Promise<void> {
  const bench = new Bench();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bench.stop().then(() => process.exit(1)));
  const result: Record<string, number | string> = {};
  try {
    await bench.start();
    say(`two servers, two nodes, ${AT_ONCE} lorries at a time, ${SECONDS} s; load ${load()}`);
    if (wanted('sustained') || wanted('pipe')) {
      say('sustained');
      result['facts_per_s'] = Math.round(await sustained(bench));
    }
    if (wanted('latency')) {
      say('latency');
      result['p99_ms'] = await latency(bench, 0);
    }
    if (wanted('link')) {
      say('latency over a link of 50 ms each way');
      result['p99_ms_50ms_link'] = await latency(bench, 50);
    }
    if (wanted('drain')) {
      say('drain');
      result['drain_s'] = Math.round((await drain(bench)) * 10) / 10;
    }
    result['peak_mb'] = bench.peakMb;
    if (wanted('api')) {
      say('through the HTTP interface');
      result['api_facts_per_s'] = Math.round(await throughApi(bench));
    }
    if (wanted('replication')) {
      say('logical replication of the journal');
      const { perSecond, drainSeconds } = await replicated(bench);
      say(`  ${Math.round(perSecond)}/s, drained in ${drainSeconds.toFixed(1)} s; load ${load()}`);
      result['replication_per_s'] = Math.round(perSecond);
      result['replication_drain_s'] = Math.round(drainSeconds * 100) / 100;
      const ratio = (value: number) => Math.round(value * 100) / 100;
      if ('facts_per_s' in result) result['ratio_logical_replication'] = ratio((result['facts_per_s'] as number) / perSecond);
      if ('drain_s' in result) result['ratio_logical_replication_drain'] = ratio(drainSeconds / (result['drain_s'] as number));
    }
    result['load_average'] = load();
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await bench.stop();
  }
}

const part = text('--part');
if (part === undefined) {
  await main();
  process.exit(0);
}
const settings = JSON.parse(process.argv.at(-1)!) as never;
if (part === 'node') await nodeProcess(settings as NodeSettings);
if (part === 'whole-node') await wholeNodeProcess((settings as { config: string }).config);
if (part === 'people') await peopleProcess(settings as PeopleSettings);
if (part === 'link') {
  const { proxies, joined } = settings as { proxies: ProxySettings[]; joined: boolean };
  proxyProcess(proxies, joined);
}
