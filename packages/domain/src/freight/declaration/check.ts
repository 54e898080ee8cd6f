import { checkContainer, normaliseContainer } from '../../kernel/checks/container.ts';
import { checkCountry, checkEnd } from '../../kernel/checks/country.ts';
import { checkMoney } from '../../kernel/checks/currency.ts';
import { checkNotExpired, checkNotFuture, checkValidity } from '../../kernel/checks/date.ts';
import { fault, type Fault } from '../../kernel/checks/fault.ts';
import { checkHs, checkHsAgree, checkHsLine, type Schedule, type Schedules } from '../../kernel/checks/hs.ts';
import { checkMass, checkNetAndGross, checkTemperature, ONE_LORRY_KG } from '../../kernel/checks/mass.ts';
import { checkPackageType } from '../../kernel/checks/package-type.ts';
import { checkPlate } from '../../kernel/checks/plate.ts';
import { checkSeal, normaliseSeal, repeatedSeal } from '../../kernel/checks/seal.ts';
import { checkTotalMass, checkTotalPackages, checkTotalValue } from '../../kernel/checks/totals.ts';
import { checkQuantity, checkUnit } from '../../kernel/checks/unit.ts';
import { destinationOf } from '../../kernel/codes.ts';
import type { Refusal } from '../../kernel/decider.ts';
import { compare, isDecimal, sum } from '../../kernel/quantity.ts';
import type { AdditionalDocument, Completion, Declaration, GoodsItem } from './schema.ts';

/** Errors stop the lodging; warnings are shown, kept and may raise the channel. Pointers are RFC 6901. */
export interface Findings {
  readonly errors: readonly Refusal[];
  readonly warnings: readonly Refusal[];
}

export interface CheckContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Without a schedule no line is looked up: "cannot tell" is not "wrong". */
  readonly schedule?: Schedules;
}

class Report {
  readonly errors: Refusal[] = [];
  readonly warnings: Refusal[] = [];

  error(pointer: string, found: Fault | undefined): void {
    if (found) this.errors.push({ ...found, pointer });
  }

  warn(pointer: string, found: Fault | undefined): void {
    if (found) this.warnings.push({ ...found, pointer });
  }

  findings(): Findings {
    return { errors: this.errors, warnings: this.warnings };
  }

  /** An unknown line is an error only when the whole schedule is there to be searched. */
  line(pointer: string, code: string, schedule: Schedule | undefined): void {
    if (!schedule) return;
    if (schedule.complete) this.error(pointer, checkHsLine(code, schedule));
    else this.warn(pointer, checkHsLine(code, schedule));
  }
}

/** Everything about a declaration that can be checked without asking anybody. The shape has been parsed before. */
export function checkDeclaration(declaration: Declaration, context: CheckContext): Findings {
  const report = new Report();
  checkHeader(report, declaration, context);
  checkSequence(report, declaration.governmentAgencyGoodsItem);
  for (const [index, item] of declaration.governmentAgencyGoodsItem.entries()) {
    checkItem(report, `/governmentAgencyGoodsItem/${index}`, item, context);
  }
  checkTotals(report, declaration);
  checkDocuments(report, declaration.additionalDocument, context);
  checkTransport(report, declaration);
  for (const found of documentDifferences(declaration)) report.warn(found.pointer, found.fault);
  return report.findings();
}

function checkHeader(report: Report, declaration: Declaration, context: CheckContext): void {
  const { direction } = declaration;
  report.error('/invoice/issueDate', checkNotFuture(declaration.invoice.issueDate, context.now));
  report.error('/invoice/amount', checkMoney(declaration.invoice.amount));
  report.error('/exporter/countryCode', checkCountry(declaration.exporter.countryCode));
  report.error('/importer/countryCode', checkCountry(declaration.importer.countryCode));
  report.error('/exportationCountryCode', checkEnd(declaration.exportationCountryCode, direction, 'origin'));
  report.error('/destinationCountryCode', checkEnd(declaration.destinationCountryCode, direction, 'destination'));
  report.error('/totalGrossMassKg', checkMass(declaration.totalGrossMassKg));
  if (isDecimal(declaration.totalGrossMassKg) && compare(declaration.totalGrossMassKg, ONE_LORRY_KG) > 0) {
    const params = { massKg: declaration.totalGrossMassKg, limitKg: ONE_LORRY_KG };
    report.warn('/totalGrossMassKg', fault('mass_above_one_lorry', params));
  }
  if (declaration.requiredTemperatureC !== undefined) {
    report.error('/requiredTemperatureC', checkTemperature(declaration.requiredTemperatureC));
  }
}

