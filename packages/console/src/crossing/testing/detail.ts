import { consignmentSlices } from '@pairgate/domain/freight/consignment/slices.ts';
import { crossingSlices } from '@pairgate/domain/freight/crossing/slices.ts';
import type { AdditionalDocument, DocumentElements } from '@pairgate/domain/freight/declaration/schema.ts';
import type { Authority, Channel, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { CrossingRow } from '../../schemas.ts';
import type { ConsignmentParts, CrossingDetail, HoldView, Pending } from '../types.ts';

/** A crossing as the node would tell it, with as little as a test needs; its slices begin as the domain's begin. */
export const NOW = '2026-11-19T03:42:00.000Z';

const initial = <S extends Record<string, { initial: unknown }>>(slices: S) =>
  Object.fromEntries(Object.entries(slices).map(([name, slice]) => [name, slice.initial])) as { [K in keyof S]: S[K]['initial'] };

export function loadOf(elements: DocumentElements, documents: AdditionalDocument[] = []): ConsignmentParts {
  const { orchardID, packingHouseID = 'VN-H', netMassKg = '1', containerID, sealID } = elements;
  const declaration = {
    totalGrossMassKg: elements.grossMassKg ?? '2',
    totalPackageQuantity: elements.packageQuantity ?? 3,
    governmentAgencyGoodsItem: [
      { goodsMeasure: { netMassKg, grossMassKg: '2' }, ...(orchardID === undefined ? {} : { production: { orchardID, packingHouseID } }) },
    ],
    additionalDocument: documents,
    ...(containerID || sealID ? { transportEquipment: { containerID, sealID: sealID ? [sealID] : [] } } : {}),
  };
  const origin = initial(consignmentSlices) as unknown as ConsignmentParts['origin'];
  return {
    reference: 'PG-2222-2222', direction: 'VN-CN',
    origin: { ...origin, declaration: { ...origin.declaration, declaration: declaration as never, version: 1 } },
    destination: initial(consignmentSlices) as unknown as ConsignmentParts['destination'],
  };
}

export function assessed(load: ConsignmentParts, party: 'origin' | 'destination', authority: Authority, channel: Channel, version = 1): ConsignmentParts {
  const assessment = { at: NOW, channel, requiredActs: [], reasonCodes: [], rule: null, version };
  return { ...load, [party]: { ...load[party], assessment: { ...load[party].assessment, [authority]: assessment } } };
}

export const completed = (load: ConsignmentParts): ConsignmentParts => ({
  ...load, destination: { ...load.destination, declaration: { ...load.destination.declaration, completedAt: NOW } },
});

export const holdOf = (of: Partial<HoldView>): HoldView => ({
  hold: 'h', party: 'origin', side: 'VN', authority: 'customs', reasonCode: 'papers_missing', cause: 'papers', legalBasis: 'Law',
  placedAt: NOW, deadline: '2026-11-19T05:00:00.000Z', objectTo: 'desk', note: null, objectedAt: null, liftedAt: null, ...of,
});

export interface DetailOf {
  row?: Partial<CrossingRow>;
  loads?: ConsignmentParts[];
  holds?: HoldView[];
  pending?: { origin?: Pending; destination?: Pending };
  outdated?: CrossingDetail['outdated'];
  acts?: string[];
  sealID?: string[];
  sealMatch?: boolean;
  missing?: CrossingDetail['missing'];
}

export function detailOf(of: DetailOf): CrossingDetail {
  const { row, loads = [], holds = [], pending = {}, acts = [], sealID = [], sealMatch = true, missing = [] } = of;
  const side = () => initial(crossingSlices) as unknown as CrossingDetail['origin'];
  const origin = side();
  return {
    row: {
      reference: 'PG-2222-2222', direction: 'VN-CN', phase: 'arrived', cause: null, causeSide: null, since: null, waitedMs: 0,
      trafficClass: 'perishable', goods: null, tractorID: '29H-412.07', containerID: null, slotStart: null, ticket: null,
      place: 'origin_yard', alarms: [], consignments: [], plannedAt: NOW, arrivedAt: NOW, endedAt: null, change: 1, ...row,
    },
    version: 7,
    origin: { ...origin, ticket: { ...origin.ticket, arrivedAt: NOW, sealMatch } },
    destination: side(),
    loads, holds, acts, missing,
    attachments: { tractorID: '29H-412.07', trailerID: null, containerID: null, sealID },
    timeline: [], intervals: [], estimate: null,
    pending: { origin: pending.origin ?? {}, destination: pending.destination ?? {} },
    outdated: of.outdated ?? { origin: [], destination: [] },
    log: { VN: { countersignedSize: 0 }, CN: { countersignedSize: 0 } } satisfies Record<SideId, { countersignedSize: number }>,
  };
}
