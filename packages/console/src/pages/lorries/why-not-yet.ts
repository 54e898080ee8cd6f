import type { Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ElementKey } from '@pairgate/domain/freight/declaration/requirements-data.ts';
import { openHolds, partyOf } from '../../crossing/parties.ts';
import type { CrossingDetail, HoldView } from '../../crossing/types.ts';

/** Why a lorry is not through yet, and whose turn it is: the first of these that is true. */
export type Why =
  | { kind: 'through'; at: Instant }
  | { kind: 'ended' }
  | { kind: 'complete'; yours: boolean; consignment: string; importer: string | undefined }
  | { kind: 'missing'; element: ElementKey; more: number; consignment: string }
  | { kind: 'hold'; hold: HoldView }
  | { kind: 'noSlot'; yours: boolean }
  | { kind: 'booked'; slot: Instant }
  | { kind: 'result'; due: Instant }
  | { kind: 'cause'; cause: Cause }
  | { kind: 'nothing' };

const ENDED = ['returned', 'withdrawn', 'expired'];

export function whyNotYet(detail: CrossingDetail, side: SideId): Why {
  const { row } = detail;
  if (row.phase === 'departed') return { kind: 'through', at: row.endedAt ?? row.plannedAt };
  if (ENDED.includes(row.phase)) return { kind: 'ended' };
  const hold = openHolds(detail)[0];
  if (hold) return { kind: 'hold', hold };
  const party = partyOf(side, row.direction);
  const waiting = detail.loads.find((load) => !load.origin.declaration.withdrawnAt && !load.destination.declaration.completedAt);
  if (waiting) {
    const importer = waiting.origin.declaration.declaration?.importer?.name;
    return { kind: 'complete', yours: party === 'destination', consignment: waiting.reference, importer };
  }
  const owed = detail.missing.filter((each) => each.mandatory && each.turn === party);
  const first = owed[0];
  const arrived = row.arrivedAt !== null;
  if (first && !arrived) return { kind: 'missing', element: first.element, more: owed.length - 1, consignment: first.consignment };
  if (!arrived && row.slotStart === null) return { kind: 'noSlot', yours: party === 'origin' };
  if (!arrived && row.slotStart !== null) return { kind: 'booked', slot: row.slotStart };
  const sample = [...detail.origin.laboratory, ...detail.destination.laboratory].find((each) => each.reportedAt === null);
  if (row.cause === 'laboratory' && sample?.dueAt) return { kind: 'result', due: sample.dueAt };
  return row.cause ? { kind: 'cause', cause: row.cause } : { kind: 'nothing' };
}

/** Whether this person is the one who can move it on. */
export function waitsForMe(why: Why): boolean {
  if (why.kind === 'complete' || why.kind === 'noSlot') return why.yours;
  return why.kind === 'missing' || (why.kind === 'hold' && why.hold.objectedAt === null);
}
