import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toMillis } from '../../kernel/instant.ts';
import { checkCompletion, checkDeclaration } from './check.ts';
import { completion, declaration } from './schema.ts';

const SAMPLES = new URL('../../../../../samples/', import.meta.url);
const now = toMillis('2026-11-19T01:00:00.000Z');
const read = (name: string): string => readFileSync(new URL(name, SAMPLES), 'utf8');
const files = (folder: string): string[] =>
  readdirSync(new URL(folder, SAMPLES)).filter((name) => name.endsWith('.json'));

const ITEM = '/governmentAgencyGoodsItem/0';

/** What each wrong sample is refused for, and by what: the bytes, the shape, or a check. */
const FAULTS: Record<
  string,
  { bytes: true } | { shape: string } | { error: string; at: string } | { warning: string; at: string } | { fine: true }
> = {
  'bad-currency': { error: 'currency_unknown', at: '/invoice/amount' },
  'bad-package-type': { error: 'package_type_unknown', at: `${ITEM}/packaging/typeCode` },
  'bad-unit': { error: 'unit_unknown', at: `${ITEM}/goodsMeasure/tariffQuantity/unitCode` },
  'currencies-disagree': { error: 'currency_differs', at: `${ITEM}/customsValue/currencyID` },
  'deep-nesting': { shape: '/exporter/name' },
  'duplicate-key': { fine: true },
  'expired-document': { error: 'document_expired', at: '/additionalDocument/13/expiryDate' },
  'fraction-of-dong': { error: 'currency_minor_unit', at: '/invoice/amount' },
  'future-date': { error: 'date_in_future', at: '/invoice/issueDate' },
  'impossible-date': { shape: '/invoice/issueDate' },
  'impossible-hs-code': { error: 'hs_chapter_impossible', at: `${ITEM}/commodity/classification/hs6` },
  'lone-surrogate': { shape: '/exporter/name' },
  'malformed-plate': { error: 'plate_malformed', at: '/borderTransportMeans/tractorID' },
  malformed: { bytes: true },
  'missing-plate': { shape: '/borderTransportMeans/tractorID' },
  'national-line-disagrees': { error: 'hs_lines_disagree', at: `${ITEM}/commodity/classification/vn8` },
  'negative-mass': { error: 'mass_not_positive', at: `${ITEM}/goodsMeasure/netMassKg` },
  'net-above-gross': { error: 'net_above_gross', at: `${ITEM}/goodsMeasure/netMassKg` },
  'not-nfc': { fine: true },
  'number-for-mass': { shape: '/totalGrossMassKg' },
  'papers-disagree': { warning: 'document_element_differs', at: '/additionalDocument/4/elements/orchardID' },
  'plate-of-wrong-country': { error: 'plate_of_wrong_country', at: '/borderTransportMeans/tractorID' },
  'repeated-document': { error: 'document_repeated', at: '/additionalDocument/16/ID' },
  'repeated-seal': { error: 'seal_repeated', at: '/transportEquipment/sealID/1' },
  'totals-disagree': { error: 'total_gross_mass_differs', at: '/totalGrossMassKg' },
  'unknown-field': { shape: '' },
  'wrong-check-digit': { error: 'container_check_digit', at: '/transportEquipment/containerID' },
  'wrong-direction': { error: 'country_not_of_direction', at: '/exportationCountryCode' },
  'wrong-type': { shape: '/totalPackageQuantity' },
};

describe('the good samples', () => {
  it.each(files('./'))('%s has the shape and no fault', (name) => {
    const sample = JSON.parse(read(name)) as { declaration: unknown; completion: unknown };
    const lodged = declaration.parse(sample.declaration);
    expect(checkDeclaration(lodged, { now })).toEqual({ errors: [], warnings: [] });
    expect(checkCompletion(lodged, completion.parse(sample.completion), { now })).toEqual({ errors: [], warnings: [] });
  });
});

describe('the wrong samples', () => {
  it('are all named here', () => {
    expect(
      files('wrong/')
        .map((name) => name.replace('.json', ''))
        .sort(),
    ).toEqual(Object.keys(FAULTS).sort());
  });

  it.each(Object.entries(FAULTS))('%s', (name, fault) => {
    const text = read(`wrong/${name}.json`);
    if ('bytes' in fault) {
      expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
      return;
    }
    const parsed = declaration.safeParse((JSON.parse(text) as { declaration: unknown }).declaration);
    if ('shape' in fault) {
      expect(parsed.error?.issues.map((issue) => issue.path.map((key) => `/${String(key)}`).join(''))).toContain(
        fault.shape,
      );
      return;
    }
    const found = checkDeclaration(parsed.data!, { now });
    const pointers = (refusals: typeof found.errors) => refusals.map(({ code, pointer }) => `${code} ${pointer}`);
    if ('error' in fault) expect(pointers(found.errors)).toContain(`${fault.error} ${fault.at}`);
    else expect(found.errors).toEqual([]);
    if ('warning' in fault) expect(pointers(found.warnings)).toEqual([`${fault.warning} ${fault.at}`]);
  });

  it('a duplicate key is lost by JSON.parse, so the edge must look at the bytes', () => {
    const text = read('wrong/duplicate-key.json');
    expect(text.match(/"totalGrossMassKg": "99999"/g)).toHaveLength(1);
    expect(JSON.stringify(JSON.parse(text))).not.toContain('99999');
  });

  it('a text that is not NFC has the shape, so the edge must normalise it', () => {
    const { declaration: lodged } = JSON.parse(read('wrong/not-nfc.json')) as {
      declaration: { exporter: { name: string } };
    };
    expect(lodged.exporter.name.normalize('NFC')).not.toBe(lodged.exporter.name);
  });
});
