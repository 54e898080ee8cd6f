import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AUTHORITIES } from '@pairgate/domain/kernel/codes.ts';
import type { Reader } from './readings.ts';
import { findRoutes, type Get } from './testing/reading-routes.ts';
import { openRealServer, sampleDeclaration, type RealServer } from './testing/real-server.ts';

let server: RealServer;
const tokens = new Map<string, string>();
const PEOPLE = ['trader', 'trader-2', 'trader-3', 'yard', 'customs', 'customs-2', 'quarantine', 'border-guard', 'manager', 'auditor'];

beforeAll(async () => {
  server = await openRealServer('VN');
  for (const who of PEOPLE) tokens.set(who, await server.token(`vn-${who}`));
});
afterAll(() => server.close());

type Headers = Record<string, string>;

const auth = (who: string): Headers => ({ authorization: `Bearer ${tokens.get(who)}`, 'accept-language': 'en' });
const read = (who: string, url: string) => server.app.inject({ url, headers: auth(who) });
const write = (who: string, url: string, payload: object, headers: Headers = {}): Promise<LightMyRequestResponse> =>
  server.app.inject({ method: 'POST', url, payload, headers: { ...auth(who), 'idempotency-key': crypto.randomUUID(), ...headers } });

async function lodge(who: string, ownReference: string): Promise<{ reference: string; crossing: string }> {
  const response = await write(who, '/api/declarations', { declaration: sampleDeclaration('durian-vn-cn', ownReference) });
  expect(response.json()).toMatchObject({ reference: expect.stringMatching(/^PG-/) });
  return response.json();
}

/** Reads until it is so: the rules assess what was declared a moment later. */
async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 50_000; !(await done()); ) {
    if (Date.now() > end) throw new Error('it did not happen within fifty seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a declaration', () => {
  it('is lodged once, whatever happens to the answer', async () => {
    const payload = { declaration: sampleDeclaration('durian-vn-cn', 'ONCE-1') };
    const key = { 'idempotency-key': 'once-1' };
    const [first, second] = await Promise.all([
      write('trader', '/api/declarations', payload, key), write('trader', '/api/declarations', payload, key),
    ]);
    const third = await write('trader', '/api/declarations', payload, key);
    expect([first.statusCode, second.statusCode, third.statusCode]).toEqual([201, 201, 201]);
    expect(new Set([first, second, third].map((each) => each.json().reference)).size).toBe(1);
    expect(third.headers['idempotency-replayed']).toBe('true');
    const reordered = Object.fromEntries(Object.entries(payload.declaration).toReversed());
    const fourth = await write('trader', '/api/declarations', { declaration: reordered }, key);
    expect(fourth.json()).toEqual(first.json());
    const other = await write('trader', '/api/declarations', { declaration: sampleDeclaration('durian-vn-cn', 'ONCE-2') }, key);
    expect(other.statusCode).toBe(422);
    expect(other.json().code).toBe('idempotency_key_reused');
  });

  it('is refused a second time under the same reference of the trader', async () => {
    await lodge('trader', 'TWICE');
    const again = await write('trader', '/api/declarations', { declaration: sampleDeclaration('durian-vn-cn', 'TWICE') });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'reference_used', pointer: '/declaration/functionalReferenceID' });
  });

  it('is refused with a pointer to each fault in it', async () => {
    const declaration = sampleDeclaration('durian-vn-cn', 'FAULTS') as { transportEquipment: { containerID: string }; totalGrossMassKg: string };
    declaration.transportEquipment.containerID = 'CSQU3054384';
    declaration.totalGrossMassKg = '-1';
    const response = await write('trader', '/api/declarations', { declaration });
    expect(response.statusCode).toBe(422);
    const pointers = response.json().errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toContain('/declaration/transportEquipment/containerID');
    expect(pointers).toContain('/declaration/totalGrossMassKg');
  });
});

