import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import type { Database } from '@pairgate/store/engine/database.ts';
import type { Done } from './gateway.ts';
import { REBUILT_TABLES } from './read-models.ts';
import { rebuild, type Rebuilt } from './rebuild.ts';
import { startTwoNodes, until, type TestNode, type TwoNodes } from './testing/two-nodes.ts';

const sample = JSON.parse(readFileSync(new URL('../../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: Record<string, unknown> & { exporter: { ID: string }; transportEquipment: { sealID: string[] } };
};

let nodes: TwoNodes;

/** A writer that lets the agent cross, which was not agreed: what names one is refused by the other side. */
const publishesAgents = (side: SideId, { document }: SignedAgreement) => {
  if (side === 'CN') return compileAgreement(document);
  const { DeclarationLodged } = document.messages;
  const agent = { class: 'trade', purpose: 'none', basis: 'none' };
  const messages = { ...document.messages, DeclarationLodged: { ...DeclarationLodged, 'declaration.agent.ID': agent } };
  return compileAgreement({ ...document, messages });
};

const must = async (outcome: ReturnType<TestNode['submit']>): Promise<Done> => {
  const done = await outcome;
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return done;
};

/** Lodged without an agent, so that nothing crosses that was not agreed. */
async function lodgeAgreed(node: TestNode, functionalReferenceID: string): Promise<Done> {
  const { agent: _agent, ...declaration } = sample.declaration;
  const actor = node.actor('trader', sample.declaration.exporter.ID);
  return must(node.submit('trader', 'lodgeDeclaration', { declaration: { ...declaration, functionalReferenceID } }, { actor }));
}

/** Weighed wrongly at first, and corrected by a second person, twice, with other facts between. */
async function correctedArrival({ VN }: TwoNodes, crossing: string): Promise<void> {
  const about = { reference: crossing };
  const reading = { tractorID: '29H-412.07', sealID: [], weighedMassKg: '12170', yard: 'Cốc Nam' };
  const arrived = await must(VN.submit('yard', 'recordArrival', reading, about));
  const corrects = arrived.facts[0]!.id;
  for (const weighedMassKg of ['21710', '21715']) {
    const patch = { corrects, factType: 'VehicleArrived', patch: { weighedMassKg, sealMatch: true }, reason: 'read wrongly' };
    await must(VN.submit('yard', 'proposeCorrection', patch, about));
    const proposed = (await VN.journal.facts(`crossing:${crossing}`)).at(-1)!.data as { correction: string };
    await must(VN.submit('manager', 'confirmCorrection', { correction: proposed.correction }, about));
    await must(VN.submit('manager', 'publishCapacity', { trafficClass: 'perishable', perHour: 8, validUntil: '2026-11-19T08:00:00.000Z' }, { reference: 'VN' }));
  }
}

async function busyRun(of: TwoNodes): Promise<void> {
  const { VN, CN } = of;
  const [agreed, second] = [await lodgeAgreed(VN, 'R-1'), await lodgeAgreed(VN, 'R-2')];
  await Promise.all([VN.lodge(), VN.lodge(), CN.lodge(), CN.lodge(), CN.publishCapacity(12)]);
  const actor = VN.actor('trader', sample.declaration.exporter.ID);
  const { agent: _agent, ...declaration } = sample.declaration;
  const amended = { declaration: { ...declaration, functionalReferenceID: 'R-2-amended' }, reason: 'one seal more' };
  await must(VN.submit('trader', 'amendDeclaration', amended, { reference: second.reference, actor }));
  await until(() => CN.live.read(`consignment:${agreed.reference}`) !== undefined);
  await CN.complete(agreed.reference);
  await of.settled();
  await correctedArrival(of, agreed.crossing!);
  await of.settled();
  // What was entered before a restart and after it is numbered alike.
  await CN.stop();
  await CN.start();
  await CN.lodge();
  const withdrawn = await VN.lodge();
  await must(VN.submit('trader', 'withdrawDeclaration', { reason: 'sold at home' }, { reference: withdrawn.reference, actor }));
  await of.settled();
}

/** All rows as the database itself writes them down. */
async function rowsOf(db: Database, without: readonly string[] = []): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const { name, columns } of REBUILT_TABLES) {
    const list = ['pair', ...Object.keys(columns)].filter((column) => !without.includes(column)).join(', ');
    const rows = await db.query<{ row: string }>(`SELECT ROW(${list})::text AS row FROM ${name} ORDER BY 1`);
    tables[name] = rows.map(({ row }) => row);
  }
  return tables;
}

