import type { Authority, Cause, Direction, SideId, TrafficClass } from '@pairgate/domain/kernel/codes.ts';
import { CAUSES } from '../run-result.ts';
import { DAY, MINUTE, toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';

/** One lorry as a node tells its history (`GET /api/history`). */
export interface PastLorry {
  readonly direction: Direction;
  readonly trafficClass: TrafficClass;
  readonly slot: { readonly start: Instant | null; readonly bookedAt: Instant | null; readonly missedAt: Instant | null };
  readonly arrivedAt: Instant | null;
  readonly calledAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly exitedAt: Instant | null;
  readonly crossedAt: Instant | null;
  readonly departedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly work: readonly {
    readonly side: SideId;
    readonly kind: 'inspection' | 'laboratory' | 'transfer';
    readonly authority: Authority | null;
    readonly station: string | null;
    readonly from: Instant;
    readonly to: Instant | null;
  }[];
  readonly waits: readonly { readonly from: Instant; readonly to: Instant | null; readonly cause: Cause; readonly side: SideId }[];
}

export interface Past {
  /** Name or address of the node. */
  readonly node: string;
  readonly from: Instant;
  readonly to: Instant;
  /** What had not ended then still went on. */
  readonly asOf: Instant;
  readonly lorries: readonly PastLorry[];
}

export interface Work {
  readonly side: SideId;
  readonly kind: 'inspection' | 'laboratory' | 'transfer';
  readonly station: string | null;
  readonly from: number;
  /** `null` while it goes on. */
  readonly to: number | null;
}

/** A lorry in minutes since the recording's midnight; `null` for what has not happened. */
export interface Lorry {
  readonly direction: Direction;
  readonly traffic: TrafficClass;
  /** Beginning of the slot that was booked before the lorry came. */
  readonly slot: number | null;
  /** Beginning of the slot that it had in the end, booked or given by the yard when it stood there. */
  readonly given: number | null;
  /** When it was given up that it would come in its slot, and it has not come since. */
  readonly missed: number | null;
  readonly arrived: number | null;
  readonly called: number | null;
  readonly released: number | null;
  readonly exited: number | null;
  readonly crossed: number | null;
  readonly departed: number | null;
  readonly work: readonly Work[];
  /** When the papers that it came without were complete; `null` for complete on arrival, or for not yet. */
  readonly papersUntil: number | null;
  readonly papersOpen: boolean;
  /** Minutes of waiting by cause, in the order of CAUSES, of a lorry that has departed. */
  readonly waited: Float64Array | null;
}

/** What a node recorded, on the clock of a simulation: minute 0 is midnight on the first side of the scenario. */
export interface Recording {
  readonly node: string;
  /** Milliseconds since the epoch of minute 0. */
  readonly midnight: number;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly lorries: readonly Lorry[];
}

/** `offsetMinutes` is that of the scenario's first side from UTC. */
export function recordingOf(past: Past, offsetMinutes: number): Recording {
  const local = toMillis(past.from) + offsetMinutes * MINUTE;
  const midnight = Math.floor(local / DAY) * DAY - offsetMinutes * MINUTE;
  const minute = (at: Instant): number => (toMillis(at) - midnight) / MINUTE;
  const when = (at: Instant | null): number | null => (at === null ? null : minute(at));
  return {
    node: past.node,
    midnight,
    from: minute(past.from),
    to: Math.min(minute(past.to), minute(past.asOf)),
    asOf: minute(past.asOf),
    lorries: past.lorries.map((each) => lorryOf(each, past.asOf, when)),
  };
}

function lorryOf(past: PastLorry, asOf: Instant, when: (at: Instant | null) => number | null): Lorry {
  const { start, bookedAt, missedAt } = past.slot;
  const arrived = when(past.arrivedAt);
  // A slot that the yard gave to a lorry that stood there already is no booking.
  const booked = start !== null && bookedAt !== null && (past.arrivedAt === null || bookedAt <= past.arrivedAt);
  const waited = new Float64Array(CAUSES.length);
  for (const { cause, from, to } of past.waits) waited[CAUSES.indexOf(cause)]! += when(to ?? asOf)! - when(from)!;
  const papers = past.waits.find((each) => each.cause === 'papers' && each.from === past.arrivedAt);
  const papersOpen = papers !== undefined && papers.to === null;
  return {
    direction: past.direction,
    traffic: past.trafficClass,
    slot: booked ? when(start) : null,
    given: when(start),
    missed: arrived === null ? when(missedAt) : null,
    arrived,
    called: when(past.calledAt),
    released: when(past.releasedAt),
    exited: when(past.exitedAt),
    crossed: when(past.crossedAt),
    departed: when(past.departedAt),
    work: past.work.map((each) => ({ side: each.side, kind: each.kind, station: each.station, from: when(each.from)!, to: when(each.to) })),
    papersUntil: papers === undefined || papersOpen ? null : when(papers.to),
    papersOpen,
    waited: past.departedAt === null ? null : waited,
  };
}

/** Whether an instant lies in the recording. */
export const within = ({ from, to }: Recording, minute: number | null): minute is number => minute !== null && minute >= from && minute < to;
