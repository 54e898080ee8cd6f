import type { Declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import type { Draft, Json } from './draft.ts';

/**
 * A draft with its blanks filled in, so that the requirements table can say what these goods need before everything is
 * typed. Nothing of it is ever shown or lodged; an element whose own field is blank counts as missing all the same.
 */
const ITEM = {
  sequenceNumeric: 1,
  commodity: { description: '-', classification: { hs6: '000000' } },
  originCountryCode: '-',
  goodsMeasure: { grossMassKg: '1', netMassKg: '1' },
  packaging: { quantity: 1, typeCode: 'CT' },
  customsValue: { value: '0', currencyID: 'USD' },
};

const BLANK: Draft = {
  direction: 'VN-CN',
  functionalReferenceID: '-',
  declarationOfficeID: '-',
  invoice: { ID: '-', issueDate: '2000-01-01', amount: { value: '0', currencyID: 'USD' } },
  tradeTermsConditionCode: 'DAP',
  exporter: { name: '-', ID: '-', countryCode: '-' },
  importer: { name: '-', countryCode: '-' },
  exportationCountryCode: '-',
  destinationCountryCode: '-',
  totalGrossMassKg: '1',
  totalPackageQuantity: 1,
  governmentAgencyGoodsItem: [],
  additionalDocument: [],
  borderTransportMeans: { registrationNationalityCode: '-', tractorID: '-' },
};

function over(blank: Json, json: Json | undefined): Json {
  if (json === undefined) return blank;
  const groups = typeof blank === 'object' && typeof json === 'object' && blank !== null && json !== null;
  if (!groups || Array.isArray(blank) || Array.isArray(json)) return json;
  const names = new Set([...Object.keys(blank), ...Object.keys(json)]);
  return Object.fromEntries([...names].map((name) => [name, name in blank ? over(blank[name]!, json[name]) : json[name]!]));
}

export function filled(declaration: Draft): Declaration {
  const items = Array.isArray(declaration.governmentAgencyGoodsItem) ? declaration.governmentAgencyGoodsItem : [];
  const whole = over(BLANK, { ...declaration, governmentAgencyGoodsItem: [] }) as Draft;
  return {
    ...whole,
    governmentAgencyGoodsItem: items.length === 0 ? [ITEM] : items.map((item) => over(ITEM, item)),
  } as unknown as Declaration;
}
