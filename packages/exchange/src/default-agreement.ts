import type { FactTypeName } from '@pairgate/domain/concepts.ts';
import type { FieldTerms } from './agreement.ts';
import type { ExchangeFactName } from './messages.ts';

/**
 * The agreement that a new pair starts from. Its fields are the least that the other side needs to plan, to recognise
 * the lorry and to act; by default no personal data crosses: no driver, no officer, no contact.
 *
 * Legal bases are those that reference material names for such data; counsel of both sides must confirm them.
 */
const TRADE = 'Agreement on land border gates of 2009, Art. on facilitation of goods; unchecked';
const GATE = 'Agreement on management regulations of land borders of 2009; unchecked';
const DATA = 'China: rules of 22 March 2024 on cross-border data flows, trade and transport data without personal data';

const field = (name: string, purpose: string, basis: string): FieldTerms => ({ class: name, purpose, basis });
const trade = (purpose: string) => field('trade', purpose, TRADE);
const vehicle = (purpose: string) => field('vehicle', purpose, GATE);
const operation = (purpose: string) => field('operation', purpose, DATA);
/** What the log and the gate say of themselves. */
const record = (purpose: string) => field('record', purpose, DATA);

const all = (terms: FieldTerms, ...paths: string[]): Record<string, FieldTerms> =>
  Object.fromEntries(paths.map((path) => [path, terms]));

const GOODS = 'declaration.governmentAgencyGoodsItem[]';
const GATE_STATE = record('plan lanes, bays and laboratories on both sides');
const PLAN = operation('plan lanes, bays and laboratories on both sides');
const PAPERS = trade('one declaration for both sides: compare papers, assess before arrival');
const RECOGNISE = vehicle('recognise the lorry, its container and its seals at the gate');

const DECLARATION: Record<string, FieldTerms> = {
  ...all(
    PAPERS,
    'declaration.direction', 'declaration.functionalReferenceID', 'declaration.declarationOfficeID',
    'declaration.typeCode', 'declaration.trafficClass', 'declaration.invoice.ID', 'declaration.invoice.issueDate',
    'declaration.invoice.amount.value', 'declaration.invoice.amount.currencyID', 'declaration.tradeTermsConditionCode',
    'declaration.exporter.name', 'declaration.exporter.ID', 'declaration.exporter.countryCode',
    'declaration.importer.name', 'declaration.importer.ID', 'declaration.importer.countryCode',
    'declaration.exportationCountryCode', 'declaration.destinationCountryCode', 'declaration.totalGrossMassKg',
    'declaration.totalPackageQuantity', 'declaration.shelfLifeHours', 'declaration.requiredTemperatureC',
    `${GOODS}.sequenceNumeric`, `${GOODS}.commodity.description`, `${GOODS}.commodity.descriptionZh`,
    `${GOODS}.commodity.descriptionVi`, `${GOODS}.commodity.classification.hs6`,
    `${GOODS}.commodity.classification.vn8`, `${GOODS}.commodity.classification.cn10`, `${GOODS}.originCountryCode`,
    `${GOODS}.goodsMeasure.grossMassKg`, `${GOODS}.goodsMeasure.netMassKg`, `${GOODS}.goodsMeasure.tariffQuantity.value`,
    `${GOODS}.goodsMeasure.tariffQuantity.unitCode`, `${GOODS}.packaging.quantity`, `${GOODS}.packaging.typeCode`,
    `${GOODS}.customsValue.value`, `${GOODS}.customsValue.currencyID`, `${GOODS}.production.orchardID`,
    `${GOODS}.production.packingHouseID`, `${GOODS}.temperatureC`, 'declaration.additionalDocument[].typeCode',
    'declaration.additionalDocument[].ID', 'declaration.additionalDocument[].issueDate',
    'declaration.additionalDocument[].expiryDate', 'declaration.additionalDocument[].issuer',
    'declaration.additionalDocument[].elements.orchardID', 'declaration.additionalDocument[].elements.packingHouseID',
    'declaration.additionalDocument[].elements.grossMassKg', 'declaration.additionalDocument[].elements.netMassKg',
    'declaration.additionalDocument[].elements.packageQuantity',
  ),
  ...all(
    RECOGNISE,
    'declaration.borderTransportMeans.registrationNationalityCode', 'declaration.borderTransportMeans.tractorID',
    'declaration.borderTransportMeans.trailerID', 'declaration.transportEquipment.containerID',
    'declaration.transportEquipment.sealID[]', 'declaration.transportEquipment.sizeTypeCode',
    'declaration.additionalDocument[].elements.containerID', 'declaration.additionalDocument[].elements.sealID',
  ),
};

const SLOT = all(PLAN, 'start', 'end', 'trafficClass', 'capacity.fact', 'capacity.validUntil', 'capacity.degraded');
const READING = all(operation('custody passes at a gate reading'), 'lane', 'plateMatch', 'sealMatch', 'expected');
const OUTCOME = operation('each side sees what the other has decided, not on what private grounds');
const AMEND = record('both sides agree on what may cross');

const KEYS = record('each side knows which keys of the other count, and since when');
/** The members of a key statement, by the act that it is. */
const keyStatement = (...own: string[]) =>
  all(KEYS, ...['format', 'act', 'pair', 'side', 'purpose', 'key', ...own].map((name) => `statement.${name}`), 'signature');

