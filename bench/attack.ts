import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { decodeNote, encodeEntries, encodeFrame, encodeNote, FRAME, FrameReader, MAX_FRAME } from '@pairgate/exchange/wire.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { parseNote } from '@pairgate/ledger/note.ts';
import { EMPTY_TIP, grow } from '@pairgate/ledger/tiles.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { createIdentity, type Identity } from '@pairgate/node/keys/identity.ts';
import { QUICK, Vault } from '@pairgate/node/keys/vault.ts';
import { startEmbeddedPostgres } from '@pairgate/store/engine/embedded.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';

/**
 * A real node on PostgreSQL whose other side has valid certificates and the keys of its log, and keeps to nothing. Each
 * attack lasts some seconds. Measured: the node's peak memory (VmHWM, set back before each attack) and how long its own
 * people wait for an act meanwhile.
 */
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SECONDS = argument('--seconds', 10);
const say = (line: string) => process.stderr.write(`${line}\n`);
const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

const DAY_TOKEN = 'bench-day-token-0000000000000000';
const folder = mkdtempSync(join(tmpdir(), 'pairgate-attack-'));
chmodSync(folder, 0o711);
const server = await startEmbeddedPostgres({ directory: join(folder, 'server'), port: await freePort() });
const identities = {} as Record<SideId, Identity>;
for (const side of SIDES) {
  const options = { side, name: side, logOrigin: `${side.toLowerCase()}.bench.example/log` };
  identities[side] = await createIdentity(join(folder, side, 'keys'), options, new Vault('of a bench', QUICK));
  writeFileSync(join(folder, side, 'passphrase'), 'of a bench\n', { mode: 0o600 });
}
const document = makeAgreement(identities.VN.party, identities.CN.party, { pair: 'huu-nghi-youyi-guan', validFrom: '2026-01-01T00:00:00.000Z' });
const signatures = { VN: signAgreement(document, 'VN', identities.VN.root!), CN: signAgreement(document, 'CN', identities.CN.root!) };
writeFileSync(join(folder, 'agreement.json'), JSON.stringify({ document, signatures }));
writeFileSync(join(folder, 'peer.pem'), identities.CN.tls.authorityPem);
const [web, door, theirs] = [await freePort(), await freePort(), await freePort()];
mkdirSync(join(folder, 'VN'), { recursive: true });
writeFileSync(join(folder, 'VN.json'), JSON.stringify({
  side: 'VN', dataDirectory: join(folder, 'VN'), port: web, database: server.url, logLevel: 'fatal',
  exchange: { port: door, peerUrl: `https://localhost:${theirs}`, peerAuthority: join(folder, 'peer.pem'), agreement: join(folder, 'agreement.json') },
  demonstration: { dayToken: DAY_TOKEN },
}));

const node: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'node.js'), join(folder, 'VN.json')], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
await new Promise<void>((resolve, reject) => {
  node.on('message', () => resolve());
  node.on('exit', (code) => reject(new Error(`the node ended with ${code}`)));
});

