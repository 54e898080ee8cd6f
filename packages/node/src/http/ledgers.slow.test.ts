import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRealServer, sampleDeclaration, type RealServer } from './testing/real-server.ts';

let server: RealServer;
let lodged: { reference: string; crossing: string };
const tokens = new Map<string, string>();

const auth = (who: string) => ({ authorization: `Bearer ${tokens.get(who)}`, 'accept-language': 'en' });
const read = (who: string, url: string) => server.app.inject({ url, headers: auth(who) });
const write = (who: string, url: string, payload: object) =>
  server.app.inject({ method: 'POST', url, payload, headers: { ...auth(who), 'idempotency-key': crypto.randomUUID() } });

beforeAll(async () => {
  server = await openRealServer('VN');
  for (const who of ['trader', 'manager', 'auditor', 'customs', 'yard']) tokens.set(who, await server.token(`vn-${who}`));
  const declaration = sampleDeclaration('durian-vn-cn', 'LEDGER-1') as { additionalDocument: { typeCode: string; ID: string }[] };
  // A class is one of fields: a plate as the number of a paper is a number of a paper, and goes with the papers.
  const additionalDocument = declaration.additionalDocument.map((each) => (each.typeCode === 'vehicle_papers' ? { ...each, ID: 'DK-2201' } : each));
  lodged = (await write('trader', '/api/declarations', { declaration: { ...declaration, additionalDocument } })).json();
});
afterAll(() => server.close());

describe('the export ledger over HTTP', () => {
  it('is for managers, secretaries and auditors alone', async () => {
    const status = async (who: string, url: string) => (await read(who, url)).statusCode;
    for (const url of ['/api/exports', '/api/exports.csv', '/api/persons-sent', '/api/erasures']) {
      expect([await status('auditor', url), await status('manager', url), await status('trader', url), await status('customs', url)], url)
        .toEqual([200, 200, 403, 403]);
    }
  });

  it('says what crossed, and nothing outside the days asked for', async () => {
    const { items } = (await read('auditor', '/api/exports')).json() as { items: { type: string; field: string; values: number }[] };
    expect(items).toContainEqual(expect.objectContaining({ type: 'CrossingPlanned', field: 'tractorID', class: 'vehicle', values: 1 }));
    expect((await read('auditor', '/api/exports?to=2020-01-01')).json().items).toEqual([]);
    expect((await read('auditor', '/api/exports?to=yesterday')).statusCode).toBe(422);
  });

  it('comes as a table with a line for each field', async () => {
    const { items } = (await read('auditor', '/api/exports')).json() as { items: object[] };
    const { body, headers } = await read('auditor', '/api/exports.csv');
    expect(headers['content-type']).toContain('text/csv');
    expect(body.startsWith('\uFEFFrecipient,agreement,type,field,class,purpose,basis,values,')).toBe(true);
    expect(body.trimEnd().split('\r\n')).toHaveLength(items.length + 1);
  });

  it('counts no person under the default agreement', async () => {
    const found = (await read('auditor', '/api/persons-sent')).json() as { level: string; categories: { persons: number; thresholds: object[] }[] };
    expect([found.level, ...found.categories.map(({ persons }) => persons)]).toEqual(['below', 0, 0]);
    expect(found.categories.every(({ thresholds }) => thresholds.length === 2)).toBe(true);
  });
});

describe('an early end over HTTP', () => {
  const body = () => ({ class: 'vehicle', reference: lodged.crossing, basis: 'request of the keeper' });

  it('is for managers alone, and refused while the lorry is under way', async () => {
    expect((await write('auditor', '/api/erasures', body())).statusCode).toBe(403);
    expect((await write('manager', '/api/erasures', body())).json()).toMatchObject({ status: 409, code: 'still_under_way' });
    expect((await write('manager', '/api/erasures', { ...body(), class: 'gossip' })).json()).toMatchObject({ status: 404, pointer: '/class' });
  });

  it('is only shown in a dry run, and then takes plate, container and seals out of every answer', async () => {
    await write('trader', `/api/consignments/${lodged.reference}/withdraw-declaration`, { reason: 'sold at home' });
    const answers = async () => {
      const urls = [`/api/crossings/${lodged.crossing}`, `/api/consignments/${lodged.reference}`, '/api/crossings?open=false'];
      return (await Promise.all(urls.map(async (url) => (await read('yard', url)).body))).join('\n');
    };
    const { borderTransportMeans: lorry, transportEquipment: unit } = sampleDeclaration('durian-vn-cn', 'x') as {
      borderTransportMeans: { tractorID: string }; transportEquipment: { containerID: string; sealID: string[] };
    };
    const values = [lorry.tractorID, unit.containerID, unit.sealID[0]!];
    const dry = await write('manager', '/api/erasures', { ...body(), dryRun: true });
    expect(dry.json()).toEqual({ streams: [`crossing:${lodged.crossing}`, `consignment:${lodged.reference}`], dryRun: true });
    const before = await answers();
    expect(values.filter((value) => before.includes(value))).toEqual(values);
    expect((await write('manager', '/api/erasures', body())).statusCode).toBe(200);
    const after = await answers();
    expect(after).toContain(lodged.crossing);
    expect(values.filter((value) => after.includes(value))).toEqual([]);
    const { said } = (await read('auditor', '/api/erasures')).json() as { said: { side: string; erased: object }[] };
    expect(said).toContainEqual(expect.objectContaining({ side: 'VN', erased: expect.objectContaining({ class: 'vehicle', reason: 'act' }) }));
  });

  it('and what is due can be asked for at any time', async () => {
    expect((await write('manager', '/api/erasures/due', {})).json()).toEqual({ days: 0, streams: 0 });
  });
});
