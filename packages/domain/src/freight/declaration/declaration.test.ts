import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import durian from '../../../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../../../samples/electronics-cn-vn.json' with { type: 'json' };
import { toMillis } from '../../kernel/instant.ts';
import { checkCompletion, checkDeclaration } from './check.ts';
import { goodsNeedQuarantine, goodsSummary, isPerishable, trafficClassOf } from './goods.ts';
import { missingElements } from './requirements.ts';
import { REQUIREMENTS } from './requirements-data.ts';
import { ruleInput } from './rule-input.ts';
import { completion, declaration, type Declaration } from './schema.ts';

const now = toMillis('2026-11-19T01:00:00.000Z');
const fruit = declaration.parse(durian.declaration);
const fruitCompletion = completion.parse(durian.completion);
const parts = declaration.parse(electronics.declaration);
const partsCompletion = completion.parse(electronics.completion);
const withHs6 = (hs6: string): Declaration => {
  const [item] = fruit.governmentAgencyGoodsItem;
  const commodity = { ...item!.commodity, classification: { hs6 } };
  const { requiredTemperatureC: _cold, ...warm } = fruit;
  return { ...warm, governmentAgencyGoodsItem: [{ ...item!, commodity }] };
};

describe('a schedule', () => {
  const lines = new Set(['08109020']);
  it('that is partial only warns of an unknown line', () => {
    const found = checkDeclaration(fruit, { now, schedule: { vn8: { edition: 'part', complete: false, lines } } });
    expect(found.errors).toEqual([]);
    expect(found.warnings.map((refusal) => refusal.code)).toEqual(['hs_line_unknown']);
  });

  it('that is complete refuses an unknown line', () => {
    const found = checkDeclaration(fruit, { now, schedule: { vn8: { edition: 'AHTN 2022', complete: true, lines } } });
    expect(found.errors.map((refusal) => refusal.pointer)).toEqual([
      '/governmentAgencyGoodsItem/0/commodity/classification/vn8',
    ]);
    expect(found.warnings).toEqual([]);
  });
});

