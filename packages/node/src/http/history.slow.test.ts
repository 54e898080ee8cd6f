import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { historyPage, PastCrossing } from './history.ts';
import { openRealServer, sampleDeclaration, type RealServer } from './testing/real-server.ts';

type Page = z.infer<typeof historyPage>;

let server: RealServer;
const crossings: string[] = [];
const tokens = new Map<string, string>();
const SEAL = (sampleDeclaration('durian-vn-cn', 'x') as { transportEquipment: { sealID: string[] } }).transportEquipment.sealID;
const DAYS = '?from=2026-11-18T00:00:00.000Z&to=2026-11-20T00:00:00.000Z';

const auth = (who: string) => ({ authorization: `Bearer ${tokens.get(who)}`, 'accept-language': 'en' });
const read = (who: string, url: string) => server.app.inject({ url, headers: auth(who) });
async function write(who: string, url: string, payload: object) {
  const answer = await server.app.inject({ method: 'POST', url, payload, headers: { ...auth(who), 'idempotency-key': crypto.randomUUID() } });
  if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
  return answer.json();
}
const history = async (more = '') => (await read('manager', `/api/history${DAYS}${more}`)).json() as Page;
const find = ({ items }: Page, reference: string): PastCrossing => items.find((each) => each.reference === reference)!;

beforeAll(async () => {
  server = await openRealServer('VN');
  for (const who of ['trader', 'yard', 'quarantine', 'manager', 'auditor', 'operator']) tokens.set(who, await server.token(`vn-${who}`));
  for (const own of ['HISTORY-1', 'HISTORY-2', 'HISTORY-3']) {
    const declaration = sampleDeclaration('durian-vn-cn', own) as { additionalDocument: { typeCode: string }[] };
    // Without the certificate quarantine does not release by rule, so that an officer has something to do.
    const additionalDocument = declaration.additionalDocument.filter((each) => each.typeCode !== '851');
    crossings.push((await write('trader', '/api/declarations', { declaration: { ...declaration, additionalDocument } })).crossing);
  }
  const arrival = { tractorID: '29H-412.07', sealID: SEAL, weighedMassKg: '38000', yard: 'VN-YX' };
  await write('yard', `/api/crossings/${crossings[0]}/record-arrival`, arrival);
  await write('quarantine', `/api/crossings/${crossings[0]}/start-inspection`, { bay: 'VN-BX1' });
});
afterAll(() => server.close());

describe('the history of a node', () => {
  it('is for managers and auditors alone', async () => {
    const status = async (who: string) => (await read(who, `/api/history${DAYS}`)).statusCode;
    expect([await status('manager'), await status('auditor'), await status('trader'), await status('operator')]).toEqual([200, 200, 403, 403]);
  });

  it('tells when a lorry arrived and which service goes on', async () => {
    const page = await history();
    expect(page.items.map((each) => each.reference).toSorted()).toEqual(crossings.toSorted());
    const lorry = find(page, crossings[0]!);
    expect(lorry).toMatchObject({ direction: 'VN-CN', trafficClass: 'perishable', phase: 'arrived', departedAt: null });
    expect([page.since < lorry.arrivedAt!, lorry.arrivedAt! <= page.asOf]).toEqual([true, true]);
    expect(lorry.work).toEqual([
      { side: 'VN', kind: 'inspection', authority: 'quarantine', station: 'VN-BX1', from: expect.any(String), to: null },
    ]);
    expect(find(page, crossings[1]!)).toMatchObject({ phase: 'planned', arrivedAt: null, work: [], waits: [] });
  });

  it('tells the end of a service once it is a fact', async () => {
    const [{ inspection }] = (await read('quarantine', `/api/crossings/${crossings[0]}`)).json().origin.inspection;
    await write('quarantine', `/api/crossings/${crossings[0]}/finish-inspection`, { inspection, outcome: 'passed', picture: [] });
    const { work } = find(await history(), crossings[0]!);
    expect(work).toHaveLength(1);
    expect(work[0]!.to! >= work[0]!.from).toBe(true);
  });

  it('counts as waiting what the row of the lorry counts, from the arrival on', async () => {
    const page = await history();
    const { waits, arrivedAt } = find(page, crossings[0]!);
    const { row } = (await read('auditor', `/api/crossings/${crossings[0]}`)).json() as { row: { cause: string; waitedMs: number } };
    // The papers were incomplete before the lorry came; that is no waiting at the gate.
    expect(waits[0]!.from).toBe(arrivedAt);
    expect(waits.at(-1)).toMatchObject({ cause: row.cause, side: 'VN', to: null });
    const millis = waits.reduce((sum, each) => sum + Date.parse(each.to ?? page.asOf) - Date.parse(each.from), 0);
    expect(row.waitedMs).toBeGreaterThanOrEqual(millis);
    expect(row.waitedMs).toBeGreaterThan(0);
  });

  it('names no plate, no person, no firm and no goods', async () => {
    const { body } = await read('auditor', `/api/history${DAYS}`);
    const declaration = sampleDeclaration('durian-vn-cn', 'x') as {
      exporter: { ID: string; name: string }; borderTransportMeans: { ID: string }; transportEquipment: { containerID: string };
    };
    for (const secret of [declaration.exporter.ID, declaration.exporter.name, '29H', declaration.transportEquipment.containerID, 'urian', ...SEAL]) {
      expect(body, secret).not.toContain(secret);
    }
  });

  it('comes page by page, each lorry once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await history(`&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map((each) => each.reference));
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual(crossings.toSorted());
  });

  it('has nothing of days without lorries, and refuses what is no instant', async () => {
    const other = await read('manager', '/api/history?from=2026-11-01T00:00:00.000Z&to=2026-11-02T00:00:00.000Z');
    expect(other.json().items).toEqual([]);
    expect((await read('manager', '/api/history?from=yesterday&to=today')).statusCode).toBe(422);
    expect((await read('manager', `/api/history${DAYS}&cursor=MQ`)).statusCode).toBe(422);
  });
});
