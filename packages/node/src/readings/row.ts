import type { Cause, SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromMillis, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { sum } from '@pairgate/domain/kernel/quantity.ts';
import { alarmsOf, attachmentsOf, hasEnded, phaseOf, placeOf } from '@pairgate/domain/freight/crossing/joint.ts';
import type { CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { endedAt, intervalsOf, type GateTimes, type Interval } from '@pairgate/domain/freight/crossing/wait.ts';
import { nameIn } from '@pairgate/domain/vocabulary/commodities.ts';
import type { CrossingRow } from '../http/readings.ts';

/** What the lorry carries in a line: the first item's words and code, and the net mass of all. */
function goodsOf(view: CrossingView): CrossingRow['goods'] {
  const items = view.loads.flatMap((load) => load.origin.declaration.declaration?.governmentAgencyGoodsItem ?? []);
  const first = items[0]?.commodity;
  if (!first?.description) return null;
  const descriptionVi = nameIn(first, 'vi');
  const descriptionZh = nameIn(first, 'zh');
  return {
    description: first.description,
    ...(descriptionVi === undefined ? {} : { descriptionVi }),
    ...(descriptionZh === undefined ? {} : { descriptionZh }),
    hs6: first.classification?.hs6 ?? '',
    netMassKg: sum(items.map((item) => item.goodsMeasure?.netMassKg ?? '0')),
  };
}

/** The time that counts as waiting: with a cause, from the arrival on. What held the lorry before it came is cut off. */
export function waitsOf(view: CrossingView, intervals: readonly Interval[]): (Interval & { cause: Cause })[] {
  const { arrivedAt } = view.origin.ticket;
  if (!arrivedAt) return [];
  const since = toMillis(arrivedAt);
  return intervals.flatMap((each) => {
    const { cause } = each;
    return cause !== null && each.to > since ? [{ ...each, cause, from: Math.max(each.from, since) }] : [];
  });
}

const waited = (view: CrossingView, intervals: readonly Interval[]): number =>
  waitsOf(view, intervals).reduce((total, each) => total + each.to - each.from, 0);

/** One crossing as a line of a list, at an instant. */
export function rowOf(view: CrossingView, now: number, gate: GateTimes, change: number): CrossingRow {
  const intervals = intervalsOf(view, now, gate);
  const last = intervals.at(-1);
  const ended = hasEnded(view);
  const waiting = !ended && last?.cause ? last : undefined;
  const { tractorID, containerID } = attachmentsOf(view);
  return {
    reference: view.reference,
    direction: view.direction,
    phase: phaseOf(view),
    cause: waiting?.cause ?? null,
    causeSide: (waiting?.side as SideId | undefined) ?? null,
    since: waiting ? fromMillis(waiting.from) : null,
    waitedMs: waited(view, intervals),
    trafficClass: view.origin.plan.trafficClass,
    goods: goodsOf(view),
    tractorID,
    containerID,
    slotStart: view.origin.slot.start,
    ticket: view.origin.ticket.ticket,
    place: placeOf(view),
    alarms: alarmsOf(view, now),
    consignments: [...view.origin.loads],
    plannedAt: view.origin.plan.plannedAt!,
    arrivedAt: view.origin.ticket.arrivedAt,
    endedAt: ended ? endedAt(view) : null,
    change,
  };
}
