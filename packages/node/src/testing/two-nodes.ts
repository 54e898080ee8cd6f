import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { otherSide, SIDES, type Role, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import { toMillis } from '@pairgate/domain/kernel/instant.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { compileAgreement, type CompiledAgreement, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate } from '@pairgate/store/migrations.ts';
import { Anchor } from '../exchange/anchor.ts';
import type { Follow, Opens } from '../exchange/caller.ts';
import { startExchange, type Exchange, type ExchangeOptions } from '../exchange/exchange.ts';
import { Eraser } from '../erasure/eraser.ts';
import { httpsNetwork } from '../exchange/https.ts';
import type { Persons } from '../exports/persons.ts';
import type { ExchangeLog } from '../exchange/status.ts';
import type { Timing } from '../exchange/timing.ts';
import { WorkingKeys } from '../exchange/working-keys.ts';
import { gateTimes } from '../gate-times.ts';
import type { Clock, Done, Outcome, Submission } from '../gateway.ts';
import { agreementsFrom, fingerprintsOf, makeAgreement, signAgreement } from '../keys/agreement-file.ts';
import { createIdentity, type Identity } from '../keys/identity.ts';
import { loadPseudonyms } from '../keys/pseudonym-key.ts';
import { QUICK, Vault } from '../keys/vault.ts';
import { Live } from '../live.ts';
import { Writer } from '../writer.ts';
import { positionOf } from '../position.ts';
import { realWorld } from '../world.ts';

/**
 * Two whole nodes without their HTTP interfaces, in one process: real keys, real databases, real writers, and the
 * exchange over real HTTPS on the loopback interface. Either can be stopped and started again; its database stays.
 */
export interface TwoNodesOptions {
  /** Ports of both exchanges; free ones when not given. */
  readonly ports?: Readonly<Record<SideId, number>>;
  readonly timing?: Partial<Timing>;
  /** Who opens the streams, and how each follows the other; a side that opens all does not listen, one that opens none does not call. */
  readonly layout?: Readonly<Record<SideId, { readonly opens: Opens; readonly follow: Follow }>>;
  /** Opens the database of a side; in memory when not given. */
  readonly open?: (side: SideId) => Promise<Database>;
  readonly clock?: Clock;
  /** Counts the persons whose data a side lets cross; by default nobody does, and none may. */
  readonly persons?: (side: SideId) => Persons | undefined;
  /** Leaves nodes stopped at first. */
  readonly stopped?: readonly SideId[];
  /** The agreement that a side's writer publishes under: another one than was signed makes a hostile sender. */
  readonly publishUnder?: (side: SideId, signed: SignedAgreement) => CompiledAgreement;
  /** Changes what a side's exchange is started with. */
  readonly alter?: (side: SideId, options: ExchangeOptions) => ExchangeOptions;
}

const SAMPLES = new URL('../../../../samples/', import.meta.url);
/** The papers of the samples are of these days. */
const SAMPLE_TIME = toMillis('2026-11-19T02:00:00.000Z');

/** A clock that shows the days of the samples and runs with real time. */
export function sampleClock(): Clock {
  const offset = SAMPLE_TIME - Date.now();
  return { now: () => Date.now() + offset, virtual: true };
}

const silent: ExchangeLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export class TestNode {
  live!: Live;
  writer!: Writer;
  exchange!: Exchange;
  keys!: WorkingKeys;
  eraser!: Eraser;
  running = false;
  db!: Database;
  journal!: Journal;
  #lodged = 0;

  constructor(
    readonly side: SideId,
    readonly identity: Identity,
    readonly directory: string,
    private readonly open: (node: TestNode) => Promise<void>,
  ) {}

  /** Gives the stopped node a database, whatever is in it. */
  async use(db: Database): Promise<void> {
    await migrate(db);
    this.db = db;
    this.journal = new Journal(db, huuNghiYouyiGuan.id);
    await this.journal.prepare(SIDES);
  }

  /** Starts the node; resolves when it may write. */
  async start(): Promise<void> {
    await this.begin();
    await this.exchange.confirmed;
  }

  /** Starts the node without waiting for the confirmation of its log. */
  async begin(): Promise<void> {
    await this.open(this);
    this.running = true;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    await this.eraser.stop();
    await this.writer.stop();
    await this.exchange.stop();
  }

  actor(role: Role, firm?: string): Actor {
    const account = `${this.side.toLowerCase()}-${role}`;
    return { side: this.side, role, account, ...(firm === undefined ? {} : { firm }) };
  }

  submit(role: Role, act: string, command: unknown, more: Partial<Submission> = {}): Promise<Outcome> {
    return this.writer.submit({ act, command, actor: this.actor(role), ...more });
  }

  /** Publishes how many lorries of a class this side accepts: one shared fact. Throws when it is refused. */
  async publishCapacity(perHour: number): Promise<Done> {
    const validUntil = new Date(SAMPLE_TIME + 6 * 3_600_000).toISOString();
    const command = { trafficClass: 'general', perHour, validUntil };
    return done(await this.submit('manager', 'publishCapacity', command, { reference: this.side }));
  }

  /** Lodges the declaration of the sample that begins on this side: two shared facts. Throws when it is refused. */
  async lodge(changes: { readonly functionalReferenceID?: string } = {}): Promise<Done & { crossing: string }> {
    const { declaration } = await sampleFrom(this.side);
    this.#lodged += 1;
    const functionalReferenceID = `TEST-${this.side}-${this.#lodged}`;
    return done(
      await this.submit(
        'trader',
        'lodgeDeclaration',
        { declaration: { ...declaration, functionalReferenceID, ...changes } },
        { actor: this.actor('trader', declaration.exporter.ID) },
      ),
    ) as Done & { crossing: string };
  }

  /**
   * Completes a declaration that the other side has lodged with `lodge`: one shared fact. Throws when it is refused.
   */
  async complete(reference: string): Promise<Done> {
    const { declaration, completion } = await sampleFrom(otherSide(this.side));
    const actor = this.actor('trader', declaration.importer.ID);
    return done(await this.submit('trader', 'completeDeclaration', { completion }, { reference, actor }));
  }
}

interface Sample {
  readonly declaration: { readonly exporter: { readonly ID: string }; readonly importer: { readonly ID: string } };
  readonly completion: object;
}

async function sampleFrom(side: SideId): Promise<Sample> {
  const file = side === 'VN' ? 'durian-vn-cn.json' : 'electronics-cn-vn.json';
  return JSON.parse(await readFile(new URL(file, SAMPLES), 'utf8')) as Sample;
}

function done(outcome: Outcome): Done {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusals)}`);
  return outcome;
}

export interface TwoNodes {
  readonly VN: TestNode;
  readonly CN: TestNode;
  readonly agreement: SignedAgreement;
  readonly terms: CompiledAgreement;
  /** Fingerprints of both root keys. */
  readonly trust: Readonly<Record<SideId, string>>;
  readonly ports: Readonly<Record<SideId, number>>;
  /** Waits until both logs are mirrored, countersigned and judged to their ends. */
  settled(millis?: number): Promise<void>;
  stop(): Promise<void>;
}

/** Polls until it is so; throws after the time is over. */
export async function until(what: () => boolean | Promise<boolean>, millis = 10_000): Promise<void> {
  for (const end = Date.now() + millis; !(await what()); ) {
    if (Date.now() > end) throw new Error(`it did not happen within ${millis} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function startNode(
  node: TestNode,
  peer: Identity,
  agreement: SignedAgreement,
  ports: Readonly<Record<SideId, number>>,
  options: TwoNodesOptions,
): Promise<void> {
  const { side, journal, identity } = node;
  const clock = options.clock ?? sampleClock();
  const agreements = agreementsFrom(agreement);
  const other = options.publishUnder?.(side, agreement);
  if (other) Object.assign(agreements.first, { compiled: other });
  const { opens, follow } = options.layout?.[side] ?? { opens: 'own', follow: 'stream' };
  const timing = { patienceMs: 300, judgeMs: 50, ...options.timing };
  node.live = new Live(side);
  await node.live.load(journal, clock.now());
  node.writer = new Writer({
    side, journal, clock,
    live: node.live,
    pair: huuNghiYouyiGuan,
    pseudonyms: loadPseudonyms(node.directory, huuNghiYouyiGuan.id),
    gateTimes: gateTimes(huuNghiYouyiGuan),
    ...personsOf(options.persons?.(side)),
    world: realWorld,
    position: await positionOf(journal, side, agreements),
    afterCommit: (committed, position) => node.exchange.afterCommit(committed, position),
  });
  const { document } = agreement;
  const keys = await WorkingKeys.open({ side, document, journal, held: identity, peerCa: peer.tls.authorityPem });
  node.keys = keys;
  node.eraser = new Eraser({
    side, journal, clock,
    live: node.live,
    writer: node.writer,
    agreements: () => node.writer.position.agreements,
    onError: (error) => {
      throw error;
    },
  });
  const given: ExchangeOptions = {
    side, journal, keys,
    writer: node.writer,
    network: httpsNetwork({
      credentials: keys.credentials,
      peerUrl: opens === 'none' ? undefined : `https://127.0.0.1:${ports[peer.side]}`,
      host: '127.0.0.1',
      port: opens === 'all' ? undefined : ports[side],
      timing,
    }),
    opens,
    follow,
    world: realWorld,
    clock: () => clock.now(),
    persons: options.persons?.(side),
    log: silent,
    anchor: new Anchor(node.directory, () => undefined),
    timing,
  };
  node.exchange = await startExchange(options.alter?.(side, given) ?? given);
}

