import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pino, { type Logger } from 'pino';
import { Registry } from 'prom-client';
import { SIDES, otherSide } from '@pairgate/domain/kernel/codes.ts';
import { DAY, fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import type { SignedAgreement } from '@pairgate/exchange/agreement.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { openPostgres } from '@pairgate/store/engine/postgres.ts';
import { signedEpochs } from '@pairgate/store/epochs.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate, MIGRATIONS } from '@pairgate/store/migrations.ts';
import { Accounts } from './accounts/accounts.ts';
import { PERSONAS } from './accounts/personas.ts';
import { accountMigrations } from './accounts/schema.sql.ts';
import { seedDemo } from './accounts/seed.ts';
import { realClock, VirtualClock } from './clock.ts';
import type { NodeConfig } from './config.ts';
import type { Committed } from './committed.ts';
import { Eraser } from './erasure/eraser.ts';
import { evidenceFor } from './evidence.ts';
import { Anchor } from './exchange/anchor.ts';
import { startExchange, type Exchange } from './exchange/exchange.ts';
import { statementsIn } from './exchange/statements-in.ts';
import { httpsNetwork } from './exchange/https.ts';
import { WorkingKeys } from './exchange/working-keys.ts';
import { Persons, yearOf, type PersonStops } from './exports/persons.ts';
import { gateTimes } from './gate-times.ts';
import { createMetrics } from './http/metrics.ts';
import type { NodeState } from './http/readings.ts';
import { createServer } from './http/server.ts';
import type { Demo } from './http/services.ts';
import { Hub } from './hub.ts';
import { agreementsFrom, fingerprintsOf, readAgreementFile } from './keys/agreement-file.ts';
import { loadIdentity, type Identity } from './keys/identity.ts';
import { findPassphrase } from './keys/passphrase.ts';
import { loadPseudonyms } from './keys/pseudonym-key.ts';
import { folderOn, StatementFolder } from './keys/statement-folder.ts';
import { Vault } from './keys/vault.ts';
import { NodeLedgers, PersonsWatch } from './ledgers.ts';
import { Live } from './live.ts';
import { PlansInForce } from './planning/held.ts';
import { PLANNING_HOURS } from './planning/hours.ts';
import { Planner } from './planning/planner.ts';
import { inThread } from './planning/thread.ts';
import { NodeHistory } from './readings/history.ts';
import { NodeReadings } from './readings/readings.ts';
import { Ribbon } from './readings/ribbon.ts';
import { Rules } from './rules.ts';
import { crossingView, gateSides } from './states.ts';
import { Workers } from './workers.ts';
import { realWorld } from './world.ts';
import { Writer } from './writer.ts';
import { positionOf } from './position.ts';

export interface RunningNode {
  readonly url: string;
  stop(): Promise<void>;
}

type Progress = (message: string) => void;

export async function openDatabase(config: NodeConfig, onProgress: Progress): Promise<Database> {
  if (config.database === 'pglite') {
    if (!config.demonstration) {
      throw new Error('A node on PGlite pairs only in the demonstration: give it the address of a PostgreSQL server.');
    }
    return openPglite({ directory: join(config.dataDirectory, 'database'), onProgress });
  }
  return openPostgres({ url: config.database, onProgress });
}

/** Reads the agreement and makes sure that both sides have signed it and that it names this node's own keys. */
export function readAgreement(file: string, identity: Identity): SignedAgreement {
  const checked = readAgreementFile(file, identity);
  if (!checked.ok) throw new Error(`The agreement ${file} cannot be used: ${checked.fault}.`);
  return checked.value;
}

/** The decision tables lie beside the sources, from which the bundle in `build/` is two folders away. */
function rulesDirectory(): string {
  const beside = join(import.meta.dirname, '../rules');
  return existsSync(beside) ? beside : join(import.meta.dirname, '../packages/node/rules');
}

/** Driver links are made with a secret of the node that is drawn once. */
function linkKey(dataDirectory: string): Uint8Array {
  const file = join(dataDirectory, 'link.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return new Uint8Array(readFileSync(file));
}

/** Persons whose data crossed are known by hashes with a secret of the node that is drawn once. */
function personKey(dataDirectory: string): Uint8Array {
  const file = join(dataDirectory, 'persons.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return new Uint8Array(readFileSync(file));
}

/** Starts one side: database, states, writer, exchange, workers, HTTP interface; everything stops in the other order. */
export async function startNode(
  config: NodeConfig,
  onProgress: Progress = () => {},
  askPassphrase?: () => Promise<string>,
): Promise<RunningNode> {
  mkdirSync(config.dataDirectory, { recursive: true });
  const log = pino({ level: config.logLevel, base: { side: config.side } });
  const pair = huuNghiYouyiGuan;
  const { side } = config;
  const vault = new Vault(await findPassphrase(config, process.env, askPassphrase));
  const keysDirectory = join(config.dataDirectory, 'keys');
  const identity = await loadIdentity(keysDirectory, vault);
  const signed = readAgreement(config.exchange.agreement, identity);
  const db = await openDatabase(config, onProgress);
  await migrate(db, [...MIGRATIONS, ...accountMigrations]);
  const journal = new Journal(db, pair.id);
  await journal.prepare(SIDES);
  const peerCa = readFileSync(config.exchange.peerAuthority, 'utf8');
  const keys = await WorkingKeys.open({ side, document: signed.document, journal, held: identity, peerCa });
  const accounts = new Accounts(db, pair.id, Date.now);
  if (config.demonstration) {
    await seedDemo(accounts, PERSONAS.filter((persona) => persona.side === side), config.demonstration.tokens);
  }

  const started = await journal.setting('clock');
  const virtual = config.demonstration ? new VirtualClock(started ? toMillis(started) : Date.now(), Date.now) : undefined;
  const clock = virtual ?? realClock;
  const times = gateTimes(pair);
  const hub = new Hub();
  const ribbon = new Ribbon();
  const live = new Live(side);
  await live.load(journal, clock.now());
  // When the newest checkpoint of one's own log was signed; an idle log signs again what it signed at the start.
  let checkpointAt = Date.now();
  const registry = new Registry();
  const metrics = createMetrics(registry);

  const stopAt = (config.stopPersonsAt ?? {}) as PersonStops;
  const persons = new Persons({ recipient: otherSide(side), key: personKey(config.dataDirectory), stopAt });
  await persons.read(journal, yearOf(clock.now()));
  const plans = await PlansInForce.read(journal);
  // The writer is there before the exchange that it wakes.
  const opened: { exchange?: Exchange } = {};
  const writer = new Writer({
    side,
    pair,
    journal,
    live,
    clock,
    gateTimes: times,
    planned: plans.planned,
    world: realWorld,
    pseudonyms: loadPseudonyms(config.dataDirectory, pair.id),
    persons,
    position: await positionOf(journal, side, agreementsFrom(signed)),
    afterCommit: (committed, position) => {
      opened.exchange?.afterCommit(committed, position);
      followed(committed);
    },
  });
  const fingerprints = fingerprintsOf(signed.document);
  const state = (): NodeState => ({
    pair: {
      id: pair.id,
      names: { VN: pair.sides.VN.name, CN: pair.sides.CN.name },
      offsets: { VN: pair.sides.VN.utcOffsetMinutes, CN: pair.sides.CN.utcOffsetMinutes },
    },
    clock: { now: fromMillis(clock.now()), virtual: clock.virtual, ...(virtual?.drive ?? { speed: 1, paused: false, lagMs: 0 }) },
    peer: peerState(opened.exchange),
    fingerprints,
  });
  const readings = new NodeReadings({
    side,
    pair,
    journal,
    live,
    agreements: () => writer.position.agreements,
    clock,
    gateTimes: times,
    random: realWorld.random,
    planned: plans.planned,
    plans,
    hub,
    ribbon,
    lastChange: () => writer.position.change,
    checkpointAt: () => checkpointAt,
    state,
    health: async () => {
      const database = await db.query('SELECT 1').then(() => true, () => false);
      const { blocked } = writer;
      // A writer that lost its database finds it again with its next command, and that one waits for a node that is ready.
      const lost = blocked === 'database_gone' || blocked === 'outcome_unknown';
      const writes = blocked === undefined || (lost && database);
      return { ok: database && writes, writer: writes, database, exchange: opened.exchange?.status().connected ?? false };
    },
    evidence: async (about) =>
      evidenceFor(journal, { about, agreements: writer.position.agreements.signed, side, keys, epochs: await signedEpochs(db, pair.id) }),
  });
  const workers = new Workers({
    side,
    pair,
    writer,
    live,
    rules: new Rules(config.rulesDirectory ?? rulesDirectory(), side),
    clock,
    onError: (error) => log.error({ err: error }, 'worker'),
  });

  const eraser = new Eraser({
    side, journal, live, writer, clock,
    agreements: () => writer.position.agreements,
    onError: (error) => log.error({ err: error }, 'erasure'),
  });
  const planner = new Planner({
    side, pair, journal, live, plans, clock,
    world: realWorld,
    gateTimes: times,
    hours: config.planning ?? PLANNING_HOURS,
    elsewhere: inThread(realWorld),
    onPlan(span) {
      const { by, stale } = plans.of(span)!;
      if (stale) log.warn({ span, by, stale }, 'No new plan of the slots: the last one, or the rule, goes on.');
    },
    onError: (error) => log.error({ err: error }, 'planning'),
  });
  const ledgers = new NodeLedgers({
    side, journal, eraser, clock, stopAt,
    agreements: () => writer.position.agreements,
  });
  const personsWatch = new PersonsWatch(
    async () => {
      const found = await ledgers.personsSent();
      for (const { category, persons: count } of found.categories) metrics.personsSent.set({ category }, count);
      return found;
    },
    (found) => {
      if (found.level !== 'below') log.warn({ persons: found }, `Persons sent: ${found.level} of a threshold of the law`);
      hub.tell('log');
    },
    (error) => log.error({ err: error }, 'persons sent'),
  );

  function followed(committed: Committed): void {
    if (committed.entries.length > 0) checkpointAt = Date.now();
    readings.changed(committed.crossings, committed.change);
    for (const reference of committed.crossings) {
      const view = crossingView(live.read, side, reference);
      if (view) ribbon.note(view);
    }
    workers.changed(committed.streams);
    metrics.commitBatch.observe(committed.facts);
    metrics.commitSeconds.observe(committed.millis / 1000);
    metrics.logSize.set({ side }, committed.ownSize);
    metrics.logSize.set({ side: otherSide(side) }, committed.peerSize);
    hub.tell('crossing');
    hub.tell('log');
  }

  const openViews = () => live.crossings();
  ribbon.restore(clock.now(), await readDay(journal, live, clock.now(), side), times(gateSides(live.read, side)));

  opened.exchange = await startExchange({
    side,
    keys,
    network: httpsNetwork({
      credentials: keys.credentials,
      peerUrl: config.exchange.peerUrl,
      host: config.exchange.host,
      port: config.exchange.port,
    }),
    opens: config.exchange.opens,
    follow: config.exchange.follow,
    journal,
    writer,
    world: realWorld,
    clock: () => clock.now(),
    persons,
    log,
    anchor: new Anchor(config.dataDirectory, (error) => log.warn({ error }, 'The anchor of our log was not written.')),
    announce: (topic) => hub.tell(topic),
  });
  workers.start();
  eraser.start();
  planner.start();
  personsWatch.start();
  const { exchange } = opened;
  const folder = new StatementFolder({
    folder: folderOn(keysDirectory),
    world: realWorld,
    known: () => keys.ring.statements,
    sizes() {
      const { ownSize: own, countersignedSize: countersigned, peerSize: peer } = exchange.status();
      return { own, countersigned, peer };
    },
    onStatements: statementsIn({ side, keys, exchange, log, held: () => loadIdentity(keysDirectory, vault) }),
    onError: (error) => log.error({ err: error }, 'The folder of the keys could not be read.'),
  });
  await folder.look();
  folder.start();

  const app = await createServer({
    side,
    submitter: writer,
    readings,
    ledgers,
    history: new NodeHistory({ side, journal, live, clock, gateTimes: times }),
    accounts,
    stick: opened.exchange.stick,
    linkKey: linkKey(config.dataDirectory),
    demo: demoOf(config, virtual, journal, hub),
    consoleDirectory: config.consoleDirectory,
    registry,
    metrics,
    logger: log as Logger,
    wall: Date.now,
  });
  await app.listen({ host: config.host, port: config.port });
  const tick = setInterval(() => {
    ribbon.sample(clock.now(), openViews, times(gateSides(live.read, side)));
    ribbon.forget(clock.now());
    if (virtual) metrics.clockLag.set(virtual.drive.lagMs / 1000);
    const frozen = opened.exchange?.status().frozen;
    for (const grade of ['signed', 'unserved']) metrics.intakeFrozen.set({ grade }, frozen?.grade === grade ? 1 : 0);
  }, 1000);

  return {
    url: `http://${config.host}:${config.port}`,
    async stop() {
      clearInterval(tick);
      workers.stop();
      await planner.stop();
      await folder.stop();
      personsWatch.stop();
      await eraser.stop();
      await app.close();
      await opened.exchange?.stop();
      await writer.stop();
      if (virtual) await journal.putSetting('clock', fromMillis(clock.now()));
      await db.close();
    },
  };
}

/** What a reader is told of the other side; times are real time. */
function peerState(exchange: Exchange | undefined): NodeState['peer'] {
  if (!exchange) return { silentSince: null, lastSeenAt: null, behind: 0, frozen: null };
  const { silentSince, lastSeenAt, behind, frozen } = exchange.status();
  const told = (millis: number | null) => (millis === null ? null : fromMillis(millis));
  return { silentSince: told(silentSince), lastSeenAt: told(lastSeenAt), behind, frozen: frozen && { ...frozen, since: fromMillis(frozen.since) } };
}

/** The crossings of the last day, ended ones too, so that the ribbon is whole after a restart. */
async function readDay(journal: Journal, live: Live, now: number, side: 'VN' | 'CN'): Promise<CrossingView[]> {
  const rows = await journal.db.query<{ reference: string }>(
    'SELECT reference FROM crossing WHERE pair = $1 AND (open OR ended_at >= $2)',
    [journal.pair, fromMillis(now - DAY)],
  );
  await live.fetch(journal, rows.map((row) => `crossing:${row.reference}`));
  return rows.flatMap(({ reference }) => crossingView(live.read, side, reference) ?? []);
}

function demoOf(config: NodeConfig, clock: VirtualClock | undefined, journal: Journal, hub: Hub): Demo | undefined {
  const { demonstration } = config;
  if (!demonstration || !clock) return undefined;
  let stored = 0;
  return {
    personas: PERSONAS,
    otherSideUrl: demonstration.otherSideUrl,
    controlUrl: demonstration.controlUrl,
    dayToken: demonstration.dayToken,
    async setClock(to) {
      clock.set({ now: toMillis(to.now), speed: to.speed, paused: to.paused, lagMs: to.lagMs });
      hub.tell('clock');
      // Kept every few seconds, so that a node that was killed goes on from where it was.
      if (Date.now() - stored < 5000) return;
      stored = Date.now();
      await journal.putSetting('clock', fromMillis(clock.now()));
    },
  };
}
