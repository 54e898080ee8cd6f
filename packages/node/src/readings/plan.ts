import { destinationOf, originOf, type Direction } from '@pairgate/domain/kernel/codes.ts';
import { DAY, QUARTER, fromMillis } from '@pairgate/domain/kernel/instant.ts';
import type { Context } from '@pairgate/domain/freight/context.ts';
import { capacityIn, placesIn } from '@pairgate/domain/queue/slot/decide.ts';
import type { PlanView } from '../http/plan-view.ts';
import { span, type HeldPlan, type PlansInForce } from '../planning/held.ts';

/** The plans that hold, and the slots of the local day that begins at `start`, while both gates are open. */
export function planView(plans: PlansInForce, direction: Direction, start: number, context: Context): PlanView {
  const held = span.options.flatMap((each) => plans.of(each) ?? []).filter((each) => each.direction === direction);
  const classes = [...new Set(held.flatMap((each) => each.classes))];
  const sides = [originOf(direction), destinationOf(direction)];
  const slots: PlanView['slots'] = [];
  for (let at = start; at < start + DAY; at += QUARTER) {
    if (!sides.every((side) => context.gateTimes.isOpen(side, at))) continue;
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
