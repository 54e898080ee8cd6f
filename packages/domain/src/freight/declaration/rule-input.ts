import type { Direction, Party, TrafficClass } from '../../kernel/codes.ts';
import { documentDifferences } from './check.ts';
import { goodsNeedQuarantine, isPerishable, trafficClassOf } from './goods.ts';
import type { Completion, Declaration, DocumentTypeCode } from './schema.ts';

/**
 * The reduced facts that the decision tables of an authority read. Nothing personal is in it, and nothing that an
 * officer could not check against the papers. Masses are numbers here because the rule engine compares them with
 * bounds only.
 */
export interface RuleInput {
  readonly direction: Direction;
  readonly party: Party;
  readonly trafficClass: TrafficClass;
  readonly items: readonly {
    readonly hs2: string;
    readonly hs4: string;
    readonly hs6: string;
    readonly originCountryCode: string;
    readonly netMassKg: number;
  }[];
  readonly hs6: readonly string[];
  readonly needsQuarantine: boolean;
  readonly freshFruit: boolean;
  readonly hasDocument: {
    readonly conformity: boolean;
    readonly dangerousGoods: boolean;
    readonly importPermit: boolean;
    readonly invoice: boolean;
    readonly labReport: boolean;
    readonly licence: boolean;
    readonly origin: boolean;
    readonly packingList: boolean;
    readonly phyto: boolean;
    readonly transportPermit: boolean;
  };
  readonly hasProduction: boolean;
  readonly hasDriver: boolean;
  readonly preferenceClaimed: boolean;
  readonly papersDisagree: boolean;
  readonly grossMassKg: number;
  readonly exporterClass: ExporterClass;
  readonly listed: boolean;
  readonly random: number;
}

export type ExporterClass = 'trusted' | 'ordinary' | 'low';

/** What only the authority's own side knows. `random` is uniform in [0, 1); 1 means that no draw was made. */
export interface RuleContext {
  readonly exporterClass?: ExporterClass;
  /** Whether goods, orchard or firm stand on a list of the authority. */
  readonly listed?: boolean;
  readonly random?: number;
}

export function ruleInput(
  declaration: Declaration,
  completion: Completion | undefined,
  party: Party,
  context: RuleContext = {},
): RuleInput {
  const documents = [...declaration.additionalDocument, ...(completion?.additionalDocument ?? [])];
  const given = new Set(documents.map((document) => document.typeCode));
  const has = (...types: readonly DocumentTypeCode[]): boolean => types.some((type) => given.has(type));
  const items = declaration.governmentAgencyGoodsItem.map((item) => {
    const { hs6 } = item.commodity.classification;
    const netMassKg = Number(item.goodsMeasure.netMassKg);
    return { hs2: hs6.slice(0, 2), hs4: hs6.slice(0, 4), hs6, originCountryCode: item.originCountryCode, netMassKg };
  });
  return {
    direction: declaration.direction,
    party,
    trafficClass: trafficClassOf(declaration),
    items,
    hs6: items.map((item) => item.hs6),
    needsQuarantine: goodsNeedQuarantine(declaration),
    freshFruit: items.some((item) => item.hs2 === '08' && isPerishable(item.hs6)),
    hasDocument: {
      conformity: has('conformity'),
      dangerousGoods: has('890'),
      importPermit: has('quarantine_import_permit'),
      invoice: has('380'),
      labReport: has('4'),
      licence: has('811', '911'),
      origin: has('861', 'form_e', 'rcep_origin'),
      packingList: has('271'),
      phyto: has('851'),
      transportPermit: has('transport_permit'),
    },
    hasProduction: declaration.governmentAgencyGoodsItem.every((item) => item.production !== undefined),
    hasDriver: declaration.borderTransportMeans.driver !== undefined,
    preferenceClaimed: completion?.classification.some((line) => (line.dutyPreference ?? 'MFN') !== 'MFN') ?? false,
    papersDisagree: documentDifferences(declaration).length > 0,
    grossMassKg: Number(declaration.totalGrossMassKg),
    exporterClass: context.exporterClass ?? 'ordinary',
    listed: context.listed ?? false,
    random: context.random ?? 1,
  };
}
