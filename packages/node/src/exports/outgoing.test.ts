import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { compileAgreement, type FieldTerms } from '@pairgate/exchange/agreement.ts';
import type { Json } from '@pairgate/exchange/project.ts';
import { documentOf } from '@pairgate/exchange/testing/pair.ts';
import { loadPseudonyms } from '../keys/pseudonym-key.ts';
import { random, sha256 } from '../crypto.ts';
import { Outgoing } from './outgoing.ts';
import { Persons } from './persons.ts';

const AT = Date.parse('2026-11-19T03:00:00.000Z');
const persons = new Persons({ recipient: 'CN', key: new Uint8Array(32).fill(9), stopAt: {} });
const folder = mkdtempSync(join(tmpdir(), 'pairgate-outgoing-'));
const pseudonyms = loadPseudonyms(folder, 'a pair');
rmSync(folder, { recursive: true });

/** An agreement under which these fields of the driver cross with a lorry that is planned. */
function agreeing(fields: Readonly<Record<string, Partial<FieldTerms>>>) {
  const document = documentOf();
  const terms = { class: 'vehicle', purpose: 'joint check of drivers', basis: 'separate consent' };
  const more = Object.fromEntries(Object.entries(fields).map(([name, over]) => [`driver.${name}`, { ...terms, ...over }]));
  const messages = { ...document.messages, CrossingPlanned: { ...document.messages.CrossingPlanned, ...more } };
  return compileAgreement({ ...document, messages });
}

const planned = (id: string, driver: object): Fact => ({
  id, type: 'CrossingPlanned', stream: `crossing:PG-${id}`, side: 'VN',
  occurredAt: new Date(AT).toISOString(), recordedAt: new Date(AT).toISOString(), saw: 0,
  data: { direction: 'VN-CN', consignments: [], trafficClass: 'general', shelfLifeHours: null, tractorID: '12C-345.67', driver },
});

/** What is counted of these facts when they are published, and when what was published comes back. */
function counted(agreement: ReturnType<typeof agreeing>, facts: readonly Fact[]) {
  const [first, again] = [new Outgoing('CN', persons), new Outgoing('CN', persons)];
  for (const [at, fact] of facts.entries()) {
    const published = first.publish({ fact, seq: at + 1, source: 'vn' }, agreement, AT, { sha256, random, pseudonyms })!;
    const data = Object.assign({}, ...Object.values(published.classes)) as Json;
    again.again({ fact: { ...fact, data }, classes: published.classes }, agreement, AT);
  }
  return { first, again };
}

describe('what came back', () => {
  const facts = [planned('2222-2222', { licenceID: 'GP-1', name: 'An' }), planned('2222-2223', { licenceID: 'gp 1', name: 'An' })];

  it('is counted as it was when it was published, field by field and person by person', () => {
    const { first, again } = counted(agreeing({ licenceID: {} }), facts);
    expect(first.exports[0]).toMatchObject({ entries: 2, type: 'CrossingPlanned' });
    expect(again.exports).toEqual(first.exports);
    expect(first.persons).toHaveLength(1);
    expect(again.persons).toEqual(first.persons);
  });

  it('counts a person in each entry that does not name the document in clear: too many, never too few', () => {
    for (const agreement of [agreeing({ name: {} }), agreeing({ licenceID: { rule: 'mask', keep: 2 } })]) {
      const { first, again } = counted(agreement, facts);
      expect(first.persons).toHaveLength(1);
      expect(again.persons).toHaveLength(2);
      expect(again.exports).toEqual(first.exports);
    }
  });

  it('counts nothing of a correction of which nobody knows any more what it corrects', () => {
    const outgoing = new Outgoing('CN', undefined);
    outgoing.again({ fact: { ...planned('2222-2222', {}), type: 'FactCorrected', data: {} }, classes: {} }, agreeing({}), AT);
    expect(outgoing.exports).toEqual([]);
  });
});
