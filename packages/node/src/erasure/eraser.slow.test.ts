import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { normalisePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { DAY } from '@pairgate/domain/kernel/instant.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import { diagnoseDatabase } from '../doctor.ts';
import { evidenceFor } from '../evidence.ts';
import type { Clock, Done } from '../gateway.ts';
import { REBUILT_TABLES } from '../read-models.ts';
import { rebuild } from '../rebuild.ts';
import { crossingView } from '../states.ts';
import { sampleClock, startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';
import { Eraser } from './eraser.ts';

/** Values that stand nowhere else, by retention class; a driver's name never crosses and goes with the plate. */
const PLATE = '29H-736.41';
const VEHICLE = [PLATE, normalisePlate(PLATE), 'Trần Hoàng Yến Canary', 'GPLX7364190', 'VNCANARY9'];
const TRADE = ['Kanariengut Export Co', 'INV-CANARY-77'];

const sample = JSON.parse(readFileSync(new URL('../../../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: Record<string, unknown> & {
    exporter: { ID: string; name: string };
    invoice: object;
    borderTransportMeans: object;
    transportEquipment: object;
    additionalDocument: { typeCode: string; elements?: { sealID?: string } }[];
  };
};

const base = sampleClock();
let ahead = 0;
const clock: Clock = { now: () => base.now() + ahead, virtual: true };

let nodes: TwoNodes;
let kept: Done & { crossing?: string };
let crossing: string;
let consignment: string;

const must = async (outcome: ReturnType<TestNode['submit']>): Promise<Done> => {
  const done = await outcome;
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return done;
};

async function lodgeCanary({ VN }: TwoNodes, functionalReferenceID: string): Promise<Done> {
  const { agent: _agent, ...declaration } = sample.declaration;
  const actor = VN.actor('trader', declaration.exporter.ID);
  const command = {
    declaration: {
      ...declaration,
      functionalReferenceID,
      exporter: { ...declaration.exporter, name: TRADE[0] },
      invoice: { ...declaration.invoice, ID: TRADE[1] },
      borderTransportMeans: {
        ...declaration.borderTransportMeans,
        tractorID: PLATE,
        driver: { name: VEHICLE[2], licenceID: VEHICLE[3], phone: '+84 900 000 000', languageCode: 'vi' },
      },
      transportEquipment: { ...declaration.transportEquipment, sealID: [VEHICLE[4]] },
    },
  };
  return must(VN.submit('trader', 'lodgeDeclaration', command, { actor, idempotencyKey: `key-${functionalReferenceID}` }));
}

/** Every row of every table, as the database itself writes it down; bytes as they are and in hex. */
async function everything(db: Database): Promise<string> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    for (const { row } of await db.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)) rows.push(`${name} ${row}`);
  }
  return rows.join('\n').toLowerCase();
}

function found(dump: string, canaries: readonly string[]): string[] {
  const forms = (canary: string) => [canary.toLowerCase(), Buffer.from(canary, 'utf8').toString('hex'), JSON.stringify(canary).slice(1, -1).toLowerCase()];
  return canaries.filter((canary) => forms(canary).some((form) => dump.includes(form)));
}

async function liveRows(db: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const { name, columns } of REBUILT_TABLES) {
    const rows = await db.query<{ row: string }>(`SELECT ROW(${['pair', ...Object.keys(columns)].join(', ')})::text AS row FROM ${name} ORDER BY 1`);
    tables[name] = rows.map(({ row }) => row);
  }
  return tables;
}

/** A rebuild finds every row as it is. */
async function expectRebuildEqual(node: TestNode): Promise<void> {
  const live = await liveRows(node.db);
  const { tables } = await rebuild({ db: node.db, pair: node.journal.pair, side: node.side, agreements: node.writer.position.agreements });
  expect(tables.map(({ written, removed }) => written + removed)).toEqual([0, 0, 0, 0]);
  expect(await liveRows(node.db)).toEqual(live);
}

