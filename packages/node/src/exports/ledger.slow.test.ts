import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileAgreement, type AgreementDocument, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { rebuild } from '../rebuild.ts';
import { sampleClock, startTwoNodes, until, type TestNode, type TwoNodes } from '../testing/two-nodes.ts';
import { exportedFields, personsSentIn } from './ledger.ts';
import { Persons } from './persons.ts';

const sample = JSON.parse(readFileSync(new URL('../../../../samples/durian-vn-cn.json', import.meta.url), 'utf8')) as {
  declaration: Record<string, unknown> & { exporter: { ID: string }; borderTransportMeans: object };
};
const clock = sampleClock();
const YEAR = 2026;

/** The agreement lets a driver's licence cross, as it might for a joint check of drivers. */
const withDriver = ({ document }: SignedAgreement) => {
  const licence = { class: 'vehicle', purpose: 'joint check of drivers', basis: 'separate consent' };
  const messages: AgreementDocument['messages'] = {
    ...document.messages,
    DeclarationLodged: { ...document.messages.DeclarationLodged, 'declaration.borderTransportMeans.driver.licenceID': licence },
  };
  return compileAgreement({ ...document, messages });
};

let nodes: TwoNodes;
const persons = new Persons({ recipient: 'CN', key: new Uint8Array(32).fill(9), stopAt: { sensitive: 2 } });
let lodged = 0;

async function lodge(VN: TestNode, licenceID: string): Promise<string> {
  const { agent: _agent, ...declaration } = sample.declaration;
  const driver = { name: 'Nguyễn Văn An', licenceID, phone: '+84 900 000 000', languageCode: 'vi' };
  const command = {
    declaration: { ...declaration, functionalReferenceID: `L-${(lodged += 1)}`, borderTransportMeans: { ...declaration.borderTransportMeans, driver } },
  };
  const done = await VN.submit('trader', 'lodgeDeclaration', command, { actor: VN.actor('trader', sample.declaration.exporter.ID) });
  if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  return done.reference;
}

beforeAll(async () => {
  nodes = await startTwoNodes({
    clock,
    persons: (side) => (side === 'VN' ? persons : undefined),
    publishUnder: (side, signed) => (side === 'VN' ? withDriver(signed) : compileAgreement(signed.document)),
  });
});
afterAll(() => nodes.stop());

/** What was exported; judgements are left out, since they come on their own time. */
const exported = async (days = {}) =>
  (await exportedFields(nodes.VN.journal, () => withDriver(nodes.agreement), days)).filter(({ type }) => type !== 'Judged');

const sent = (node: TestNode) => personsSentIn(node.journal, { sender: node.side, year: YEAR, stopAt: { sensitive: 2 } });
const sensitive = async () => (await sent(nodes.VN)).categories.find(({ category }) => category === 'sensitive')!;

describe('the export ledger', () => {
  it('says of each field how many values crossed, under which version and on which ground', async () => {
    const { VN } = nodes;
    await lodge(VN, 'GP-1');
    await lodge(VN, 'gp 1');
    const items = await exported();
    const plate = items.find(({ type, field }) => type === 'CrossingPlanned' && field === 'tractorID');
    expect(plate).toMatchObject({ recipient: 'CN', agreement: 1, class: 'vehicle', values: 2, entries: 2, firstDay: '2026-11-19', lastDay: '2026-11-19' });
    expect(plate!.basis).toBe(withDriver(nodes.agreement).document.messages.CrossingPlanned!.tractorID!.basis);
    expect(items.some(({ field }) => field.includes('driver.name'))).toBe(false);
  });

  it('agrees with what stands in the log, field by field', async () => {
    const { VN } = nodes;
    const counted = new Map<string, number>();
    const walk = (value: unknown, path: string): void => {
      if (value === null) return;
      if (Array.isArray(value)) for (const each of value) walk(each, `${path}[]`);
      else if (typeof value === 'object') {
        for (const [name, child] of Object.entries(value as object)) walk(child, path === '' ? name : `${path}.${name}`);
      } else counted.set(path, (counted.get(path) ?? 0) + 1);
    };
    for (const { type, data } of await VN.journal.entries('VN', 0, 1000)) {
      if (type === 'Judged') continue;
      const classes = JSON.parse(Buffer.from(data).toString('utf8')) as Record<string, { fields: object }>;
      for (const { fields } of Object.values(classes)) {
        for (const [name, child] of Object.entries(fields)) walk(child, `${type} ${name}`);
      }
    }
    const items = await exported();
    expect(Object.fromEntries(items.map(({ type, field, values }) => [`${type} ${field}`, values]))).toEqual(Object.fromEntries(counted));
  });

  it('can be cut to days, and outlives a rebuild', async () => {
    const { VN } = nodes;
    expect(await exported({ to: '2026-11-18' })).toEqual([]);
    const before = await exported({ from: '2026-11-19', to: '2026-11-19' });
    expect(before.length).toBeGreaterThan(30);
    await rebuild({ db: VN.db, pair: VN.journal.pair, side: 'VN', agreements: VN.writer.position.agreements });
    expect(await exported()).toEqual(before);
  });
});

describe('persons whose data crossed', () => {
  it('are counted once, however often they come, and nobody on the side that sends none', async () => {
    expect(await sensitive()).toMatchObject({ persons: 1, classes: [{ class: 'vehicle', persons: 1 }], stopAt: 2 });
    expect((await sent(nodes.CN)).categories.map(({ persons: count }) => count)).toEqual([0, 0]);
    expect((await sent(nodes.CN)).level).toBe('below');
  });

  it('are stored as keyed hashes only', async () => {
    const rows = await nodes.VN.db.query<{ row: string }>('SELECT p::text AS row FROM person_sent p');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).toContain(Buffer.from(persons.hash('licenceID=GP1')).toString('hex'));
  });

  it('cross no more from the number on at which they stop, while the fact itself still does', async () => {
    const { VN } = nodes;
    await lodge(VN, 'GP-2');
    await until(() => persons.withheld(clock.now()).size === 1);
    const reference = await lodge(VN, 'GP-3');
    const facts = await VN.journal.facts(`consignment:${reference}`);
    expect(JSON.stringify(facts)).toContain('GP-3');
    const [entry] = await VN.journal.entriesOf('VN', `consignment:${reference}`);
    expect(Buffer.from(entry!.data).toString('utf8')).not.toContain('licenceID');
    expect(await sensitive()).toMatchObject({ persons: 2 });
  });

  it('may not cross where nobody counts them', async () => {
    const uncounted = await startTwoNodes({ clock, publishUnder: (_side, signed) => withDriver(signed) });
    await expect(lodge(uncounted.VN, 'GP-4')).rejects.toThrow('nobody counts the persons');
    await uncounted.stop();
  });
});
