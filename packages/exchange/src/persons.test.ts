import { describe, expect, it } from 'vitest';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { compileAgreement, type AgreementDocument } from './agreement.ts';
import { DEFAULT_MESSAGES } from './default-agreement.ts';
import { fieldsOf } from './fields.ts';
import { LEGAL_THRESHOLDS, levelOf, PERSON_FIELDS, personsIn, withoutPersons } from './persons.ts';
import { project } from './project.ts';
import { placesOf, shapeOf } from './places.ts';
import { factTypes, FACT_TYPES } from '@pairgate/domain/concepts.ts';
import { defaultAgreement, documentOf } from './testing/pair.ts';

/** Nothing here is to be replaced by a pseudonym. */
const NOBODY = (): never => {
  throw new Error('no field has a pseudonym');
};

const driver = { name: 'Nguyễn Văn An', licenceID: '79 0123-456', phone: '+84 900', languageCode: 'vi' };
const terms = { class: 'vehicle', purpose: 'ask the driver', basis: 'consent' };

/** The default agreement that lets some fields of a driver cross. */
const letting = (...fields: string[]) => {
  const messages: AgreementDocument['messages'] = {
    ...DEFAULT_MESSAGES,
    AttachmentReplaced: { ...DEFAULT_MESSAGES.AttachmentReplaced, ...Object.fromEntries(fields.map((field) => [`driver.${field}`, terms])) },
  } as AgreementDocument['messages'];
  return compileAgreement(documentOf(messages));
};

const replaced = (data: object, type = 'AttachmentReplaced'): Fact => ({
  id: '1'.repeat(32), type, stream: 'crossing:PG-2222-2223', side: 'VN', occurredAt: '2026-11-19T03:00:00.000Z',
  recordedAt: '2026-11-19T03:00:00.000Z', saw: 0, data,
});

const found = (agreement: ReturnType<typeof letting>, fact: Fact) => personsIn(fact, agreement.terms(fact.type, fact.data)!);

describe('persons in what crosses', () => {
  it('are none under the default agreement, whatever the fact', () => {
    expect(found(defaultAgreement, replaced({ kind: 'driver', driver, reason: 'shift' }))).toEqual([]);
  });

  it('are known by their document however it is written, in each category of what crosses', () => {
    const fact = replaced({ kind: 'driver', driver, reason: 'shift' });
    const one = found(letting('name', 'licenceID'), fact);
    expect(one.map(({ category, class: name }) => [category, name]).toSorted()).toEqual([['personal', 'vehicle'], ['sensitive', 'vehicle']]);
    const other = found(letting('name'), replaced({ kind: 'driver', driver: { ...driver, licenceID: '790123456' }, reason: 'shift' }));
    expect(other).toEqual([{ ...one.find(({ category }) => category === 'personal')! }]);
  });

  it('are counted in a correction too', () => {
    const fact = replaced({ correction: 'a', corrects: 'b', factType: 'AttachmentReplaced', reason: 'x', patch: { driver } }, 'FactCorrected');
    expect(found(letting('licenceID'), fact)).toHaveLength(1);
  });

  it('are taken out whole when no further one may cross', () => {
    const agreement = letting('name');
    const fact = replaced({ kind: 'driver', driver, reason: 'shift' });
    const of = agreement.terms(fact.type, fact.data)!;
    expect(withoutPersons(fact, of, new Set(['sensitive']))).toBe(fact);
    expect(withoutPersons(fact, of, new Set(['personal'])).data).toEqual({ kind: 'driver', reason: 'shift' });
  });

  it('stand in every type of fact that has a driver', () => {
    const types = FACT_TYPES.filter((type) => [...placesOf(shapeOf(factTypes[type].data)).keys()].some((place) => place.endsWith('licenceID')));
    expect(types.toSorted()).toEqual(Object.keys(PERSON_FIELDS).toSorted());
  });
});

describe('a threshold of the law', () => {
  it.each([[0, 'below'], [79_999, 'below'], [80_000, 'notice'], [94_999, 'notice'], [95_000, 'warning'], [99_999, 'warning'], [100_000, 'reached']] as const)(
    'of 100,000 at %i is %s',
    (count, level) => expect(levelOf(count, { persons: 100_000 })).toBe(level),
  );

  it('names its source, and is marked as unchecked until counsel confirms', () => {
    for (const each of LEGAL_THRESHOLDS) expect([each.source.length > 20, each.verified]).toEqual([true, false]);
    expect(levelOf(0, { persons: 1 })).toBe('below');
  });
});

describe('the list of fields of a type', () => {
  it('counts the values that cross, each element of a list, and none that are absent', () => {
    const fact = { type: 'CrossingPlanned', data: { direction: 'VN-CN', consignments: ['A', 'B'], tractorID: 'P', trailerID: null, sealID: ['S'] } };
    const of = defaultAgreement.terms(fact.type, fact.data)!;
    const list = fieldsOf(of);
    const counts = list.fields.map(() => 0);
    list.count(project(of, fact.data, NOBODY), counts);
    list.count(project(of, fact.data, NOBODY), counts);
    expect(Object.fromEntries(list.fields.map(({ path }, place) => [path, counts[place]]))).toEqual({
      'consignments[]': 4, containerID: 0, direction: 2, 'sealID[]': 2, shelfLifeHours: 0, tractorID: 2, trafficClass: 0, trailerID: 0,
    });
    expect(fieldsOf(of)).toBe(list);
    expect(list.fields.find(({ path }) => path === 'tractorID')!.class).toBe('vehicle');
  });
});