function checkSequence(report: Report, items: readonly GoodsItem[]): void {
  for (const [index, item] of items.entries()) {
    if (item.sequenceNumeric === index + 1) continue;
    const pointer = `/governmentAgencyGoodsItem/${index}/sequenceNumeric`;
    report.error(
      pointer,
      fault('sequence_not_consecutive', { sequenceNumeric: item.sequenceNumeric, expected: index + 1 }),
    );
  }
}

function checkItem(report: Report, at: string, item: GoodsItem, { schedule }: CheckContext): void {
  const { hs6, vn8, cn10 } = item.commodity.classification;
  const classified = `${at}/commodity/classification`;
  checkCode(report, `${classified}/hs6`, hs6, 6, undefined, schedule?.hs6);
  if (vn8 !== undefined) checkCode(report, `${classified}/vn8`, vn8, 8, hs6, schedule?.vn8);
  if (cn10 !== undefined) checkCode(report, `${classified}/cn10`, cn10, 10, hs6, schedule?.cn10);
  report.error(`${at}/originCountryCode`, checkCountry(item.originCountryCode));
  const { grossMassKg, netMassKg, tariffQuantity } = item.goodsMeasure;
  const gross = checkMass(grossMassKg);
  const net = checkMass(netMassKg);
  report.error(`${at}/goodsMeasure/grossMassKg`, gross);
  report.error(`${at}/goodsMeasure/netMassKg`, net);
  if (!gross && !net) report.error(`${at}/goodsMeasure/netMassKg`, checkNetAndGross(netMassKg, grossMassKg));
  if (tariffQuantity) {
    report.error(`${at}/goodsMeasure/tariffQuantity/unitCode`, checkUnit(tariffQuantity.unitCode));
    report.error(`${at}/goodsMeasure/tariffQuantity/value`, checkQuantity(tariffQuantity.value));
  }
  report.error(`${at}/packaging/typeCode`, checkPackageType(item.packaging.typeCode));
  report.error(`${at}/customsValue`, checkMoney(item.customsValue));
  if (item.temperatureC !== undefined) report.error(`${at}/temperatureC`, checkTemperature(item.temperatureC));
}

function checkCode(
  report: Report,
  pointer: string,
  code: string,
  digits: 6 | 8 | 10,
  hs6: string | undefined,
  schedule: Schedule | undefined,
): void {
  const found = checkHs(code, digits) ?? (hs6 === undefined ? undefined : checkHsAgree(code, hs6));
  report.error(pointer, found);
  if (!found) report.line(pointer, code, schedule);
}

function checkTotals(report: Report, declaration: Declaration): void {
  const items = declaration.governmentAgencyGoodsItem;
  const gross = items.map((item) => item.goodsMeasure.grossMassKg);
  report.error('/totalGrossMassKg', checkTotalMass(declaration.totalGrossMassKg, gross));
  const packages = items.map((item) => item.packaging.quantity);
  report.error('/totalPackageQuantity', checkTotalPackages(declaration.totalPackageQuantity, packages));
  const { value, currencyID } = declaration.invoice.amount;
  const other = items.findIndex((item) => item.customsValue.currencyID !== currencyID);
  if (other >= 0) {
    const params = { currencyID: items[other]!.customsValue.currencyID, expected: currencyID };
    report.error(`/governmentAgencyGoodsItem/${other}/customsValue/currencyID`, fault('currency_differs', params));
  } else {
    report.error(
      '/invoice/amount/value',
      checkTotalValue(
        value,
        items.map((item) => item.customsValue.value),
      ),
    );
  }
}

function checkDocuments(report: Report, documents: readonly AdditionalDocument[], { now }: CheckContext): void {
  const seen = new Set<string>();
  for (const [index, document] of documents.entries()) {
    const at = `/additionalDocument/${index}`;
    const key = `${document.typeCode} ${document.ID}`;
    if (seen.has(key)) report.error(`${at}/ID`, fault('document_repeated', { ID: document.ID }));
    seen.add(key);
    const { issueDate, expiryDate } = document;
    if (issueDate !== undefined) report.error(`${at}/issueDate`, checkNotFuture(issueDate, now));
    if (expiryDate !== undefined) report.error(`${at}/expiryDate`, checkNotExpired(expiryDate, now));
    if (issueDate !== undefined && expiryDate !== undefined) {
      report.error(`${at}/expiryDate`, checkValidity(issueDate, expiryDate));
    }
  }
}

