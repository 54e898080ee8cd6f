import { connect } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { declarationOf, declarationWith, durian, lodge, type Lodged } from './declarations.ts';
import { table, type Row } from './error-table.ts';
import type { ProcessPair } from './pair.ts';
import { expectProblem, expectRefused, send, settle, startStillPair, stored, type Reply, type Request } from './refused.ts';

const { row, complete } = table('What a request gets');

let pair: ProcessPair;
/** What was lodged before, and how. */
let known: Lodged;
const first = { declaration: declarationOf() };
const KEY = 'the-first-declaration';

beforeAll(async () => {
  ({ pair } = await startStillPair());
  known = await lodge(pair, first.declaration, KEY);
  await settle(pair);
});
afterAll(() => pair?.stop());

const asTrader = (request: Request): Request => ({ persona: 'vn-trader', ...request });
const refuse = (of: Row, request: Request, at?: Parameters<typeof expectRefused>[4]) =>
  expectRefused(pair, 'VN', of, { reference: known.crossing, ...request }, at);
const decide = (headers: Request['headers'] = {}): Request => ({ persona: 'vn-customs', body: { outcome: 'release' }, headers });

/** A row about one fault in a declaration that is as it should be otherwise. */
const fault = (what: string, pointer: string, value: unknown) =>
  row(what, (of) =>
    refuse(of, asTrader({ body: { declaration: declarationWith(pointer, value) } }), { pointer: `/declaration${pointer}` }),
  );

/** A row about the text of a declaration: the value of a field, as JSON writes it, is replaced. */
const bytes = (what: string, field: string, written: string, pointer: string) =>
  row(what, (of) => {
    const text = JSON.stringify({ declaration: declarationOf() });
    const raw = text.replace(new RegExp(`"${field}":("[^"]*"|\\d+)`), () => `"${field}":${written}`);
    expect(raw).not.toBe(text);
    return refuse(of, asTrader({ raw }), { pointer });
  });

