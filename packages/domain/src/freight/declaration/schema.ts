import { z } from 'zod';
import { date, decimal, direction, money, nonNegativeDecimal, text, trafficClass } from '../../kernel/codes.ts';

/**
 * The one declaration that a trader lodges, and what the other side's trader adds to it. Element names follow the WCO
 * Data Model in lowerCamelCase; `wco` carries the element's tag. The schema settles the shape only: whether a code
 * exists, a date has passed or totals agree is settled in `check.ts`, so that the trader gets a sentence and not a
 * pattern.
 */

const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ title: 'Country, ISO 3166-1 alpha-2' });
const identifier = text(35);
const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`));
const positiveInteger = z.int().min(1).max(1_000_000_000);
const celsius = decimal.meta({ title: 'Temperature in degrees Celsius' });

/**
 * Kinds of document. Numbers are UN/EDIFACT 1001 codes; where that list has none that fits, the document has a name.
 */
export const documentTypeCode = z.enum([
  '4', // test report
  '271', // packing list
  '315', // contract
  '380', // commercial invoice
  '730', // road consignment note
  '785', // cargo manifest
  '811', // export licence
  '830', // goods declaration for exportation
  '851', // phytosanitary certificate
  '852', // sanitary certificate
  '853', // veterinary certificate
  '856', // inspection certificate
  '861', // certificate of origin, any form
  '890', // dangerous goods declaration
  '911', // import licence
  '929', // goods declaration for importation
  'battery_test_summary',
  'conformity',
  'form_e',
  'gate_declaration',
  'gate_fee_receipt',
  'mandate',
  'orchard_registration',
  'packing_house_registration',
  'quarantine_import_permit',
  'rcep_origin',
  'transport_permit',
  'vehicle_papers',
  'weigh_slip',
]);
export type DocumentTypeCode = z.infer<typeof documentTypeCode>;

/** Incoterms 2020. */
export const tradeTermsConditionCode = z
  .enum(['EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'])
  .meta({ title: 'Terms of delivery, Incoterms 2020', wco: '090' });

export const dutyPreference = z.enum(['MFN', 'ACFTA', 'RCEP']).meta({ title: 'Duty treatment claimed', wco: '164' });
export type DutyPreference = z.infer<typeof dutyPreference>;

/** Elements that a document repeats, so that they can be compared with the declaration. */
export const documentElements = z.strictObject({
  orchardID: identifier.optional(),
  packingHouseID: identifier.optional(),
  grossMassKg: decimal.optional(),
  netMassKg: decimal.optional(),
  packageQuantity: positiveInteger.optional(),
  containerID: identifier.optional(),
  sealID: identifier.optional(),
});
export type DocumentElements = z.infer<typeof documentElements>;

export const additionalDocument = z
  .strictObject({
    typeCode: documentTypeCode.meta({ title: 'Kind of document', wco: 'D006' }),
    ID: identifier.meta({ title: 'Number of the document', wco: 'D005' }),
    issueDate: date.optional(),
    expiryDate: date.optional(),
    issuer: text(200).optional(),
    elements: documentElements.optional(),
  })
  .meta({ title: 'Document', wco: '02A' });
export type AdditionalDocument = z.infer<typeof additionalDocument>;

export const classification = z.strictObject({
  hs6: digits(6).meta({ title: 'Harmonized System 2022, six digits', wco: '145' }),
  vn8: digits(8).meta({ title: 'Viet Nam, AHTN 2022, eight digits', wco: '145' }).optional(),
  cn10: digits(10).meta({ title: 'China, ten digits', wco: '145' }).optional(),
});
export type Classification = z.infer<typeof classification>;

export const goodsItem = z
  .strictObject({
    sequenceNumeric: z.int().min(1).max(999).meta({ title: 'Number of the item', wco: '006' }),
    commodity: z.strictObject({
      description: text(512).meta({ title: 'Description of goods', wco: '137' }),
      descriptionZh: text(512).optional(),
      descriptionVi: text(512).optional(),
      classification,
    }),
    originCountryCode: countryCode.meta({ title: 'Country of origin', wco: '063' }),
    goodsMeasure: z.strictObject({
      grossMassKg: decimal.meta({ title: 'Gross weight of the item in kg', wco: '126' }),
      netMassKg: decimal.meta({ title: 'Net weight of the item in kg', wco: '128' }),
      tariffQuantity: z
        .strictObject({ value: decimal, unitCode: z.string().regex(/^[A-Z0-9]{2,3}$/) })
        .meta({ title: 'Quantity in the tariff unit', wco: '130' })
        .optional(),
    }),
    packaging: z.strictObject({
      quantity: positiveInteger.meta({ title: 'Number of packages', wco: '144' }),
      typeCode: z
        .string()
        .regex(/^[A-Z0-9]{2}$/)
        .meta({ title: 'Kind of packages, UN/ECE Recommendation 21', wco: '141' }),
    }),
    customsValue: money.meta({ title: 'Customs value of the item', wco: '108' }),
    production: z.strictObject({ orchardID: identifier, packingHouseID: identifier }).optional(),
    temperatureC: celsius.optional(),
  })
  .meta({ title: 'Goods item', wco: '68A' });
export type GoodsItem = z.infer<typeof goodsItem>;

export const borderTransportMeans = z
  .strictObject({
    registrationNationalityCode: countryCode.meta({ title: 'Nationality of the lorry', wco: 'T014' }),
    tractorID: text(20).meta({ title: 'Plate of the lorry or tractor', wco: 'T006' }),
    trailerID: text(20).meta({ title: 'Plate of the trailer', wco: '159' }).optional(),
    driver: z
      .strictObject({
        name: text(200),
        licenceID: identifier,
        phone: text(30),
        languageCode: z.enum(['vi', 'zh', 'en']),
      })
      .meta({ title: 'Driver', description: 'Personal data: it stays on the side where it was declared' })
      .optional(),
  })
  .meta({ title: 'Lorry that crosses the border' });
export type BorderTransportMeans = z.infer<typeof borderTransportMeans>;

export const transportEquipment = z
  .strictObject({
    containerID: text(20).meta({ title: 'Container number, ISO 6346', wco: '159' }).optional(),
    sealID: z.array(identifier).max(20).meta({ title: 'Seal numbers', wco: '165' }),
    sizeTypeCode: z
      .string()
      .regex(/^[A-Z0-9]{4}$/)
      .meta({ title: 'Size and type, ISO 6346', wco: '152' })
      .optional(),
  })
  .meta({ title: 'Container and seals', wco: '31B' });
export type TransportEquipment = z.infer<typeof transportEquipment>;

const agent = z.strictObject({ name: text(200), ID: identifier }).meta({ title: 'Customs agent' });

export const declaration = z
  .strictObject({
    direction,
    functionalReferenceID: identifier.meta({ title: "Trader's own reference, used once per trader", wco: 'D026' }),
    declarationOfficeID: text(17).meta({ title: 'Customs office of declaration', wco: '065' }),
    typeCode: z.enum(['EX', 'IM', 'TR', 'CO']).meta({ title: 'Kind of declaration', wco: 'D013' }).optional(),
    trafficClass: trafficClass.optional(),
    invoice: z.strictObject({
      ID: identifier.meta({ title: 'Invoice number', wco: 'D016' }),
      issueDate: date.meta({ title: 'Invoice date', wco: 'D015' }),
      amount: money.meta({ title: 'Invoice total and currency', wco: '109' }),
    }),
    tradeTermsConditionCode,
    exporter: z.strictObject({ name: text(200), ID: identifier, countryCode }).meta({ title: 'Exporter', wco: 'R031' }),
    importer: z
      .strictObject({ name: text(200), ID: identifier.optional(), countryCode })
      .meta({ title: 'Importer', wco: 'R037' }),
    agent: agent.optional(),
    exportationCountryCode: countryCode.meta({ title: 'Country of export', wco: '062' }),
    destinationCountryCode: countryCode.meta({ title: 'Country of destination', wco: '465' }),
    totalGrossMassKg: decimal.meta({ title: 'Total gross weight in kg', wco: '131' }),
    totalPackageQuantity: positiveInteger.meta({ title: 'Total number of packages', wco: '146' }),
    governmentAgencyGoodsItem: z.array(goodsItem).min(1).max(200),
    additionalDocument: z.array(additionalDocument).max(200),
    borderTransportMeans,
    transportEquipment: transportEquipment.optional(),
    shelfLifeHours: z
      .int()
      .min(1)
      .max(24 * 365)
      .meta({ title: 'Shelf life that remains, in hours' })
      .optional(),
    requiredTemperatureC: celsius.optional(),
  })
  .meta({ title: 'Declaration', description: 'What a trader lodges once for both sides', wco: '42A' });
export type Declaration = z.infer<typeof declaration>;

/** What only the other side needs; its own trader or agent adds it. */
export const completion = z
  .strictObject({
    declarationOfficeID: text(17).meta({ title: 'Customs office of declaration', wco: '065' }),
    importer: z.strictObject({ ID: identifier, name: text(200) }),
    agent: agent.optional(),
    classification: z
      .array(
        z.strictObject({
          sequenceNumeric: z.int().min(1).max(999),
          nationalID: z
            .string()
            .regex(/^(\d{8}|\d{10})$/)
            .meta({ title: 'Commodity code of the importing side', wco: '145' }),
          dutyPreference: dutyPreference.optional(),
          customsValue: z
            .strictObject({ value: nonNegativeDecimal, currencyID: money.shape.currencyID })
            .meta({ title: 'Customs value on the importing side', wco: '108' })
            .optional(),
        }),
      )
      .min(1)
      .max(200),
    additionalDocument: z.array(additionalDocument).max(200),
  })
  .meta({ title: 'Completion', description: 'The elements that only the destination needs' });
export type Completion = z.infer<typeof completion>;
