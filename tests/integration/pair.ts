import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIDES, otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { createIdentity, type Identity } from '@pairgate/node/keys/identity.ts';
import { QUICK, Vault } from '@pairgate/node/keys/vault.ts';
import { fingerprintsOf, makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { bundleInto } from '../../tools/build.mjs';
import { ROOT } from '../../tools/tree.mjs';

/**
 * Two real node processes with real keys and databases on free ports of the loopback interface, spoken to through their
 * public interface only. Either can be killed and started again.
 */
const DAY_TOKEN = 'test-day-token-0000000000000000';
/** A node that has not answered for this long will not: whoever waits for something looks again, or is told. */
const ANSWER_MS = 60_000;

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | null;
}

/** Nodes that ended though nobody had ended them. What somebody waits for on them does not come any more. */
const died = new Set<NodeProcess>();

export class NodeProcess {
  #child: ChildProcess | undefined;
  #ending = false;
  readonly #tokens = new Map<string, string>();
  output = '';

  constructor(
    readonly side: SideId,
    readonly url: string,
    private readonly config: string,
  ) {}

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How the process ended, with what it said last. */
  get end(): string {
    return `${this.side} ended with ${this.#child?.exitCode ?? this.#child?.signalCode}: ${this.output.slice(-2000)}`;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'build/node.js'), this.config], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#ending = false;
    died.delete(this);
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (data: Buffer) => (this.output = (this.output + data.toString()).slice(-20_000)));
    }
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: { ready?: string }) => message.ready && resolve());
      child.on('exit', () => {
        if (!this.#ending) died.add(this);
        reject(new Error(this.end));
      });
    });
  }

  /** Ends the process as a power cut of the process would: nothing is written any more. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || !this.running) return;
    this.#ending = true;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async request<T = Record<string, unknown>>(
    method: string,
    path: string,
    options: { persona?: string; body?: unknown; headers?: Record<string, string>; raw?: string } = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { 'accept-language': 'en', ...options.headers };
    if (options.persona) headers.authorization = `Bearer ${await this.token(options.persona)}`;
    if (method !== 'GET' && headers['idempotency-key'] === undefined) headers['idempotency-key'] = crypto.randomUUID();
    const content = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    if (content !== undefined) headers['content-type'] ??= 'application/json';
    const response = await fetch(`${this.url}${path}`, {
      method, headers, signal: AbortSignal.timeout(ANSWER_MS), ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: (json ? JSON.parse(text) : text) as T, etag: response.headers.get('etag') };
  }

  /** A token of one of the invented people, through the sign-in of the demonstration. */
  async token(persona: string): Promise<string> {
    const known = this.#tokens.get(persona);
    if (known) return known;
    const { status, body } = await this.request<{ token: string }>('POST', '/api/demo/sign-in', { body: { persona, as: 'bearer' } });
    if (status !== 201) throw new Error(`sign-in of ${persona}: ${status} ${JSON.stringify(body)}`);
    this.#tokens.set(persona, body.token);
    return body.token;
  }

  /** Sets the virtual clock of this node, which never goes back. */
  setClock(now: string, speed = 1, paused = false): Promise<Answer<unknown>> {
    return this.request('PUT', '/api/demo/clock', {
      body: { now, speed, paused, lagMs: 0 },
      headers: { authorization: `Bearer ${DAY_TOKEN}` },
    });
  }
}

export interface ProcessPair {
  readonly VN: NodeProcess;
  readonly CN: NodeProcess;
  readonly directory: string;
  readonly fingerprints: Readonly<Record<SideId, string>>;
  /** Root keys and all, for tests that sign what the nodes cannot. */
  readonly identities: Readonly<Record<SideId, Identity>>;
  stop(): Promise<void>;
}

export interface PairOptions {
  readonly database?: Partial<Record<SideId, string>>;
  readonly start?: boolean;
  /** The port through which a side calls the other, which listens on the port given; that one when not told. */
  readonly through?: (side: SideId, port: number) => Promise<number>;
}

