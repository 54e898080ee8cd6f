import { destinationOf, originOf, type Direction } from '@pairgate/domain/kernel/codes.ts';
import { DAY, QUARTER, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Context } from '@pairgate/domain/freight/context.ts';
import { capacityIn, placesIn, type SlotKind } from '@pairgate/domain/queue/slot/decide.ts';
import type { PlanView } from '../http/plan-view.ts';
import type { SlotView } from '../http/readings.ts';
import { span, type HeldPlan, type PlansInForce } from '../planning/held.ts';

/** The quarters of the local day that begins at `start`, as the reader can book them. */
export function slotView(of: SlotKind, start: number, context: Context): SlotView {
  const items: SlotView['items'] = [];
  for (const at of openQuarters(of.direction, start, context)) {
    const { places } = placesIn(of, at, context);
    items.push({ start: fromMillis(at), places, booked: context.booked(of.direction, of.trafficClass, at), open: at + QUARTER > context.now });
  }
  const { capacity, perHour, degraded } = capacityIn(of, Math.max(start, context.now), context);
  return { items, capacity: capacity ? { fact: capacity.fact, perHour, validUntil: capacity.validUntil, degraded } : null };
}

/** Starts of the quarters of an hour of a day in which both gates are open. */
function openQuarters(direction: Direction, start: number, { gateTimes }: Context): number[] {
  const sides = [originOf(direction), destinationOf(direction)];
  const starts = Array.from({ length: DAY / QUARTER }, (_, at) => start + at * QUARTER);
  return starts.filter((at) => sides.every((side) => gateTimes.isOpen(side, at)));
}

/** The plans that hold, and the slots of the local day that begins at `start`, while both gates are open. */
export function planView(plans: PlansInForce, direction: Direction, start: number, context: Context): PlanView {
  const held = span.options.flatMap((each) => plans.of(each) ?? []).filter((each) => each.direction === direction);
  const classes = [...new Set(held.flatMap((each) => each.classes))];
  const slots: PlanView['slots'] = [];
  for (const at of openQuarters(direction, start, context)) {
    for (const trafficClass of classes) {
      const kind = { direction, trafficClass };
      const planned = plans.slot(direction, trafficClass, at);
      slots.push({
        start: fromMillis(at),
        trafficClass,
        span: planned?.span ?? null,
        expected: planned?.expected ?? null,
        planned: planned?.places ?? null,
        taken: context.booked(direction, trafficClass, at),
        capacity: capacityIn(kind, at, context).places,
        places: placesIn(kind, at, context).places,
      });
    }
  }
  return { direction, now: fromMillis(context.now), plans: held.map((each) => shown(each, start)), slots };
}

const shown = (held: HeldPlan, start: number): PlanView['plans'][number] => ({
  span: held.span,
  from: fromMillis(held.from),
  until: fromMillis(held.until),
  by: held.by,
  madeAt: fromMillis(held.madeAt),
  askedAt: fromMillis(held.askedAt),
  stale: held.stale && { ...held.stale, since: fromMillis(held.stale.since) },
  forecast: held.forecast,
  withoutPlace: held.classes.map((trafficClass, c) => ({ trafficClass, lorries: held.withoutPlace[c]! })),
  resources: held.resources.map(({ binds, oneMoreSaves, ...resource }) => ({
    ...resource,
    binds: binds.filter((at) => start <= at && at < start + DAY).map(fromMillis),
    oneMoreSavesMinutes: oneMoreSaves,
  })),
});