describe('pointers', () => {
  it('lead to a value in what was lodged', () => {
    const broken = {
      ...fruit,
      totalGrossMassKg: '0',
      borderTransportMeans: { ...fruit.borderTransportMeans, trailerID: '29H-412.07' },
    };
    for (const { pointer } of checkDeclaration(broken, { now }).errors) {
      const value = pointer!
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], broken);
      expect(value).toBeDefined();
    }
  });

  it('never throw on anything that has the shape', () => {
    const decimals = fc
      .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 0, max: 999_999 }))
      .map(([whole, part]) => `${whole}.${part}`);
    fc.assert(
      fc.property(
        decimals,
        decimals,
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.string({ minLength: 1, maxLength: 20 }),
        (gross, net, plate, container) => {
          const [item] = fruit.governmentAgencyGoodsItem;
          const odd = declaration.safeParse({
            ...fruit,
            totalGrossMassKg: gross,
            governmentAgencyGoodsItem: [{ ...item, goodsMeasure: { grossMassKg: gross, netMassKg: net } }],
            borderTransportMeans: { registrationNationalityCode: 'VN', tractorID: plate },
            transportEquipment: { containerID: container, sealID: [plate] },
          });
          if (odd.success) expect(checkDeclaration(odd.data, { now }).errors.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('a completion', () => {
  it('covers every item once, in the nomenclature of the destination', () => {
    const line = partsCompletion.classification[0]!;
    const codes = (classification: (typeof line)[]) =>
      checkCompletion(parts, { ...partsCompletion, classification }, { now }).errors.map((refusal) => refusal.code);
    expect(codes([line])).toEqual(['completion_item_missing', 'completion_item_missing']);
    expect(codes([...partsCompletion.classification, line])).toEqual(['completion_item_unknown']);
    expect(codes([{ ...line, nationalID: '8534009000' }, ...partsCompletion.classification.slice(1)])).toEqual([
      'hs_malformed',
    ]);
    expect(codes([{ ...line, nationalID: '85045010' }, ...partsCompletion.classification.slice(1)])).toEqual([
      'hs_lines_disagree',
    ]);
  });
});

describe('goods', () => {
  it.each([
    ['081060', true],
    ['080111', false],
    ['080119', true],
    ['081340', false],
    ['070960', true],
    ['071220', false],
    ['030462', true],
    ['853400', false],
  ])('%s perishable: %s', (hs6, perishable) => expect(isPerishable(hs6)).toBe(perishable));

  it.each([
    ['081060', 'perishable', true],
    ['110814', 'general', true],
    ['853400', 'general', false],
    ['854231', 'high_value', false],
    ['030617', 'perishable', true],
  ])('%s travels as %s, quarantine %s', (hs6, trafficClass, quarantine) => {
    expect(trafficClassOf(withHs6(hs6))).toBe(trafficClass);
    expect(goodsNeedQuarantine(withHs6(hs6))).toBe(quarantine);
  });

  it('keeps a declared class', () => {
    expect(trafficClassOf({ ...fruit, trafficClass: 'smart_lane' })).toBe('smart_lane');
    expect(trafficClassOf({ ...parts, additionalDocument: [{ typeCode: '890', ID: '1' }] })).toBe('hazardous');
  });

  it('are summed up by the heaviest item', () => {
    expect(goodsSummary(parts)).toMatchObject({ hs6: '850450', netMassKg: '12815.25', itemCount: 3 });
    expect(goodsSummary(fruit).descriptionZh).toBe('鲜榴莲');
  });
});

describe('requirements', () => {
  const owed = (lodged: Declaration, completed?: typeof fruitCompletion) =>
    missingElements(lodged, completed)
      .filter((need) => !need.given)
      .map((need) => `${need.turn} ${need.side} ${need.element}`);

  it('are all met by the full paper sets', () => {
    expect(owed(fruit, fruitCompletion)).toEqual([]);
    expect(owed(parts, partsCompletion)).toEqual([]);
  });

  it('say whose turn it is before the other side has completed', () => {
    expect(new Set(owed(fruit))).toEqual(
      new Set([
        'destination CN declarationOfficeID',
        'destination CN importer',
        'destination CN classification',
        'destination CN dutyPreference',
        'destination CN importDeclaration',
        'destination CN contract',
        'destination CN manifest',
        'destination CN quarantineImportPermit',
      ]),
    );
  });

  it('miss each document that is taken away', () => {
    for (const typeCode of ['851', '4', '830'] as const) {
      const without = {
        ...fruit,
        additionalDocument: fruit.additionalDocument.filter((document) => document.typeCode !== typeCode),
      };
      expect(owed(without, fruitCompletion).length).toBeGreaterThan(0);
    }
  });

  it('ask durian for a laboratory report, and no other fruit', () => {
    const asks = (lodged: Declaration) => missingElements(lodged).some((need) => need.element === 'laboratoryReport');
    expect(asks(fruit)).toBe(true);
    expect(asks(withHs6('080390'))).toBe(false);
  });

  it('carry their source and whether it was read', () => {
    expect(REQUIREMENTS.every((need) => need.legalSource.length > 10)).toBe(true);
    expect(REQUIREMENTS.some((need) => !need.verified)).toBe(true);
  });
});

describe('the input of the rules', () => {
  it('is reduced to facts that carry nothing personal', () => {
    const input = ruleInput(fruit, fruitCompletion, 'destination', { random: 0.5 });
    expect(input).toMatchObject({
      freshFruit: true,
      needsQuarantine: true,
      papersDisagree: false,
      preferenceClaimed: true,
      random: 0.5,
    });
    expect(input.hasDocument).toMatchObject({
      phyto: true,
      labReport: true,
      importPermit: true,
      origin: true,
      conformity: false,
    });
    const text = JSON.stringify(input);
    for (const secret of ['Nguyễn', '29H', fruit.exporter.ID, fruit.exporter.name]) expect(text).not.toContain(secret);
  });

  it('sees papers that disagree', () => {
    const additionalDocument = [{ typeCode: '851' as const, ID: 'x', elements: { netMassKg: '1' } }];
    expect(ruleInput({ ...fruit, additionalDocument }, undefined, 'origin').papersDisagree).toBe(true);
  });
});