export const DEFAULT_MESSAGES: Readonly<
  Partial<Record<FactTypeName | ExchangeFactName, Record<string, FieldTerms>>>
> = {
  AgreementProposed: all(AMEND, 'version', 'digest', 'document', 'openUntil', 'signature'),
  AgreementAccepted: all(AMEND, 'version', 'digest', 'signature'),
  AgreementRejected: all(AMEND, 'version', 'digest', 'reason'),
  AgreementWithdrawn: all(AMEND, 'version', 'digest'),
  AgreementActivated: all(record('the version in force'), 'version', 'digest'),
  Judged: all(
    record('what was accepted and what was not'),
    'upTo', 'exceptions[].index', 'exceptions[].verdict', 'exceptions[].reason',
  ),
  KeyEnrolled: { ...keyStatement('from', 'certificate'), ...all(KEYS, 'proof') },
  KeyRetired: keyStatement('until'),
  KeyRevoked: keyStatement('upTo'),
  ClassErased: all(
    record('each side knows what the other has destroyed'),
    'reason', 'class', 'log', 'day', 'first', 'last', 'streams[]', 'basis',
  ),
  DeclarationLodged: { ...DECLARATION, ...all(PLAN, 'trafficClass', 'crossing', 'expiresAt') },
  DeclarationAmended: { ...DECLARATION, ...all(PLAN, 'trafficClass', 'version') },
  DeclarationWithdrawn: {},
  DeclarationExpired: {},
  DeclarationCompleted: all(
    PAPERS,
    'completion.declarationOfficeID', 'completion.importer.ID', 'completion.importer.name',
    'completion.classification[].sequenceNumeric', 'completion.classification[].nationalID',
    'completion.classification[].dutyPreference', 'completion.additionalDocument[].typeCode',
    'completion.additionalDocument[].ID',
  ),
  ConsignmentAssessed: all(OUTCOME, 'authority', 'channel', 'requiredActs[]', 'reasonCodes[]', 'version'),
  CrossingPlanned: {
    ...all(PLAN, 'direction', 'consignments[]', 'trafficClass', 'shelfLifeHours'),
    ...all(RECOGNISE, 'tractorID', 'trailerID', 'containerID', 'sealID[]'),
  },
  CrossingExpired: all(PLAN, 'cause', 'since'),
  LoadAdded: all(PLAN, 'consignment'),
  LoadRemoved: all(PLAN, 'consignment'),
  AttachmentReplaced: { ...all(PLAN, 'kind'), ...all(RECOGNISE, 'to') },
  SlotBooked: SLOT,
  SlotMoved: SLOT,
  SlotReleased: {},
  SlotMissed: {},
  VehicleArrived: {
    ...all(PLAN, 'ticket', 'plateClass', 'weighedMassKg', 'plateMatch', 'sealMatch'),
    ...all(RECOGNISE, 'opening'),
  },
  VehicleCalled: all(operation('the order and its reason'), 'ticket', 'lane', 'score', 'waitingMinutes', 'ahead', 'override'),
  CallPassed: all(operation('the order and its reason'), 'ticket'),
  InspectionStarted: all(OUTCOME, 'inspection', 'authority'),
  InspectionFinished: all(OUTCOME, 'inspection', 'authority', 'outcome'),
  SampleTaken: all(OUTCOME, 'sample', 'authority', 'test[]', 'dueAt'),
  ResultReported: all(OUTCOME, 'sample', 'outcome', 'reportID'),
  HoldPlaced: all(OUTCOME, 'hold', 'authority', 'reasonCode', 'cause', 'legalBasis', 'deadline', 'objectTo'),
  HoldObjected: all(OUTCOME, 'hold', 'text'),
  HoldLifted: all(OUTCOME, 'hold'),
  AuthorityDecided: all(
    OUTCOME, 'authority', 'outcome', 'reasonCode', 'versions[].consignment', 'versions[].version',
  ),
  OriginReleased: {},
  OriginRefused: all(OUTCOME, 'reasonCode'),
  DestinationReleased: {},
  DestinationRefused: all(OUTCOME, 'reasonCode'),
  OriginExited: READING,
  BorderCrossed: READING,
  VehicleReturned: READING,
  VehicleDeparted: READING,
  TransferDispatched: all(PLAN, 'vehicle'),
  TransferCompleted: all(PLAN, 'vehicle'),
  FactCorrected: all(operation('a fact was wrong and has been put right'), 'correction', 'corrects', 'factType', 'reason'),
  CapacityPublished: all(GATE_STATE, 'trafficClass', 'perHour', 'validUntil'),
  StationOpened: all(GATE_STATE, 'station', 'kind', 'direction'),
  StationClosed: all(GATE_STATE, 'station'),
};

export const DEFAULT_RETENTION = {
  trade: { days: 1825, reason: 'customs papers are kept five years' },
  vehicle: { days: 90, reason: 'a plate identifies a keeper; disputes over a crossing are raised within 90 days' },
  operation: { days: 3650, reason: 'order, waits and promises stay provable' },
  record: { days: 36_500, reason: 'no lorry, trader or person is in it; kept as long as the log' },
} as const;
