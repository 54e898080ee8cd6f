import { compare, isDecimal } from '../quantity.ts';
import { fault, type Fault } from './fault.ts';

/**
 * Units of quantity that customs tariffs use, by the codes of UN/ECE Recommendation 20, revision 17. The choice is the
 * list of standard units of quantity that the World Customs Organization recommends (weight, length, area, volume,
 * electric power, number, pair, dozen, thousand) and the units of the tariffs of Viet Nam and China beside it.
 */
export const UNIT_CODES = [
  'BLL',
  'C62',
  'CEN',
  'CGM',
  'CLT',
  'CMK',
  'CMQ',
  'CMT',
  'CTM',
  'DMQ',
  'DZN',
  'DZP',
  'GGR',
  'GRM',
  'GRO',
  'H87',
  'HAR',
  'HLT',
  'INH',
  'KGM',
  'KMT',
  'KWH',
  'KWT',
  'LBR',
  'LPA',
  'LTR',
  'MGM',
  'MIL',
  'MLT',
  'MMT',
  'MTK',
  'MTQ',
  'MTR',
  'MWH',
  'NAR',
  'NIU',
  'NMP',
  'NPR',
  'ONZ',
  'PR',
  'SET',
  'ST',
  'STN',
  'TNE',
  'YRD',
] as const;
export type UnitCode = (typeof UNIT_CODES)[number];

const KNOWN: ReadonlySet<string> = new Set(UNIT_CODES);

export const checkUnit = (unitCode: string): Fault | undefined =>
  KNOWN.has(unitCode) ? undefined : fault('unit_unknown', { unitCode });

/** A quantity above zero. */
export function checkQuantity(value: string): Fault | undefined {
  if (!isDecimal(value)) return fault('decimal_malformed', { value });
  return compare(value, '0') > 0 ? undefined : fault('quantity_not_positive', { value });
}