/** Ends what was started, however the bench ends. */
async function end(): Promise<void> {
  node.removeAllListeners('exit');
  const gone = new Promise((resolve) => node.once('exit', resolve));
  if (node.exitCode === null && node.signalCode === null && node.kill('SIGTERM')) await gone;
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.on('uncaughtException', (error) => {
  say(String(error.stack));
  void end().finally(() => process.exit(1));
});

const post = async (path: string, body: unknown, token?: string) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`http://127.0.0.1:${web}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { token: string };
};
const { token } = await post('/api/demo/sign-in', { persona: 'vn-manager', as: 'bearer' });
const act = (count: number) =>
  post('/api/gate/publish-capacity', {
    trafficClass: 'general', perHour: 10 + (count % 10), validUntil: new Date(Date.now() + 3_600_000).toISOString(),
  }, token);

/** How often the attack that goes on has reached the node: streams, chunks that it stored, answers. */
let reached = 0;

/** The hostile side's end of the streams that the node opens. */
const turnAway = (response: ServerResponse): void => void response.destroy();
let serve = turnAway;
const sockets = new Set<Socket>();
const hostile: Server = createServer(
  { key: identities.CN.tls.keyPem, cert: identities.CN.tls.certificatePem },
  (incoming: IncomingMessage, response: ServerResponse) => {
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    if (incoming.url?.startsWith('/exchange/v1/entries')) {
      reached += 1;
      return serve(response.writeHead(200));
    }
    if (incoming.url === '/exchange/v1/held') return void response.writeHead(204).end();
    incoming.on('data', (piece: Buffer) => hear(new Uint8Array(piece)));
    return undefined;
  },
);
hostile.on('connection', (socket: Socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
await new Promise<void>((resolve) => hostile.listen(theirs, '127.0.0.1', resolve));

/** How much of the hostile log the node holds, from its own countersignatures. */
let held = 0;
let ears = new FrameReader();
function hear(piece: Uint8Array): void {
  try {
    for (const { body } of ears.push(piece)) {
      const note = parseNote(decodeNote(body) ?? '');
      if (note.ok) held = Math.max(held, Number(note.value.text.split('\n')[1]));
    }
  } catch {
    ears = new FrameReader();
  }
}

/** A log that the hostile side signs properly, whatever is in it. */
let tip = EMPTY_TIP;
function grown(entries: readonly Entry[]): Uint8Array[] {
  const first = tip.edge.size;
  ({ tip } = grow(sha256, tip, entries.map(({ leaf }) => leafHash(sha256, leaf))));
  const { checkpoint } = identities.CN;
  const note = signCheckpoint({ origin: checkpoint.name, size: tip.edge.size, root: rootOf(sha256, tip.edge) }, checkpoint);
  return [encodeEntries(first, entries), encodeNote(FRAME.checkpoint, note)];
}

const certified = {
  host: '127.0.0.1', port: door, agent: false as const, ca: [identities.VN.tls.authorityPem],
  key: identities.CN.tls.keyPem, cert: identities.CN.tls.certificatePem,
};

function stream(method: string, path: string): ReturnType<typeof request> {
  const outgoing = request({ ...certified, method, path });
  outgoing.on('error', () => undefined);
  outgoing.on('response', () => (reached += 1));
  outgoing.on('socket', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return outgoing;
}

/** Sends signed chunks one after the other, each when the one before is stored; gives up when the node does not take it. */
async function feed(chunks: () => readonly Entry[], until: () => boolean): Promise<void> {
  const { promise, resolve } = deferred<ServerResponse>();
  serve = resolve;
  const response = await Promise.race([promise, sleep(6000).then(() => undefined)]);
  if (!response) return;
  reached = 0;
  while (!until()) {
    const [entries, note] = grown(chunks());
    response.write(entries);
    response.write(note);
    for (const end = performance.now() + 3000; held < tip.edge.size && performance.now() < end && !until(); ) await sleep(20);
    if (held === tip.edge.size) reached += 1;
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

const garbage = (leaf: string, data: string, count: number): Entry[] =>
  Array.from({ length: count }, (_, at) => ({ leaf: encodeUtf8(`${leaf}${at}`), data: encodeUtf8(data) }));
const deep = (levels: number) => `{"trade":{"fields":{"a":${'['.repeat(levels)}${']'.repeat(levels)}},"salt":"${'A'.repeat(43)}="}}`;
const manyKeys = (count: number) => `{${Array.from({ length: count }, (_, at) => `"k${String(at).padStart(7, '0')}":0`).join(',')}}`;

const ATTACKS: Readonly<Record<string, (until: () => boolean) => Promise<void>>> = {
  'nothing': async (until) => {
    while (!until()) await sleep(100);
  },
  'a frame of 16 MiB that never ends': async (until) => {
    serve = (response) => {
      response.write(Buffer.concat([Buffer.from([(MAX_FRAME - 1) >>> 24, (MAX_FRAME - 1) >>> 16 & 255, (MAX_FRAME - 1) >>> 8 & 255, (MAX_FRAME - 1) & 255, 1]), Buffer.alloc(MAX_FRAME - 10)]));
    };
    while (!until()) await sleep(100);
  },
  'one byte a second': async (until) => {
    serve = (response) => {
      const timer = setInterval(() => response.write(Buffer.from([0])), 1000);
      response.on('close', () => clearInterval(timer));
    };
    while (!until()) await sleep(100);
  },
  'frames that are announced on thirty streams upward': async (until) => {
    while (!until()) {
      for (let at = 0; at < 30; at += 1) {
        const outgoing = stream('POST', `/exchange/v1/entries?from=${held}`);
        reached += 1;
        outgoing.write(Buffer.concat([Buffer.from([0, 0xff, 0xff, 0xff, 1]), Buffer.alloc(4 * 1024 * 1024)]));
      }
      await sleep(1000);
      for (const socket of sockets) socket.destroy();
    }
  },
  '16 MiB of unreadable entries in each chunk': (until) => feed(() => garbage('x', 'y'.repeat(8000), 1990), until),
  'data of a million nested lists': (until) => feed(() => garbage('{"commitments":{},"envelope":{}}', deep(1_000_000), 4), until),
  'data of half a million keys': (until) => feed(() => garbage('y', manyKeys(500_000), 2), until),
  'two thousand refused entries in each chunk': (until) => feed(() => garbage('z', '', 2000), until),
  'a flood of false countersignatures': async (until) => {
    const note = encodeNote(FRAME.countersignature, signCheckpoint({ origin: identities.CN.checkpoint.name, size: 1, root: new Uint8Array(32) }, identities.CN.checkpoint));
    while (!until()) {
      const outgoing = stream('POST', '/exchange/v1/countersignatures');
      reached += 1;
      for (let at = 0; at < 2000 && !until() && !outgoing.destroyed; at += 1) if (!outgoing.write(note)) await sleep(5);
      await sleep(50);
      outgoing.destroy();
    }
  },
  'a frame upward that is too long': async (until) => {
    while (!until()) {
      const outgoing = stream('POST', '/exchange/v1/countersignatures');
      reached += 1;
      outgoing.write(encodeFrame({ kind: 3, body: new Uint8Array(1024 * 1024) }));
      await sleep(100);
      outgoing.destroy();
    }
  },
  'a reader that takes nothing': async (until) => {
    const outgoing = stream('GET', '/exchange/v1/entries?from=0');
    outgoing.on('response', (response) => response.pause());
    outgoing.end();
    while (!until()) await sleep(100);
    outgoing.destroy();
  },
  'a flood of requests for tiles': async (until) => {
    while (!until()) {
      await Promise.all(Array.from({ length: 32 }, () => new Promise<void>((resolve) => {
        const outgoing = stream('GET', '/exchange/v1/log/tile/entries/000');
        outgoing.on('response', (response) => response.resume().on('end', resolve).on('error', () => resolve()));
        outgoing.on('close', () => resolve());
        outgoing.end();
      })));
    }
  },
  'five hundred connections without a word': async (until) => {
    const open = Array.from({ length: 500 }, () => connect(door, '127.0.0.1').on('error', () => undefined).on('connect', () => (reached += 1)));
    while (!until()) await sleep(100);
    for (const socket of open) socket.destroy();
  },
};

const peakMb = (): number => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.pid}/status`, 'utf8'))![1]) / 1024;
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