const rebuildOf = (node: TestNode): Promise<Rebuilt> =>
  rebuild({ db: node.db, pair: node.journal.pair, side: node.side, agreements: nodes.terms });

const untouched = (tables: Record<string, string[]>) =>
  REBUILT_TABLES.map(({ name }) => ({ table: name, rows: tables[name]!.length, written: 0, removed: 0 }));

beforeAll(async () => {
  nodes = await startTwoNodes({ publishUnder: publishesAgents });
  await busyRun(nodes);
  for (const each of SIDES) await nodes[each].stop();
});
afterAll(() => nodes.stop());

describe.each(SIDES)('the read models of %s, made again', (side) => {
  it('come from a run with a correction, an amendment and refused entries', async () => {
    const { db } = nodes[side];
    const counted = async (where: string) => (await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${where}`))[0]!.n;
    expect(await counted(`log_entry WHERE log = 'VN' AND verdict IS NOT NULL`)).toBeGreaterThan(2);
    expect(await counted(`log_entry WHERE log = 'VN' AND type = 'FactCorrected'`)).toBe(2);
    expect(await counted('crossing')).toBeGreaterThan(5);
  });

  it('are the live ones, byte for byte, and nothing is written', async () => {
    const live = await rowsOf(nodes[side].db);
    const { tables } = await rebuildOf(nodes[side]);
    expect(await rowsOf(nodes[side].db)).toEqual(live);
    expect(tables).toEqual(untouched(live));
  });

  it('owe nothing to the rows that were there', async () => {
    const { db } = nodes[side];
    const live = await rowsOf(db, ['change']);
    await db.transact(REBUILT_TABLES.map(({ name }) => ({ sql: `DELETE FROM ${name}`, params: [] })));
    const { tables } = await rebuildOf(nodes[side]);
    expect(await rowsOf(db, ['change'])).toEqual(live);
    expect(tables.map(({ written, rows }) => written === rows)).toEqual([true, true, true, true]);
  });

  it('differ in one row that was spoilt, and only that row gets a new change number', async () => {
    const { db } = nodes[side];
    await rebuildOf(nodes[side]);
    const live = await rowsOf(db, ['change']);
    const [first] = await db.query<{ reference: string; change: number }>('SELECT reference, change FROM crossing ORDER BY reference LIMIT 1');
    await db.transact([{ sql: `UPDATE crossing SET phase = 'departed', open = false WHERE reference = $1`, params: [first!.reference] }]);
    const { tables } = await rebuildOf(nodes[side]);
    expect(await rowsOf(db, ['change'])).toEqual(live);
    expect(tables.find(({ table }) => table === 'crossing')).toMatchObject({ written: 1, removed: 1 });
    const [newest] = await db.query<{ reference: string }>('SELECT reference FROM crossing ORDER BY change DESC LIMIT 1');
    expect(newest!.reference).toBe(first!.reference);
  });

  it('lose what has no ground in the journal', async () => {
    const { db } = nodes[side];
    await db.transact([{ sql: `INSERT INTO load (pair, consignment, crossing) VALUES ('${nodes[side].journal.pair}', 'X', 'Y')`, params: [] }]);
    const { tables } = await rebuildOf(nodes[side]);
    expect(tables.find(({ table }) => table === 'load')).toMatchObject({ written: 0, removed: 1 });
  });
});
