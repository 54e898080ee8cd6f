import { afterAll, beforeAll, expect } from 'vitest';
import { formatReference } from '@pairgate/domain/kernel/reference.ts';
import { DAY, HOUR, MINUTE, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';
import { ARRIVAL, declarationOf, lodge, type Lodged } from './declarations.ts';
import { table } from './error-table.ts';
import { until, type ProcessPair } from './pair.ts';
import { expectProblem, expectRefused, send, setClocks, settle, startStillPair } from './refused.ts';

const { row, complete } = table('What an act gets');

interface Seen {
  readonly row: { readonly phase: string };
  readonly timeline: readonly { type: string; occurredAt: string; recordedAt: string; late: boolean }[];
}

let pair: ProcessPair;
/** Stands still, so that nothing happens but what is asked for. */
let now: number;
/** A lorry that is only declared, and one that is in the yard. */
let planned: Lodged;
let arrived: Lodged;

beforeAll(async () => {
  ({ pair, now } = await startStillPair());
  [planned, arrived] = [await lodge(pair), await lodge(pair)];
  await settle(pair);
});
afterAll(() => pair?.stop());

const yard = (reference: string, more: object = {}) => ({ persona: 'vn-yard', reference, body: { ...ARRIVAL, ...more } });
const see = async (side: 'VN' | 'CN', reference: string) =>
  send<Seen>(pair, side, 'GET /api/crossings/{reference}', { persona: `${side.toLowerCase()}-auditor`, reference });

row('an act out of order', (of) =>
  expectRefused(pair, 'VN', of, { persona: 'vn-yard', reference: planned.crossing, body: { lane: 'VN-X1' } }),
);
row('an act by the wrong authority', (of) =>
  expectRefused(pair, 'VN', of, {
    persona: 'vn-border-guard',
    reference: planned.crossing,
    body: { test: ['cadmium'], laboratory: 'Lạng Sơn', dueAt: fromMillis(now + HOUR) },
  }),
);
row('an act of the other side', (of) =>
  expectRefused(pair, 'VN', of, { persona: 'vn-gate', reference: planned.crossing, body: { lane: 'VN-X1' } }),
);
row("an act on another trader's goods", (of) =>
  expectRefused(pair, 'VN', of, { persona: 'vn-trader-2', reference: planned.reference, body: { reason: 'Not mine' } }),
);
row('an act on a lorry that nobody knows', (of) => expectRefused(pair, 'VN', of, yard(formatReference(0n))));
row('a refusal without its reason', async (of) => {
  const seen = await see('VN', planned.crossing);
  const headers = { 'if-match': seen.headers.get('etag') };
  const request = { persona: 'vn-customs', reference: planned.crossing, body: { outcome: 'refuse' }, headers };
  await expectRefused(pair, 'VN', of, request, { pointer: '/reasonCode' });
});

row('a paper of the future', (of) =>
  expectRefused(pair, 'VN', of, yard(planned.crossing, { occurredAt: fromMillis(now + MINUTE) }), { pointer: '/occurredAt' }),
);
row('a paper of eight days ago', (of) =>
  expectRefused(pair, 'VN', of, yard(planned.crossing, { occurredAt: fromMillis(now - 8 * DAY) }), { pointer: '/occurredAt' }),
);
row('a paper entered late by somebody who may not', (of) => {
  const body = { lane: 'VN-X1', occurredAt: fromMillis(now - HOUR) };
  return expectRefused(pair, 'VN', of, { persona: 'vn-manager', reference: arrived.crossing, body }, { pointer: '/occurredAt' });
});
row('a paper entered late', async (of) => {
  const occurredAt = fromMillis(now - 3 * HOUR);
  const entered = await send(pair, 'VN', of.where, yard(arrived.crossing, { occurredAt }));
  expect(entered.status, entered.text).toBe(of.status);
  await settle(pair);
  for (const side of ['VN', 'CN'] as const) {
    const { timeline } = (await see(side, arrived.crossing)).body;
    expect(timeline.find((fact) => fact.type === 'VehicleArrived')).toMatchObject({
      occurredAt, recordedAt: fromMillis(now), late: true,
    });
  }
});
row('a paper entered twice', async (of) => {
  const occurredAt = fromMillis(now - 3 * HOUR);
  await expectRefused(pair, 'VN', of, yard(arrived.crossing, { occurredAt }));
  const { timeline } = (await see('CN', arrived.crossing)).body;
  expect(timeline.filter((fact) => fact.type === 'VehicleArrived')).toHaveLength(1);
});

row('two officers deciding at once', async (of) => {
  for (const language of LANGUAGES) {
    const { crossing } = await lodge(pair);
    await settle(pair);
    const etag = (await see('VN', crossing)).headers.get('etag');
    const decide = (persona: string, reasonCode: string) =>
      send(pair, 'VN', of.where, {
        persona, reference: crossing, body: { outcome: 'refuse', reasonCode }, headers: { 'if-match': etag, 'accept-language': language },
      });
    const answers = await Promise.all([decide('vn-customs', 'papers_missing'), decide('vn-customs-2', 'papers_inconsistent')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const loser = answers.find(({ status }) => status === 412)!;
    expectProblem(pair, of, language, loser);
    const after = await see('VN', crossing);
    expect(loser.body.params).toEqual({ version: Number(/\d+/.exec(after.headers.get('etag')!)![0]) });
    expect(after.body.timeline.filter((fact) => fact.type === 'AuthorityDecided')).toHaveLength(1);
    await settle(pair);
    expect((await see('CN', crossing)).body.row.phase).toBe('refused');
  }
});
row('one declaration lodged twice at once', async (of) => {
  for (const language of LANGUAGES) {
    const body = { declaration: declarationOf() };
    const once = () => send(pair, 'VN', of.where, { persona: 'vn-trader', body, headers: { 'accept-language': language } });
    const answers = await Promise.all([once(), once()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const [winner, loser] = answers.toSorted((a, b) => a.status - b.status);
    expectProblem(pair, of, language, loser!);
    expect(loser!.body.params?.['consignment']).toBe((winner!.body as unknown as Lodged).reference);
  }
});
row('one request sent twice at once', async (of) => {
  const request = { persona: 'vn-trader', body: { declaration: declarationOf() }, headers: { 'idempotency-key': 'twice-at-once' } };
  const answers = await Promise.all([1, 2, 3].map(() => send<Lodged>(pair, 'VN', of.where, request)));
  expect(answers.map(({ status }) => status)).toEqual([of.status, of.status, of.status]);
  expect(new Set(answers.map(({ body }) => body.reference)).size).toBe(1);
});

row('an amendment of an expired declaration', async (of) => {
  // A declaration is good for 72 hours; the lorry has not come.
  now += 73 * HOUR;
  await setClocks(pair, now);
  await until(async () => (await see('CN', planned.crossing)).body.row.phase === 'expired');
  await settle(pair);
  const body = { declaration: declarationOf(), reason: 'The lorry comes after all' };
  await expectRefused(pair, 'VN', of, { persona: 'vn-trader', reference: planned.reference, body });
});
row('the arrival of a lorry whose declaration has expired', async (of) => {
  await expectRefused(pair, 'VN', of, yard(planned.crossing));
  // The one that had come in time goes on.
  expect((await see('VN', arrived.crossing)).body.row.phase).toBe('arrived');
});

complete();