/** Makes keys, agreement and configurations, builds the node when needed and starts both sides. */
export async function startPair(options: PairOptions = {}): Promise<ProcessPair> {
  await Promise.all([
    bundleInto('node', 'packages/node/src/main.ts'),
    bundleInto('pglite-worker', 'packages/store/src/engine/pglite-worker.ts'),
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'pairgate-test-'));
  const [vn, cn, vnExchange, cnExchange] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const web = { VN: vn, CN: cn };
  const exchange = { VN: vnExchange, CN: cnExchange };
  const identities = {} as Record<SideId, Identity>;
  for (const side of SIDES) {
    const options = { side, name: side, logOrigin: `${side.toLowerCase()}.pairgate.test/log` };
    identities[side] = await createIdentity(join(directory, side, 'keys'), options, new Vault('of a test', QUICK));
    writeFileSync(join(directory, side, 'passphrase'), 'of a test\n', { mode: 0o600 });
  }
  const document = makeAgreement(identities.VN.party, identities.CN.party, {
    pair: 'huu-nghi-youyi-guan',
    validFrom: '2026-01-01T00:00:00.000Z',
  });
  const signatures = Object.fromEntries(SIDES.map((side) => [side, signAgreement(document, side, identities[side].root!)]));
  writeFileSync(join(directory, 'agreement.json'), JSON.stringify({ document, signatures }));
  for (const side of SIDES) {
    const other = otherSide(side);
    mkdirSync(join(directory, side), { recursive: true });
    copyFileSync(join(directory, other, 'keys/tls-authority.pem'), join(directory, side, 'peer-ca.pem'));
    const config = {
      side,
      dataDirectory: join(directory, side),
      port: web[side],
      database: options.database?.[side] ?? 'pglite',
      exchange: {
        port: exchange[side],
        peerUrl: `https://localhost:${(await options.through?.(side, exchange[other])) ?? exchange[other]}`,
        peerAuthority: join(directory, side, 'peer-ca.pem'),
        agreement: join(directory, 'agreement.json'),
      },
      consoleDirectory: join(ROOT, 'build/console'),
      logLevel: 'warn',
      demonstration: { dayToken: DAY_TOKEN },
    };
    writeFileSync(join(directory, `${side}.json`), JSON.stringify(config));
  }
  const node = (side: SideId) => new NodeProcess(side, `http://127.0.0.1:${web[side]}`, join(directory, `${side}.json`));
  const pair = { VN: node('VN'), CN: node('CN') };
  if (options.start !== false) await Promise.all(SIDES.map((side) => pair[side].start()));
  return {
    ...pair,
    directory,
    fingerprints: fingerprintsOf(document),
    identities,
    async stop() {
      await Promise.all(SIDES.map((side) => pair[side].kill('SIGTERM')));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Polls until it is so. Throws after the time is over, with what the last look failed with and what `tell` has to say, and
 * at once when a node has died.
 */
export async function until(what: () => Promise<boolean>, millis = 90_000, tell?: () => Promise<string>): Promise<void> {
  let failure = '';
  const look = async (): Promise<boolean> => {
    failure = '';
    return what().catch((error: unknown) => {
      failure = `\nThe last look failed: ${String(error)}`;
      return false;
    });
  };
  for (const end = performance.now() + millis; !(await look()); ) {
    const [dead] = died;
    const sentence = dead ? dead.end : performance.now() > end ? `it did not happen within ${millis} ms: ${what.toString()}` : undefined;
    if (sentence !== undefined) throw new Error(`${sentence}${failure}\n${(await tell?.()) ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Sends until there is an answer, always with the same key: a caller cannot know what a killed node had done. */
export async function insist<T>(node: NodeProcess, path: string, persona: string, body: unknown): Promise<Answer<T>> {
  const key = crypto.randomUUID();
  for (;;) {
    try {
      const answer = await node.request<T>('POST', path, { persona, body, headers: { 'idempotency-key': key } });
      if (answer.status < 500) return answer;
    } catch {
      // The node is away; it comes back.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
