import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { parseStream } from '@pairgate/domain/kernel/act.ts';
import { normalisePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { attachmentsOf, hasEnded, phaseOf } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { endedAt } from '@pairgate/domain/freight/crossing/wait.ts';
import type { ConsignmentIndexRow, CrossingIndexRow } from '@pairgate/store/batch.ts';
import { consignmentView, type StateReader } from './states.ts';

/** The lines by which crossings and consignments are listed and found; the states beside them say everything else. */

/** The consignments that a fact puts on a crossing. */
export function loadsOf(fact: Fact): { consignment: string; crossing: string }[] {
  if (fact.type !== 'CrossingPlanned' && fact.type !== 'LoadAdded') return [];
  const data = fact.data as { consignments?: string[]; consignment?: string };
  const crossing = parseStream(fact.stream).reference;
  const named = data.consignments ?? (data.consignment === undefined ? [] : [data.consignment]);
  return named.map((consignment) => ({ consignment, crossing }));
}

/** The line of a consignment by which its owner's own reference is found, as it was lodged. */
export function consignmentRow(read: StateReader, us: SideId, reference: string): ConsignmentIndexRow {
  const view = consignmentView(read, us, reference);
  const functionalReference = view?.origin.declaration.declaration?.functionalReferenceID ?? null;
  return { reference, owner: view?.origin.declaration.by ?? null, functionalReference };
}

/** The line of a crossing by which it is listed and found. */
export function crossingRow(view: CrossingView, change: number): CrossingIndexRow {
  const { tractorID, containerID } = attachmentsOf(view);
  const phase = phaseOf(view);
  const ended = hasEnded(view);
  const owners = view.loads.flatMap((load) => [
    load.origin.declaration.by,
    load.destination.declaration.by,
    load.origin.declaration.declaration?.importer?.ID ?? null,
    load.origin.declaration.declaration?.agent?.ID ?? null,
  ]);
  return {
    reference: view.reference,
    direction: view.direction,
    trafficClass: view.origin.plan.trafficClass,
    phase,
    open: !ended,
    tractor: tractorID === null ? null : normalisePlate(tractorID),
    container: containerID,
    slotStart: view.origin.slot.start,
    plannedAt: view.origin.plan.plannedAt!,
    arrivedAt: view.origin.ticket.arrivedAt,
    endedAt: ended ? endedAt(view) : null,
    owners: [...new Set(owners.filter((owner) => owner !== null))].map((owner) => `|${owner}|`).join(''),
    search: [view.reference, tractorID, containerID, ...view.origin.loads].filter(Boolean).join(' ').toLowerCase(),
    change,
  };
}

