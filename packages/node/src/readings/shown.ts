import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { missingElements } from '@pairgate/domain/freight/declaration/requirements.ts';
import type { ConsignmentView } from '@pairgate/domain/freight/crossing/view.ts';
import type { CrossingDetail, CrossingRow, PageAfter, Reader } from '../http/readings.ts';
import { redact } from './visible.ts';
import { wholeDeclaration } from '@pairgate/domain/freight/declaration/whole.ts';

/** Small parts of what is shown of crossings and consignments. */

export const isAfter = (row: CrossingRow, after: PageAfter): boolean =>
  row.plannedAt < after.plannedAt || (row.plannedAt === after.plannedAt && row.reference > after.reference);

const goodsWords = ({ goods }: CrossingRow) => [goods?.description, goods?.descriptionVi, goods?.descriptionZh];

export const searchText = (row: CrossingRow): string =>
  [row.reference, row.tractorID, row.containerID, ...goodsWords(row), ...row.consignments]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();

export const missingOf = (view: ConsignmentView): Record<string, unknown>[] => {
  const declared = wholeDeclaration(view.origin.declaration.declaration);
  if (!declared) return [];
  return missingElements(declared, view.destination.declaration.completion ?? undefined)
    .filter((element) => !element.given)
    .map((element) => ({ ...element, consignment: view.reference }));
};

/** A fact counts as late when it was written down more than five minutes after it happened. */
const LATE = 5 * MINUTE;

export function timelineEntry(fact: Fact, index: number | null, reader: Reader): CrossingDetail['timeline'][number] {
  const { id, type, side, occurredAt, recordedAt } = fact;
  const late = toMillis(recordedAt) - toMillis(occurredAt) > LATE;
  return { id, type, side, occurredAt, recordedAt, late, data: redact(fact.data as Record<string, unknown>, reader), index };
}

