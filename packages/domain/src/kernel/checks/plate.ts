import type { SideId } from '../codes.ts';
import { fault, type Fault } from './fault.ts';

/**
 * Plates of lorries and trailers. Viet Nam: two digits of the province, series, four or five digits (Circular
 * 79/2024/TT-BCA; series R is for trailers). China: GA 36-2018: abbreviation of the province, letter of the registry,
 * five characters, or four and 挂 for a trailer, or six for new-energy vehicles; I and O are not used.
 */
export interface Plate {
  readonly nationality: SideId;
  readonly kind: 'tractor' | 'trailer';
  /** The written form: `29H-412.07`, `29H-4120`, `桂F·B7702`, `桂F·A123挂`, `桂F·12345D`. */
  readonly normalised: string;
}

const VN = /^(\d{2})([A-HK-NPR-VX-Z]{1,2})(\d{4,5})$/;
// Codes that no province or ministry of Viet Nam holds.
const VN_UNUSED = new Set(['10', '13', '42', '44', '45', '46', '87', '91', '96']);
const CN_PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const CN = new RegExp(
  `^([${CN_PROVINCES}][A-HJ-NP-Z])([A-HJ-NP-Z0-9]{4}挂|[A-HJ-NP-Z0-9]{5}|[A-HJK][A-HJ-NP-Z0-9]\\d{4}|\\d{5}[A-HJK])$`,
);

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-.·・•‧]/gu, '');

/** The plate that a text writes, whatever its separators; `undefined` when it is a plate of neither country. */
export function parsePlate(text: string): Plate | undefined {
  const symbols = bare(text);
  return parseVietnamese(symbols) ?? parseChinese(symbols);
}

function parseVietnamese(symbols: string): Plate | undefined {
  const match = VN.exec(symbols);
  if (!match) return undefined;
  const [, province, series, number] = match as unknown as [string, string, string, string];
  if (Number(province) < 11 || VN_UNUSED.has(province)) return undefined;
  const digits = number.length === 5 ? `${number.slice(0, 3)}.${number.slice(3)}` : number;
  return {
    nationality: 'VN',
    kind: series.startsWith('R') ? 'trailer' : 'tractor',
    normalised: `${province}${series}-${digits}`,
  };
}

function parseChinese(symbols: string): Plate | undefined {
  const match = CN.exec(symbols);
  if (!match) return undefined;
  const [, registry, number] = match as unknown as [string, string, string];
  return {
    nationality: 'CN',
    kind: number.endsWith('挂') ? 'trailer' : 'tractor',
    normalised: `${registry}·${number}`,
  };
}

/** The written form of a plate; text that is no plate comes back as it was. */
export const normalisePlate = (text: string): string => parsePlate(text)?.normalised ?? text;

/**
 * Whether the text is a plate of the country and kind. Lorries of third countries carry plates that this check cannot
 * judge: for them it answers `undefined`.
 */
export function checkPlate(text: string, nationality: string, kind: Plate['kind']): Fault | undefined {
  const plate = parsePlate(text);
  if (nationality !== 'VN' && nationality !== 'CN') return undefined;
  if (!plate) return fault('plate_malformed', { plate: text });
  if (plate.nationality !== nationality)
    return fault('plate_of_wrong_country', { plate: plate.normalised, country: nationality });
  if (plate.kind === kind) return undefined;
  return fault(kind === 'trailer' ? 'plate_not_trailer' : 'plate_of_trailer', { plate: plate.normalised });
}