async function expectLogsSound(node: TestNode): Promise<void> {
  const diagnoses = await diagnoseDatabase(node.db, node.journal.pair);
  expect(diagnoses.filter(({ name }) => name.startsWith('log of')).map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
}

const saidBy = async (node: TestNode, side: SideId) => (await node.eraser.said(200)).filter((each) => each.side === side).map(({ erased }) => erased);

beforeAll(async () => {
  nodes = await startTwoNodes({ clock });
  const { VN, CN } = nodes;
  const lodged = await lodgeCanary(nodes, 'C-1');
  [consignment, crossing] = [lodged.reference, lodged.crossing!];
  kept = await VN.lodge();
  await CN.lodge();
  const arrival = { tractorID: PLATE, sealID: [VEHICLE[4]], weighedMassKg: '21710', yard: 'Cốc Nam' };
  const arrived = await must(VN.submit('yard', 'recordArrival', arrival, { reference: crossing }));
  const patch = { corrects: arrived.facts[0]!.id, factType: 'VehicleArrived', patch: { weighedMassKg: '21715' }, reason: 'read wrongly' };
  await must(VN.submit('yard', 'proposeCorrection', patch, { reference: crossing }));
  const proposed = (await VN.journal.facts(`crossing:${crossing}`)).at(-1)!.data as { correction: string };
  await must(VN.submit('manager', 'confirmCorrection', proposed, { reference: crossing })).catch(() =>
    must(VN.submit('manager', 'confirmCorrection', { correction: proposed.correction }, { reference: crossing })),
  );
  await until(() => CN.live.read(`consignment:${consignment}`) !== undefined);
  await CN.complete(consignment);
  await nodes.settled();
});
afterAll(() => nodes.stop());

describe('before any time is over', () => {
  it('the values are there on both sides, and a run destroys nothing', async () => {
    for (const side of SIDES) {
      expect(await nodes[side].eraser.run()).toEqual({ days: 0, streams: 0 });
      const dump = await everything(nodes[side].db);
      expect(found(dump, [PLATE, VEHICLE[4]!, ...TRADE])).toEqual([PLATE, VEHICLE[4], ...TRADE]);
    }
    expect(found(await everything(nodes.VN.db), VEHICLE)).toEqual(VEHICLE);
  });
});

describe('when the time of the vehicles is over', () => {
  beforeAll(async () => {
    ahead = 91 * DAY;
    // Killed in the middle: the first transaction is committed, and then nothing more happens.
    const { VN } = nodes;
    let commits = 0;
    const dying = new Eraser({
      side: 'VN', journal: VN.journal, live: VN.live, agreements: () => VN.writer.position.agreements, clock,
      onError: () => undefined,
      writer: {
        async erase(work) {
          commits += 1;
          if (commits > 1) throw new Error('killed');
          await VN.writer.erase(work);
        },
      },
    });
    await expect(dying.run()).rejects.toThrow('killed');
    await VN.stop();
    await VN.start();
    for (const side of SIDES) await nodes[side].eraser.run();
    await nodes.settled();
  });

  it.each(SIDES)('no table of %s holds a plate, a seal or a driver, and the papers are still there', async (side) => {
    const dump = await everything(nodes[side].db);
    expect(found(dump, VEHICLE)).toEqual([]);
    expect(found(dump, TRADE)).toEqual(TRADE);
  });

  it.each(SIDES)('memory of %s holds none either', (side) => {
    const view = crossingView(nodes[side].live.read, side, crossing);
    expect(found(JSON.stringify(view).toLowerCase(), VEHICLE)).toEqual([]);
    expect(view!.origin.ticket.weighedMassKg).toBe('21715');
  });

  it.each(SIDES)('the logs of %s are whole, and a rebuild equals the live rows', async (side) => {
    await expectLogsSound(nodes[side]);
    await expectRebuildEqual(nodes[side]);
  });

  it('each side has told the other what it destroyed, of both logs, and never a value', async () => {
    for (const side of SIDES) {
      for (const reader of SIDES) {
        const said = (await saidBy(nodes[reader], side)).filter((each) => each.reason === 'retention');
        expect(new Set(said.map((each) => `${each.class} ${each.log}`))).toEqual(new Set(['vehicle VN', 'vehicle CN']));
      }
    }
  });

  it('a second run finds nothing left of that day', async () => {
    const before = await liveRows(nodes.VN.db);
    expect((await nodes.VN.eraser.run()).streams).toBe(0);
    expect(await liveRows(nodes.VN.db)).toEqual(before);
  });

  it('evidence carries what is left', async () => {
    const { VN } = nodes;
    const evidence = await evidenceFor(VN.journal, { about: { reference: crossing }, agreements: [nodes.agreement], side: 'VN', keys: VN.keys });
    const text = JSON.stringify(evidence!.logs.flatMap(({ entries }) => entries.map(({ data }) => Buffer.from(data ?? '', 'base64').toString('utf8'))));
    expect(found(text.toLowerCase(), VEHICLE)).toEqual([]);
    expect(text).toContain(TRADE[0]);
  });

  it('work goes on with a lorry that is still here, and the other side accepts it', async () => {
    const { VN } = nodes;
    const actor = VN.actor('trader', sample.declaration.exporter.ID);
    await must(VN.submit('trader', 'withdrawDeclaration', { reason: 'sold at home' }, { reference: kept.reference, actor }));
    await nodes.settled();
    const refused = await nodes.CN.db.query('SELECT 1 FROM log_entry WHERE verdict IS NOT NULL');
    expect(refused).toEqual([]);
  });
});

describe('by an act of the data controller', () => {
  it('refuses what is still under way, what does not exist and a class that nobody agreed', async () => {
    const { eraser } = nodes.VN;
    const basis = 'request of the exporter';
    expect(await eraser.endEarly({ class: 'trade', reference: crossing, basis })).toBe('still_under_way');
    expect(await eraser.endEarly({ class: 'trade', reference: 'PG-ZZZZ-ZZZZ', basis })).toBe('reference_unknown');
    expect(await eraser.endEarly({ class: 'gossip', reference: crossing, basis })).toBe('retention_class_unknown');
  });

  it('the class is gone of that crossing on both sides, and of no other', async () => {
    const { VN, CN } = nodes;
    // The copy of the other side follows once the lorry is over there too.
    const done = await VN.eraser.endEarly({ class: 'trade', reference: kept.crossing!, basis: 'request of the exporter' });
    expect(done).toMatchObject({ streams: [`crossing:${kept.crossing}`, `consignment:${kept.reference}`] });
    await nodes.settled();
    expect(await CN.db.query('SELECT 1 FROM erasure_request')).toHaveLength(2);
    await CN.eraser.run();
    expect(await CN.db.query('SELECT 1 FROM erasure_request')).toEqual([]);
    for (const side of SIDES) {
      const rows = await nodes[side].db.query<{ data: Uint8Array }>(
        `SELECT data FROM log_entry WHERE log = 'VN' AND stream = $1`, [`consignment:${kept.reference}`],
      );
      expect(rows.map(({ data }) => Object.keys(JSON.parse(Buffer.from(data).toString('utf8')) as object))).not.toContainEqual(
        expect.arrayContaining(['trade']),
      );
      expect(found(await everything(nodes[side].db), TRADE)).toEqual(TRADE);
      await expectLogsSound(nodes[side]);
      await expectRebuildEqual(nodes[side]);
    }
    expect(await saidBy(CN, 'VN')).toContainEqual(expect.objectContaining({ reason: 'act', class: 'trade' }));
  });
});

describe('when every time is over', () => {
  it('nothing is left of anybody, both read models are what a rebuild makes, and the lorry is still listed', async () => {
    ahead = 3750 * DAY;
    for (const side of SIDES) await nodes[side].eraser.run();
    await nodes.settled();
    for (const side of SIDES) {
      const dump = await everything(nodes[side].db);
      expect(found(dump, [...VEHICLE, ...TRADE, sample.declaration.exporter.ID, 'vn-trader', 'vn-yard'])).toEqual([]);
      await expectLogsSound(nodes[side]);
      await expectRebuildEqual(nodes[side]);
      expect(crossingView(nodes[side].live.read, side, crossing)?.reference).toBe(crossing);
      const own = await nodes[side].journal.entriesOf(otherSide(side), `crossing:${crossing}`);
      expect(own.every(({ verdict }) => verdict === null)).toBe(true);
    }
  });
});
