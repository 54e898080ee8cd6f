import type { Labels, Language } from './labels.ts';

/**
 * What goods are called. The trader's own words come first, in the reader's language where the declaration has them;
 * then the name of the tariff line, where it is listed here; else the trader's words in whatever language they are.
 *
 * Only lines that both tariffs name alone are listed: a line that ends in "other" says nothing about the goods.
 * Vietnamese names: AHTN 2022 as in Decree 26/2023/NĐ-CP. Chinese names: lines of the tariff of 2025 as public pages
 * show them; unchecked against the customs' own site.
 */
interface Line {
  /** Six digits where the whole subheading is one kind of goods, else the lines of Viet Nam (8) and China (10). */
  readonly codes: readonly string[];
  readonly labels: Labels;
}

export const COMMODITY_LINES: readonly Line[] = [
  { codes: ['070960'], labels: { en: 'Chillies and peppers, fresh', vi: 'Quả ớt', zh: '辣椒' } },
  { codes: ['080112'], labels: { en: 'Coconuts in the inner shell', vi: 'Dừa còn nguyên sọ', zh: '鲜的未去内壳(内果皮)椰子' } },
  { codes: ['081060'], labels: { en: 'Durian, fresh', vi: 'Quả sầu riêng', zh: '鲜榴莲' } },
  { codes: ['081070'], labels: { en: 'Persimmons, fresh', vi: 'Quả hồng', zh: '鲜柿子' } },
  { codes: ['08109010', '0810903000'], labels: { en: 'Longan, fresh', vi: 'Quả nhãn', zh: '鲜龙眼' } },
  { codes: ['08109020', '0810901000'], labels: { en: 'Lychee, fresh', vi: 'Quả vải', zh: '鲜荔枝' } },
  { codes: ['08109030', '0810904000'], labels: { en: 'Rambutan, fresh', vi: 'Quả chôm chôm', zh: '鲜红毛丹' } },
  { codes: ['08109092', '0810908000'], labels: { en: 'Dragon fruit, fresh', vi: 'Quả thanh long', zh: '鲜火龙果' } },
  { codes: ['850450'], labels: { en: 'Inductors', vi: 'Cuộn cảm', zh: '电感器' } },
];

const BY_CODE = new Map(COMMODITY_LINES.flatMap(({ codes, labels }) => codes.map((code) => [code, labels] as const)));

/** What the declaration, or a line of a list, tells of goods. A side that has received less has less. */
export interface Described {
  readonly description?: string | undefined;
  readonly descriptionVi?: string | undefined;
  readonly descriptionZh?: string | undefined;
  readonly classification?: { readonly hs6?: string | undefined; readonly vn8?: string | undefined; readonly cn10?: string | undefined } | undefined;
}

/** The name in Vietnamese or Chinese, as declared or else as both tariffs name the line; `undefined` where there is none. */
export function nameIn(of: Described, language: 'vi' | 'zh'): string | undefined {
  const { cn10 = '', vn8 = '', hs6 = '' } = of.classification ?? {};
  const declared = language === 'vi' ? of.descriptionVi : of.descriptionZh;
  return declared ?? (BY_CODE.get(cn10) ?? BY_CODE.get(vn8) ?? BY_CODE.get(hs6))?.[language];
}

/** The name in the reader's language where there is one, else as it was declared. */
export function commodityName(of: Described | undefined, language: Language): string | undefined {
  if (of === undefined) return undefined;
  return (language === 'en' ? undefined : nameIn(of, language)) ?? of.description;
}
