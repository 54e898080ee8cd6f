import { checkCompletion, checkDeclaration } from '@pairgate/domain/freight/declaration/check.ts';
import { trafficClassOf } from '@pairgate/domain/freight/declaration/goods.ts';
import { missingElements, type RequiredElement } from '@pairgate/domain/freight/declaration/requirements.ts';
import { completion as completionSchema, declaration as declarationSchema, type Completion, type Declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import type { TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import type { z } from 'zod';
import { declarationOf, type Draft } from './draft.ts';
import { filled } from './filled.ts';
import { refusalsOf } from './issues.ts';

/** What can be said of a draft without asking anybody: the same checks that the node makes when it is lodged. */
export interface Judgement {
  readonly declaration: Draft;
  readonly errors: readonly Refusal[];
  readonly warnings: readonly Refusal[];
  /** Every element that an authority of either side needs for these goods. */
  readonly required: readonly RequiredElement[];
  readonly trafficClass: TrafficClass;
  /** Set when nothing stands in the way of lodging. */
  readonly ready: boolean;
}

/** Where the value of an element is typed. Papers are all in one list. */
const ITEM = '/governmentAgencyGoodsItem/';
export const ELEMENT_PLACES: Partial<Record<RequiredElement['element'], readonly string[]>> = {
  declarationOfficeID: ['/declarationOfficeID'],
  functionalReferenceID: ['/functionalReferenceID'],
  exporter: ['/exporter'],
  importer: ['/importer'],
  agent: ['/agent'],
  invoice: ['/invoice/ID', '/invoice/issueDate'],
  invoiceAmount: ['/invoice/amount'],
  tradeTermsConditionCode: ['/tradeTermsConditionCode'],
  totalPackageQuantity: ['/totalPackageQuantity'],
  totalGrossMassKg: ['/totalGrossMassKg'],
  packaging: [`${ITEM}*/packaging`],
  description: [`${ITEM}*/commodity/description`],
  classification: [`${ITEM}*/commodity/classification`],
  tariffQuantity: [`${ITEM}*/goodsMeasure/tariffQuantity`],
  itemGrossMassKg: [`${ITEM}*/goodsMeasure/grossMassKg`],
  itemNetMassKg: [`${ITEM}*/goodsMeasure/netMassKg`],
  customsValue: [`${ITEM}*/customsValue`],
  originCountryCode: [`${ITEM}*/originCountryCode`],
  exportationCountryCode: ['/exportationCountryCode'],
  destinationCountryCode: ['/destinationCountryCode'],
  tractorID: ['/borderTransportMeans/tractorID'],
  registrationNationalityCode: ['/borderTransportMeans/registrationNationalityCode'],
  trailerID: ['/borderTransportMeans/trailerID'],
  driver: ['/borderTransportMeans/driver'],
  containerID: ['/transportEquipment/containerID'],
  sealID: ['/transportEquipment/sealID'],
  orchardID: [`${ITEM}*/production`],
  packingHouseID: [`${ITEM}*/production`],
  requiredTemperatureC: ['/requiredTemperatureC'],
};

/** Whether a pointer is at, in or around a place; `*` in the place stands for any index. */
export function concerns(pointer: string, place: string): boolean {
  const at = pointer.split('/');
  const of = place.split('/');
  return Array.from({ length: Math.min(at.length, of.length) }).every((_, index) => of[index] === '*' || at[index] === of[index]);
}

const isGiven = (need: RequiredElement, errors: readonly Refusal[]): boolean => {
  const places = ELEMENT_PLACES[need.element];
  if (!need.given || !places || need.turn !== 'origin') return need.given;
  return !errors.some((error) => error.pointer !== undefined && places.some((place) => concerns(error.pointer!, place)));
};

/** `now` in milliseconds. */
export function judge(draft: Draft, now: number): Judgement {
  const declaration = declarationOf(draft);
  const parsed = declarationSchema.safeParse(declaration);
  const whole = parsed.success ? parsed.data : filled(declaration);
  const findings = parsed.success ? checkDeclaration(parsed.data, { now }) : { errors: refusalsOf(parsed.error as z.ZodError, declaration), warnings: [] };
  const required = missingElements(whole).map((need) => ({ ...need, given: isGiven(need, findings.errors) }));
  return {
    declaration, errors: findings.errors, warnings: findings.warnings, required,
    trafficClass: trafficClassOf(whole), ready: findings.errors.length === 0,
  };
}

/** The same for what the other side's trader adds. */
export function judgeCompletion(draft: Draft, of: Declaration, now: number): { completion: Draft; errors: readonly Refusal[]; required: readonly RequiredElement[] } {
  const kept = declarationOf(draft);
  const { governmentAgencyGoodsItem: _items, ...rest } = kept;
  const completion = { ...rest, classification: kept.classification ?? [] } as Draft;
  const parsed = completionSchema.safeParse(completion);
  const errors = parsed.success ? checkCompletion(of, parsed.data as Completion, { now }).errors : refusalsOf(parsed.error as z.ZodError, completion);
  return { completion, errors, required: missingElements(of, parsed.success ? (parsed.data as Completion) : undefined) };
}
