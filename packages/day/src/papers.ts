import type { Schemas } from '@pairgate/client/client.ts';
import type {
  AdditionalDocument, Completion, Declaration, DocumentTypeCode, GoodsItem,
} from '@pairgate/domain/freight/declaration/schema.ts';
import { destinationOf, originOf, type Direction, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { DAY, localDate } from '@pairgate/domain/kernel/instant.ts';
import type { Chance } from './chance.ts';
import { EXPORTERS, driverName, type Trader } from './accounts.ts';
import type { Goods } from './goods.ts';
import type { Marks } from './lorry-marks.ts';

/** What is wrong with the papers as they are lodged; the trader amends it when somebody asks. */
export type Fault = 'document_missing' | 'papers_disagree' | 'completion_incomplete';

/** The shapes as the interface documents them: what is absent is absent and never undefined. */
type Sent<Name extends 'Declaration' | 'Completion'> = Schemas[Name];

export interface Papers {
  readonly declaration: Sent<'Declaration'>;
  /** The declaration without its fault, which the trader lodges as an amendment. */
  readonly mended: Sent<'Declaration'>;
  readonly completion: Sent<'Completion'>;
  readonly mendedCompletion: Sent<'Completion'>;
}

interface Cargo {
  readonly direction: Direction;
  readonly goods: Goods;
  readonly marks: Marks;
  readonly trader: Trader;
  readonly importer: Trader;
  /** When it is lodged, in milliseconds; papers are some days older. */
  readonly lodgedAt: number;
  readonly reference: string;
  readonly fault: Fault | undefined;
}

const OFFICE: Readonly<Record<SideId, string>> = { VN: 'HUUNGHI', CN: 'YOUYIGUAN' };
const OFFSET: Readonly<Record<SideId, number>> = { VN: 420, CN: 480 };

const money = (value: number, currencyID: string) => ({ value: value.toFixed(2), currencyID });

function itemOf({ direction, goods }: Cargo, chance: Chance): GoodsItem {
  const net = Math.round(chance.between(...goods.netKg) / 10) * 10;
  const packages = Math.max(1, Math.round(net / goods.packageKg));
  const [unitCode, perKg] = goods.unit ?? ['KGM', 1];
  const own = originOf(direction) === 'VN' ? { vn8: goods.vn8 } : goods.cn10 ? { cn10: goods.cn10 } : {};
  const orchard = chance.digits(3);
  return {
    sequenceNumeric: 1,
    commodity: {
      description: goods.en,
      descriptionVi: goods.vi,
      descriptionZh: goods.zh,
      classification: { hs6: goods.hs6, ...own },
    },
    originCountryCode: originOf(direction),
    goodsMeasure: {
      grossMassKg: String(Math.round(net * (1 + goods.tare))),
      netMassKg: String(net),
      tariffQuantity: { value: String(Math.max(1, Math.round(net * perKg))), unitCode },
    },
    packaging: { quantity: packages, typeCode: goods.packageType },
    customsValue: money(net * chance.between(...goods.pricePerKg), direction === 'VN-CN' ? 'USD' : 'CNY'),
    ...(goods.fruit
      ? { production: { orchardID: `${originOf(direction)}-OR-${orchard}1`, packingHouseID: `${originOf(direction)}-PH-${orchard}` } }
      : {}),
    ...(goods.temperatureC === undefined ? {} : { temperatureC: goods.temperatureC }),
  };
}

/** The papers of every lorry, and those of its goods. */
function documentsOf(cargo: Cargo, item: GoodsItem, chance: Chance): AdditionalDocument[] {
  const { goods, marks, reference, direction } = cargo;
  const side = originOf(direction);
  const on = (daysBefore: number): string => localDate(cargo.lodgedAt - daysBefore * DAY, OFFSET[side]);
  const number = (prefix: string): string => `${prefix}-${chance.digits(7)}`;
  const { grossMassKg, netMassKg } = item.goodsMeasure;
  const valid = on(-300);
  const always: AdditionalDocument[] = [
    { typeCode: '380', ID: `INV-${reference}`, issueDate: on(3), elements: { netMassKg } },
    {
      typeCode: '271', ID: `PL-${reference}`, issueDate: on(3),
      elements: { netMassKg, grossMassKg, packageQuantity: item.packaging.quantity, containerID: marks.containerID },
    },
    { typeCode: '315', ID: number('HD'), issueDate: on(60) },
    { typeCode: '830', ID: chance.digits(12), issueDate: on(1) },
    { typeCode: '730', ID: number('CMR'), issueDate: on(1), elements: { containerID: marks.containerID } },
    { typeCode: '785', ID: number('MF'), issueDate: on(1), elements: { grossMassKg } },
    { typeCode: 'form_e', ID: number('E'), issueDate: on(2), expiryDate: valid },
    { typeCode: 'mandate', ID: number('UQ'), issueDate: on(90), expiryDate: valid },
    { typeCode: 'transport_permit', ID: number('GPVT'), issueDate: on(40), expiryDate: valid },
    { typeCode: 'vehicle_papers', ID: marks.tractorID, issueDate: on(200), expiryDate: on(-100) },
  ];
  if (side === 'VN') {
    always.push(
      { typeCode: 'gate_declaration', ID: number('CKS'), issueDate: on(0) },
      { typeCode: 'gate_fee_receipt', ID: number('PHT'), issueDate: on(0) },
    );
  }
  const grown: AdditionalDocument[] = item.production
    ? [
        { typeCode: 'orchard_registration', ID: item.production.orchardID, issueDate: on(200), expiryDate: valid },
        { typeCode: 'packing_house_registration', ID: item.production.packingHouseID, issueDate: on(200), expiryDate: valid },
      ]
    : [];
  const special = (goods.papers ?? []).map((typeCode): AdditionalDocument => ({
    typeCode,
    ID: number(`D${typeCode.slice(0, 3).toUpperCase()}`),
    issueDate: on(2),
    ...(typeCode === '851' ? { elements: { ...item.production, netMassKg, containerID: marks.containerID } } : {}),
  }));
  return [...always, ...grown, ...special];
}

/** The document whose absence a decision table asks about, so that a missing one has its effect. */
const missable = (goods: Goods): DocumentTypeCode => (goods.papers?.includes('4') ? '4' : goods.papers?.includes('851') ? '851' : '380');

function spoil(declaration: Declaration, goods: Goods, fault: Fault | undefined): Declaration {
  const { additionalDocument: documents } = declaration;
  if (fault === 'document_missing') {
    const gone = missable(goods);
    return { ...declaration, additionalDocument: documents.filter((each) => each.typeCode !== gone) };
  }
  if (fault !== 'papers_disagree') return declaration;
  const wrong = (net: string): string => String(Number(net) - 500);
  return {
    ...declaration,
    additionalDocument: documents.map((each) =>
      each.typeCode === '271' && each.elements?.netMassKg
        ? { ...each, elements: { ...each.elements, netMassKg: wrong(each.elements.netMassKg) } }
        : each,
    ),
  };
}

function completionOf(cargo: Cargo, chance: Chance): Completion {
  const side = destinationOf(cargo.direction);
  const { importer, goods } = cargo;
  const line = side === 'CN' ? goods.cn10 : goods.vn8;
  if (line === undefined) throw new Error(`${goods.name} has no line of ${side}`);
  const issueDate = localDate(cargo.lodgedAt, OFFSET[side]);
  const paper = (typeCode: DocumentTypeCode, prefix: string): AdditionalDocument => ({ typeCode, ID: `${prefix}${chance.digits(8)}`, issueDate });
  const own: readonly (readonly [DocumentTypeCode, string])[] =
    side === 'CN'
      ? [['929', '7206'], ['785', 'CD-'], ['315', 'HT-'], ['mandate', 'WT-']]
      : [['929', '10'], ['gate_declaration', 'CKS-'], ['gate_fee_receipt', 'PHT-'], ['315', 'HD-'], ['mandate', 'UQ-']];
  const special = (goods.importPapers ?? []).map((typeCode) => paper(typeCode, 'NK-'));
  return {
    declarationOfficeID: OFFICE[side],
    importer: { ID: importer.firm, name: importer.name },
    classification: [{ sequenceNumeric: 1, nationalID: line, dutyPreference: 'ACFTA' }],
    additionalDocument: [...own.map(([typeCode, prefix]) => paper(typeCode, prefix)), ...special],
  };
}

/** The papers of one lorry, as they are lodged and as they are after the fault has been mended. */
export function papersOf(cargo: Cargo, chance: Chance): Papers {
  const { direction, goods, marks, trader, importer } = cargo;
  const [side, far] = [originOf(direction), destinationOf(direction)];
  const item = itemOf(cargo, chance.of('item'));
  const people = chance.of('people');
  const client = people.happens(0.7) ? people.pick(EXPORTERS[side]) : undefined;
  const mended: Declaration = {
    direction,
    functionalReferenceID: cargo.reference,
    declarationOfficeID: OFFICE[side],
    typeCode: 'EX',
    invoice: { ID: `INV-${cargo.reference}`, issueDate: localDate(cargo.lodgedAt - 3 * DAY, OFFSET[side]), amount: item.customsValue },
    tradeTermsConditionCode: 'DAP',
    exporter: { name: client?.name ?? trader.name, ID: client?.ID ?? trader.firm, countryCode: side },
    importer: { name: importer.name, ID: importer.firm, countryCode: far },
    ...(client ? { agent: { name: trader.name, ID: trader.firm } } : {}),
    exportationCountryCode: side,
    destinationCountryCode: far,
    totalGrossMassKg: item.goodsMeasure.grossMassKg,
    totalPackageQuantity: item.packaging.quantity,
    governmentAgencyGoodsItem: [item],
    additionalDocument: documentsOf(cargo, item, chance.of('documents')),
    borderTransportMeans: {
      registrationNationalityCode: side,
      tractorID: marks.tractorID,
      trailerID: marks.trailerID,
      driver: {
        name: driverName(side, people),
        licenceID: people.digits(12),
        phone: side === 'VN' ? `+84 900 ${people.digits(6)}` : `+86 130 ${people.digits(8)}`,
        languageCode: side === 'VN' ? 'vi' : 'zh',
      },
    },
    transportEquipment: {
      containerID: marks.containerID,
      sealID: [marks.sealID],
      sizeTypeCode: goods.temperatureC === undefined ? '45G1' : '45R1',
    },
    ...(goods.shelfLifeHours ? { shelfLifeHours: people.int(...goods.shelfLifeHours) } : {}),
    ...(goods.temperatureC === undefined ? {} : { requiredTemperatureC: goods.temperatureC }),
  };
  const mendedCompletion = completionOf(cargo, chance.of('completion'));
  const completion =
    cargo.fault === 'completion_incomplete'
      ? { ...mendedCompletion, additionalDocument: mendedCompletion.additionalDocument.filter((each) => each.typeCode !== 'conformity') }
      : mendedCompletion;
  const declaration = spoil(mended, goods, cargo.fault);
  return { declaration, mended, completion, mendedCompletion } as Papers;
}