function checkTransport(report: Report, declaration: Declaration): void {
  const means = declaration.borderTransportMeans;
  const nationality = means.registrationNationalityCode;
  report.error('/borderTransportMeans/registrationNationalityCode', checkCountry(nationality));
  report.error('/borderTransportMeans/tractorID', checkPlate(means.tractorID, nationality, 'tractor'));
  if (means.trailerID !== undefined) {
    report.error('/borderTransportMeans/trailerID', checkPlate(means.trailerID, nationality, 'trailer'));
  }
  const equipment = declaration.transportEquipment;
  if (!equipment) return;
  if (equipment.containerID !== undefined) {
    report.error('/transportEquipment/containerID', checkContainer(equipment.containerID));
  }
  for (const [index, seal] of equipment.sealID.entries())
    report.error(`/transportEquipment/sealID/${index}`, checkSeal(seal));
  const repeated = repeatedSeal(equipment.sealID);
  if (repeated === undefined) return;
  report.error(
    `/transportEquipment/sealID/${repeated}`,
    fault('seal_repeated', { sealID: equipment.sealID[repeated]! }),
  );
}

interface Difference {
  readonly pointer: string;
  readonly fault: Fault;
}

/** Elements that a document repeats and that disagree with the declaration: papers against papers. */
export function documentDifferences(declaration: Declaration): readonly Difference[] {
  const items = declaration.governmentAgencyGoodsItem;
  const orchards = new Set(items.flatMap((item) => item.production?.orchardID ?? []));
  const houses = new Set(items.flatMap((item) => item.production?.packingHouseID ?? []));
  const net = sum(items.map((item) => item.goodsMeasure.netMassKg));
  const container = declaration.transportEquipment?.containerID;
  const seals = declaration.transportEquipment?.sealID.map(normaliseSeal) ?? [];
  const differences: Difference[] = [];
  for (const [index, { elements }] of declaration.additionalDocument.entries()) {
    if (!elements) continue;
    const compareWith = (
      element: keyof typeof elements,
      declared: string,
      agrees: (stated: string) => boolean,
    ): void => {
      const stated = elements[element];
      if (stated === undefined || agrees(String(stated))) return;
      const params = { element, document: String(stated), declared };
      const pointer = `/additionalDocument/${index}/elements/${element}`;
      differences.push({ pointer, fault: fault('document_element_differs', params) });
    };
    compareWith('orchardID', [...orchards].join(', '), (stated) => orchards.has(stated));
    compareWith('packingHouseID', [...houses].join(', '), (stated) => houses.has(stated));
    compareWith('netMassKg', net, (stated) => compare(stated, net) === 0);
    compareWith(
      'grossMassKg',
      declaration.totalGrossMassKg,
      (stated) => compare(stated, declaration.totalGrossMassKg) === 0,
    );
    compareWith(
      'packageQuantity',
      String(declaration.totalPackageQuantity),
      (stated) => stated === String(declaration.totalPackageQuantity),
    );
    compareWith(
      'containerID',
      container ?? '',
      (stated) => normaliseContainer(stated) === normaliseContainer(container ?? ''),
    );
    compareWith('sealID', seals.join(', '), (stated) => seals.includes(normaliseSeal(stated)));
  }
  return differences;
}

/** What the other side's trader added, against the declaration that it completes. */
export function checkCompletion(declaration: Declaration, completion: Completion, context: CheckContext): Findings {
  const report = new Report();
  const items = new Map(declaration.governmentAgencyGoodsItem.map((item) => [item.sequenceNumeric, item]));
  const destination = destinationOf(declaration.direction);
  const digits = destination === 'CN' ? 10 : 8;
  const schedule = destination === 'CN' ? context.schedule?.cn10 : context.schedule?.vn8;
  for (const [index, line] of completion.classification.entries()) {
    const at = `/classification/${index}`;
    const item = items.get(line.sequenceNumeric);
    if (!item) {
      const params = { sequenceNumeric: line.sequenceNumeric };
      report.error(`${at}/sequenceNumeric`, fault('completion_item_unknown', params));
      continue;
    }
    items.delete(line.sequenceNumeric);
    checkCode(report, `${at}/nationalID`, line.nationalID, digits, item.commodity.classification.hs6, schedule);
    if (line.customsValue) report.error(`${at}/customsValue`, checkMoney(line.customsValue));
  }
  for (const sequenceNumeric of items.keys()) {
    report.error('/classification', fault('completion_item_missing', { sequenceNumeric }));
  }
  checkDocuments(report, completion.additionalDocument, context);
  return report.findings();
}