describe('a crossing', () => {
  it('is read by its trader and by the officers, with what each may do', async () => {
    const { reference, crossing } = await lodge('trader', 'READ-1');
    const own = await read('trader', `/api/crossings/${crossing}`);
    expect(own.json()).toMatchObject({ row: { reference: crossing, phase: 'planned', consignments: [reference] } });
    expect(own.json().acts).toContain('removeLoad');
    const yard = await read('yard', `/api/crossings/${crossing}`);
    expect(yard.json().acts).toContain('recordArrival');
    expect(yard.json().acts).not.toContain('decide');
    expect(own.headers.etag).toBe(`"v${own.json().version}"`);
    const link = own.json().driverLink.replace('/d/', '/api/driver/');
    expect((await server.app.inject(link)).json().row.reference).toBe(crossing);
  });

  it('is decided by one of two officers who decide at once', async () => {
    const { reference, crossing } = await lodge('trader', 'RACE-1');
    await until(async () => {
      const { origin } = (await read('customs', `/api/consignments/${reference}`)).json();
      // All of them, since each makes a new version of the lorry.
      return AUTHORITIES.every((authority) => origin.assessment[authority] !== undefined);
    });
    const seen = await read('customs', `/api/crossings/${crossing}`);
    const decide = (who: string) =>
      write(who, `/api/crossings/${crossing}/decide`, { outcome: 'refuse', reasonCode: 'papers_inconsistent' }, { 'if-match': String(seen.headers.etag) });
    const answers = await Promise.all([decide('customs'), decide('customs-2')]);
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 412]);
    expect(answers.find((answer) => answer.statusCode === 412)!.json().code).toBe('version_changed');
    const after = (await read('auditor', `/api/crossings/${crossing}`)).json();
    expect(after.timeline.filter((fact: { type: string }) => fact.type === 'AuthorityDecided')).toHaveLength(1);
  });

  it('takes no act out of order, of the wrong authority or of the wrong party', async () => {
    const { crossing } = await lodge('trader', 'ORDER-1');
    const call = await write('yard', `/api/crossings/${crossing}/call-vehicle`, { lane: 'X1' });
    expect([call.statusCode, call.json().code]).toEqual([409, 'not_present']);
    const result = await write('customs', `/api/crossings/${crossing}/report-result`, {});
    expect([result.statusCode, result.json().code]).toEqual([403, 'not_allowed']);
    const transfer = await write('yard', `/api/crossings/${crossing}/complete-transfer`, { vehicle: 'AGV-1' });
    expect([transfer.statusCode, transfer.json().code]).toEqual([403, 'other_side']);
    const late = await write('yard', `/api/crossings/${crossing}/record-arrival`, {
      tractorID: '29H-412.07', sealID: [], weighedMassKg: '38000', yard: 'VN-Y1', occurredAt: '2027-01-01T00:00:00.000Z',
    });
    expect([late.statusCode, late.json().code]).toEqual([422, 'occurred_in_future']);
  });
});

describe('whoever follows the changes', () => {
  const follower: Reader = { actor: { side: 'VN', role: 'auditor', account: 'vn-auditor' }, scope: 'all', personalData: false };

  it('is told of each as it is, though somebody was reading the crossing at that moment', async () => {
    const { crossing } = await lodge('trader', 'FOLLOW-1');
    const { journal, readings } = server;
    const before = readings.lastChange();
    const arrival = { tractorID: '29H-412.07', sealID: [], weighedMassKg: '38000', yard: 'VN-Y1' };
    const head = journal.head.bind(journal);
    vi.spyOn(journal, 'head').mockImplementationOnce(async (log) => {
      await write('yard', `/api/crossings/${crossing}/record-arrival`, arrival);
      return head(log);
    });
    const seen = (await read('customs', `/api/crossings/${crossing}`)).json();
    const { rows } = await readings.changesSince(before, follower, 200);
    expect(rows.find((row) => row.reference === crossing)?.phase).toBe('arrived');
    expect(seen).toMatchObject({ row: { phase: 'arrived' }, origin: { ticket: { arrivedAt: expect.any(String) } } });
  });

  it('is told of all that changed at once, however few fit into one message', async () => {
    const { readings } = server;
    const before = readings.lastChange();
    const lodged = await Promise.all(['AT-ONCE-1', 'AT-ONCE-2', 'AT-ONCE-3'].map((each) => lodge('trader', each)));
    const told = new Set<string>();
    for (let [since, last] = [before, -1]; since !== last; ) {
      const { rows, upTo } = await readings.changesSince(since, follower, 1);
      for (const row of rows) told.add(row.reference);
      [since, last] = [upTo, since];
    }
    for (const { crossing } of lodged) expect(told).toContain(crossing);
  });
});