// Until the other side has been asked for its checkpoint of our log nothing is written.
while (!(await act(0).then(() => true, () => false))) await sleep(200);
for (let count = 0; count < 500; count += 1) await act(count);
interface Result {
  readonly peak_mb: number;
  readonly act_p50_ms: number;
  readonly act_p99_ms: number;
  readonly acts: number;
  readonly reached: number;
}

const results: Record<string, Result> = {};
for (const [name, attack] of Object.entries(ATTACKS)) {
  writeFileSync(`/proc/${node.pid}/clear_refs`, '5');
  reached = 0;
  const end = performance.now() + SECONDS * 1000;
  const over = () => performance.now() > end;
  const waits: number[] = [];
  const people = async () => {
    for (let count = 0; !over(); count += 1) {
      const begun = performance.now();
      await act(count);
      waits.push(performance.now() - begun);
      await sleep(50);
    }
  };
  await Promise.all([people(), attack(over)]);
  serve = turnAway;
  for (const socket of sockets) socket.destroy();
  const round = (value: number) => Number(value.toFixed(1));
  results[name] = {
    peak_mb: round(peakMb()), act_p50_ms: round(percentile(waits, 0.5)), act_p99_ms: round(percentile(waits, 0.99)), acts: waits.length, reached,
  };
  say(`${name}: ${JSON.stringify(results[name])}`);
  await sleep(500);
}

const isAlive = node.exitCode === null && node.signalCode === null;
hostile.close();
for (const socket of sockets) socket.destroy();
await end();
const peak = Math.max(...Object.values(results).map(({ peak_mb }) => peak_mb));
process.stdout.write(`${JSON.stringify({ node_alive: isAlive, peak_mb: peak, peak_mb_unattacked: results.nothing!.peak_mb, attacks: results })}\n`);
process.exit(isAlive ? 0 : 1);
