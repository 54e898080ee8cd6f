import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { normalisePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { DriverLinks } from './driver-link.ts';
import { openServer, type TestServer } from './testing/open-server.ts';
import { rowOf } from './testing/stand-in.ts';

const OWN = formatReference(11n);
const OTHER = formatReference(12n);
let server: TestServer;
let links: DriverLinks;

beforeAll(async () => {
  server = await openServer();
  links = new DriverLinks(server.linkKey);
  server.node.add(rowOf({ reference: OWN, tractorID: normalisePlate('29H41207') }));
  server.node.add(rowOf({ reference: OTHER, tractorID: normalisePlate('15C12345') }));
});
afterAll(() => server.close());

describe('a driver’s link', () => {
  it('opens its crossing without an account', async () => {
    const response = await server.app.inject(`/api/driver/${links.tokenOf(OWN)}`);
    expect(response.json().row.reference).toBe(OWN);
    expect(server.node.asked.at(-1)!.reader).toMatchObject({ scope: 'link', crossing: OWN, personalData: false });
  });

  it('opens no other, however it is changed', async () => {
    const token = links.tokenOf(OWN);
    const forged = [token.replace(OWN, OTHER), token.slice(0, -1), `${token}A`, OWN, '', `${OWN}.`, new DriverLinks(new Uint8Array(32)).tokenOf(OWN)];
    for (const each of forged.filter((text) => text !== '')) {
      const response = await server.app.inject(`/api/driver/${encodeURIComponent(each)}`);
      expect(response.json().code, each).toBe('link_unknown');
      expect(response.statusCode).toBe(404);
    }
  });

  it('lets its holder object, as the driver of that crossing', async () => {
    const response = await server.app.inject({
      method: 'POST',
      url: `/api/driver/${links.tokenOf(OWN)}/object`,
      payload: { hold: '0'.repeat(32), text: 'Giấy đã nộp lúc chín giờ' },
      headers: { 'idempotency-key': 'k' },
    });
    expect(response.statusCode).toBe(200);
    expect(server.node.submitted.at(-1)).toMatchObject({
      act: 'objectToHold', reference: OWN, actor: { side: 'VN', role: 'driver', account: `driver:${OWN}` }, idempotencyKey: 'k',
    });
  });
});

describe('the kiosk', () => {
  const ask = (query: string, ip = '10.0.0.1') => server.app.inject({ url: `/api/kiosk?${query}`, remoteAddress: ip });

  it('tells by a plate alone where the lorry stands, and not its reference', async () => {
    const [item] = (await ask('plate=29H-412.07')).json().items;
    expect(item).toMatchObject({ phase: 'arrived', place: 'origin_yard', position: 3, link: null });
    expect(item.reference).toBe(`${OWN.slice(0, -4)}····`);
    expect(JSON.stringify(item)).not.toContain('412');
  });

  it.each([['the end of the reference', () => OWN.slice(-4).toLowerCase()], ['the container', () => 'CSQU 305438 3']])(
    'gives the link to who knows %s',
    async (_what, proof) => {
      const [item] = (await ask(`plate=29H41207&proof=${encodeURIComponent(proof())}`)).json().items;
      expect(item).toMatchObject({ reference: OWN, link: links.pathOf(OWN) });
    },
  );

  it('is slow for who tries many', async () => {
    const codes: number[] = [];
    for (let attempt = 0; attempt < 25; attempt += 1) codes.push((await ask(`plate=29H41207&proof=${1000 + attempt}`, '10.0.0.2')).statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(20);
    expect(codes.at(-1)).toBe(429);
    expect((await ask('plate=29H41207', '10.0.0.3')).statusCode).toBe(200);
  });
});
