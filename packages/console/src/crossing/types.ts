import type { Party } from '@pairgate/domain/kernel/codes.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import type { RequiredElement } from '@pairgate/domain/freight/declaration/requirements.ts';
import type { Schemas } from '../schemas.ts';

/** One crossing and one consignment as `/api` tells them in full. What its document leaves to the domain has the domain's type. */

export type TimelineEntry = Schemas['TimelineEntry'];
export type HoldView = Schemas['Hold'];
export type Pending = Schemas['CrossingDetail']['pending'][Party];
export type PendingStep = NonNullable<Pending[string]>;
export type Missing = RequiredElement & { consignment: string };
export type SlotView = Schemas['Slots'];
export type Done = Schemas['Done'];

interface Told {
  origin: ConsignmentSide;
  destination: ConsignmentSide;
}

export type ConsignmentParts = Omit<Schemas['CrossingDetail']['loads'][number], keyof Told> & Told;

export interface CrossingDetail extends Omit<Schemas['CrossingDetail'], 'origin' | 'destination' | 'loads' | 'missing'> {
  origin: CrossingSide;
  destination: CrossingSide;
  loads: ConsignmentParts[];
  missing: Missing[];
}

export interface ConsignmentDetail extends Omit<Schemas['ConsignmentDetail'], keyof Told | 'missing' | 'differences'>, Told {
  missing: Missing[];
  differences: { pointer: string; fault: { code: string; params?: Record<string, string | number> } }[];
}

/** What a slot is asked for. */
export type SlotWish = Pick<Schemas['CrossingRow'], 'direction' | 'trafficClass'>;
