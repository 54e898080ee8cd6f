import { z } from 'zod';
import { may, type Act } from '../../kernel/act.ts';
import { accept, refuse, type Decision, type Refusal } from '../../kernel/decider.ts';
import { destinationOf, instant, originOf, type Direction, type TrafficClass } from '../../kernel/codes.ts';
import { QUARTER, fromMillis, toMillis } from '../../kernel/instant.ts';
import { acceptedPerHour } from '../../gate/capacity/evolve.ts';
import { fact, notArrived, notEnded, ownLoad } from '../../freight/crossing/guards.ts';
import type { CrossingView } from '../../freight/crossing/view.ts';
import type { Context } from '../../freight/context.ts';
import { slotReleased } from './schema.ts';

type CrossingAct<C> = Act<C, CrossingView, Context>;

/** Slots may be booked this far ahead. */
export const BOOKING_HORIZON = 72 * 4 * QUARTER;

/**
 * Places in a quarter of an hour: a quarter of what the destination accepts in an hour by its newest capacity that this
 * side has received, the remainder going to the first quarters of the hour, so that an hour never holds more than
 * accepted. After the capacity's expiry the agreed degraded rate applies (design §7).
 */
export function placesIn(
  { direction, trafficClass }: { direction: Direction; trafficClass: TrafficClass },
  start: number,
  context: Pick<Context, 'gate' | 'pair' | 'now'>,
) {
  const { capacity } = context.gate[destinationOf(direction)];
  // Of a quarter that is running already, what was published since it began counts too.
  const rate = acceptedPerHour(capacity, trafficClass, Math.max(start, context.now), context.pair.degradedShare);
  const quarterOfHour = Math.floor(start / QUARTER) % 4;
  const places = Math.floor(rate.perHour / 4) + (quarterOfHour < rate.perHour % 4 ? 1 : 0);
  return { places, ...rate };
}

const bookSchema = z.strictObject({ start: instant });

function book(command: z.infer<typeof bookSchema>, view: CrossingView, context: Context, type: string): Decision {
  const start = toMillis(command.start);
  const at = { pointer: '/start' };
  if (start % QUARTER !== 0) return refuse('slot_not_quarter', at);
  if (start + QUARTER <= context.now) return refuse('slot_in_past', at);
  if (start > context.now + BOOKING_HORIZON) return refuse('slot_too_far', at);
  for (const side of [originOf(view.direction), destinationOf(view.direction)]) {
    if (!context.gateTimes.isOpen(side, start)) return refuse('gate_closed', { ...at, params: { side } });
  }
  const { trafficClass } = view.origin.plan;
  const { places, capacity, degraded } = placesIn({ direction: view.direction, trafficClass }, start, context);
  if (!capacity) return refuse('capacity_unknown', at);
  const booked = context.booked(view.direction, trafficClass, start);
  if (booked >= places) return refuse('slot_full', { ...at, params: { booked, places } });
  return accept(
    fact(view, type, {
      start: command.start,
      end: fromMillis(start + QUARTER),
      trafficClass,
      capacity: { fact: capacity.fact, validUntil: capacity.validUntil, degraded },
    }),
  );
}

const bookable = (view: CrossingView, context: Context): Refusal | undefined =>
  notEnded(view) ?? notArrived(view) ?? (context.actor.role === 'trader' ? ownLoad(view, context) : undefined);

export const bookSlot: CrossingAct<z.infer<typeof bookSchema>> = {
  name: 'bookSlot',
  on: 'crossing',
  summary: "Book a quarter of an hour within the destination's newest capacity.",
  schema: bookSchema,
  who: may('origin', 'trader', 'yard'),
  when: (view, context) =>
    // A lorry that came without a slot can still be given one in the yard.
    (context.actor.role === 'yard' ? notEnded(view) : bookable(view, context)) ??
    (view.origin.passage.exitedAt ? { code: 'already_exited' } : undefined) ??
    (view.origin.slot.start ? { code: 'slot_held' } : undefined),
  decide: (command, view, context) => book(command, view, context, 'SlotBooked'),
};

export const moveSlot: CrossingAct<z.infer<typeof bookSchema>> = {
  name: 'moveSlot',
  on: 'crossing',
  summary: 'Move a booking to another quarter of an hour.',
  schema: bookSchema,
  who: may('origin', 'trader'),
  when: (view, context) => bookable(view, context) ?? (view.origin.slot.start ? undefined : { code: 'no_slot' }),
  decide(command, view, context) {
    if (view.origin.slot.start === command.start) return refuse('slot_same', { pointer: '/start' });
    return book(command, view, context, 'SlotMoved');
  },
};

export const releaseSlot: CrossingAct<z.infer<typeof slotReleased>> = {
  name: 'releaseSlot',
  on: 'crossing',
  summary: 'Give a booked slot back.',
  schema: slotReleased,
  who: may('origin', 'trader'),
  when: (view, context) => bookable(view, context) ?? (view.origin.slot.start ? undefined : { code: 'no_slot' }),
  decide: (command, view) => accept(fact(view, 'SlotReleased', command)),
};

/** A booking whose quarter is over by an hour without the lorry is missed; the place is gone, the trader may book again. */
export const SLOT_GRACE = 4 * QUARTER;

export const missSlot: CrossingAct<Record<string, never>> = {
  name: 'missSlot',
  on: 'crossing',
  summary: 'Record that a lorry did not come within an hour of its slot.',
  schema: z.strictObject({}) as never,
  who: may('origin', 'system'),
  when(view, context) {
    const closed = notEnded(view) ?? notArrived(view);
    if (closed) return closed;
    const { end } = view.origin.slot;
    return end && toMillis(end) + SLOT_GRACE <= context.now ? undefined : { code: 'slot_not_missed' };
  },
  decide: (_command, view) => accept(fact(view, 'SlotMissed', {})),
};

export const slotActs = [bookSlot, moveSlot, releaseSlot, missSlot] as const;
