import { z } from 'zod';
import type { Direction, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import {
  authority, cause, channel, direction, instant, role, sideId, trafficClass,
} from '@pairgate/domain/kernel/codes.ts';
import type { Actor } from '@pairgate/domain/kernel/decider.ts';
import type { ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import type { AgreementView } from './agreement-view.ts';
import type { LogEntries, LogView } from './log-view.ts';
import type { PlanView } from './plan-view.ts';
import { PHASES, PLACES } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import type { About } from '../evidence.ts';
import { divergence } from './divergence-view.ts';

/**
 * What can be read over HTTP: the shape of each answer, once, and the port that answers. The schema is the type, the
 * check and the API document. Instants are RFC 3339 strings in UTC, durations milliseconds.
 */

/** A value whose shape the domain settles; the API document describes it in words. */
const told = <T>(description: string) => z.custom<T>().meta({ description, type: 'object', additionalProperties: true });

const perSide = <T extends z.ZodType>(of: T) => z.object({ VN: of, CN: of });
const perParty = <T extends z.ZodType>(of: T) => z.object({ origin: of, destination: of });
const perDirection = <T extends z.ZodType>(of: T) => z.object({ 'VN-CN': of, 'CN-VN': of });
const perClass = <T extends z.ZodType>(of: T) => z.partialRecord(trafficClass, of);
const labels = z.object({ en: z.string(), vi: z.string(), zh: z.string() });
const count = z.int().min(0);
const sentence = z
  .object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
  .meta({ description: 'A sentence of the vocabulary by its key, with what fills it' });

export const phase = z.enum(PHASES);
export const place = z.enum(PLACES);
export const language = z.enum(['vi', 'zh', 'en']);

export const clockState = z
  .object({ now: instant, speed: z.number(), paused: z.boolean(), lagMs: z.number(), virtual: z.boolean() })
  .meta({ id: 'Clock', description: 'The clock of this node. In the demonstration it is virtual.' });
export type ClockState = z.infer<typeof clockState>;

export const peerState = z
  .object({
    silentSince: instant.nullable(),
    lastSeenAt: instant.nullable(),
    behind: count.meta({ description: 'Entries of ours that the other side has not countersigned yet' }),
    frozen: divergence.nullable().meta({ description: 'Why nothing of its log is taken in, if so' }),
  })
  .meta({ id: 'Peer' });
export type PeerState = z.infer<typeof peerState>;

export const nodeState = z.object({
  pair: z.object({ id: z.string(), names: perSide(labels), offsets: perSide(z.int()) }),
  clock: clockState,
  peer: peerState,
  fingerprints: perSide(z.string().nullable()),
});
export type NodeState = z.infer<typeof nodeState>;

export const accountView = z
  .object({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    role,
    language,
    firm: z.string().optional(),
    firmName: z.string().optional(),
  })
  .meta({ id: 'Account' });

export const me = z
  .object({
    side: sideId,
    demo: z.boolean(),
    account: accountView.optional(),
    permissions: z.array(z.string()),
    ...nodeState.shape,
  })
  .meta({ id: 'Me' });

const named = z.string().optional().meta({ description: 'As declared in this language, else as both tariffs name the line' });
const goods = z.object({ description: z.string(), descriptionVi: named, descriptionZh: named, hs6: z.string(), netMassKg: z.string() });

export const crossingRow = z
  .object({
    reference: z.string(),
    direction,
    phase,
    cause: cause.nullable(),
    causeSide: sideId.nullable(),
    since: instant.nullable(),
    waitedMs: z.number(),
    trafficClass,
    goods: goods.nullable(),
    tractorID: z.string().nullable(),
    containerID: z.string().nullable(),
    slotStart: instant.nullable(),
    ticket: z.string().nullable(),
    place,
    alarms: z.array(z.string()),
    consignments: z.array(z.string()),
    plannedAt: instant,
    arrivedAt: instant.nullable(),
    endedAt: instant.nullable(),
    change: count.meta({ description: 'Grows with every change of anything on this node' }),
  })
  .meta({ id: 'CrossingRow' });
export type CrossingRow = z.infer<typeof crossingRow>;

export const crossingPage = z
  .object({ items: z.array(crossingRow), nextCursor: z.string().nullable() })
  .meta({ id: 'CrossingPage' });

const timelineEntry = z
  .object({
    id: z.string(),
    type: z.string(),
    side: sideId,
    occurredAt: instant,
    recordedAt: instant,
    late: z.boolean(),
    data: told<Record<string, unknown>>('The fields that the reader may see'),
    index: z.int().nullable().meta({ description: 'Index in the log of its author, once shared' }),
  })
  .meta({ id: 'TimelineEntry' });

export const hold = z
  .object({
    hold: z.string(),
    party: z.enum(['origin', 'destination']),
    side: sideId,
    authority,
    reasonCode: z.string(),
    cause,
    legalBasis: z.string().nullable(),
    placedAt: instant,
    deadline: instant,
    objectTo: z.string().nullable(),
    note: z.string().nullable(),
    objectedAt: instant.nullable(),
    liftedAt: instant.nullable(),
  })
  .meta({ id: 'Hold' });

const pendingStep = z.enum(['assessment', 'papers', 'inspection', 'sample', 'result', 'decision']);

const missingElement = told<Record<string, unknown>>('A required element or document that is missing, and whose turn it is');

const consignmentState = {
  reference: z.string(),
  direction,
  origin: told<ConsignmentSide>('What the origin told of the consignment'),
  destination: told<ConsignmentSide>('What the destination told of the consignment'),
};

export const crossingDetail = z
  .object({
    row: crossingRow,
    version: count.meta({ description: "Version of this side's own stream; the ETag is \"v<version>\"" }),
    origin: told<CrossingSide>('What the origin told of the crossing, by concept'),
    destination: told<CrossingSide>('What the destination told of the crossing, by concept'),
    loads: z.array(z.object(consignmentState)),
    attachments: z.object({
      tractorID: z.string().nullable(),
      trailerID: z.string().nullable(),
      containerID: z.string().nullable(),
      sealID: z.array(z.string()),
    }),
    timeline: z.array(timelineEntry),
    intervals: z.array(z.object({ from: instant, to: instant, cause: cause.nullable(), side: sideId })),
    holds: z.array(hold),
    pending: perParty(z.partialRecord(authority, pendingStep.nullable())),
    outdated: perParty(z.array(authority)).meta({ description: 'Whose release counts no more: the goods were amended since' }),
    acts: z.array(z.string()).meta({ description: 'What the reader may do now' }),
    estimate: z.null(),
    log: perSide(z.object({ countersignedSize: count })),
    missing: z.array(missingElement),
    driverLink: z.string().optional(),
  })
  .meta({ id: 'CrossingDetail' });
export type CrossingDetail = z.infer<typeof crossingDetail>;

export const consignmentDetail = z
  .object({
    ...consignmentState,
    version: count,
    crossings: z.array(z.string()),
    acts: z.array(z.string()),
    missing: z.array(missingElement),
    differences: z.array(told<Record<string, unknown>>('Two papers, or a paper and the declaration, that disagree')),
  })
  .meta({ id: 'ConsignmentDetail' });
export type ConsignmentDetail = z.infer<typeof consignmentDetail>;

export const controlRoom = z
  .object({
    now: instant,
    rows: z.array(crossingRow),
    planned: count,
    byCause: z.partialRecord(cause, perSide(count)),
    stages: z.array(
      z.object({
        side: sideId,
        stage: z.enum(['lane', 'bay', 'desk', 'laboratory']),
        direction,
        open: count,
        of: count,
        busy: count,
        assumed: z.boolean(),
      }),
    ),
    yards: z.array(z.object({ side: sideId, direction, places: count, used: count, assumed: z.boolean() })),
    rates: perDirection(z.number()),
    accepted: perDirection(perClass(z.number())),
    through: perDirection(count),
    ribbon: z.array(
      z.object({ from: instant, crossed: perDirection(count), waiting: z.partialRecord(cause, count) }),
    ),
    hours: perSide(z.object({ open: z.string(), close: z.string() })),
  })
  .meta({ id: 'ControlRoom' });
export type ControlRoom = z.infer<typeof controlRoom>;

export const workList = z
  .object({
    items: z.array(
      z.object({
        row: crossingRow,
        pending: z.enum([...pendingStep.options, 'call', 'arrival']),
        authority: authority.nullable(),
        channel: channel.nullable(),
        decideBy: instant.nullable(),
        reason: z.string(),
        outdated: z.boolean().meta({ description: 'The authority had released it, and it was amended since' }),
      }),
    ),
  })
  .meta({ id: 'WorkList' });
export type WorkList = z.infer<typeof workList>;

export const queueView = z
  .object({
    items: z.array(
      z.object({
        reference: z.string(),
        ticket: z.string(),
        trafficClass,
        arrivedAt: instant,
        slotStart: instant.nullable(),
        waitingMinutes: z.number(),
        score: z.number(),
        eligible: z.boolean(),
        position: z.int().nullable(),
        tractorID: z.string().nullable(),
      }),
    ),
    rule: z.object({ weights: z.record(z.string(), z.unknown()) }),
  })
  .meta({ id: 'Queue' });
export type QueueView = z.infer<typeof queueView>;

export const slotView = z
  .object({
    items: z.array(z.object({ start: instant, places: count, booked: count, open: z.boolean() })),
    capacity: z
      .object({ fact: z.string().nullable(), perHour: z.number(), validUntil: instant.nullable(), degraded: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'Slots' });
export type SlotView = z.infer<typeof slotView>;

const gateSide = z.object({
  capacity: perClass(z.object({ perHour: z.number(), validUntil: instant })),
  lane: told<Record<string, unknown>>('Lanes, bays, desks and benches by their name'),
  open: z.boolean(),
  nextOpening: instant.nullable(),
});
export const gateState = perSide(gateSide).meta({ id: 'Gates' });
export type GateState = z.infer<typeof gateState>;

export const evidence = z.looseObject({ format: z.string() }).meta({
  id: 'Evidence',
  description: 'Portable evidence, format pairgate-evidence/1: entries, inclusion proofs, checkpoints and signatures',
});

export const sharedState = z
  .object({
    sizes: perSide(count),
    state: told<Record<string, unknown>>('The crossing as both sides published it'),
    digest: z.string().meta({ description: 'SHA-256, hex, of the canonical state (RFC 8785)' }),
  })
  .meta({ id: 'SharedState' });
export type SharedState = z.infer<typeof sharedState>;

export const driverView = z
  .object({
    row: crossingRow,
    next: sentence,
    ahead: z.int().nullable(),
    acceptedPerHour: z.number().nullable(),
    holds: z.array(hold),
    pass: z
      .object({
        text: z.string().meta({ description: 'What the QR code says' }),
        reference: z.string(),
        plate: z.string().nullable(),
        container: z.string().nullable(),
        validUntil: instant.nullable(),
      })
      .nullable(),
    now: instant,
    timeline: z.array(timelineEntry),
    acts: z.array(z.string()),
  })
  .meta({ id: 'DriverView' });
export type DriverView = z.infer<typeof driverView>;

export const health = z
  .object({ ok: z.boolean(), writer: z.boolean(), database: z.boolean(), exchange: z.boolean() })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof health>;

/**
 * Who reads, and how far: `own` sees what the firm declared or completed, `link` the one crossing of a driver's link,
 * `all` every crossing of this node. What a reader may not see is answered like what does not exist.
 */
export interface Reader {
  readonly actor: Actor;
  readonly scope: 'all' | 'own' | 'link';
  /** The crossing of the link, when the scope is `link`. */
  readonly crossing?: string;
  /** Whether personal data of this side may be shown. */
  readonly personalData: boolean;
}

export interface CrossingFilter {
  readonly phase?: CrossingRow['phase'] | undefined;
  readonly cause?: NonNullable<CrossingRow['cause']> | undefined;
  readonly direction?: Direction | undefined;
  readonly trafficClass?: TrafficClass | undefined;
  /** Part of a reference, plate, container or goods. */
  readonly q?: string | undefined;
  /** Only those that have not ended. */
  readonly open?: boolean | undefined;
}

/** A place in the list, newest planned first. The interface makes an opaque cursor of it. */
export interface PageAfter {
  readonly plannedAt: string;
  readonly reference: string;
}

/** A lorry that a kiosk has found by its plate, with what a person must know to be given its link. */
export interface PlateHit {
  readonly row: CrossingRow;
  readonly position: number | null;
}

/** What moved since a change number: the newest row of each crossing, oldest change first. */
export interface Changes {
  readonly rows: readonly CrossingRow[];
  /** Everything up to here is in `rows` or is nothing that this reader may see. */
  readonly upTo: number;
}

export type Topic = 'crossing' | 'clock' | 'peer' | 'log';

/** Everything that can be read of a node. `undefined` means: does not exist, or not for this reader. */
export interface Readings {
  state(): Promise<NodeState>;
  crossings(
    reader: Reader,
    filter: CrossingFilter,
    page: { after?: PageAfter; limit: number },
  ): Promise<{ items: CrossingRow[]; more: boolean }>;
  crossing(reader: Reader, reference: string): Promise<Omit<CrossingDetail, 'driverLink'> | undefined>;
  consignment(reader: Reader, reference: string): Promise<ConsignmentDetail | undefined>;
  controlRoom(reader: Reader): Promise<ControlRoom>;
  workList(reader: Reader): Promise<WorkList>;
  queue(reader: Reader, direction: Direction | undefined): Promise<QueueView>;
  slots(
    reader: Reader,
    of: { direction: Direction; trafficClass: TrafficClass; date?: string | undefined },
  ): Promise<SlotView>;
  /** The plans that hold and the slots of a local day of this side, today unless told. */
  plan(reader: Reader, date: string | undefined): Promise<PlanView>;
  gate(reader: Reader): Promise<GateState>;
  agreement(reader: Reader): Promise<AgreementView>;
  log(reader: Reader): Promise<LogView>;
  logEntries(reader: Reader, side: SideId, page: { before?: number | undefined; limit: number }): Promise<LogEntries>;
  evidence(reader: Reader, about: About): Promise<z.infer<typeof evidence> | undefined>;
  shared(reader: Reader, reference: string): Promise<SharedState | undefined>;
  /** Crossings that were present or ended here on a local date `YYYY-MM-DD` of this side, by arrival. */
  dayList(reader: Reader, date: string): Promise<CrossingRow[]>;
  driver(reader: Reader): Promise<DriverView | undefined>;
  /** Crossings that have not ended with this plate, written as `normalisePlate` writes it. */
  findByPlate(plate: string): Promise<PlateHit[]>;
  /** The newest change number that is readable. */
  lastChange(): number;
  changesSince(change: number, reader: Reader, limit: number): Promise<Changes>;
  /** Calls the listener whenever a topic has something new, after it is readable; gives back how to stop it. */
  onChange(listener: (topic: Topic) => void): () => void;
  health(): Promise<Health>;
}

