import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { huuNghiYouyiGuan as pair } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { openPglite } from '@pairgate/store/engine/pglite.ts';
import { Journal } from '@pairgate/store/journal.ts';
import { migrate, MIGRATIONS } from '@pairgate/store/migrations.ts';
import { Accounts } from '../../accounts/accounts.ts';
import { PERSONAS } from '../../accounts/personas.ts';
import { accountMigrations } from '../../accounts/schema.sql.ts';
import { seedDemo } from '../../accounts/seed.ts';
import { gateTimes } from '../../gate-times.ts';
import type { Clock } from '../../gateway.ts';
import { Hub } from '../../hub.ts';
import { evidenceFor } from '../../evidence.ts';
import { agreementsFrom, makeAgreement, signAgreement } from '../../keys/agreement-file.ts';
import { WorkingKeys } from '../../exchange/working-keys.ts';
import { createIdentity, type Identity } from '../../keys/identity.ts';
import { loadPseudonyms } from '../../keys/pseudonym-key.ts';
import { QUICK, Vault } from '../../keys/vault.ts';
import { Live } from '../../live.ts';
import { NodeHistory } from '../../readings/history.ts';
import { NodeReadings } from '../../readings/readings.ts';
import { Ribbon } from '../../readings/ribbon.ts';
import { Rules } from '../../rules.ts';
import { sampleClock } from '../../testing/two-nodes.ts';
import { PlansInForce } from '../../planning/held.ts';
import { Workers } from '../../workers.ts';
import { Writer } from '../../writer.ts';
import { positionOf } from '../../position.ts';
import type { NodeState } from '../readings.ts';
import { Eraser } from '../../erasure/eraser.ts';
import { NodeLedgers } from '../../ledgers.ts';
import { createServer } from '../server.ts';
import { realWorld } from '../../world.ts';

/** There is no exchange behind this server. */
const NO_STICK = {
  write: (): never => {
    throw new Error('this node has no exchange');
  },
  read: () => Promise.reject(new Error('this node has no exchange')),
};

/**
 * The interface over a real node of one side: database in memory, writer, rules, read models. Only the other side is
 * absent, as it is while the link is down.
 */
export interface RealServer {
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly journal: Journal;
  readonly readings: NodeReadings;
  readonly identities: Readonly<Record<SideId, Identity>>;
  readonly document: AgreementDocument;
  /** A bearer secret of each persona. */
  token(persona: string): Promise<string>;
  close(): Promise<void>;
}

const RULES = join(import.meta.dirname, '../../../rules');

export async function openRealServer(side: SideId, clock: Clock = sampleClock()): Promise<RealServer> {
  const directory = mkdtempSync(join(tmpdir(), 'pairgate-http-'));
  const vault = new Vault('of a test', QUICK);
  const identityOf = (of: SideId) =>
    createIdentity(join(directory, of), { side: of, name: of, logOrigin: `${of.toLowerCase()}.example/log` }, vault);
  const identities = { VN: await identityOf('VN'), CN: await identityOf('CN') };
  const terms = { pair: pair.id, validFrom: '2026-11-01T00:00:00.000Z' };
  const document = makeAgreement(identities.VN.party, identities.CN.party, terms);
  const signed = {
    document,
    signatures: { VN: signAgreement(document, 'VN', identities.VN.root!), CN: signAgreement(document, 'CN', identities.CN.root!) },
  };
  const db = await openPglite();
  await migrate(db, [...MIGRATIONS, ...accountMigrations]);
  const journal = new Journal(db, pair.id);
  await journal.prepare(SIDES);
  const accounts = new Accounts(db, pair.id, Date.now);
  await seedDemo(accounts, PERSONAS.filter((persona) => persona.side === side));

  const [hub, live, times] = [new Hub(), new Live(side), gateTimes(pair)];
  await live.load(journal, clock.now());
  const plans = await PlansInForce.read(journal);
  const writer: Writer = new Writer({
    side, pair, journal, live, clock, gateTimes: times, world: realWorld, planned: plans.planned,
    pseudonyms: loadPseudonyms(directory, pair.id),
    position: await positionOf(journal, side, agreementsFrom(signed)),
    afterCommit(committed) {
      readings.changed(committed.crossings, committed.change);
      workers.changed(committed.streams);
      hub.tell('crossing');
    },
  });
  const keys = await WorkingKeys.open({ side, document, journal, held: identities[side] });
  const state = (): NodeState => ({
    pair: { id: pair.id, names: { VN: pair.sides.VN.name, CN: pair.sides.CN.name }, offsets: { VN: 420, CN: 480 } },
    clock: { now: new Date(clock.now()).toISOString(), virtual: true, speed: 1, paused: false, lagMs: 0 },
    peer: { silentSince: null, lastSeenAt: null, behind: 0, frozen: null },
    fingerprints: { VN: null, CN: null },
  });
  const readings = new NodeReadings({
    side, pair, journal, live, clock, gateTimes: times, hub, state, random: realWorld.random, plans, planned: plans.planned,
    agreements: () => writer.position.agreements,
    ribbon: new Ribbon(),
    lastChange: () => writer.position.change,
    checkpointAt: () => 0,
    health: async () => ({ ok: true, writer: true, database: true, exchange: false }),
    evidence: (about) => evidenceFor(journal, { about, agreements: writer.position.agreements.signed, side, keys, patienceMs: 0 }),
  });
  const onError = (error: unknown) => {
    throw error;
  };
  const workers = new Workers({ side, pair, writer, live, clock, rules: new Rules(RULES, side), onError });
  workers.start();
  const agreements = () => writer.position.agreements;
  const eraser = new Eraser({ side, journal, live, writer, agreements, clock, onError });
  const ledgers = new NodeLedgers({ side, journal, agreements, eraser, clock, stopAt: {} });
  const history = new NodeHistory({ side, journal, live, clock, gateTimes: times });
  const app = await createServer({
    side, submitter: writer, readings, ledgers, history, accounts, stick: NO_STICK, linkKey: new Uint8Array(32), checkResponses: true,
    demo: { personas: PERSONAS, dayToken: 'the-secret-of-the-day', setClock: () => undefined },
  });
  return {
    app, db, journal, readings, identities, document,
    async token(persona) {
      const payload = { persona, as: 'bearer' };
      return (await app.inject({ method: 'POST', url: '/api/demo/sign-in', payload })).json().token as string;
    },
    async close() {
      workers.stop();
      await app.close();
      await writer.stop();
      await db.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A sample lorry as it lies in `samples/`, under a reference of the trader's own. */
export function sampleDeclaration(file: 'durian-vn-cn' | 'electronics-cn-vn', functionalReferenceID: string): object {
  const path = new URL(`../../../../../samples/${file}.json`, import.meta.url);
  const { declaration } = JSON.parse(readFileSync(path, 'utf8')) as { declaration: object };
  return { ...declaration, functionalReferenceID };
}
