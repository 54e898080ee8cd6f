import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgreementDocument } from '@pairgate/exchange/agreement.ts';
import { agreementDigest, signAgreement } from '../keys/agreement-file.ts';
import { openRealServer, type RealServer } from './testing/real-server.ts';

let server: RealServer;
let tokens: Record<string, string>;
beforeAll(async () => {
  server = await openRealServer('VN');
  tokens = { manager: await server.token('vn-manager'), auditor: await server.token('vn-auditor') };
});
afterAll(() => server.close());

const call = (method: 'GET' | 'POST', path: string, payload?: object, as = 'manager') =>
  server.app.inject({ method, url: `/api/agreement${path}`, headers: { authorization: `Bearer ${tokens[as]}` }, ...(payload ? { payload } : {}) });

const second = (): AgreementDocument => {
  const { CrossingPlanned } = server.document.messages;
  const tractorID = { ...CrossingPlanned!.tractorID!, rule: 'mask' as const, keep: 3 };
  return { ...server.document, version: 2, messages: { ...server.document.messages, CrossingPlanned: { ...CrossingPlanned, tractorID } } };
};
const proposal = (document = second(), side: 'VN' | 'CN' = 'VN') => ({
  document, openUntil: '2026-12-31T00:00:00.000Z', signature: signAgreement(document, side, server.identities[side].root!),
});

describe('the agreement over HTTP', () => {
  it('is read by whoever may read the log, and amended by the manager alone', async () => {
    const view = await call('GET', '', undefined, 'auditor');
    expect(view.json()).toMatchObject({ inForce: { VN: 1, CN: 1 }, versions: [{ version: 1, validUntil: null }], proposals: [] });
    expect((await call('POST', '/proposals', proposal(), 'auditor')).statusCode).toBe(403);
  });

  it.each([
    ['signed by the other side', () => proposal(second(), 'CN'), 422, 'amendment_not_signed', '/signature'],
    ['signed for another document', () => ({ ...proposal(), signature: proposal({ ...second(), version: 3 }).signature }), 422, 'amendment_not_signed', '/signature'],
    ['of a version that skips one', () => proposal({ ...second(), version: 3 }), 409, 'amendment_not_next', undefined],
    ['of a version that is there', () => proposal(server.document), 409, 'amendment_not_next', undefined],
    ['that contradicts itself', () => {
      const document = second();
      document.messages.CrossingPlanned!.colour = document.messages.CrossingPlanned!.tractorID!;
      return proposal(document);
    }, 422, 'amendment_malformed', '/document/messages/CrossingPlanned/colour'],
    ['that is over', () => ({ ...proposal(), openUntil: '2026-01-01T00:00:00.000Z' }), 409, 'amendment_expired', undefined],
  ])('refuses a proposal %s', async (_what, body, status, code, pointer) => {
    const response = await call('POST', '/proposals', body());
    expect(response.json()).toMatchObject({ status, code, ...(pointer === undefined ? {} : { pointer }) });
    expect((await call('GET', '')).json().proposals).toEqual([]);
  });

  it('shows a proposal with what it changes, until it is withdrawn', async () => {
    const document = second();
    const named = { version: 2, digest: agreementDigest(document) };
    const made = await call('POST', '/proposals', proposal(document));
    expect([made.statusCode, made.json()]).toEqual([201, named]);
    const [shown] = (await call('GET', '')).json().proposals;
    expect(shown).toMatchObject({ by: 'VN', state: 'open', ...named });
    expect(shown.differences).toEqual([
      { kind: 'added', path: ['messages', 'CrossingPlanned', 'tractorID', 'keep'], after: 3 },
      { kind: 'added', path: ['messages', 'CrossingPlanned', 'tractorID', 'rule'], after: 'mask' },
      { kind: 'changed', path: ['version'], before: 1, after: 2 },
    ]);
    expect((await call('POST', '/proposals', proposal(document))).json()).toMatchObject({ status: 409, code: 'amendment_open' });
    const { signature } = proposal(document);
    expect((await call('POST', '/acceptances', { ...named, signature })).json()).toMatchObject({ code: 'amendment_unknown' });
    expect((await call('POST', '/rejections', { ...named, reason: 'no' })).json()).toMatchObject({ code: 'amendment_unknown' });
    expect((await call('POST', '/withdrawals', named)).statusCode).toBe(201);
    expect((await call('POST', '/withdrawals', named)).json()).toMatchObject({ status: 409, code: 'amendment_withdrawn' });
    expect((await call('GET', '')).json().proposals).toMatchObject([{ state: 'withdrawn' }]);
  });
});