describe('another firm', () => {
  it('reads nothing of a declaration that is not its own, over all readings', async () => {
    const { reference, crossing } = await lodge('trader', 'SECRET-OF-MINE');
    const readings: Get[] = findRoutes({ reference: crossing, consignment: reference });
    expect(readings.length).toBeGreaterThan(15);
    for (const { name, url } of readings) {
      const response = await read('trader-3', url);
      const shown = response.body.replace(/urn:pairgate:request:[0-9a-f]+/g, '');
      if (response.statusCode === 200) {
        expect(shown, name).not.toContain(crossing);
        expect(shown, name).not.toContain(reference);
      } else expect([403, 404], `${name} ${url}`).toContain(response.statusCode);
      expect(shown, name).not.toContain('SECRET-OF-MINE');
    }
  });

  it('writes nothing to it', async () => {
    const { reference, crossing } = await lodge('trader', 'MINE-1');
    const withdraw = await write('trader-3', `/api/consignments/${reference}/withdraw-declaration`, { reason: 'not mine' });
    expect([withdraw.statusCode, withdraw.json().code]).toEqual([403, 'not_yours']);
    const book = await write('trader-3', `/api/crossings/${crossing}/book-slot`, { start: '2026-11-19T06:00:00.000Z' });
    expect([book.statusCode, book.json().code]).toEqual([403, 'not_yours']);
    const { timeline, row } = (await read('trader', `/api/crossings/${crossing}`)).json();
    expect(timeline.map((fact: { type: string }) => fact.type)).not.toContain('DeclarationWithdrawn');
    expect(row.slotStart).toBeNull();
  });
});

describe('the evidence of one message', () => {
  it('is for those who may see every lorry, and only of what there is', async () => {
    await lodge('trader', 'MESSAGE-1');
    const { entry, logs } = (await read('auditor', '/api/log/VN/entries/0/evidence')).json();
    expect([entry, logs[0].entries.length]).toEqual(['VN:0', 1]);
    expect((await read('trader', '/api/log/VN/entries/0/evidence')).statusCode).toBe(403);
    const unknown = await read('auditor', '/api/log/VN/entries/999999/evidence');
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'entry_unknown']);
    expect((await read('auditor', '/api/log/VN/entries/01/evidence')).statusCode).toBe(422);
  });
});

describe('every reading', () => {
  it('answers as its schema says, for everybody who may read it', async () => {
    const { reference, crossing } = await lodge('trader', 'SHAPE-1');
    for (const { name, url } of findRoutes({ reference: crossing, consignment: reference })) {
      for (const who of PEOPLE) {
        const response = await read(who, url);
        expect([200, 403, 404], `${who} ${name}: ${response.body.slice(0, 300)}`).toContain(response.statusCode);
      }
    }
  });

  it('lists each crossing once, page by page, newest first', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: LightMyRequestResponse = await read('auditor', `/api/crossings?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.json().items.map((row: { reference: string }) => row.reference));
      cursor = page.json().nextCursor;
    }
    expect(seen.length).toBeGreaterThan(5);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = (await read('auditor', '/api/crossings?limit=200')).json().items.map((row: { reference: string }) => row.reference);
    expect(seen).toEqual(whole);
  });
});
