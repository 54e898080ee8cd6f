import type { Cause, Direction, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';

/** The shapes that the screens read from `/api`. */

export type Place =
  | 'away' | 'origin_yard' | 'origin_bay' | 'origin_lab' | 'line'
  | 'destination_apron' | 'destination_bay' | 'destination_lab' | 'gone';

export interface Clock {
  now: Instant;
  speed: number;
  paused: boolean;
  /** How far the software runs behind the virtual clock, in milliseconds. */
  lagMs: number;
  virtual: boolean;
}

export interface Peer {
  silentSince: Instant | null;
  lastSeen: Instant | null;
  /** Entries of ours that the other side has not countersigned yet. */
  behind: number;
}

export interface Account {
  name: string;
  role: string;
  language: string;
  firm?: string;
}

export interface Persona {
  id: string;
  /** Whose node the person signs in to; this one's when it is not said. */
  side?: SideId;
  name: string;
  role: string;
  firm?: string;
  question?: string;
}

export interface Me {
  side: SideId;
  demo: boolean;
  account?: Account;
  permissions: string[];
  clock: Clock;
  peer: Peer;
  personas?: Persona[];
}

export interface Goods {
  description: string;
  hs6: string;
  netMassKg: string | number | null;
}

export interface CrossingRow {
  reference: string;
  direction: Direction;
  phase: string;
  cause: Cause | null;
  causeSide: SideId | null;
  since: Instant | null;
  waitedMs: number;
  trafficClass: TrafficClass;
  goods: Goods | null;
  tractorID: string | null;
  containerID: string | null;
  slotStart: Instant | null;
  ticket: string | null;
  place: Place;
  alarms: string[];
  updated: number;
}

export interface CrossingPage {
  items: CrossingRow[];
  nextCursor: string | null;
}

export type StageName = 'yard' | 'check' | 'bay' | 'laboratory' | 'exit';

export interface Stage {
  side: SideId;
  stage: StageName;
  direction: Direction;
  open: number;
  of: number;
  busy: number;
  /** True when nobody has published the number, so that it is an assumption of the demonstration. */
  assumed: boolean;
}

export interface RibbonQuarter {
  from: Instant;
  crossed: Record<Direction, number>;
  waiting: Partial<Record<Cause, number>>;
}

export interface ControlRoom {
  now: Instant;
  rows: CrossingRow[];
  byCause: Partial<Record<Cause, Record<SideId, number>>>;
  stages: Stage[];
  /** Lorries an hour over the line. */
  rates: Record<Direction, number>;
  /** Lorries that have crossed today. */
  through: Record<Direction, number>;
  ribbon: RibbonQuarter[];
  hours: Record<SideId, { open: Instant; close: Instant }>;
}

export interface LogEntry {
  index: number;
  type: string;
  stream: string;
  occurredAt: Instant;
  recordedAt: Instant;
}

export interface LogState {
  side: SideId;
  origin: string;
  size: number;
  /** SHA-256 root in base64. */
  root: string;
  checkpointAt: Instant;
  countersignedSize: number;
  countersignedAt: Instant | null;
  /** Sizes of the perfect subtrees, largest first. */
  peaks: number[];
  judgement: { accepted: number; refused: number; quarantined: number };
  /** Entries in each of the last 120 minutes, oldest first. */
  perMinute: number[];
  entries: LogEntry[];
}

export interface LogView {
  logs: LogState[];
  fingerprints: Record<SideId, string>;
}

/** RFC 9457, with the code that the product's own refusals carry. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  pointer?: string;
  params?: Record<string, string | number>;
  errors?: { code: string; pointer?: string; detail?: string }[];
}
