import type { TrafficClass } from '../../kernel/codes.ts';
import { compare, sum } from '../../kernel/quantity.ts';
import type { Declaration, DocumentTypeCode, GoodsItem } from './schema.ts';

/** What the goods of a declaration are, as far as the six common digits of the Harmonized System tell. */

const hs6Of = (item: GoodsItem): string => item.commodity.classification.hs6;
const within = (hs6: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => hs6.startsWith(prefix));

// Meat, fish, dairy and eggs, live plants and cut flowers, vegetables, fruit; live animals are chapter 01.
const PERISHABLE = ['01', '02', '03', '04', '06', '07', '08'];
// Lines of those chapters that keep without cold: honey, bulbs at rest, dried vegetables and pulses, dried roots, nuts,
// dried fruit and peel.
const KEEPS = [
  '0409',
  '060110',
  '0712',
  '0713',
  '080111',
  '08013',
  '080121',
  '080122',
  '0802',
  '080620',
  '0813',
  '0814',
];
// Precious metals; portable computers; telephones; processors and memory; watches.
const HIGH_VALUE = ['71', '847130', '851713', '851714', '8542', '9101', '9102'];

const ANIMAL_CHAPTERS = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '1601',
  '1602',
  '1603',
  '1604',
  '1605',
  '4101',
  '4102',
  '4103',
  '5101',
];
// Plants and their products as the plant quarantine lists of both sides take them; wood and cotton included.
const PLANT_CHAPTERS = [
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '14',
  '1801',
  '2302',
  '2304',
  '2306',
  '2401',
  '4401',
  '4403',
  '4404',
  '4406',
  '4407',
  '5201',
  '5303',
];

export const isPerishable = (hs6: string): boolean => within(hs6, PERISHABLE) && !within(hs6, KEEPS);

/** Whether plant or animal quarantine of either side has a say in the goods. */
export const goodsNeedQuarantine = (declaration: Declaration): boolean =>
  declaration.governmentAgencyGoodsItem.some((item) => within(hs6Of(item), [...ANIMAL_CHAPTERS, ...PLANT_CHAPTERS]));

export const hasDocument = (declaration: Declaration, ...types: readonly DocumentTypeCode[]): boolean =>
  declaration.additionalDocument.some((document) => types.includes(document.typeCode));

/**
 * The class that slots and capacity count the lorry in: the declared one, else the first that fits. A lorry that
 * carries one perishable item among others is perishable as a whole.
 */
export function trafficClassOf(declaration: Declaration): TrafficClass {
  if (declaration.trafficClass) return declaration.trafficClass;
  const lines = declaration.governmentAgencyGoodsItem.map(hs6Of);
  if (hasDocument(declaration, '890')) return 'hazardous';
  if (declaration.requiredTemperatureC !== undefined || lines.some(isPerishable)) return 'perishable';
  return lines.some((line) => within(line, HIGH_VALUE)) ? 'high_value' : 'general';
}

export interface GoodsSummary {
  /** Of the heaviest item. */
  readonly hs6: string;
  readonly description: string;
  readonly descriptionVi?: string;
  readonly descriptionZh?: string;
  /** Of all items. */
  readonly netMassKg: string;
  readonly itemCount: number;
}

/** The goods in a few fields, for lists and for the gate: the heaviest item speaks for the lorry. */
export function goodsSummary(declaration: Declaration): GoodsSummary {
  const items = declaration.governmentAgencyGoodsItem;
  const [first, ...rest] = items;
  if (!first) throw new Error('a declaration has at least one item');
  const net = (item: GoodsItem): string => item.goodsMeasure.netMassKg;
  const heaviest = rest.reduce((most, item) => (compare(net(item), net(most)) > 0 ? item : most), first);
  const { description, descriptionVi, descriptionZh } = heaviest.commodity;
  return {
    hs6: hs6Of(heaviest),
    description,
    ...(descriptionVi === undefined ? {} : { descriptionVi }),
    ...(descriptionZh === undefined ? {} : { descriptionZh }),
    netMassKg: sum(items.map((item) => item.goodsMeasure.netMassKg)),
    itemCount: items.length,
  };
}
