import { expect, it } from 'vitest';
import { compileAgreement, type AgreementDocument } from './agreement.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from './default-agreement.ts';
import { withheldBy } from './withheld.ts';

const terms = { class: 'operation', purpose: 'p', basis: 'b' };
const document = (messages: AgreementDocument['messages']): AgreementDocument => ({
  format: 'pairgate-agreement/1', version: 1, pair: 'a-b', validFrom: '2026-01-01T00:00:00.000Z',
  parties: {} as AgreementDocument['parties'], retention: DEFAULT_RETENTION, messages,
});

it('keeps the driver and the notes of officers at home, by default', () => {
  const home = withheldBy(document(DEFAULT_MESSAGES as AgreementDocument['messages']));
  expect(home.DeclarationLodged).toContain('declaration.borderTransportMeans.driver.name');
  expect(home.HoldPlaced).toEqual(['note']);
  expect(home.CapacityPublished).toBeUndefined();
});

it('counts what is denied aloud like what is not named, and what is disguised as crossing', () => {
  const home = withheldBy(document({
    StationClosed: { station: { ...terms, rule: 'mask', keep: 2 }, reason: { ...terms, rule: 'deny' } },
  }));
  expect(home.StationClosed).toEqual(['reason']);
  expect(home.StationOpened).toEqual(['station', 'kind', 'direction']);
});

it('names no field that would cross', () => {
  const whole = document(DEFAULT_MESSAGES as AgreementDocument['messages']);
  for (const [type, paths] of Object.entries(withheldBy(whole))) {
    const crossing = JSON.stringify(compileAgreement(whole).terms(type, { factType: 'none' }) ?? []);
    for (const path of paths.filter((each) => !/[.[]/.test(each))) expect([type, crossing]).not.toEqual([type, expect.stringContaining(`"${path}":true`)]);
  }
});
