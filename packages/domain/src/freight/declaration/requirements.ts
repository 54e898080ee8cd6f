import { originOf, type Party, type SideId } from '../../kernel/codes.ts';
import { goodsNeedQuarantine, isPerishable } from './goods.ts';
import { REQUIREMENTS, type ElementKey, type GoodsScope, type Requirement } from './requirements-data.ts';
import type { Completion, Declaration, DocumentTypeCode } from './schema.ts';

/** An element or a document that an authority needs for these goods, and whether it has been given. */
export interface RequiredElement {
  readonly element: ElementKey;
  readonly side: SideId;
  readonly authority: Requirement['authority'];
  /** Whose trader gives it: who lodges, or the other side's trader who completes. */
  readonly turn: Party;
  readonly given: boolean;
  readonly mandatory: boolean;
  readonly legalSource: string;
  readonly verified: boolean;
}

interface View {
  readonly declaration: Declaration;
  readonly completion: Completion | undefined;
  /** The party that the side of the requirement plays. */
  readonly party: Party;
}

type Test = (view: View) => boolean;

const DOCUMENTS: Partial<Record<ElementKey, readonly DocumentTypeCode[]>> = {
  exportDeclaration: ['830'],
  importDeclaration: ['929'],
  commercialInvoice: ['380'],
  packingList: ['271'],
  contract: ['315'],
  mandate: ['mandate'],
  roadDocument: ['730'],
  proofOfOrigin: ['861', 'form_e', 'rcep_origin'],
  manifest: ['785'],
  vehiclePapers: ['vehicle_papers'],
  gateDeclaration: ['gate_declaration'],
  gateFeeReceipt: ['gate_fee_receipt'],
  phytosanitaryCertificate: ['851'],
  laboratoryReport: ['4'],
  quarantineImportPermit: ['quarantine_import_permit'],
  batteryTestSummary: ['battery_test_summary'],
  conformity: ['conformity'],
};

/** Each side's trader gives these for the own side; everything else is given once, by the one who lodges. */
const OWN: ReadonlySet<ElementKey> = new Set<ElementKey>([
  'declarationOfficeID',
  'importer',
  'agent',
  'classification',
  'dutyPreference',
  'exportDeclaration',
  'importDeclaration',
  'contract',
  'mandate',
  'manifest',
  'gateDeclaration',
  'gateFeeReceipt',
  'quarantineImportPermit',
  'conformity',
]);

const items = ({ declaration }: View) => declaration.governmentAgencyGoodsItem;
const onDestination: Test = ({ party }) => party === 'destination';
const withAgent: Test = ({ declaration, completion, party }) =>
  (party === 'origin' ? declaration.agent : completion?.agent) !== undefined;
const preferenceClaimed: Test = ({ completion }) =>
  completion?.classification.some((line) => (line.dutyPreference ?? 'MFN') !== 'MFN') ?? false;
const hasLine =
  (prefix: string): Test =>
  (view) =>
    items(view).some((item) => item.commodity.classification.hs6.startsWith(prefix));

/** When a conditional requirement applies. One that is not named here applies always. */
const CONDITIONS: Partial<Record<ElementKey, Test>> = {
  agent: withAgent,
  mandate: withAgent,
  packingList: (view) => items(view).length > 1,
  containerID: ({ declaration: { transportEquipment: unit } }) =>
    unit?.containerID !== undefined || unit?.sizeTypeCode !== undefined,
  sealID: ({ declaration }) => declaration.transportEquipment !== undefined,
  trailerID: ({ declaration }) => declaration.borderTransportMeans.trailerID !== undefined,
  contract: (view) => onDestination(view) && goodsNeedQuarantine(view.declaration),
  dutyPreference: onDestination,
  itemGrossMassKg: (view) => items(view).length > 1,
  laboratoryReport: hasLine('081060'),
  proofOfOrigin: preferenceClaimed,
  requiredTemperatureC: ({ declaration }) => declaration.transportEquipment?.sizeTypeCode?.[2] === 'R',
  roadDocument: onDestination,
  batteryTestSummary: hasLine('8507'),
  conformity: hasLine('8517'),
};

const GOODS: Readonly<Record<GoodsScope, Test>> = {
  all: () => true,
  fresh_fruit: (view) =>
    items(view).some(
      ({
        commodity: {
          classification: { hs6 },
        },
      }) => hs6.startsWith('08') && isPerishable(hs6),
    ),
  electronics: (view) => hasLine('84')(view) || hasLine('85')(view),
};

/** Elements of the header that the schema lets be absent, or that the two sides give apart. */
const GIVEN: Partial<Record<ElementKey, Test>> = {
  agent: withAgent,
  classification: givenClassification,
  containerID: ({ declaration }) => declaration.transportEquipment?.containerID !== undefined,
  declarationOfficeID: ({ completion, party }) => party === 'origin' || completion !== undefined,
  driver: ({ declaration }) => declaration.borderTransportMeans.driver !== undefined,
  dutyPreference: ({ completion }) =>
    completion?.classification.every((line) => line.dutyPreference !== undefined) ?? false,
  importer: ({ completion, party }) => party === 'origin' || completion !== undefined,
  orchardID: (view) => items(view).every((item) => item.production !== undefined),
  packingHouseID: (view) => items(view).every((item) => item.production !== undefined),
  requiredTemperatureC: ({ declaration }) => declaration.requiredTemperatureC !== undefined,
  sealID: ({ declaration }) => (declaration.transportEquipment?.sealID.length ?? 0) > 0,
  tariffQuantity: (view) => items(view).every((item) => item.goodsMeasure.tariffQuantity !== undefined),
  trailerID: ({ declaration }) => declaration.borderTransportMeans.trailerID !== undefined,
};

// The exporting side's own line may be left to the common six digits until its customs asks for it; the importing side
// assesses duty on its line, so every item needs one.
function givenClassification({ declaration, completion, party }: View): boolean {
  if (party === 'destination') return completion !== undefined;
  const key = originOf(declaration.direction) === 'VN' ? 'vn8' : 'cn10';
  return declaration.governmentAgencyGoodsItem.every((item) => item.commodity.classification[key] !== undefined);
}

function isGiven(element: ElementKey, view: View): boolean {
  const types = DOCUMENTS[element];
  if (!types) return GIVEN[element]?.(view) ?? true;
  const { declaration, completion, party } = view;
  const own = party === 'origin' ? declaration.additionalDocument : (completion?.additionalDocument ?? []);
  const papers = OWN.has(element) ? own : [...declaration.additionalDocument, ...own];
  return papers.some((document) => types.includes(document.typeCode));
}

/**
 * Every element that an authority of either side needs for these goods, whether it has been given, and whose turn it
 * is. Filter by `!given` for what is still owed.
 */
export function missingElements(declaration: Declaration, completion?: Completion): readonly RequiredElement[] {
  const origin = originOf(declaration.direction);
  return REQUIREMENTS.filter((need) => need.directions.includes(declaration.direction)).flatMap((need) => {
    const party: Party = need.side === origin ? 'origin' : 'destination';
    const view: View = { declaration, completion, party };
    const applies = GOODS[need.goods](view) && (need.mandatory || (CONDITIONS[need.element]?.(view) ?? true));
    if (!applies) return [];
    const { element, side, authority, mandatory, legalSource, verified } = need;
    const turn: Party = OWN.has(element) ? party : 'origin';
    return [{ element, side, authority, turn, given: isGiven(element, view), mandatory, legalSource, verified }];
  });
}
