import { factTypes, type FactTypeName } from '../../concepts.ts';
import { trafficClassOf } from '../../freight/declaration/goods.ts';
import type { Declaration } from '../../freight/declaration/schema.ts';
import type { RequiredAct } from '../../freight/assessment/schema.ts';
import type { HoldPlaced } from '../../freight/hold/schema.ts';
import type { Planned } from '../../freight/crossing/schema.ts';
import { streamOf } from '../act.ts';
import {
  AUTHORITIES, destinationOf, originOf, type Authority, type Channel, type Direction, type Party, type TrafficClass,
} from '../codes.ts';
import type { Actor } from '../decider.ts';
import { fromMillis, HOUR, MINUTE, parseInstant, type Instant } from '../instant.ts';
import { formatReference } from '../reference.ts';
import { CAST, EXPORT } from './cast.ts';
import { completionOf, declarationOf } from './goods.ts';

/** Thursday, 10:00 at Hữu Nghị and 11:00 at Youyi Guan: both gates are open. */
export const NOW = parseInstant('2026-11-19T03:00:00.000Z')!;

export const CONSIGNMENT = formatReference(1n);
export const SECOND_CONSIGNMENT = formatReference(2n);
export const CROSSING = formatReference(3n);
export const SECOND_CROSSING = formatReference(4n);

/** An identifier that reads well in a test: the digit, 32 times. */
export const idOf = (digit: number): string => String(digit).repeat(32);
export const TICKET = 'a'.repeat(64);
export const SECOND_TICKET = 'b'.repeat(64);

/** A fact that a test takes as given. Without `at` each fact is a minute younger than the one before it. */
export interface Given {
  readonly by: Actor;
  readonly stream: string;
  readonly type: FactTypeName;
  readonly data: object;
  readonly id?: string;
  readonly at?: Instant;
}

/** A fact of a test, with data that its own schema has accepted. */
function told(by: Actor, stream: string, type: FactTypeName, data: object, more: Pick<Given, 'id' | 'at'> = {}): Given {
  return { by, stream, type, data: factTypes[type].data.parse(data) as object, ...more };
}

/** The same fact at an instant of its own. */
export const at = (instant: Instant | number, fact: Given): Given => ({
  ...fact,
  at: typeof instant === 'number' ? fromMillis(instant) : instant,
});

