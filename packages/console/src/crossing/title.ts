import type { Role, SideId } from '@pairgate/domain/kernel/codes.ts';
import { toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { MatrixColumn, MatrixRow } from './matrix.ts';
import { papersMatrix } from './matrix.ts';
import { isAuthority, openHolds, partyOf } from './parties.ts';
import type { CrossingDetail, HoldView, PendingStep } from './types.ts';

/** The one sentence over a case: what is wrong, or what there is to decide, for the person who reads it. */
export type CaseTitle =
  | { kind: 'ended' | 'moving' }
  | { kind: 'refused' | 'released' | 'alreadyDecided' | 'plateDiffers' | 'sealDiffers' | 'arrival' | 'call' | 'callUnheard' }
  | { kind: 'hold' | 'holdObjected' | 'holdOverdue'; hold: HoldView }
  | { kind: 'oneDiffers'; column: MatrixColumn; row: MatrixRow }
  | { kind: 'manyDiffer'; count: number }
  | { kind: 'pending' | 'outdated'; step: PendingStep }
  | { kind: 'inspecting'; bay: string }
  | { kind: 'resultDue'; test: string };

const ENDED = ['departed', 'returned', 'withdrawn', 'expired'];

function holdTitle(hold: HoldView, now: Instant): CaseTitle {
  if (toMillis(hold.deadline) < toMillis(now)) return { kind: 'holdOverdue', hold };
  return { kind: hold.objectedAt ? 'holdObjected' : 'hold', hold };
}

function differing(detail: CrossingDetail): CaseTitle | undefined {
  const { rows, odd } = papersMatrix(detail);
  if (odd === 0) return undefined;
  if (odd > 1) return { kind: 'manyDiffer', count: odd };
  const row = rows.find((each) => Object.values(each.cells).some((cell) => cell.odd))!;
  const [column] = Object.entries(row.cells).find(([, cell]) => cell.odd)!;
  return { kind: 'oneDiffers', column: column as MatrixColumn, row };
}

function officersTitle(detail: CrossingDetail, side: SideId, role: string, now: Instant): CaseTitle {
  if (!isAuthority(role)) return { kind: 'moving' };
  const party = partyOf(side, detail.row.direction);
  const mine = openHolds(detail).filter((hold) => hold.party === party && hold.authority === role);
  const hold = mine.find((each) => each.objectedAt) ?? mine[0];
  if (hold) return holdTitle(hold, now);
  const decision = detail[party].decision;
  if (decision.refusedAt) return { kind: 'refused' };
  if (decision.releasedAt) return { kind: 'released' };
  const outdated = detail.outdated[party].includes(role);
  if (decision.by[role] && !outdated) return { kind: 'alreadyDecided' };
  if (detail.row.alarms.includes('plate_mismatch')) return { kind: 'plateDiffers' };
  const running = detail[party].inspection.find((each) => each.finishedAt === null);
  if (running) return { kind: 'inspecting', bay: running.bay ?? '' };
  const papers = differing(detail);
  if (papers) return papers;
  if (detail.row.alarms.includes('seal_mismatch')) return { kind: 'sealDiffers' };
  const step = detail.pending[party][role] ?? 'decision';
  return outdated ? { kind: 'outdated', step } : { kind: 'pending', step };
}

export function caseTitle(detail: CrossingDetail, viewer: { side: SideId; role: Role }, now: Instant): CaseTitle {
  if (ENDED.includes(detail.row.phase)) return { kind: 'ended' };
  const { side, role } = viewer;
  if (isAuthority(role)) return officersTitle(detail, side, role, now);
  const party = partyOf(side, detail.row.direction);
  if (role === 'laboratory') {
    const sample = detail[party].laboratory.find((each) => each.reportedAt === null);
    if (sample) return { kind: 'resultDue', test: sample.test.join(', ') };
  }
  if (role === 'yard') {
    if (detail.acts.includes('recordArrival')) return { kind: 'arrival' };
    if (detail.acts.includes('passCall')) return { kind: 'callUnheard' };
    if (detail.acts.includes('callVehicle')) return { kind: 'call' };
  }
  const hold = openHolds(detail).find((each) => role !== 'manager' || each.party === party);
  return hold ? holdTitle(hold, now) : { kind: 'moving' };
}
