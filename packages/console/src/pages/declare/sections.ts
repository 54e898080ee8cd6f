/** The sections of the form, each with the fields of the schema that it shows, in order. */
export const SECTIONS = {
  goods: ['/governmentAgencyGoodsItem'],
  totals: ['/totalGrossMassKg', '/totalPackageQuantity', '/shelfLifeHours', '/requiredTemperatureC', '/trafficClass'],
  parties: ['/exporter', '/importer', '/agent'],
  papers: ['/functionalReferenceID', '/declarationOfficeID', '/typeCode', '/exportationCountryCode', '/destinationCountryCode', '/invoice', '/tradeTermsConditionCode'],
  lorry: ['/borderTransportMeans', '/transportEquipment'],
  documents: ['/additionalDocument'],
} as const;

export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

/** The section that shows a pointer. What the form does not show, such as the direction, belongs to the papers. */
export function sectionOf(pointer: string): Section {
  return SECTION_NAMES.find((name) => SECTIONS[name].some((field) => pointer === field || pointer.startsWith(`${field}/`))) ?? 'papers';
}

/** Fields that the form settles by itself. */
export const SETTLED: readonly string[] = ['/direction', '/governmentAgencyGoodsItem/*/sequenceNumeric'];