row('malformed JSON', (of) =>
  refuse(of, asTrader({ raw: '{"declaration": {"direction": VN-CN}}' }), { pointer: '/declaration/direction' }),
);
row('a key twice', (of) =>
  refuse(of, asTrader({ raw: '{"declaration": {}, "declaration": {}}' }), { pointer: '/declaration' }),
);
row('nesting deeper than 32', (of) => {
  const raw = `{"declaration":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  return refuse(of, asTrader({ raw }), { pointer: `/declaration${'/0'.repeat(31)}` });
});
bytes('a number beyond 2^53', 'totalPackageQuantity', '9007199254740993', '/declaration/totalPackageQuantity');
bytes('a lone surrogate', 'declarationOfficeID', '"15\\ud83d"', '/declaration/declarationOfficeID');
row('bytes that are not UTF-8', (of) => {
  const raw = Buffer.from(JSON.stringify({ declaration: declarationWith('/exporter/name', 'Ti\u00ean') }), 'latin1');
  return refuse(of, asTrader({ raw: new Uint8Array(raw) }), { pointer: '' });
});
row('a NUL in a text', (of) => refuse(of, { body: { name: 'hanh\0', password: 'four words of her own' } }, { pointer: '/name' }));
row('no body', (of) => refuse(of, asTrader({})));
row('a body over 1 MB', (of) =>
  refuse(of, asTrader({ body: { declaration: declarationWith('/exporter/name', 'x'.repeat(1024 * 1024)) } })),
);
row('another content type', (of) =>
  refuse(of, asTrader({ raw: 'direction=VN-CN', headers: { 'content-type': 'application/x-www-form-urlencoded' } })),
);

fault('an unknown field', '/colourOfLorry', 'red');
fault('a wrong type', '/totalPackageQuantity', 'many');
fault('a value that is not offered', '/direction', 'VN-LA');
fault('a text that is too long', '/exporter/name', 'x'.repeat(201));
fault('a missing plate', '/borderTransportMeans/tractorID', undefined);
fault('a plate of neither country', '/borderTransportMeans/tractorID', 'XX-1');
fault('an impossible HS code', '/governmentAgencyGoodsItem/0/commodity/classification/hs6', '770110');
fault('a wrong check digit', '/transportEquipment/containerID', 'CSQU3054384');
fault('a negative mass', '/governmentAgencyGoodsItem/0/goodsMeasure/netMassKg', '-20500');
row('several faults at once', async (of) => {
  const declaration = declarationWith('/totalGrossMassKg', '-1');
  declaration['transportEquipment'] = { containerID: 'CSQU3054384', sealID: [] };
  const request = asTrader({ body: { declaration } });
  await refuse(of, request, { pointer: '/declaration/totalGrossMassKg' });
  const { body } = await send(pair, 'VN', of.where, request);
  const found = body.errors?.map(({ code, pointer }) => [code, pointer]);
  expect(found).toContainEqual(['container_check_digit', '/declaration/transportEquipment/containerID']);
  for (const { detail } of body.errors ?? []) expect(detail).not.toMatch(/[{}]/);
});
fault('goods that go the other way', '/direction', 'CN-VN');
row("the trader's own reference again", (of) =>
  refuse(of, asTrader({ body: first }), { pointer: '/declaration/functionalReferenceID' }),
);

row('no Idempotency-Key', (of) =>
  refuse(of, asTrader({ body: { declaration: declarationOf() }, headers: { 'idempotency-key': null } }), {
    parameter: 'Idempotency-Key',
  }),
);
row('an Idempotency-Key with a space', (of) =>
  refuse(of, asTrader({ body: { declaration: declarationOf() }, headers: { 'idempotency-key': 'a b' } }), {
    parameter: 'Idempotency-Key',
  }),
);
row('an Idempotency-Key with other content', (of) =>
  refuse(of, asTrader({ body: { declaration: declarationOf() }, headers: { 'idempotency-key': KEY } })),
);
row('the same request again', async (of) => {
  const before = await stored(pair);
  const again = await send<Lodged>(pair, 'VN', of.where, asTrader({ body: first, headers: { 'idempotency-key': KEY } }));
  expect(again.status).toBe(of.status);
  expect(again.body).toEqual(known);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await stored(pair)).toEqual(before);
});
row('no If-Match', (of) => refuse(of, decide(), { parameter: 'If-Match' }));
row('an If-Match without a version', (of) => refuse(of, decide({ 'if-match': '*' }), { parameter: 'If-Match' }));
row('a stale If-Match', (of) => refuse(of, decide({ 'if-match': '"v99"' })));
row('a time that is none', (of) => refuse(of, asTrader({ body: { start: '2026-02-30T00:00:00.000Z' } }), { pointer: '/start' }));

row('an unknown path', (of) => refuse(of, {}));
row('a path that cannot be decoded', (of) => refuse(of, {}));
row('a method that the path does not have', async (of) => {
  await refuse(of, asTrader({}));
  expect((await send(pair, 'VN', of.where, asTrader({}))).headers.get('allow')).toBe('POST');
});
row('a reference with one wrong character', (of) => {
  const { crossing } = known;
  const wrong = `${crossing.slice(0, -1)}${crossing.endsWith('3') ? '4' : '3'}`;
  return refuse(of, asTrader({ reference: wrong }), { parameter: 'reference' });
});
row('a reference that nobody has', (of) => refuse(of, asTrader({ reference: formatReference(0n) })));
row('an unknown parameter', (of) => refuse(of, asTrader({}), { parameter: 'colour' }));
row('a NUL in the address', (of) => refuse(of, {}, { parameter: 'plate' }));
row('a day beyond the calendar', (of) => refuse(of, { persona: 'vn-customs' }, { parameter: 'date' }));

row('nobody signed in', async (of) => {
  await refuse(of, { body: first });
  expect((await send(pair, 'VN', of.where, { body: first })).headers.get('www-authenticate')).toMatch(/^Bearer/);
});
row('a wrong password', (of) => refuse(of, { body: { name: 'vn-customs', password: 'not hers' } }));
row('a page of another site', (of) =>
  refuse(of, asTrader({ body: { declaration: durian.declaration }, headers: { origin: 'https://elsewhere.example' } })),
);

row('headers over 16 KB', async (of) => {
  const reply = await send(pair, 'VN', of.where, { headers: { 'x-padding': 'x'.repeat(20_000), 'accept-language': 'vi' } });
  expectProblem(pair, of, 'en', reply);
});
row('bytes that are not HTTP', async (of) => {
  expectProblem(pair, of, 'en', await rawReply('GARBAGE\r\n\r\n'));
  expect((await send(pair, 'VN', of.where, {})).status, 'the node serves on').toBe(200);
});

/** The answer to bytes on a bare connection, read until the node closes it. */
async function rawReply(sent: string): Promise<Reply> {
  const socket = connect(Number(new URL(pair.VN.url).port), '127.0.0.1', () => socket.write(sent));
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  const [head = '', text = ''] = Buffer.concat(pieces).toString('utf8').split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map((each) => each.split(': ') as [string, string]));
  return { status: Number(line.split(' ')[1]), headers, text, body: JSON.parse(text) as Reply['body'] };
}

complete();
