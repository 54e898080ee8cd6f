import type { Authority, Cause, Direction, Party, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import type { RequiredElement } from '@pairgate/domain/freight/declaration/requirements.ts';
import type { CrossingRow } from '../api-types.ts';

/** One crossing and one consignment as `/api` tells them in full. */

export interface ConsignmentParts {
  reference: string;
  direction: Direction;
  origin: ConsignmentSide;
  destination: ConsignmentSide;
}

export interface TimelineEntry {
  id: string;
  type: string;
  side: SideId;
  occurredAt: Instant;
  recordedAt: Instant;
  /** Written down well after it happened, as an event of paper is. */
  late: boolean;
  data: Record<string, unknown>;
  index: number | null;
}

export interface HoldView {
  hold: string;
  party: Party;
  side: SideId;
  authority: Authority;
  reasonCode: string;
  cause: Cause;
  legalBasis: string | null;
  placedAt: Instant;
  deadline: Instant;
  objectTo: string | null;
  note: string | null;
  objectedAt: Instant | null;
  liftedAt: Instant | null;
}

export interface CauseInterval {
  from: Instant;
  to: Instant;
  cause: Cause | null;
  side: SideId;
}

export type PendingStep = 'assessment' | 'papers' | 'inspection' | 'sample' | 'result' | 'decision';
export type Pending = Partial<Record<Authority, PendingStep | null>>;
export type Missing = RequiredElement & { consignment: string };

export interface CrossingDetail {
  row: CrossingRow;
  version: number;
  origin: CrossingSide;
  destination: CrossingSide;
  loads: ConsignmentParts[];
  attachments: { tractorID: string | null; trailerID: string | null; containerID: string | null; sealID: string[] };
  timeline: TimelineEntry[];
  intervals: CauseInterval[];
  holds: HoldView[];
  pending: Record<Party, Pending>;
  /** Authorities whose release counts no more: what the lorry carries was amended since. */
  outdated: Record<Party, Authority[]>;
  acts: string[];
  estimate: null;
  log: Record<SideId, { countersignedSize: number }>;
  missing: Missing[];
  driverLink?: string;
}

export interface ConsignmentDetail extends ConsignmentParts {
  version: number;
  crossings: string[];
  acts: string[];
  missing: Missing[];
  differences: { pointer: string; fault: { code: string; params?: Record<string, string | number> } }[];
}

export interface SlotView {
  items: { start: Instant; places: number; booked: number; open: boolean }[];
  capacity: { fact: string | null; perHour: number; validUntil: Instant | null; degraded: boolean } | null;
}

export interface SlotWish {
  direction: Direction;
  trafficClass: TrafficClass;
}

/** What an act answers. */
export interface Done {
  reference: string;
  crossing?: string;
  version: number;
  facts: { id: string; type: string; stream: string }[];
}