const personsOf = (persons: Persons | undefined) => (persons ? { persons } : {});

export async function startTwoNodes(options: TwoNodesOptions = {}): Promise<TwoNodes> {
  const directory = await mkdtemp(join(tmpdir(), 'pairgate-nodes-'));
  const ports = options.ports ?? { VN: await freePort(), CN: await freePort() };
  const identity = async (side: SideId) =>
    createIdentity(join(directory, side, 'keys'), {
      side,
      name: huuNghiYouyiGuan.sides[side].name.en,
      logOrigin: side === 'VN' ? 'huu-nghi.example/log' : 'youyi-guan.example/log',
    }, new Vault('of a test', QUICK));
  const identities = { VN: await identity('VN'), CN: await identity('CN') };
  const document = makeAgreement(identities.VN.party, identities.CN.party, {
    pair: huuNghiYouyiGuan.id,
    validFrom: '2026-11-01T00:00:00.000Z',
  });
  const signatures = {
    VN: signAgreement(document, 'VN', identities.VN.root!),
    CN: signAgreement(document, 'CN', identities.CN.root!),
  };
  const agreement = { document, signatures };
  const make = async (side: SideId) => {
    const node = new TestNode(side, identities[side], join(directory, side), (self) =>
      startNode(self, identities[otherSide(side)], agreement, ports, options),
    );
    await node.use(await (options.open ?? (() => openPglite()))(side));
    return node;
  };
  const [VN, CN] = await Promise.all([make('VN'), make('CN')]);
  const nodes = { VN, CN };
  await Promise.all(SIDES.filter((side) => !options.stopped?.includes(side)).map((side) => nodes[side].start()));
  return {
    ...nodes,
    agreement,
    terms: compileAgreement(document),
    trust: fingerprintsOf(document),
    ports,
    // The log of VN is looked at again: the judgement that the second look has found may have come after the first.
    settled: (millis) => until(async () => (await isSettled(VN, CN)) && (await isSettled(CN, VN)) && isSettled(VN, CN), millis),
    async stop() {
      for (const node of [VN, CN]) {
        await node.stop();
        await node.db.close();
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Whether the log of `author` is mirrored, countersigned and judged, as both databases say. */
async function isSettled(author: TestNode, reader: TestNode): Promise<boolean> {
  const own = await author.journal.head(author.side);
  const mirror = await reader.journal.head(author.side);
  if (own.size !== mirror.size || own.cosignedSize !== own.size) return false;
  const { upTo } = await reader.journal.unjudged(author.side, mirror.judgedUpTo, 1);
  return upTo === mirror.judgedUpTo;
}
