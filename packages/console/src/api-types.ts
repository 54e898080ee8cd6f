import type { Cause, Channel, Authority, Direction, Role, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { Phase, Place } from '@pairgate/domain/freight/crossing/joint.ts';
import type { Language } from './i18n/language.ts';

/** The shapes that the screens read from `/api`, by their names in its document. */

export type { Phase, Place };

type PerSide<T> = Record<SideId, T>;
type PerDirection<T> = Record<Direction, T>;
export type Labels = Record<Language, string>;

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
  lastSeenAt: Instant | null;
  /** Entries of ours that the other side has not countersigned yet. */
  behind: number;
}

export interface Account {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  language: Language;
  firm?: string;
  firmName?: string;
}

export interface PairOfGates {
  id: string;
  names: PerSide<Labels>;
  /** Minutes from UTC. */
  offsets: PerSide<number>;
}

export interface Me {
  side: SideId;
  demo: boolean;
  account?: Account;
  permissions: string[];
  pair: PairOfGates;
  clock: Clock;
  peer: Peer;
  fingerprints: PerSide<string | null>;
}

export interface Persona {
  id: string;
  side: SideId;
  displayName: string;
  role: Role;
  language: Language;
  firmName?: string;
  featured: boolean;
}

export interface Personas {
  items: Persona[];
  otherSideUrl: string | null;
}

export interface CrossingRow {
  reference: string;
  direction: Direction;
  phase: Phase;
  cause: Cause | null;
  causeSide: SideId | null;
  since: Instant | null;
  waitedMs: number;
  trafficClass: TrafficClass;
  goods: { description: string; hs6: string; netMassKg: string } | null;
  tractorID: string | null;
  containerID: string | null;
  slotStart: Instant | null;
  ticket: string | null;
  place: Place;
  alarms: string[];
  consignments: string[];
  plannedAt: Instant;
  arrivedAt: Instant | null;
  endedAt: Instant | null;
  change: number;
}

export interface CrossingPage {
  items: CrossingRow[];
  nextCursor: string | null;
}

export interface Stage {
  side: SideId;
  stage: 'lane' | 'bay' | 'desk' | 'laboratory';
  direction: Direction;
  open: number;
  of: number;
  busy: number;
  /** True when nobody has published the number, so that it is an assumption. */
  assumed: boolean;
}

export interface YardPlaces {
  side: SideId;
  direction: Direction;
  places: number;
  used: number;
  assumed: boolean;
}

export interface RibbonQuarter {
  from: Instant;
  crossed: PerDirection<number>;
  waiting: Partial<Record<Cause, number>>;
}

export interface ControlRoom {
  now: Instant;
  rows: CrossingRow[];
  /** Crossings that are declared and not yet here. */
  planned: number;
  byCause: Partial<Record<Cause, PerSide<number>>>;
  stages: Stage[];
  yards: YardPlaces[];
  /** Lorries over the line in the last hour. */
  rates: PerDirection<number>;
  accepted: PerDirection<Partial<Record<TrafficClass, number>>>;
  /** Lorries that have left the second gate today. */
  through: PerDirection<number>;
  ribbon: RibbonQuarter[];
  hours: PerSide<{ open: Instant; close: Instant }>;
}

export interface WorkList {
  items: {
    row: CrossingRow;
    pending: 'assessment' | 'papers' | 'inspection' | 'sample' | 'result' | 'decision' | 'call' | 'arrival';
    authority: Authority | null;
    channel: Channel | null;
    decideBy: Instant | null;
    reason: string;
    outdated: boolean;
  }[];
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
  checkpointAt: Instant | null;
  keyName: string;
  countersignedSize: number;
  countersignedAt: Instant | null;
  countersignedRoot: string | null;
  /** Sizes of the perfect subtrees, largest first. */
  peaks: number[];
  judgement: { accepted: number; refused: number; quarantined: number; upTo: number };
  /** Entries in each of the last 120 minutes, oldest first. */
  perMinute: number[];
  entries: LogEntry[];
}

export interface LogView {
  logs: LogState[];
  fingerprints: PerSide<string | null>;
  /** Two signed checkpoints that no proof can join: intake of that side's log has stopped. */
  frozen: { side: SideId; since: Instant; evidence: [string, string] } | null;
}

export interface LogEntries {
  items: (LogEntry & { judged: 'accepted' | 'refused' | 'quarantined' | 'pending' | null })[];
  nextBefore: number | null;
}

/** RFC 9457, with the code that the product's own refusals carry. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  pointer?: string;
  parameter?: string;
  params?: Record<string, string | number>;
  errors?: { code: string; detail: string; pointer?: string; parameter?: string; params?: Record<string, string | number> }[];
}