/** The facts of one crossing in one direction, told by whoever writes them. */
export function historyOf(direction: Direction = EXPORT, consignment = CONSIGNMENT, crossing = CROSSING) {
  const cast = { origin: CAST[originOf(direction)], destination: CAST[destinationOf(direction)] };
  const goods = streamOf('consignment', consignment);
  const lorry = streamOf('crossing', crossing);
  const on = (party: Party, role: keyof (typeof cast)['origin'], type: FactTypeName, data: object, id?: string) =>
    told(cast[party][role], lorry, type, data, id === undefined ? {} : { id });
  const reading = { lane: 'X1', plateMatch: true, sealMatch: true, expected: true };
  const plan = (over: Partial<Planned> = {}): Planned => ({
    direction,
    consignments: [consignment],
    trafficClass: 'perishable',
    tractorID: '29H-412.07',
    trailerID: null,
    containerID: 'LSRU4129073',
    sealID: ['VN-CD 084471'],
    driver: null,
    shelfLifeHours: 168,
    ...over,
  });
  const lodge = (of: Declaration, by: Actor, expiresAt: Instant) =>
    told(by, goods, 'DeclarationLodged', { declaration: of, trafficClass: trafficClassOf(of), crossing, expiresAt });
  const history = {
    lodged: (over: Partial<Declaration> = {}, by = cast.origin.trader) =>
      lodge(declarationOf(direction, over), by, fromMillis(NOW + 48 * HOUR)),
    lodgedUntil: (expiresAt: number) => lodge(declarationOf(direction), cast.origin.trader, fromMillis(expiresAt)),
    amended: (version = 2) =>
      told(cast.origin.trader, goods, 'DeclarationAmended', {
        declaration: declarationOf(direction), trafficClass: 'perishable', reason: 'weighed again', version,
      }),
    withdrawn: () => told(cast.origin.trader, goods, 'DeclarationWithdrawn', { reason: 'sold elsewhere' }),
    expired: () => told(cast.origin.system, goods, 'DeclarationExpired', {}),
    completed: (by = cast.destination.trader) =>
      told(by, goods, 'DeclarationCompleted', { completion: completionOf(direction) }),
    assessed: (party: Party, authority: Authority, channel: Channel, requiredActs: RequiredAct[] = [], version = 1) =>
      told(cast[party].system, goods, 'ConsignmentAssessed', {
        authority, channel, requiredActs, reasonCodes: [], rule: 'row 1', version,
      }),
    planned: (over: Partial<Planned> = {}) => on('origin', 'trader', 'CrossingPlanned', plan(over)),
    loadAdded: (reference = SECOND_CONSIGNMENT) => on('origin', 'trader', 'LoadAdded', { consignment: reference }),
    slotBooked: (start: number = NOW - HOUR) =>
      on('origin', 'trader', 'SlotBooked', {
        start: fromMillis(start),
        end: fromMillis(start + 15 * MINUTE),
        trafficClass: 'perishable',
        capacity: { fact: idOf(0), validUntil: fromMillis(NOW + HOUR), degraded: false },
      }),
    arrived: (ticket = TICKET, over: object = {}) =>
      on('origin', 'yard', 'VehicleArrived', {
        ticket, opening: 'c'.repeat(64), plateClass: 'VN', weighedMassKg: '38200', plateMatch: true, sealMatch: true,
        yard: 'VN-YX', ...over,
      }, idOf(1)),
    called: (ticket = TICKET) =>
      on('origin', 'yard', 'VehicleCalled', { ticket, lane: 'X1', score: 100, waitingMinutes: 10, ahead: 0 }),
    callPassed: (ticket = TICKET) => on('origin', 'yard', 'CallPassed', { ticket, reason: 'no answer' }),
    inspectionStarted: (party: Party, authority: Authority, inspection = idOf(2)) =>
      on(party, authority, 'InspectionStarted', { inspection, authority, bay: 'B1' }),
    inspectionFinished: (party: Party, authority: Authority, inspection = idOf(2)) =>
      on(party, authority, 'InspectionFinished', { inspection, authority, outcome: 'passed', picture: [] }),
    sampleTaken: (party: Party, authority: Authority, sample = idOf(3)) =>
      on(party, authority, 'SampleTaken', {
        sample, authority, test: ['cadmium'], laboratory: 'Laboratory of Lạng Sơn', dueAt: fromMillis(NOW + HOUR),
      }),
    resultReported: (party: Party, sample = idOf(3)) =>
      on(party, 'laboratory', 'ResultReported', {
        sample, outcome: 'passed', value: [{ test: 'cadmium', value: '0.02', unit: 'mg/kg' }], reportID: 'R-1',
      }, idOf(6)),
    holdPlaced: (party: Party, authority: Authority, over: Partial<HoldPlaced> = {}) =>
      on(party, authority, 'HoldPlaced', {
        hold: idOf(4), authority, reasonCode: 'papers_missing', cause: 'papers', legalBasis: 'Customs Law, Art. 24',
        deadline: fromMillis(NOW + 2 * HOUR), objectTo: 'the head of the post', ...over,
      }),
    holdObjected: (party: Party, hold = idOf(4)) => on(party, 'trader', 'HoldObjected', { hold, text: 'all there' }),
    holdLifted: (party: Party, authority: Authority, hold = idOf(4)) =>
      on(party, authority, 'HoldLifted', { hold, reason: 'paper came' }),
    decided: (party: Party, authority: Authority, outcome: 'release' | 'refuse' = 'release', version = 1) =>
      on(party, authority, 'AuthorityDecided', {
        authority, outcome, basis: 'officer', versions: [{ consignment, version }], ...(outcome === 'refuse' ? { reasonCode: 'papers_missing' } : {}),
      }),
    released: (party: Party) => on(party, 'system', party === 'origin' ? 'OriginReleased' : 'DestinationReleased', {}),
    refused: (party: Party) => on(party, 'system', party === 'origin' ? 'OriginRefused' : 'DestinationRefused', {}),
    dispatched: () => on('origin', 'yard', 'TransferDispatched', { vehicle: 'AGV-7' }),
    transferred: () => on('destination', 'yard', 'TransferCompleted', { vehicle: 'AGV-7' }),
    exited: () => on('origin', 'gate', 'OriginExited', reading, idOf(5)),
    crossed: (over: object = {}) => on('destination', 'gate', 'BorderCrossed', { ...reading, ...over }, idOf(7)),
    returned: () => on('origin', 'gate', 'VehicleReturned', reading),
    departed: () => on('destination', 'gate', 'VehicleDeparted', reading),
    correctionProposed: (party: Party, by: keyof (typeof cast)['origin'] = 'yard') =>
      on(party, by, 'CorrectionProposed', {
        correction: idOf(8), corrects: idOf(1), factType: 'VehicleArrived', patch: { plateMatch: false }, reason: 'misread',
      }),
  };
  return {
    ...history,
    /** The papers are in on both sides and a slot has begun. */
    inOrder: () => [history.lodged(), history.planned(), history.completed(), history.slotBooked()],
    /** All authorities of a side have released, and so has the side. */
    cleared: (party: Party) => [...AUTHORITIES.map((each) => history.decided(party, each)), history.released(party)],
  };
}

/** Facts of a gate itself. */
export const gateOf = (side: 'VN' | 'CN') => ({
  capacity: (trafficClass: TrafficClass, perHour: number, validUntil: number = NOW + 24 * HOUR) =>
    told(CAST[side].manager, streamOf('gate', side), 'CapacityPublished', {
      trafficClass, perHour, validUntil: fromMillis(validUntil),
    }, { id: idOf(9) }),
  stationOpened: (station = 'CN-BN1', direction: Direction = EXPORT) =>
    told(CAST[side].manager, streamOf('gate', side), 'StationOpened', { station, kind: 'bay', direction }),
  stationClosed: (station = 'CN-BN1') =>
    told(CAST[side].manager, streamOf('gate', side), 'StationClosed', { station, reason: 'shift over' }),
});
